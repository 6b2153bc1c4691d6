package weights

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// Resolve returns the name of the weights that name stands for now: for "auto"
// "imagenet" if those are in the cache and whole, else "starter"; any other name
// itself. It touches no network, so work never waits for one.
//
// What is cached or kept is named for what Resolve returns, never for "auto".
func Resolve(name string, o Options) string {
	switch {
	case name != Auto:
		return name
	case Cached(ImageNetName, o):
		return ImageNetName
	}
	return Starter
}

// Cached says whether the weights of a hub id, or "imagenet", are in the cache and
// whole: their header names a ResNet-50's tensors and all its bytes are there.
func Cached(name string, o Options) bool {
	h, err := openHub(o)
	if err != nil {
		return false
	}
	file := h.cached(hubOf(name))
	return file != "" && looksRight(file) && allThere(file)
}

// CacheFault is why what the cache has of a hub id, or "imagenet", cannot be opened, as
// for too many open files; nil if it can, or is not there. Until it can, Cached says
// that it is not.
func CacheFault(name string, o Options) error {
	h, err := openHub(o)
	if err != nil {
		return err
	}
	return h.readable(hubOf(name))
}

// Offline says whether the network is forbidden, by o or the environment.
func Offline(o Options) bool {
	h, err := openHub(o)
	return err == nil && h.offline
}

// hubOf is the hub id of a name.
func hubOf(name string) string {
	if name == ImageNetName {
		return ImageNet
	}
	return name
}

// Answers asks the hub for the weights of a hub id, or "imagenet", and returns why
// they could not be fetched now: no network, no answer within the time, not there.
// Nothing is fetched.
func Answers(ctx context.Context, name string, within time.Duration, o Options) error {
	h, err := openHub(o)
	if err != nil {
		return err
	}
	if h.offline {
		return fmt.Errorf("%w: %w", ErrUnavailable, errSwitchedOff)
	}
	late := fmt.Errorf("%s does not answer within %v", h.endpoint, within)
	ctx, cancel := context.WithTimeoutCause(ctx, within, late)
	defer cancel()
	d := newDownloader()
	d.token, d.attempts = h.token, 1
	resp, _, err := d.get(ctx, http.MethodHead, h.endpoint+"/"+hubOf(name)+"/resolve/"+revision+"/"+weightsFile, 0)
	if err == nil {
		resp.Body.Close()
		if resp.StatusCode >= 300 && resp.StatusCode <= 399 {
			return nil
		}
		err = refused(resp)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return nil
}
