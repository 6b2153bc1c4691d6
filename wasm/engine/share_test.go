package main

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"

	"graft/core/head"
	"graft/core/link"
)

// noise is the worst that can be given to an encoder.
func noise(t *testing.T, w, h int) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] = byte(rng.Uint32()) | 255*byte(i/3%2)
	}
	for i := 3; i < len(img.Pix); i += 4 {
		img.Pix[i] = 255
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What the tab encodes is what links take.
func TestShare(t *testing.T) {
	exif := new(bytes.Buffer)
	if err := jpeg.Encode(exif, image.NewRGBA(image.Rect(0, 0, 50, 40)), nil); err != nil {
		t.Fatal(err)
	}
	tagged := append([]byte{0xff, 0xd8, 0xff, 0xfe, 0, 8, 's', 'e', 'c', 'r', 'e', 't'}, exif.Bytes()[2:]...)
	for _, tc := range []struct {
		name string
		data []byte
		w, h int // 0: whatever fits
	}{
		{"small", photo(t, 60, 50, orange), 60, 50},
		{"large", photo(t, 2000, 1000, orange), 1600, 800},
		{"with a comment", tagged, 50, 40},
		{"noise", noise(t, 1700, 1400), 0, 0},
	} {
		s, err := newEngine().share(tc.data)
		if err != nil {
			t.Errorf("%s: %v", tc.name, err)
			continue
		}
		w, h, err := link.CheckJPEG(s.file)
		if err != nil || w != s.Width || h != s.Height || len(s.file) > link.MaxPicture || tc.w > 0 && (w != tc.w || h != tc.h) {
			t.Errorf("%s: %d×%d in %d bytes, %v, want %d×%d that a link takes", tc.name, w, h, len(s.file), err, tc.w, tc.h)
		}
		if bytes.Contains(s.file, []byte("secret")) {
			t.Errorf("%s: the file's comment is still there", tc.name)
		}
	}
	if _, err := newEngine().share([]byte("no picture")); err == nil {
		t.Error("share of what is no picture = nil, want an error")
	}
}

func TestCard(t *testing.T) {
	e := newEngine()
	for _, text := range []string{turned, `{"size":[1024,64]}`, `{"size":[64,1024]}`, `{}`} {
		s, err := e.card(photo(t, 300, 200, orange), text)
		if err != nil {
			t.Fatal(err)
		}
		w, h, err := link.CheckJPEG(s.file)
		if err != nil || w != 1200 || h != 630 || len(s.file) > link.MaxCard {
			t.Errorf("%s: %d×%d in %d bytes, %v, want 1200×630 that a link takes", text, w, h, len(s.file), err)
		}
	}
	// Without augmentation each tile is the picture: the middle of the card has its colour.
	s, err := e.card(photo(t, 300, 200, color.NRGBA{0, 0, 200, 255}), `{"steps":[]}`)
	if err != nil {
		t.Fatal(err)
	}
	img, err := jpeg.Decode(bytes.NewReader(s.file))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, blue, _ := img.At(600, 315).RGBA(); blue>>8 < 180 {
		t.Errorf("blue in the middle of the card is %d, want 200", blue>>8)
	}
	if r, g, _, _ := img.At(5, 5).RGBA(); r>>8 < 240 || g>>8 < 240 {
		t.Errorf("the card's corner is not paper")
	}
}

func TestHalf(t *testing.T) {
	h := &head.Head{Classes: []string{"a", "b"}, Kernel: make([]float32, 2*head.Features), Bias: []float32{1, -1}, WeightsDigest: "00ff", Size: [2]int{224, 224}}
	data, err := h.Encode()
	if err != nil {
		t.Fatal(err)
	}
	info, file, err := half(data)
	if err != nil || info.WeightsDigest != "00ff" || len(info.Classes) != 2 || len(file) > len(data)/2+1000 {
		t.Errorf("half = %+v, %d bytes of %d, %v", info, len(file), len(data), err)
	}
	if _, err := newEngine().openHead(file); err != nil {
		t.Errorf("the head in 16 bits does not open: %v", err)
	}
}
