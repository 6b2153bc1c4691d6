//go:build !(js && wasm)

package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "edge: this is a Cloudflare Worker: build it with `make edge`, try it with `make edge-dev`")
	os.Exit(2)
}
