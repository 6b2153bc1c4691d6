package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"graft/cmd/graft/internal/terminal"
	"graft/core/weights"
	"graft/core/weights/layout"
)

// imageNetFile looks like ImageNet's weights: their header, and a number.
func imageNetFile(t *testing.T) []byte {
	t.Helper()
	header := make(map[string]any)
	for name, shape := range layout.TensorShapes() {
		header[name] = map[string]any{"dtype": "F32", "shape": shape, "data_offsets": []int{0, 4}}
	}
	text, err := json.Marshal(header)
	if err != nil {
		t.Fatal(err)
	}
	return append(append(binary.LittleEndian.AppendUint64(nil, uint64(len(text))), text...), 0, 0, 0, 0)
}

// hubOf serves data as ImageNet's weights; the request for the bytes themselves gets
// status.
func hubOf(t *testing.T, data []byte, status int) string {
	t.Helper()
	sum := sha256.Sum256(data)
	hub := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !strings.HasSuffix(r.URL.Path, "/model.safetensors"):
			http.NotFound(w, r)
			return
		case r.Method == http.MethodGet && status != http.StatusOK:
			w.WriteHeader(status)
			return
		}
		w.Header().Set("X-Repo-Commit", strings.Repeat("1", 40))
		w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:])+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	}))
	t.Cleanup(hub.Close)
	return hub.URL
}

func TestAutoWeights(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	t.Cleanup(slow.Close)
	for _, tc := range []struct {
		name string
		o    weights.Options
		want string
		said string // on stderr, in one line
	}{
		{"switched off", weights.Options{Offline: true}, "starter", "(the network is switched off); `graft weights fetch imagenet` fetches them later"},
		{"no network", weights.Options{Endpoint: gone.URL}, "starter", "connection refused"},
		{"no answer", weights.Options{Endpoint: slow.URL}, "starter", "does not answer within 2s"},
		{"the hub answers", weights.Options{Endpoint: hubOf(t, imageNetFile(t), 200)}, "imagenet", "fetching ImageNet's weights"},
		{"forbidden on the way", weights.Options{Endpoint: hubOf(t, imageNetFile(t), 403)}, "starter", "403"},
		{"something else", weights.Options{Endpoint: hubOf(t, []byte("hello"), 200)}, "starter", "not a ResNet-50"},
	} {
		var stderr bytes.Buffer
		tc.o.CacheDir = filepath.Join(t.TempDir(), "hub")
		env := environment{stderr: &stderr}
		got, err := autoWeights(context.Background(), env, terminal.NewBar(&stderr), tc.o)
		if err != nil || got.String() != tc.want || !strings.Contains(stderr.String(), tc.said) {
			t.Errorf("%s: %s, %v, said %q, want %s and %q", tc.name, got, err, stderr.String(), tc.want, tc.said)
		}
		if tc.want != "imagenet" {
			continue
		}
		stderr.Reset()
		tc.o.Endpoint = gone.URL
		if got, err := autoWeights(context.Background(), env, terminal.NewBar(&stderr), tc.o); err != nil || got.String() != "imagenet" || stderr.Len() > 0 {
			t.Errorf("from the cache: %s, %v, said %q", got, err, stderr.String())
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := autoWeights(ctx, environment{stderr: io.Discard}, terminal.NewBar(io.Discard), weights.Options{CacheDir: t.TempDir(), Endpoint: slow.URL}); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}

// ImageNet asked for by name is had or fails, and says how to go on.
func TestImageNetByName(t *testing.T) {
	t.Setenv("HF_HUB_CACHE", t.TempDir())
	t.Setenv("HF_HUB_OFFLINE", "1")
	_, err := loadWeights(context.Background(), environment{stderr: io.Discard}, weights.Name{Kind: weights.KindImageNet})
	if !errors.Is(err, weights.ErrUnavailable) || !strings.Contains(err.Error(), "-weights starter") {
		t.Errorf("imagenet without a network: %v", err)
	}
	w, err := loadWeights(context.Background(), environment{stderr: io.Discard}, weights.Name{})
	if err != nil || w.Name != "starter" {
		t.Errorf("auto without a network: %v, %v", w, err)
	}
}
