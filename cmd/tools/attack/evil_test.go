package main

import (
	"archive/zip"
	"bytes"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"testing"

	"graft/core/imagefile/hostile"

	_ "golang.org/x/image/bmp"
)

// What is sent must be what it says, or the attack attacks nothing.
func TestEvilFilesAreFiles(t *testing.T) {
	for name, file := range map[string][]byte{
		"JPEG": hostile.ManyScans(512, 151, ""), "PNG": widePNG(300), "BMP": emptyBMP(1 << 20),
	} {
		if _, _, err := image.Decode(bytes.NewReader(file)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	z, err := zip.NewReader(bytes.NewReader(sharing(24, emptyBMP(1<<20))), int64(len(sharing(24, emptyBMP(1<<20)))))
	if err != nil {
		t.Fatal(err)
	}
	if len(z.File) != 24 {
		t.Fatalf("%d entries, want 24", len(z.File))
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := image.Decode(r); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}
