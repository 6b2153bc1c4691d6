package imagefile

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every kind of picture as Pillow reads it: grey, with a palette, transparent,
// CMYK, of 16 bits, animated.
func TestAsPillow(t *testing.T) {
	dir := filepath.Join("testdata", "pillow")
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	var names []string
	if err := json.Unmarshal(read("names.json"), &names); err != nil || len(names) < 30 {
		t.Fatalf("%d names, %v", len(names), err)
	}
	expected := mustDecode(t, read("expected.png")).Image
	for i, name := range names {
		t.Run(name, func(t *testing.T) {
			got := mustDecode(t, read(name)).Image
			most, sum := 0, 0
			for y := range min(24, got.Rect.Dy()) {
				row, want := got.Pix[y*got.Stride:], expected.Pix[(24*i+y)*expected.Stride:]
				for k, v := range row[:4*min(32, got.Rect.Dx())] {
					d := max(int(v)-int(want[k]), int(want[k])-int(v))
					most, sum = max(most, d), sum+d
				}
			}
			mean, bound := float64(sum)/(3*32*24), 0
			if ending := filepath.Ext(name); ending == ".jpg" || ending == ".jpeg" || strings.HasPrefix(name, "lossy") || strings.Contains(name, "-lossy") {
				bound = 3 // decoders may round either way
			}
			if most > bound || mean > 0.2*float64(bound) {
				t.Errorf("differs from Pillow by %d at most, %.3f on the average, want %d and %.1f", most, mean, bound, 0.2*float64(bound))
			}
		})
	}
}
