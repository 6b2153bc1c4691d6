package dataset

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func kept(t *testing.T, name string, data []byte) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, data, 0o666); err != nil {
		t.Fatal(err)
	}
	return p
}

// A folder and archives of it give the same pictures in the same order.
func TestOpenAllOfOne(t *testing.T) {
	files := append(pets(), file{name: "pets/dog/text.jpg", data: []byte("hello")})
	dir := write(t, files...)
	want, err := OpenDir(context.Background(), filepath.Join(dir, "pets"), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{
		"folder": filepath.Join(dir, "pets"),
		"zip":    kept(t, "pets.zip", packZip(t, files...)),
		"tar":    kept(t, "pets.anything", packTar(t, files...)),
		"tgz":    kept(t, "pets.tgz", pack(t, packTar(t, files...))),
	} {
		got, err := OpenAll(context.Background(), []string{path}, t.TempDir(), DefaultLimits())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !reflect.DeepEqual(got.Classes, want.Classes) || len(got.Items) != len(want.Items) || len(got.Skipped) != 1 {
			t.Errorf("%s = %+v, want %+v", name, got.Summary(), want.Summary())
			continue
		}
		for i, it := range got.Items {
			if it.Class != want.Items[i].Class || it.Digest != want.Items[i].Digest {
				t.Errorf("%s: item %d is %s of class %d, want %s", name, i, it.Path, it.Class, want.Items[i].Path)
			}
			if _, err := os.Stat(it.File); err != nil {
				t.Errorf("%s: item %d: %v", name, i, err)
			}
		}
	}
}

// Classes of several sets come together by name; sets of one class each do.
func TestOpenAllOfSeveral(t *testing.T) {
	dogs := write(t, file{name: "dog/1.png", data: photo(1)})
	cats := kept(t, "cats.zip", packZip(t, file{name: "cat/1.png", data: photo(2)}))
	both := kept(t, "both.tar", packTar(t, pets()...))
	d, err := OpenAll(context.Background(), []string{dogs, cats, both}, t.TempDir(), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if want := []Class{{Name: "cat", Count: 3}, {Name: "dog", Count: 3}}; !reflect.DeepEqual(d.Classes, want) {
		t.Errorf("classes = %v, want %v", d.Classes, want)
	}
	paths := map[string]bool{}
	for _, it := range d.Items {
		paths[it.Path] = true
	}
	if want := filepath.ToSlash(dogs) + "/dog/1.png"; len(paths) != 6 || !paths[want] {
		t.Errorf("paths = %v, want six with %s", paths, want)
	}
}

func TestOpenAllRefuses(t *testing.T) {
	good := kept(t, "good.zip", packZip(t, pets()...))
	cut := kept(t, "cut.zip", packZip(t, pets()...)[:200])
	text := kept(t, "text.jpg", []byte("hello"))
	empty := kept(t, "empty.zip", packZip(t, file{name: "notes.txt", data: []byte("x")}))
	small := DefaultLimits()
	small.MaxFiles = 2
	for _, tc := range []struct {
		name  string
		paths []string
		lim   Limits
		want  error
		word  string
	}{
		{"cut off", []string{cut}, DefaultLimits(), ErrDamaged, "cut.zip: "},
		{"no archive", []string{text}, DefaultLimits(), ErrNotArchive, "text.jpg: "},
		{"nothing in it", []string{empty}, DefaultLimits(), ErrEmpty, "empty.zip: "},
		{"nothing in one of two", []string{good, t.TempDir()}, DefaultLimits(), ErrEmpty, ""},
		{"one class", []string{write(t, file{name: "dog/1.png", data: photo(1)})}, DefaultLimits(), ErrOneClass, `"dog"`},
		{"too many files", []string{good}, small, ErrTooBig, "good.zip: "},
		{"missing", []string{good, filepath.Join(t.TempDir(), "none.zip")}, DefaultLimits(), os.ErrNotExist, "none.zip"},
	} {
		_, err := OpenAll(context.Background(), tc.paths, t.TempDir(), tc.lim)
		if !errors.Is(err, tc.want) || !strings.Contains(err.Error(), tc.word) {
			t.Errorf("%s: %v, want %v with %q", tc.name, err, tc.want, tc.word)
		}
	}
	if err := CheckFile(good, DefaultLimits()); err != nil {
		t.Errorf("CheckFile(good.zip): %v", err)
	}
	if err := CheckFile(text, DefaultLimits()); !errors.Is(err, ErrNotArchive) {
		t.Errorf("CheckFile(text.jpg): %v, want ErrNotArchive", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := OpenAll(ctx, []string{good}, t.TempDir(), DefaultLimits()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v, want context.Canceled", err)
	}
}
