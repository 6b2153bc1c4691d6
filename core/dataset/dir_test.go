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

// A folder gives what an archive of it gives, in place.
func TestOpenDirEqualsImport(t *testing.T) {
	files := append(pets(),
		file{name: "pets/dog/text.jpg", data: []byte("hello")},
		file{name: "pets/notes.txt", data: []byte("x")},
		file{name: "pets/dog/.hidden.jpg", data: jpg()})
	dir := write(t, files...)
	got, err := OpenDir(context.Background(), filepath.Join(dir, "pets"), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	there, _, err := imported(t, packZip(t, files...), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want, err := Open(there)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got.Classes, want.Classes) || len(got.Skipped) != 3 || len(want.Skipped) != 3 || len(got.Items) != len(want.Items) {
		t.Fatalf("OpenDir = %+v, Import gave %+v", got.Summary(), want.Summary())
	}
	for i := range got.Items {
		g, w := got.Items[i], want.Items[i]
		if "pets/"+g.Path != w.Path || g.Class != w.Class || g.Digest != w.Digest {
			t.Errorf("item %d = %+v, want %+v", i, g, w)
		}
		if g.File != filepath.Join(dir, filepath.FromSlash(w.Path)) {
			t.Errorf("item %d lies in %s: want the user's own file", i, g.File)
		}
	}
}

func TestOpenDirLinks(t *testing.T) {
	dir := write(t, pets()...)
	pets := filepath.Join(dir, "pets")
	for _, l := range [][2]string{
		{filepath.Join(pets, "dog", "b.png"), filepath.Join(pets, "cat", "linked.png")},
		{pets, filepath.Join(pets, "dog", "loop")},
		{"nowhere", filepath.Join(pets, "dog", "dangling.png")},
	} {
		if err := os.Symlink(l[0], l[1]); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	d, err := OpenDir(context.Background(), pets, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if want := []Class{{Name: "cat", Count: 3}, {Name: "dog", Count: 2}}; !reflect.DeepEqual(d.Classes, want) {
		t.Errorf("classes = %v, want %v", d.Classes, want)
	}
	if len(d.Skipped) != 2 || d.Skipped[0].Path != "dog/dangling.png" || d.Skipped[1].Reason != "a symbolic link to a folder" {
		t.Errorf("skipped = %v, want the dangling link and the loop", d.Skipped)
	}
}

func TestOpenDirRefuses(t *testing.T) {
	one := write(t, file{name: "cat/1.png", data: photo(1)})
	hidden := write(t, file{name: ".git/a/1.png", data: photo(1)}, file{name: ".git/b/1.png", data: photo(2)})
	for _, tc := range []struct {
		dir  string
		want error
		word string
	}{
		{one, ErrOneClass, `"cat"`},
		{hidden, ErrEmpty, ".git: hidden file"},
		{t.TempDir(), ErrEmpty, ""},
		{filepath.Join(one, "nowhere"), os.ErrNotExist, ""},
		{filepath.Join(one, "cat", "1.png"), nil, "is a file: want a folder"},
	} {
		_, err := OpenDir(context.Background(), tc.dir, DefaultLimits())
		if err == nil || tc.want != nil && !errors.Is(err, tc.want) || !strings.Contains(err.Error(), tc.word) {
			t.Errorf("OpenDir(%s): %v, want %v with %q", tc.dir, err, tc.want, tc.word)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := OpenDir(ctx, filepath.Join(write(t, pets()...), "pets"), DefaultLimits()); !errors.Is(err, context.Canceled) {
		t.Errorf("OpenDir cancelled: %v, want context.Canceled", err)
	}
}
