package dataset

import (
	"archive/zip"
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// The same paths, dropped as a folder and packed as a zip, give the same classes.
func TestPlaceAsArchives(t *testing.T) {
	for name, c := range map[string]struct{ paths, want string }{
		"class folders":                 {"cat/1.jpg dog/2.jpg", "cat dog"},
		"in a folder":                   {"set/cat/1.jpg set/dog/2.jpg", "cat dog"},
		"beside class folders":          {"set/cat/1.jpg set/dog/2.jpg set/notes.txt", "cat dog loose"},
		"deeper":                        {"set/cat/a/1.jpg set/cat/b/2.jpg set/dog/3.jpg", "a b dog"},
		"one folder of pictures":        {"cat/1.jpg cat/2.jpg", "cat cat"},
		"folders in one dropped class":  {"cat/1.jpg cat/more/2.jpg", "loose more"},
		"two folders, one with folders": {"cat/1.jpg cat/more/2.jpg dog/3.jpg", "cat more dog"},
		"no folder":                     {"1.jpg cat/2.jpg", "loose cat"},
		"of systems, hidden":            {"set/cat/1.jpg set/dog/2.jpg set/cat/.x set/__MACOSX/cat/1.jpg set/dog/Thumbs.db", "cat dog - - -"},
		"with backslashes":              {`set\cat\1.jpg set\dog\2.jpg`, "cat dog"},
		"twice":                         {"cat/1.jpg cat/./1.jpg dog/1.jpg", "cat - dog"},
		"outside":                       {"../cat/1.jpg cat/2.jpg /dog/3.jpg", "- cat -"},
	} {
		t.Run(name, func(t *testing.T) {
			paths := strings.Fields(c.paths)
			p, err := Place(paths, DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			got := make([]string, len(paths))
			for i := range got {
				got[i] = "-"
			}
			for _, f := range p.Placed {
				got[f.At] = f.Class
			}
			for _, i := range p.Loose {
				got[i] = "loose"
			}
			if fmt.Sprint(got) != fmt.Sprint(strings.Fields(c.want)) {
				t.Errorf("%v, want [%s]", got, c.want)
			}

			var box bytes.Buffer
			z := zip.NewWriter(&box)
			for _, path := range paths {
				if _, err := z.CreateHeader(&zip.FileHeader{Name: path}); err != nil {
					t.Fatal(err)
				}
			}
			if err := z.Close(); err != nil {
				t.Fatal(err)
			}
			a, err := OpenArchive(bytes.NewReader(box.Bytes()), int64(box.Len()), DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			var classes, packed []string
			for _, f := range p.Placed {
				classes = append(classes, f.Class)
			}
			for _, e := range a.Entries {
				packed = append(packed, e.Class)
			}
			if !reflect.DeepEqual(classes, packed) || len(p.Loose) != len(a.Loose) || !reflect.DeepEqual(p.Skipped, append([]Skipped{}, a.Skipped...)) {
				t.Errorf("a folder gives %v and %v, a zip %v and %v", classes, p.Skipped, packed, a.Skipped)
			}
		})
	}
}

func TestPlaceHasLimits(t *testing.T) {
	lim := DefaultLimits()
	lim.MaxFiles = 2
	if p, err := Place([]string{"a/1", "a/2", "b/3"}, lim); err == nil || len(p.Placed) != 0 {
		t.Errorf("three files of two: %+v, %v, want an error", p, err)
	}
}
