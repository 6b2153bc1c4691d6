package weights

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// Resolve returns the name that name stands for now: for auto ImageNet's if those are
// in the cache and whole, else the starter's; any other name itself. It touches no
// network, so work never waits for one.
//
// What is cached or kept is named for what Resolve returns, never for auto.
func Resolve(name Name, o Options) Name {
	imageNet := Name{Kind: KindImageNet}
	switch {
	case name.Kind != KindAuto:
		return name
	case Cached(imageNet, o):
		return imageNet
	}
	return Name{Kind: KindStarter}
}

// Cached says whether the weights of that name, ImageNet's or the hub's, are in the
// cache and whole: their header names a ResNet-50's tensors and all its bytes are there.
func Cached(name Name, o Options) bool {
	h, id, err := openHubOf(name, o)
	if err != nil {
		return false
	}
	file := h.cached(id)
	return file != "" && looksRight(file) && allThere(file)
}

// CacheFault is why what the cache has of that name, ImageNet's or the hub's, cannot be
// opened, as for too many open files; nil if it can, or is not there. Until it can,
// Cached says that it is not.
func CacheFault(name Name, o Options) error {
	h, id, err := openHubOf(name, o)
	if err != nil {
		return err
	}
	return h.readable(id)
}

// openHubOf opens the hub, for a name that is of it.
func openHubOf(name Name, o Options) (h hub, id string, err error) {
	id, ok := name.hubID()
	if !ok {
		return h, "", fmt.Errorf("weights %s: are not on the hub", name)
	}
	h, err = openHub(o)
	return h, id, err
}

// Endpoint is the address of the hub that weights are fetched from, "" if there is none.
func Endpoint(o Options) string {
	h, err := openHub(o)
	if err != nil {
		return ""
	}
	return h.endpoint
}

// Present says whether the weights of that name can be had without a network.
func Present(name Name, o Options) bool {
	o.Offline = true
	_, err := Fetch(context.Background(), name, o)
	return err == nil
}

// Offline says whether the network is forbidden, by o or the environment.
func Offline(o Options) bool {
	h, err := openHub(o)
	return err == nil && h.offline
}

// Answers asks the hub for the weights of that name, ImageNet's or its own, and returns why
// they could not be fetched now: no network, no answer within the time, not there.
// Nothing is fetched.
func Answers(ctx context.Context, name Name, within time.Duration, o Options) error {
	h, id, err := openHubOf(name, o)
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
	resp, _, err := d.get(ctx, http.MethodHead, h.endpoint+"/"+id+"/resolve/"+revision+"/"+weightsFile, 0)
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
