package dataset

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func imported(t *testing.T, data []byte, lim Limits) (string, *Summary, error) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "set")
	s, err := Import(context.Background(), bytes.NewReader(data), int64(len(data)), dir, lim, nil)
	return dir, s, err
}

// alone fails if anything but dir itself lies beside it.
func alone(t *testing.T, dir string, want bool) {
	t.Helper()
	left, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	if got := len(left) == 1 && left[0].Name() == filepath.Base(dir); got != want || !want && len(left) > 0 {
		t.Errorf("folder holds %v after import: want the set alone (%v) or nothing", left, want)
	}
}

func TestImport(t *testing.T) {
	files := append(pets(),
		file{name: "pets/dog/text.jpg", data: []byte("hello")},
		file{name: "pets/dog/cut.jpg", data: jpg()[:500]},
		file{name: "pets/dog/tiff.jpg", data: []byte("II*\x00aaaaaaaaaaaaaaaaaaaaa")},
		file{name: "pets/dog/nested.zip", data: packZip(t, pets()...)},
		file{name: "pets/cat/empty.png"},
		file{name: "pets/notes.txt", data: []byte("x")})
	reasons := map[string]string{
		"pets/dog/text.jpg": "this is text", "pets/dog/cut.jpg": "cut off", "pets/dog/tiff.jpg": "a TIFF",
		"pets/dog/nested.zip": "a zip archive", "pets/cat/empty.png": "empty file", "pets/notes.txt": "not in a class folder",
	}
	for name, data := range map[string][]byte{
		"zip": packZip(t, files...), "tar": packTar(t, files...), "tar.gz": pack(t, packTar(t, files...)),
	} {
		t.Run(name, func(t *testing.T) {
			dir, s, err := imported(t, data, DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			alone(t, dir, true)
			if want := []Class{{Name: "cat", Count: 2}, {Name: "dog", Count: 2}}; !reflect.DeepEqual(s.Classes, want) {
				t.Errorf("classes = %v, want %v", s.Classes, want)
			}
			if len(s.Skipped) != len(reasons) {
				t.Errorf("skipped = %v, want %d", s.Skipped, len(reasons))
			}
			for _, k := range s.Skipped {
				if want := reasons[k.Path]; want == "" || !strings.Contains(k.Reason, want) {
					t.Errorf("skipped %s: %s, want %q", k.Path, k.Reason, want)
				}
			}
			checkPets(t, dir, s)
		})
	}
}

// checkPets opens what was imported from pets.
func checkPets(t *testing.T, dir string, s *Summary) {
	t.Helper()
	d, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := d.Summary(); !reflect.DeepEqual(got, *s) {
		t.Errorf("Open says %v, Import said %v", got, *s)
	}
	want := []struct {
		path  string
		class int
		data  []byte
	}{{"pets/cat/1.jpg", 0, jpg()}, {"pets/cat/2.png", 0, photo(2)}, {"pets/dog/a.png", 1, photo(4)}, {"pets/dog/b.png", 1, photo(1)}}
	if len(d.Items) != len(want) {
		t.Fatalf("%d items, want %d", len(d.Items), len(want))
	}
	for i, w := range want {
		it := d.Items[i]
		data, err := os.ReadFile(it.File)
		if err != nil || !bytes.Equal(data, w.data) || it.Path != w.path || it.Class != w.class || it.Digest != sha256.Sum256(w.data) {
			t.Errorf("item %d = %+v (%d bytes, %v), want %s of class %d", i, it, len(data), err, w.path, w.class)
		}
		if filepath.Dir(it.File) != filepath.Join(dir, "files") || filepath.Ext(it.File) != filepath.Ext(w.path) {
			t.Errorf("item %d lies in %s: want it numbered below %s", i, it.File, dir)
		}
	}
}

func TestImportLeavesNothing(t *testing.T) {
	broken := []file{{name: "cat/1.png", data: photo(1)}, {name: "dog/1.png", data: photo(1)[:40]}}
	for _, tc := range []struct {
		name string
		data []byte
		want error
		word string
	}{
		{"one class", packZip(t, file{name: "cat/1.png", data: photo(1)}, file{name: "cat/2.png", data: photo(2)}), ErrOneClass, `the 2 pictures are all in "cat"`},
		{"one class is left", packZip(t, broken...), ErrOneClass, "1 file was skipped; dog/1.png"},
		{"no picture at all", packZip(t, file{name: "cat/1.png", data: []byte("x")}, file{name: "dog/1.png", data: []byte("x")}), ErrEmpty, "this is text"},
		{"empty", packZip(t), ErrEmpty, ""},
		{"text", []byte("hello"), ErrNotArchive, ""},
		{"six classes of five", packZip(t, classes(6)...), ErrTooBig, "6 classes: want at most 5"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir, _, err := imported(t, tc.data, small())
			if !errors.Is(err, tc.want) || !strings.Contains(err.Error(), tc.word) {
				t.Errorf("Import: %v, want %v with %q", err, tc.want, tc.word)
			}
			alone(t, dir, false)
		})
	}
}

func classes(n int) (out []file) {
	for i := range n {
		out = append(out, file{name: string(rune('a'+i)) + "/1.png", data: photo(i)})
	}
	return out
}

func TestImportCancelled(t *testing.T) {
	data := packZip(t, pets()...)
	ctx, cancel := context.WithCancel(context.Background())
	dir := filepath.Join(t.TempDir(), "set")
	_, err := Import(ctx, bytes.NewReader(data), int64(len(data)), dir, DefaultLimits(), func(done, total int) {
		if total != 4 {
			t.Errorf("total = %d, want 4", total)
		}
		cancel()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Import: %v, want context.Canceled", err)
	}
	alone(t, dir, false)
}

func TestImportProgress(t *testing.T) {
	data := packZip(t, append(pets(), file{name: "pets/dog/x", data: []byte("x")})...)
	var got []int
	_, err := Import(context.Background(), bytes.NewReader(data), int64(len(data)), filepath.Join(t.TempDir(), "s"), DefaultLimits(),
		func(done, total int) { got = append(got, done) })
	if want := []int{1, 2, 3, 4, 5}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("progress = %v, %v, want %v", got, err, want)
	}
}

func TestImportIntoExisting(t *testing.T) {
	data := packZip(t, pets()...)
	dir := t.TempDir()
	if _, err := Import(context.Background(), bytes.NewReader(data), int64(len(data)), dir, DefaultLimits(), nil); err == nil {
		t.Error("Import into a folder that exists gave no error: want one")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Errorf("the folder that was there: %v", err)
	}
}

func TestOpenRefuses(t *testing.T) {
	digest := strings.Repeat("00", 32)
	item := func(file, class, digest string) string {
		return `{"v":1,"classes":[{"name":"cat","count":1}],"items":[{"path":"p","file":"` + file + `","class":` + class + `,"digest":"` + digest + `"}],"skipped":[]}`
	}
	for _, tc := range []struct{ name, index, word string }{
		{"not JSON", "x", "invalid character"},
		{"unknown version", `{"v":2}`, "version 2: want 1"},
		{"outside", item("../../etc/passwd", "0", digest), "want one below the folder"},
		{"class", item("files/1.jpg", "1", digest), "class 1: want 0 to 0"},
		{"digest", item("files/1.jpg", "0", "00"), "want 64 hexadecimal digits"},
		{"count", `{"v":1,"classes":[{"name":"cat","count":3}],"items":[],"skipped":[]}`, `class "cat": 0 items: want 3`},
	} {
		dir := write(t, file{name: indexName, data: []byte(tc.index)})
		if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), tc.word) {
			t.Errorf("%s: Open: %v, want %q", tc.name, err, tc.word)
		}
	}
	if _, err := Open(t.TempDir()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Open of an empty folder: %v, want fs.ErrNotExist", err)
	}
}
