package resnet

import (
	"context"
	"encoding/binary"
	"image"
	"math"
	"os"
	"path/filepath"
	"testing"

	"graft/core/backend"
	"graft/core/sample/kinds"
	"graft/core/weights"
)

// starterBound is how far the features of the packed weights, 8 bits each, may be
// from those of the weights as they were trained: relative, L2 norm.
const starterBound = 0.03

// testdata/starter/features.f32 is what PyTorch makes of four drawn pictures with the
// weights before they were packed: cmd/tools/starter/export.py writes it.
func TestStarterIsWhatWasTrained(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the whole network")
	}
	const pictures, seed = 4, 2026
	raw, err := os.ReadFile(filepath.Join("testdata", "starter", "features.f32"))
	if err != nil {
		t.Fatal(err)
	}
	if len(raw) != 4*pictures*FeatureSize {
		t.Fatalf("features.f32 has %d bytes, want %d", len(raw), 4*pictures*FeatureSize)
	}
	b, err := backend.Open("go")
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	w, err := weights.Load(context.Background(), weights.Name{Kind: weights.KindStarter}, weights.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ex, err := NewExtractor(b, w, ExtractorOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer ex.Close()
	d, err := kinds.New(Side, kinds.Shares{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range pictures {
		pixels, _, _ := d.Draw(seed, uint64(i))
		img := image.NewNRGBA(image.Rect(0, 0, Side, Side))
		for k := range Side * Side {
			copy(img.Pix[4*k:], pixels[3*k:3*k+3])
			img.Pix[4*k+3] = 255
		}
		got, err := ex.Features(context.Background(), []*image.NRGBA{img})
		if err != nil {
			t.Fatal(err)
		}
		var off, norm float64
		for k, v := range got[0] {
			want := float64(math.Float32frombits(binary.LittleEndian.Uint32(raw[4*(i*FeatureSize+k):])))
			off += (float64(v) - want) * (float64(v) - want)
			norm += want * want
		}
		if r := math.Sqrt(off / norm); !(r <= starterBound) {
			t.Errorf("picture %d: features are off by %.4f of their length, want at most %v", i, r, starterBound)
		}
	}
}
