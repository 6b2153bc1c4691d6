package main

import (
	"bytes"
	"encoding/json"
	"hash/crc32"
	"strings"
	"testing"

	"graft/core/augment"
	"graft/core/export"
	"graft/core/imagefile"
	"graft/core/recipe"
	"graft/core/release"
)

// The worker's files are those of the command line, which calls core/export
// itself.
func TestExport(t *testing.T) {
	e, data := newEngine(), photo(t, 60, 50, orange)
	reads := 0
	read := func() ([]byte, error) { reads++; return data, nil }
	job := exportJob{Recipe: turned, Options: export.DefaultOptions(), To: 2, Original: true,
		Item: export.Item{Picture: export.Picture{Class: "fruit", Name: "o.png"}, Stem: "o", Path: "fruit/o.png"}}
	first, err := e.export("1", job, read)
	if err != nil {
		t.Fatal(err)
	}
	job.From, job.To, job.Original = 2, 3, false
	second, err := e.export("1", job, read)
	if err != nil {
		t.Fatal(err)
	}
	if reads != 1 {
		t.Errorf("read %d times, want once for one picture", reads)
	}
	r, err := recipe.ParseJSON([]byte(turned))
	if err != nil {
		t.Fatal(err)
	}
	m, err := export.NewMaker(r, job.Options)
	if err != nil {
		t.Fatal(err)
	}
	p, err := imagefile.Decode(data, imagefile.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	src := augment.NewSource(p)
	want := []export.File{m.Original(src, job.Item, data)}
	for view := range 3 {
		f, err := m.View(src, job.Item, view)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, f)
	}
	names, lines := append(first.Names, second.Names...), append(first.Lines, second.Lines...)
	crcs, files := append(first.CRCs, second.CRCs...), append(first.files, second.files...)
	for i, w := range want {
		if names[i] != w.Name || lines[i] != string(w.Line.JSON()) || !bytes.Equal(files[i].data, w.Data) || crcs[i] != crc32.ChecksumIEEE(w.Data) {
			t.Errorf("file %d is %s, %s; want %s, %s and the same bytes", i, names[i], lines[i], w.Name, w.Line.JSON())
		}
	}
	if len(names) != len(want) {
		t.Errorf("%d files, want %d", len(names), len(want))
	}
}

// Another picture takes the place of the one before, and a bad one leaves none.
func TestExportOtherPicture(t *testing.T) {
	e := newEngine()
	job := exportJob{Recipe: turned, Options: export.DefaultOptions(), To: 1}
	digest := func(key string, data []byte) (string, error) {
		out, err := e.export(key, job, func() ([]byte, error) { return data, nil })
		if err != nil {
			return "", err
		}
		var l export.Line
		err = json.Unmarshal([]byte(out.Lines[0]), &l)
		return l.Digest, err
	}
	a, errA := digest("a", photo(t, 30, 20, orange))
	b, errB := digest("b", photo(t, 31, 20, orange))
	if errA != nil || errB != nil || a == b {
		t.Errorf("two pictures have the digests %s (%v) and %s (%v)", a, errA, b, errB)
	}
	if _, err := digest("c", []byte("no picture")); err == nil {
		t.Error("text is exported")
	}
	if _, err := digest("c", []byte("no picture")); err == nil {
		t.Error("text is exported the second time")
	}
	job.Format = "gif"
	if _, err := digest("a", nil); err == nil {
		t.Error("a format that is not there is taken")
	}
}

func TestExportStart(t *testing.T) {
	p := exportPlan{Recipe: turned, Options: export.DefaultOptions(), Views: 4, Originals: true,
		Pictures: []export.Picture{{Class: "a", Name: "1.jpg"}, {Class: "a", Name: "1.png"}}}
	s, err := startExport(p)
	if err != nil || len(s.Stems) != 2 || s.Stems[1] != "1.png" {
		t.Fatalf("%+v (%v)", s, err)
	}
	var h export.Header
	if err := json.Unmarshal([]byte(s.Header), &h); err != nil || h.Graft != release.Full() || h.Views != 4 || !strings.HasSuffix(s.Header, "}\n") {
		t.Errorf("header %q (%v)", s.Header, err)
	}
	p.Recipe = "{"
	if _, err := startExport(p); err == nil {
		t.Error("half a recipe is taken")
	}
}
