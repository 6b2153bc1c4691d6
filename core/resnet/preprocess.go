package resnet

import (
	"fmt"
	"image"
)

// Preprocess says how pixels become the numbers that the weights were trained
// on: (Scale·pixel − Mean) / Std for each channel, in the order red, green,
// blue, where pixel is 0 to 255.
type Preprocess struct {
	Name  string     `json:"name"`
	Scale float32    `json:"scale"`
	Mean  [3]float32 `json:"mean"`
	Std   [3]float32 `json:"std"`
}

// Torchvision returns the preprocessing of torchvision's and most of timm's
// ImageNet weights (ResNet50_Weights: IMAGENET1K_V1).
func Torchvision() Preprocess {
	return Preprocess{
		Name: "torchvision", Scale: 1. / 255,
		Mean: [3]float32{0.485, 0.456, 0.406}, Std: [3]float32{0.229, 0.224, 0.225},
	}
}

// Keras returns the preprocessing of Keras's ResNet-50 (preprocess_input, mode
// "caffe"): less the mean of ImageNet, not scaled. Keras turns the channels to
// blue, green, red besides; here the first layer's kernel is turned instead,
// when the weights are read.
func Keras() Preprocess {
	return Preprocess{
		Name: "keras", Scale: 1,
		Mean: [3]float32{123.68, 116.779, 103.939}, Std: [3]float32{1, 1, 1},
	}
}

// Validate says what is wrong with p, if anything.
func (p Preprocess) Validate() error {
	if !(p.Scale > 0 && p.Scale <= 1) {
		return fmt.Errorf("resnet: preprocessing %q: scale %g: want more than 0, at most 1", p.Name, p.Scale)
	}
	for c := range 3 {
		if !(p.Std[c] > 0 && p.Std[c] < 1e6) || !(p.Mean[c] > -1e6 && p.Mean[c] < 1e6) {
			return fmt.Errorf("resnet: preprocessing %q: mean %v, std %v: want finite numbers, std above 0", p.Name, p.Mean, p.Std)
		}
	}
	return nil
}

// table is p for each channel and pixel value.
type table [3][256]float32

func (p Preprocess) table() *table {
	t := new(table)
	for c := range t {
		for v := range t[c] {
			t[c][v] = (p.Scale*float32(v) - p.Mean[c]) / p.Std[c]
		}
	}
	return t
}

// fill writes the picture's pixels as numbers to dst, [height, width, 3]. The
// picture is taken as opaque; its alpha is not looked at.
func (t *table) fill(dst []float32, m *image.NRGBA) {
	w := 3 * m.Bounds().Dx()
	for y := range m.Bounds().Dy() {
		t.fillRow(dst[y*w:(y+1)*w], m, y)
	}
}

// fillRow is fill for row y alone.
func (t *table) fillRow(dst []float32, m *image.NRGBA, y int) {
	b := m.Bounds()
	start := m.PixOffset(b.Min.X, b.Min.Y+y)
	row := m.Pix[start : start+4*b.Dx()]
	for len(row) >= 4 && len(dst) >= 3 {
		dst[0], dst[1], dst[2] = t[0][row[0]], t[1][row[1]], t[2][row[2]]
		row, dst = row[4:], dst[3:]
	}
}

// fillPlanes is fill with channels first: dst is [3, height, width].
func (t *table) fillPlanes(dst []float32, m *image.NRGBA) {
	b := m.Bounds()
	w, size := b.Dx(), b.Dx()*b.Dy()
	red, green, blue := dst[:size], dst[size:2*size], dst[2*size:3*size]
	for y := range b.Dy() {
		start := m.PixOffset(b.Min.X, b.Min.Y+y)
		row := m.Pix[start : start+4*w]
		r, g, b := red[y*w:(y+1)*w], green[y*w:(y+1)*w], blue[y*w:(y+1)*w]
		for x := range r {
			p := row[4*x : 4*x+4 : 4*x+4]
			r[x], g[x], b[x] = t[0][p[0]], t[1][p[1]], t[2][p[2]]
		}
	}
}
