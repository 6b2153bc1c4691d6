package tune

import (
	"context"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"graft/core/recipe"
)

// folder writes pictures into class folders.
func folder(t *testing.T, files map[string]image.Image) string {
	t.Helper()
	dir := t.TempDir()
	for name, img := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".jpg") {
			f, err := os.Create(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := jpeg.Encode(f, img, nil); err != nil {
				t.Fatal(err)
			}
			f.Close()
			continue
		}
		writePNG(t, path, img)
	}
	return dir
}

func paint(seed uint64, c color.NRGBA) *image.NRGBA {
	return blob(rand.New(rand.NewPCG(seed, 9)), 32, c)
}

var (
	red  = color.NRGBA{220, 50, 30, 255}
	blue = color.NRGBA{30, 60, 220, 255}
)

// grey, translucent and paletted pictures of two classes that can be told apart.
func kindsOfPicture(i int, c color.NRGBA) map[string]image.Image {
	colour := paint(uint64(i), c)
	grey := image.NewGray(colour.Rect)
	deep := image.NewRGBA64(colour.Rect)
	clear := image.NewNRGBA(colour.Rect)
	for y := range 32 {
		for x := range 32 {
			grey.Set(x, y, colour.At(x, y))
			deep.Set(x, y, colour.At(x, y))
			p := colour.NRGBAAt(x, y)
			p.A = uint8(8 * x)
			clear.SetNRGBA(x, y, p)
		}
	}
	return map[string]image.Image{"grey.png": grey, "grey.jpg": grey, "deep.png": deep, "clear.png": clear}
}

// Data sets at the edge of what there is: each trains, or the error says why not.
func TestKindsOfDataset(t *testing.T) {
	each := func(counts map[string]int, c map[string]color.NRGBA) map[string]image.Image {
		files := map[string]image.Image{}
		for class, n := range counts {
			for i := range n {
				files[fmt.Sprintf("%s/%d.png", class, i)] = paint(uint64(i), c[class])
			}
		}
		return files
	}
	two := map[string]color.NRGBA{"red": red, "blue": blue}
	hundred, hues := map[string]int{}, map[string]color.NRGBA{}
	for i := range 100 {
		name := fmt.Sprintf("c%02d", i)
		hundred[name] = 3
		hues[name] = color.NRGBA{uint8(255 * (i % 5) / 4), uint8(255 * (i / 5 % 5) / 4), uint8(255 * (i / 25) / 3), 255}
	}
	kinds := map[string]image.Image{}
	for class, c := range two {
		for i := range 4 {
			for name, img := range kindsOfPicture(i, c) {
				kinds[fmt.Sprintf("%s/%d%s", class, i, name)] = img
			}
		}
	}
	same := map[string]image.Image{}
	for i := range 6 {
		same[fmt.Sprintf("blue/%d.png", i)] = paint(1, blue)
		same[fmt.Sprintf("red/%d.png", i)] = paint(1, red)
	}
	sameOnce := each(map[string]int{"red": 6}, two)
	for i := range 6 {
		sameOnce[fmt.Sprintf("blue/%d.png", i)] = paint(1, blue)
	}
	for _, tc := range []struct {
		name  string
		files map[string]image.Image
		want  string // of the error; "" for none
		warn  string
	}{
		{"two classes", each(map[string]int{"red": 10, "blue": 10}, two), "", ""},
		{"a hundred classes", each(hundred, hues), "", ""},
		{"one picture a class", each(map[string]int{"red": 1, "blue": 1}, two), "no class has two different pictures", ""},
		{"two pictures a class", each(map[string]int{"red": 2, "blue": 2}, two), "", "Only 2 validation pictures"},
		{"one picture in one class", each(map[string]int{"red": 1, "blue": 8}, two), "", "Only 2 validation pictures"},
		{"very unequal", each(map[string]int{"red": 2, "blue": 80}, two), "", ""},
		{"all pictures of a class identical", sameOnce, "", ""},
		{"all pictures identical", same, "no class has two different pictures", ""},
		{"grey, deep, translucent", kinds, "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if testing.Short() && len(tc.files) > 150 {
				t.Skip("takes long under the race detector")
			}
			d := open(t, folder(t, tc.files))
			o := options(t)
			counts := make([]int, len(d.Classes))
			for i, c := range d.Classes {
				counts[i] = c.Count
			}
			o.Train, _ = recipe.SuggestTrain(counts)
			o.Train.Epochs, o.Train.Views = 5, 1
			res, err := Run(context.Background(), d, &stats{batch: 16}, o)
			if tc.want != "" {
				if err == nil || !strings.Contains(err.Error(), tc.want) {
					t.Fatalf("Run = %v, want an error with %q", err, tc.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if all := strings.Join(res.Warnings, "\n"); tc.warn != "" && !strings.Contains(all, tc.warn) {
				t.Errorf("warnings %q, want one with %q", res.Warnings, tc.warn)
			}
			for _, e := range res.Epochs {
				if math.IsNaN(e.Loss) || math.IsNaN(e.ValLoss) {
					t.Errorf("epoch %+v", e)
				}
			}
		})
	}
}

// cmyk is a JPEG of four channels, 8 by 8, as Photoshop writes them (Adobe marker,
// inverted): made with Pillow, Image.new("CMYK", (8, 8), (0, 200, 200, 20)).
const cmyk = `/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAGBAUGBQQGBgUGBwcGCAoQCgoJCQoUDg8MEBcUGBgXFBYWGh0lHxobIxwWFiAsICMmJykqKRkfLTAtKDAlKCko/8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwD6prx6vHq+j6//2Q==`

func TestCMYK(t *testing.T) {
	data, err := base64.StdEncoding.DecodeString(cmyk)
	if err != nil || len(data) == 0 {
		t.Fatalf("the picture: %v", err)
	}
	dir := folder(t, map[string]image.Image{"blue/0.png": paint(0, blue), "blue/1.png": paint(1, blue), "red/0.png": paint(2, red)})
	if err := os.WriteFile(filepath.Join(dir, "red", "cmyk.jpg"), data, 0o644); err != nil {
		t.Fatal(err)
	}
	res := run(t, open(t, dir), &stats{batch: 8}, options(t))
	if res.TrainCount+res.ValCount != 4 || len(res.Skipped) != 0 {
		t.Errorf("%d pictures, skipped %v, want all four", res.TrainCount+res.ValCount, res.Skipped)
	}
}
