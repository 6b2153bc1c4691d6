package weights

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"graft/core/safetensors"
	"graft/core/vector"
	"graft/core/weights/layout"
)

// Source is a set of weights that Load knows by name.
type Source struct {
	Name  Name   `json:"name"`            // what Load takes
	From  string `json:"from"`            // the hub id, the file of Keras, or ""
	File  string `json:"file,omitempty"`  // where it is in a cache, "" if it is not
	Bytes int64  `json:"bytes,omitempty"` // of the file
}

// Sources returns the weights that can be had by name: those that Load has names
// for, and the ResNet-50s of the hub that are in the cache. Nothing is fetched.
func Sources(o Options) ([]Source, error) {
	h, err := openHub(o)
	if err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	list := []Source{{Name: Name{Kind: KindStarter}}, {Name: Name{Kind: KindImageNet}, From: ImageNetID, File: h.cached(ImageNetID)}}
	dir, err := kerasDir(o)
	if err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	for _, kind := range []Kind{KindKeras, KindKerasNoTop} {
		s := Source{Name: Name{Kind: kind}, From: kerasSources[kind].file}
		if file := filepath.Join(dir, s.From); fileBytes(file) > 0 {
			s.File = file
		}
		list = append(list, s)
	}
	list = append(list, h.others()...)
	for i := range list {
		list[i].Bytes = fileBytes(list[i].File)
	}
	return append(list, Source{Name: Name{Kind: KindRandom}}), nil
}

// others are the repositories in the cache with a ResNet-50 that has no name of
// its own here.
func (h hub) others() []Source {
	folders, _ := filepath.Glob(filepath.Join(h.cache, "models--*--*")) // the pattern is right
	var list []Source
	for _, folder := range folders {
		id := strings.Replace(strings.TrimPrefix(filepath.Base(folder), "models--"), "--", "/", 1)
		if file := h.cached(id); id != ImageNetID && file != "" && looksRight(file) {
			list = append(list, Source{Name: Name{Kind: KindHub, ID: id}, From: id, File: file})
		}
	}
	return list
}

// looksRight says whether a safetensors file names the tensors of a ResNet-50.
func looksRight(path string) bool {
	return inHeader(path, func(f *safetensors.File) bool {
		for name := range layout.TensorShapes() {
			if !f.Has(name) {
				return false
			}
		}
		return true
	})
}

// allThere says whether a safetensors file has all the bytes that its header speaks
// of.
func allThere(path string) bool { return inHeader(path, (*safetensors.File).Whole) }

// inHeader says whether path is a safetensors file of which is true; its numbers are
// not read.
func inHeader(path string, is func(*safetensors.File) bool) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	f, err := safetensors.Open(file, fileSize(file), safetensors.MaxHeader)
	return err == nil && is(f)
}

// fileBytes is a file's size, 0 if there is none.
func fileBytes(path string) int64 {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return 0
	}
	return info.Size()
}

// Fetch fetches the weights of that name if they are not in a cache, and returns
// where they are: "" for the starter's and random ones, the path itself for a file.
func Fetch(ctx context.Context, name Name, o Options) (file string, err error) {
	switch name = Resolve(name, o); name.Kind {
	case KindFile:
		if fileBytes(name.Path) == 0 {
			return "", fmt.Errorf("weights %q: want starter, imagenet, keras, random, a file that is there, or a hub id owner/name", name.Path)
		}
		return name.Path, nil
	case KindKeras, KindKerasNoTop:
		file, err = fetchKeras(ctx, name.Kind, o)
	case KindImageNet, KindHub:
		id, _ := name.hubID()
		file, err = fetchHub(ctx, id, o)
	}
	if err != nil {
		return "", fmt.Errorf("weights %s: %w: %w", name, ErrUnavailable, err)
	}
	return file, nil
}

// CheckDigest compares a file in a cache with the digest that its source names,
// and returns it, as "sha256:…" or "md5:…", or "" if the source names none. It
// fails if the file is another.
func CheckDigest(file string) (string, error) {
	for _, s := range kerasSources {
		if filepath.Base(file) == s.file {
			got, err := fileMD5(file)
			if err == nil && !slices.Contains([]string{s.md5, s.old}, got) {
				err = fmt.Errorf("%w: MD5 of %s is %s: want %s", errDamaged, file, got, s.md5)
			}
			return "md5:" + got, err
		}
	}
	want := filepath.Base(blobOf(file))
	if !hexDigest.MatchString(want) {
		return "", nil
	}
	f, err := os.Open(file)
	if err != nil {
		return "", fmt.Errorf("weights: %w", err)
	}
	defer f.Close()
	got, err := hexSum(f, fileSize(f), vector.SHA256())
	if err == nil && got != want {
		err = fmt.Errorf("%w: SHA-256 of %s is %s: want %s", errDamaged, file, got, want)
	}
	return "sha256:" + got, err
}

// Parameters is how many numbers were trained, the classifier's among them: as
// torchvision counts, 25,557,032 for ImageNet's.
func (w *Set) Parameters() int {
	n := 0
	for name, t := range w.tensors {
		if !strings.Contains(name, ".running_") {
			n += len(t.Data)
		}
	}
	if w.classifier != nil {
		n += len(w.classifier.kernel.Data) + len(w.classifier.bias.Data)
	}
	return n
}
