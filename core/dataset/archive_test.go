package dataset

import (
	"archive/tar"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"strings"
	"testing"
)

func list(data []byte, lim Limits) ([]Entry, []Skipped, error) {
	return List(bytes.NewReader(data), int64(len(data)), lim)
}

// taken writes entries as "path=class".
func taken(entries []Entry) []string {
	out := []string{}
	for _, e := range entries {
		out = append(out, e.Path+"="+e.Class)
	}
	return out
}

func left(skipped []Skipped) []string {
	out := []string{}
	for _, s := range skipped {
		out = append(out, s.Path+": "+s.Reason)
	}
	return out
}

func TestListRules(t *testing.T) {
	x := []byte("x")
	long := "cat/" + strings.Repeat("n", 1100)
	for _, tc := range []struct {
		name  string
		files []file
		want  []string
		skip  []string
	}{
		{"class folders", []file{{name: "cat/1.jpg", data: x}, {name: "dog/1.jpg", data: x}},
			[]string{"cat/1.jpg=cat", "dog/1.jpg=dog"}, nil},
		{"common folders", []file{{name: "a/b/cat/1.jpg", data: x}, {name: "a/b/dog/1.jpg", data: x}, {name: "a/b/x.csv", data: x}, {name: "read.me", data: x}},
			[]string{"a/b/cat/1.jpg=cat", "a/b/dog/1.jpg=dog"},
			[]string{"a/b/x.csv: not in a class folder", "read.me: not in a class folder"}},
		{"last folder", []file{{name: "train/cat/1.jpg", data: x}, {name: "test/cat/1.jpg", data: x}, {name: "test/dog/1.jpg", data: x}},
			[]string{"train/cat/1.jpg=cat", "test/cat/1.jpg=cat", "test/dog/1.jpg=dog"}, nil},
		{"one folder", []file{{name: "a/cat/1.jpg", data: x}, {name: "a/cat/2.jpg", data: x}},
			[]string{"a/cat/1.jpg=cat", "a/cat/2.jpg=cat"}, nil},
		{"system files", []file{{name: "__MACOSX/cat/._1.jpg", data: x}, {name: "cat/.DS_Store", data: x}, {name: "cat/1.jpg", data: x}, {name: "cat/THUMBS.DB", data: x}, {name: ".git/dog/1.jpg", data: x}},
			[]string{"cat/1.jpg=cat"},
			[]string{".git/dog/1.jpg: hidden file", "__MACOSX/cat/._1.jpg: written by the operating system", "cat/.DS_Store: hidden file", "cat/THUMBS.DB: written by the operating system"}},
		{"climbing", []file{{name: "../cat/1.jpg", data: x}, {name: "cat/../../1.jpg", data: x}, {name: "/cat/1.jpg", data: x}, {name: `C:\cat\1.jpg`, data: x}, {name: `..\cat\1.jpg`, data: x}, {name: "./cat//2.jpg", data: x}},
			[]string{"cat/2.jpg=cat"},
			[]string{`../cat/1.jpg: its path leaves the archive with ".."`, `../cat/1.jpg: its path leaves the archive with ".."`, "/cat/1.jpg: its path is absolute", "C:/cat/1.jpg: its path is absolute", `cat/../../1.jpg: its path leaves the archive with ".."`}},
		{"backslashes", []file{{name: `cat\1.jpg`, data: x}, {name: `dog\`}},
			[]string{"cat/1.jpg=cat"}, []string{"dog/: empty folder"}},
		{"one name twice", []file{{name: "cat/1.jpg", data: x}, {name: "cat/1.jpg", data: x}, {name: "cat/./1.jpg", data: x}},
			[]string{"cat/1.jpg=cat"},
			[]string{"cat/1.jpg: a second file of this name", "cat/1.jpg: a second file of this name"}},
		{"only case differs", []file{{name: "cat/a.jpg", data: x}, {name: "cat/A.jpg", data: x}, {name: "Cat/a.jpg", data: x}},
			[]string{"cat/a.jpg=cat", "cat/A.jpg=cat", "Cat/a.jpg=Cat"}, nil},
		{"control characters", []file{{name: "cat/a\nb.jpg", data: x}, {name: "cat/1.jpg", data: x}},
			[]string{"cat/1.jpg=cat"}, []string{"cat/a\ufffdb.jpg: its name has control characters"}},
		{"long name", []file{{name: long, data: x}, {name: "cat/1.jpg", data: x}},
			[]string{"cat/1.jpg=cat"}, []string{long[:200] + "…: its path is too long"}},
		{"empty folders", []file{{name: "dog/"}, {name: "cat/"}, {name: "cat/1.jpg", data: x}, {name: "a/b/"}, {name: "a/"}},
			[]string{"cat/1.jpg=cat"}, []string{"a/: empty folder", "a/b/: empty folder", "dog/: empty folder"}},
		{"Chinese", []file{{name: "热狗/一.jpg", data: x}}, []string{"热狗/一.jpg=热狗"}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			entries, skipped, err := list(packZip(t, tc.files...), DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			if got := taken(entries); !reflect.DeepEqual(got, tc.want) {
				t.Errorf("entries = %q, want %q", got, tc.want)
			}
			if got := left(skipped); !reflect.DeepEqual(got, append([]string{}, tc.skip...)) {
				t.Errorf("skipped = %q, want %q", got, tc.skip)
			}
		})
	}
}

func TestZipNamesNotUTF8(t *testing.T) {
	// 0x81 is ü in code page 437; no two of these may become one.
	data := packZip(t, file{name: "k\x81he/1.jpg", data: []byte("a")}, file{name: "k\x82he/1.jpg", data: []byte("b")})
	entries, _, err := list(data, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := taken(entries), []string{"kühe/1.jpg=kühe", "kéhe/1.jpg=kéhe"}; !reflect.DeepEqual(got, want) {
		t.Errorf("entries = %q, want %q", got, want)
	}
	got, err := readOne(data, "kéhe/1.jpg", DefaultLimits())
	if err != nil || string(got) != "b" {
		t.Errorf("Read = %q, %v, want \"b\"", got, err)
	}
}

func TestZipSpecialMembers(t *testing.T) {
	data := packZip(t,
		file{name: "cat/1.jpg", data: []byte("x")},
		file{name: "cat/link.jpg", data: []byte("/etc/passwd"), mode: fs.ModeSymlink | 0o777},
		file{name: "cat/pipe.jpg", mode: fs.ModeNamedPipe | 0o666},
		file{name: "cat/secret.jpg", data: []byte("x")},
		file{name: "cat/lzma.jpg", data: []byte("x")})
	patch(t, data, "cat/secret.jpg", 8, 1) // flag bit 0
	patch(t, data, "cat/lzma.jpg", 10, 14) // method
	entries, skipped, err := list(data, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := taken(entries), []string{"cat/1.jpg=cat"}; !reflect.DeepEqual(got, want) {
		t.Errorf("entries = %q, want %q", got, want)
	}
	want := []string{"cat/link.jpg: a symbolic link", "cat/lzma.jpg: packed by method 14: want store or deflate",
		"cat/pipe.jpg: not a regular file", "cat/secret.jpg: encrypted: pack it again without a password"}
	if got := left(skipped); !reflect.DeepEqual(got, want) {
		t.Errorf("skipped = %q, want %q", got, want)
	}
}

// header returns where the directory of a zip describes name.
func header(t testing.TB, data []byte, name string) int {
	t.Helper()
	at := bytes.LastIndex(data, []byte(name)) - 46
	if at < 0 || string(data[at:at+4]) != "PK\x01\x02" {
		t.Fatalf("no directory entry for %s", name)
	}
	return at
}

func patch(t testing.TB, data []byte, name string, at int, v byte) {
	data[header(t, data, name)+at] = v
}

func TestTarSpecialMembers(t *testing.T) {
	plain := packTar(t,
		file{name: "./cat/1.jpg", data: []byte("one")},
		file{name: "./cat/link.jpg", kind: tar.TypeSymlink},
		file{name: "./cat/hard.jpg", kind: tar.TypeLink},
		file{name: "./cat/sda", kind: tar.TypeBlock},
		file{name: "./cat/tty", kind: tar.TypeChar},
		file{name: "./cat/pipe", kind: tar.TypeFifo},
		file{name: "../dog/1.jpg", data: []byte("x")},
		file{name: "/dog/1.jpg", data: []byte("x")},
		file{name: "./bird/", kind: tar.TypeDir},
		file{name: "./dog/" + strings.Repeat("长", 60) + ".jpg", data: []byte("two")},
		file{name: "./cat/1.jpg", data: []byte("again")})
	for name, data := range map[string][]byte{"tar": plain, "tar.gz": pack(t, plain)} {
		t.Run(name, func(t *testing.T) {
			a, err := OpenArchive(bytes.NewReader(data), int64(len(data)), DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			long := "dog/" + strings.Repeat("长", 60) + ".jpg"
			if got, want := taken(a.Entries), []string{"cat/1.jpg=cat", long + "=dog"}; !reflect.DeepEqual(got, want) {
				t.Errorf("entries = %q, want %q", got, want)
			}
			want := []string{`../dog/1.jpg: its path leaves the archive with ".."`, "/dog/1.jpg: its path is absolute", "bird/: empty folder",
				"cat/1.jpg: a second file of this name", "cat/hard.jpg: a hard link", "cat/link.jpg: a symbolic link",
				"cat/pipe: not a regular file", "cat/sda: not a regular file", "cat/tty: not a regular file"}
			if got := left(a.Skipped); !reflect.DeepEqual(got, want) {
				t.Errorf("skipped = %q, want %q", got, want)
			}
			// Forwards, backwards and twice.
			for _, r := range []struct{ path, want string }{{"cat/1.jpg", "one"}, {long, "two"}, {"cat/1.jpg", "one"}, {"cat/1.jpg", "one"}} {
				if got, err := a.Read(r.path); err != nil || string(got) != r.want {
					t.Errorf("Read(%s) = %q, %v, want %q", r.path, got, err, r.want)
				}
			}
		})
	}
}

func TestNotAnArchive(t *testing.T) {
	for _, tc := range []struct {
		name string
		data []byte
		want error
		word string
	}{
		{"nothing", nil, ErrNotArchive, "empty file"},
		{"text", []byte("hello"), ErrNotArchive, "not a zip, tar or tar.gz of class folders"},
		{"zeros", make([]byte, 4096), ErrNotArchive, ""},
		{"one picture", photo(1), ErrNotArchive, "a single PNG"},
		{"rar", []byte("Rar!\x1a\x07\x01\x00"), ErrNotArchive, "a RAR archive"},
		{"7z", []byte("7z\xbc\xaf\x27\x1c\x00\x04"), ErrNotArchive, "a 7z archive"},
		{"gzip of text", pack(t, []byte("hello")), ErrNotArchive, "without a tar"},
		{"empty zip", packZip(t), ErrEmpty, "want a folder of pictures for each class"},
		{"zip of folders", packZip(t, file{name: "cat/"}, file{name: "dog/"}), ErrEmpty, "2 files were skipped; cat/: empty folder"},
		{"zip cut off", packZip(t, pets()...)[:400], ErrDamaged, "its end is missing"},
		{"tar cut off", packTar(t, pets()...)[:1100], ErrDamaged, ""},
		{"tar.gz cut off", pack(t, packTar(t, pets()...))[:200], ErrDamaged, ""},
		{"gzip header alone", []byte("\x1f\x8b\x08"), ErrDamaged, ""},
		{"a picture outside", packZip(t, file{name: "1.png", data: photo(1)}), ErrEmpty, "1 file was skipped; 1.png: not in a class folder"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, _, err := list(tc.data, DefaultLimits())
			if !errors.Is(err, tc.want) || !strings.Contains(fmt.Sprint(err), tc.word) {
				t.Errorf("List: %v, want %v with %q", err, tc.want, tc.word)
			}
		})
	}
}

func TestReadNotFound(t *testing.T) {
	data := packZip(t, append(pets(), file{name: "../etc/1.png", data: photo(1)})...)
	for _, path := range []string{"", "cat", "../etc/1.png", "pets/cat/9.png"} {
		if _, err := readOne(data, path, DefaultLimits()); !errors.Is(err, ErrNotFound) {
			t.Errorf("Read(%q): %v, want ErrNotFound", path, err)
		}
	}
}

func TestDamagedMember(t *testing.T) {
	data := packZip(t, file{name: "cat/1.jpg", data: bytes.Repeat([]byte("abcdefg"), 100)})
	binary.LittleEndian.PutUint32(data[header(t, data, "cat/1.jpg")+16:], 12345) // the checksum
	if _, err := readOne(data, "cat/1.jpg", DefaultLimits()); !errors.Is(err, ErrDamaged) {
		t.Errorf("Read with a wrong checksum: %v, want ErrDamaged", err)
	}
}

// readOne returns the bytes of the entry at path.
func readOne(data []byte, path string, lim Limits) ([]byte, error) {
	a, err := OpenArchive(bytes.NewReader(data), int64(len(data)), lim)
	if err != nil {
		return nil, err
	}
	return a.Read(path)
}
