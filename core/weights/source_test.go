package weights

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"graft/core/weights/layout"
)

// cacheRepo puts a file into a cache of the hub, as huggingface_hub does.
func cacheRepo(t *testing.T, cache, id, blob string, data []byte) {
	t.Helper()
	folder := filepath.Join(cache, "models--"+strings.ReplaceAll(id, "/", "--"))
	for _, dir := range []string{"blobs", "refs", "snapshots/" + commit} {
		if err := os.MkdirAll(filepath.Join(folder, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(folder, "blobs", blob), data)
	write(t, filepath.Join(folder, "refs", "main"), []byte(commit))
	if err := os.Symlink("../../blobs/"+blob, filepath.Join(folder, "snapshots", commit, weightsFile)); err != nil {
		t.Fatal(err)
	}
}

func TestSources(t *testing.T) {
	header := make(map[string]any)
	for name, shape := range layout.TensorShapes() {
		header[name] = map[string]any{"dtype": "F32", "shape": shape, "data_offsets": []int{0, 0}}
	}
	text, err := json.Marshal(header)
	if err != nil {
		t.Fatal(err)
	}
	data := file(string(text))
	sum := sha256.Sum256(data)
	digest := hex.EncodeToString(sum[:])
	o := Options{CacheDir: t.TempDir(), KerasDir: t.TempDir(), Offline: true}
	cacheRepo(t, o.CacheDir, "timm/resnet50.a1_in1k", digest, data)
	cacheRepo(t, o.CacheDir, "other/bert--base", "abc", file("{}"))
	cacheRepo(t, o.CacheDir, ImageNetID, strings.Repeat("0", 64), data)
	write(t, filepath.Join(o.KerasDir, kerasSources[KindKeras].file), []byte("not Keras's"))
	list, err := Sources(o)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range list {
		names = append(names, s.Name.String())
	}
	if want := []string{"starter", "imagenet", "keras", "keras-notop", "timm/resnet50.a1_in1k", "random"}; !slices.Equal(names, want) {
		t.Fatalf("Sources = %v, want %v", names, want)
	}
	for i, s := range list {
		if cached := i == 1 || i == 2 || i == 4; cached != (s.File != "") || cached != (s.Bytes > 0) {
			t.Errorf("%s: file %q of %d bytes", s.Name, s.File, s.Bytes)
		}
	}
	if got, err := CheckDigest(list[4].File); err != nil || got != "sha256:"+digest {
		t.Errorf("CheckDigest = %s, %v, want sha256:%s", got, err, digest)
	}
	for _, i := range []int{1, 2} {
		if _, err := CheckDigest(list[i].File); !errors.Is(err, errDamaged) {
			t.Errorf("CheckDigest of %s that is another file: %v, want %v", list[i].Name, err, errDamaged)
		}
	}
	if got, err := Fetch(context.Background(), named(t, "imagenet"), o); err != nil || got != list[1].File {
		t.Errorf("Fetch(imagenet) from the cache = %s, %v, want %s", got, err, list[1].File)
	}
	if _, err := Fetch(context.Background(), named(t, "timm/none"), o); !errors.Is(err, ErrUnavailable) {
		t.Errorf("Fetch(timm/none) offline: %v, want %v", err, ErrUnavailable)
	}
	if _, err := Fetch(context.Background(), named(t, "/none.h5"), o); err == nil || !strings.Contains(err.Error(), "want starter") {
		t.Errorf("Fetch of a file that is not there: %v", err)
	}
}

func TestParameters(t *testing.T) {
	if got := Random(0).Parameters(); got != 25557032 { // torchvision's resnet50
		t.Errorf("Parameters = %d, want 25557032", got)
	}
}
