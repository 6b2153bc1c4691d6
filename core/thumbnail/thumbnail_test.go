package thumbnail

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"testing"

	"graft/core/imagefile"
)

// picture is an opaque gradient.
func picture(w, h int) *imagefile.Picture {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			copy(m.Pix[m.PixOffset(x, y):], []byte{byte(x), byte(y), byte(x + y), 255})
		}
	}
	return &imagefile.Picture{Image: m}
}

func TestSizes(t *testing.T) {
	for _, tc := range []struct{ w, h, side, tw, th int }{
		{400, 300, 100, 100, 75}, {300, 400, 100, 75, 100}, {90, 30, 100, 90, 30}, {2000, 1000, 128, 128, 64},
		{2000, 3, 100, 100, 1}, {3, 900, 96, 1, 96}, {100, 50, 160, 100, 50},
	} {
		body, err := JPEG(picture(tc.w, tc.h), tc.side)
		if err != nil {
			t.Fatal(err)
		}
		c, err := jpeg.DecodeConfig(bytes.NewReader(body))
		if err != nil || c.Width != tc.tw || c.Height != tc.th {
			t.Errorf("%d×%d in %d: %d×%d, %v, want %d×%d", tc.w, tc.h, tc.side, c.Width, c.Height, err, tc.tw, tc.th)
		}
	}
}

// Half dark, half light: each half of the thumbnail has its colour.
func TestShrink(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 1000, 600))
	for i := 0; i < len(img.Pix); i += 4 {
		v := uint8(i / 4 % 1000 / 500 * 200)
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = v, v, v, 255
	}
	small := shrink(&imagefile.Picture{Image: img}, 50)
	if l, r := small.NRGBAAt(10, 15).R, small.NRGBAAt(40, 15).R; l != 0 || r != 200 {
		t.Errorf("halves of 0 and 200 became %d and %d", l, r)
	}
}

// The quick way of the encoder and the slow one give the same bytes.
func TestSameBytesAsNRGBA(t *testing.T) {
	p := picture(300, 200)
	var slow bytes.Buffer
	if err := jpeg.Encode(&slow, shrink(p, 100), &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	if quick, err := JPEG(p, 100); err != nil || !bytes.Equal(quick, slow.Bytes()) {
		t.Errorf("%d bytes, %v, want the %d of the slow way", len(quick), err, slow.Len())
	}
}

func BenchmarkJPEG(b *testing.B) {
	for _, size := range [][3]int{{500, 375, 160}, {4000, 3000, 160}, {4000, 3000, 1024}} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			p := picture(size[0], size[1])
			for b.Loop() {
				if _, err := JPEG(p, size[2]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func ExampleJPEG() {
	body, err := JPEG(picture(640, 480), 160)
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := jpeg.DecodeConfig(bytes.NewReader(body))
	fmt.Println(c.Width, c.Height, err)
	// Output: 160 120 <nil>
}
