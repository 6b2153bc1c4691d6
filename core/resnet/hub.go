package resnet

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// publicHub is where weights come from unless LoadOptions or the environment
// name another place.
const publicHub = "https://huggingface.co"

// fetching lets one goroutine fetch at a time: the next finds the file there.
var fetching = make(chan struct{}, 1)

// loadHub loads a hub's weights, from the cache if they are there.
func loadHub(ctx context.Context, name, id string, o LoadOptions) (*Weights, error) {
	select {
	case fetching <- struct{}{}:
		defer func() { <-fetching }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	dir, err := cacheDir(o.CacheDir, id)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "model.safetensors")
	if _, err := os.Stat(file); err != nil {
		if err := fetchHub(ctx, id, dir, o); err != nil {
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			return nil, fmt.Errorf("resnet: weights %s: %w: %w. To go on without them: -weights FILE with the model.safetensors of %s fetched elsewhere, or -weights random to try the machinery",
				name, ErrUnavailable, err, id)
		}
	}
	w, err := loadFile(file, name)
	if err != nil {
		return nil, fmt.Errorf("%w (remove %s to fetch it again)", err, file)
	}
	return w, nil
}

// cacheDir is the folder in which the files of a hub id are kept.
func cacheDir(dir, id string) (string, error) {
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return "", fmt.Errorf("resnet: weights: no folder to keep them in: %w", err)
		}
		dir = filepath.Join(cache, "graft", "weights")
	}
	return filepath.Join(dir, strings.ReplaceAll(id, "/", "--")), nil
}

// fetchHub fetches config.json, which some weights lack, and model.safetensors
// into dir.
func fetchHub(ctx context.Context, id, dir string, o LoadOptions) error {
	if o.Offline {
		return errors.New("they are not in the cache and the network is switched off")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	endpoint := o.Endpoint
	if endpoint == "" {
		endpoint = os.Getenv("HF_ENDPOINT")
	}
	if endpoint == "" {
		endpoint = publicHub
	}
	base := strings.TrimRight(endpoint, "/") + "/" + id + "/resolve/main/"
	d := newDownloader()
	err := d.fetch(ctx, base+"config.json", filepath.Join(dir, "config.json"), nil)
	if err != nil && !errors.Is(err, errNotFound) {
		return err
	}
	err = d.fetch(ctx, base+"model.safetensors", filepath.Join(dir, "model.safetensors"), o.Progress)
	if errors.Is(err, errNotFound) {
		return fmt.Errorf("%w: no %s with a model.safetensors there", err, id)
	}
	return err
}
