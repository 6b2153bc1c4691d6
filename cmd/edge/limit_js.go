//go:build js && wasm

package main

import (
	"log"
	"syscall/js"
	"time"

	"graft/core/link"
)

// bindingLimiter asks Cloudflare's rate limiting, which counts for all isolates
// of a place.
type bindingLimiter struct{ binding js.Value }

var _ link.Limiter = bindingLimiter{}

// newLimiter returns a limiter on the binding or, where there is none, one in
// this isolate's memory.
func newLimiter(binding js.Value) link.Limiter {
	if binding.IsUndefined() {
		return link.NewBucket(30, 2*time.Second)
	}
	return bindingLimiter{binding}
}

// Allow lets a client through if the limiter itself fails: links are bounded in
// size, and people should not suffer from a fault of ours.
func (l bindingLimiter) Allow(client string) bool {
	outcome, err := await(l.binding.Call("limit", map[string]any{"key": client}))
	if err != nil {
		log.Print("edge: rate limit: ", err)
		return true
	}
	return outcome.Get("success").Bool()
}
