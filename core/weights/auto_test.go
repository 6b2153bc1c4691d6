package weights

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"graft/core/safetensors"
	"graft/core/weights/layout"
	"graft/core/weights/starter"
)

// headerFile is a safetensors file with the tensors of a ResNet-50 and n bytes that
// the last of them ends with.
func headerFile(t *testing.T, n int) []byte {
	t.Helper()
	header := make(map[string]any)
	for name, shape := range layout.TensorShapes() {
		header[name] = map[string]any{"dtype": "F32", "shape": shape, "data_offsets": []int{0, n}}
	}
	text, err := json.Marshal(header)
	if err != nil {
		t.Fatal(err)
	}
	return file(string(text), make([]byte, n)...)
}

func TestResolve(t *testing.T) {
	whole := headerFile(t, 100)
	for name, tc := range map[string]struct {
		data []byte // of ImageNet's file in the cache
		want string
	}{
		"not there":     {nil, "starter"},
		"there":         {whole, "imagenet"},
		"cut off":       {whole[:len(whole)-1], "starter"},
		"something":     {file("{}"), "starter"},
		"no file at it": {[]byte("x"), "starter"},
	} {
		o := Options{CacheDir: t.TempDir(), Endpoint: "http://hub.invalid"}
		if tc.data != nil {
			cacheRepo(t, o.CacheDir, ImageNetID, "abc", tc.data)
		}
		if got := Resolve(named(t, "auto"), o); got != named(t, tc.want) {
			t.Errorf("%s: Resolve(auto) = %s, want %s", name, got, tc.want)
		}
		if got := Resolve(named(t, "keras"), o); got.Kind != KindKeras {
			t.Errorf("Resolve(keras) = %s", got)
		}
	}
}

// What the program carries is a whole network, however it was asked for.
func TestLoadStarter(t *testing.T) {
	w, err := Load(context.Background(), named(t, "starter"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if w.Name != "starter" || w.Variant != layout.V15 || w.Preprocess != Torchvision() || w.Evaluation != (Evaluation{0, Bilinear}) || w.Classes() != 1000 {
		t.Errorf("starter = %v, %+v", w, w)
	}
	if want := digest(w.Variant, w.tensors); w.Digest != want {
		t.Errorf("digest = %s, want %s, that of the numbers", w.Digest, want)
	}
	o := Options{CacheDir: t.TempDir(), Endpoint: "http://hub.invalid"}
	if again, err := Load(context.Background(), named(t, "auto"), o); err != nil || again != w {
		t.Errorf("auto without a cache = %v, %v, want the same starter", again, err)
	}
	if file, err := Fetch(context.Background(), named(t, "starter"), o); file != "" || err != nil {
		t.Errorf("Fetch(starter) = %q, %v, want nothing to fetch", file, err)
	}
}

// A carried file with another network's tensors is refused in words.
func TestStarterOfAnotherNetwork(t *testing.T) {
	set := &starter.Set{Variant: "v1.5", Preprocess: "torchvision", Tensors: map[string]safetensors.Tensor{"conv1.weight": {Shape: []int{1}, Data: []float32{1}}}}
	if _, err := ofStarter(set); err == nil || !strings.Contains(err.Error(), "want the tensors of torchvision's ResNet-50") {
		t.Errorf("ofStarter = %v", err)
	}
}

func TestAnswers(t *testing.T) {
	_, hub := startHub(t)
	gone := httptest.NewServer(http.NotFoundHandler())
	slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	none := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(slow.Close)
	t.Cleanup(none.Close)
	gone.Close()
	for _, tc := range []struct {
		name string
		o    Options
		want string // in the error
	}{
		{"there", Options{Endpoint: hub.URL}, ""},
		{"nobody", Options{Endpoint: gone.URL}, "connection refused"},
		{"slow", Options{Endpoint: slow.URL}, "does not answer within 200ms"},
		{"not there", Options{Endpoint: none.URL}, "404"},
		{"offline", Options{Endpoint: hub.URL, Offline: true}, "switched off"},
	} {
		tc.o.CacheDir = t.TempDir()
		began := time.Now()
		err := Answers(context.Background(), named(t, "imagenet"), 200*time.Millisecond, tc.o)
		if tc.want == "" && err != nil || tc.want != "" && (!errors.Is(err, ErrUnavailable) || !strings.Contains(err.Error(), tc.want)) {
			t.Errorf("%s: %v, want %q", tc.name, err, tc.want)
		}
		if took := time.Since(began); took > 3*time.Second {
			t.Errorf("%s took %v", tc.name, took)
		}
	}
}

// While one repository is fetched, which may take an hour, what is in the cache is
// had at once, and so is another repository; the same one is fetched once.
func TestFetchHoldsUpNobody(t *testing.T) {
	hold, begun := make(chan struct{}), make(chan struct{}, 9)
	whole := headerFile(t, 100)
	h := newRepo(map[string][]byte{weightsFile: whole, configFile: []byte("{}")})
	hub := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, weightsFile) {
			begun <- struct{}{}
			<-hold
		}
		h.ServeHTTP(w, r)
	}))
	defer hub.Close()
	o := Options{CacheDir: t.TempDir(), Endpoint: hub.URL}
	cacheRepo(t, o.CacheDir, "timm/here", "abc", headerFile(t, 100))
	files, faults := make(chan string, 2), make(chan error, 2)
	for range 2 {
		go func() {
			file, err := Fetch(context.Background(), named(t, "imagenet"), o)
			files <- file
			faults <- err
		}()
	}
	<-begun
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if _, err := Fetch(ctx, named(t, "timm/here"), o); err != nil {
		t.Errorf("what is in the cache: %v", err)
	}
	if _, err := Fetch(ctx, named(t, "timm/none"), o); !errors.Is(err, errNotFound) {
		t.Errorf("another repository: %v, want the hub's answer", err)
	}
	short, stop := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer stop()
	if _, err := Fetch(short, named(t, "imagenet"), o); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the same repository, with no time: %v", err)
	}
	close(hold)
	for range 2 {
		if err := <-faults; err != nil {
			t.Error(err)
		}
		if got, err := os.ReadFile(<-files); err != nil || !bytes.Equal(got, whole) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
	}
	if len(begun) > 0 {
		t.Errorf("fetched %d times more: want once", len(begun))
	}
	if left, _ := filepath.Glob(filepath.Join(o.CacheDir, "models--*", "blobs", "*.part*")); slices.ContainsFunc(left, func(string) bool { return true }) {
		t.Errorf("left behind: %v", left)
	}
}
