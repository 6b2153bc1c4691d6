package linktest

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"mime/multipart"
	"testing"
)

// Part is one field of a form that makes a link.
type Part struct {
	Name string
	Data []byte
}

// Form returns the body and the Content-Type of a form, as a page sends it.
func Form(t testing.TB, parts ...Part) (body []byte, contentType string) {
	t.Helper()
	var buf bytes.Buffer
	w := multipart.NewWriter(&buf)
	for _, p := range parts {
		f, err := w.CreateFormFile(p.Name, p.Name)
		if err != nil {
			t.Fatal(err)
		}
		f.Write(p.Data) // a bytes.Buffer takes everything
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes(), w.FormDataContentType()
}

// Picture returns a JPEG of w×h pixels without metadata, as the page encodes one.
func Picture(t testing.TB, w, h int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{uint8(x), uint8(y), uint8(x ^ y), 255})
		}
	}
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, img, nil); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}
