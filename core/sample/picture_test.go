package sample

import (
	"bytes"
	"flag"
	"image"
	"image/jpeg"
	"os"
	"testing"

	"graft/core/sample/internal/scene"
)

var update = flag.Bool("update", false, "draw the bundled pictures again (a minute each)")

const pictureW, pictureH, pictureQuality = 800, 600, 90

func TestPicturesAreTheScenes(t *testing.T) {
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			if *update {
				redraw(t, name)
			}
			data, err := os.ReadFile("pictures/" + name + ".jpg")
			if err != nil {
				t.Fatal(err)
			}
			if len(data) > 250_000 {
				t.Errorf("%d bytes: want at most 250000, they are in every copy of the page", len(data))
			}
			img, err := jpeg.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			if img.Bounds() != image.Rect(0, 0, pictureW, pictureH) {
				t.Fatalf("bounds %v: want %d×%d", img.Bounds(), pictureW, pictureH)
			}
			// A band across the middle tells whether file and code belong together;
			// what differs is the JPEG's loss.
			want, err := scene.Rows(name, pictureW, pictureH, 296, 302)
			if err != nil {
				t.Fatal(err)
			}
			if d := difference(img, want); d > 4 {
				t.Errorf("differs by %.1f levels from what the scene draws: want at most 4; run go test ./core/sample -run Pictures -update", d)
			}
		})
	}
}

// difference is the mean difference of channels, in levels, where b is.
func difference(a, b image.Image) float64 {
	r := b.Bounds()
	sum := 0.0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			ar, ag, ab, _ := a.At(x, y).RGBA()
			br, bg, bb, _ := b.At(x, y).RGBA()
			for _, d := range []int{int(ar) - int(br), int(ag) - int(bg), int(ab) - int(bb)} {
				sum += float64(max(d, -d)) / 257
			}
		}
	}
	return sum / float64(3*r.Dx()*r.Dy())
}

func redraw(t *testing.T, name string) {
	img, err := scene.Rows(name, pictureW, pictureH, 0, pictureH)
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, img, &jpeg.Options{Quality: pictureQuality}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("pictures/"+name+".jpg", buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestPictureUnknown(t *testing.T) {
	for _, name := range []string{"", "dog", "../cat", "cat.jpg"} {
		if _, err := Picture(name); err == nil {
			t.Errorf("Picture(%q) gave no error: want one that names the pictures", name)
		}
	}
}
