package resnet

import (
	"image"
	"image/color"
	"math"
	"testing"

	"graft/core/weights"
)

func TestTable(t *testing.T) {
	m := image.NewNRGBA(image.Rect(-1, -1, 3, 2))
	m.SetNRGBA(0, 1, color.NRGBA{255, 0, 128, 255})
	part := m.SubImage(image.Rect(0, 0, 2, 2)).(*image.NRGBA)
	got := make([]float32, 2*2*3)
	tableOf(weights.Torchvision()).fill(got, part)
	// (1 − 0.485)/0.229, (0 − 0.456)/0.224, (128/255 − 0.406)/0.225 at (0, 1)
	for i, want := range map[int]float64{6: 2.2489083, 7: -2.0357143, 8: 0.4264924, 0: -2.1179039, 11: -1.8044444} {
		if math.Abs(float64(got[i])-want) > 1e-6 {
			t.Errorf("number %d = %v, want %v", i, got[i], want)
		}
	}
}
