package dataset

import (
	"archive/tar"
	"bytes"
	"io/fs"
	"testing"
)

func FuzzList(f *testing.F) {
	f.Add(packZip(f, pets()...))
	f.Add(packZip(f))
	f.Add(packTar(f, pets()...))
	f.Add(pack(f, packTar(f, pets()...)))
	f.Add(packTar(f, file{name: "../x", data: []byte("x")}, file{name: "a/l", kind: tar.TypeSymlink}))
	f.Add(packZip(f, file{name: `a\..\..\b`, data: []byte("x")}, file{name: "a\x81/b", data: []byte("x")}))
	f.Fuzz(func(t *testing.T, data []byte) {
		lim := small()
		a, err := OpenArchive(bytes.NewReader(data), int64(len(data)), lim)
		if err != nil {
			return
		}
		if len(a.Entries)+len(a.Skipped) > 2*lim.MaxFiles {
			t.Fatalf("%d entries and %d skipped: want at most %d files", len(a.Entries), len(a.Skipped), lim.MaxFiles)
		}
		seen := map[string]bool{}
		for _, e := range a.Entries {
			if !fs.ValidPath(e.Path) || e.Class == "" || e.Class == ".." || seen[e.Path] {
				t.Fatalf("entry %+v: want a clean path, once, with a class", e)
			}
			seen[e.Path] = true
			if b, err := a.Read(e.Path); err == nil && int64(len(b)) != e.Bytes {
				t.Fatalf("%s: %d bytes read: want %d as declared", e.Path, len(b), e.Bytes)
			}
		}
		for _, s := range a.Skipped {
			if s.Reason == "" {
				t.Fatalf("%q is skipped without a reason", s.Path)
			}
		}
	})
}

func FuzzParseIndex(f *testing.F) {
	f.Add([]byte(`{"v":1,"classes":[{"name":"a","count":0}],"items":[],"skipped":[]}`))
	f.Add([]byte(`{"v":1,"classes":[{"name":"a","count":1}],"items":[{"path":"p","file":"f","class":0,"digest":"00"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := parseIndex(data, "dir")
		if err != nil {
			return
		}
		for _, it := range d.Items {
			if it.Class < 0 || it.Class >= len(d.Classes) {
				t.Fatalf("item %+v of %d classes", it, len(d.Classes))
			}
		}
	})
}
