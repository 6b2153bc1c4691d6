package resnet

import (
	"image"

	"graft/core/weights"
)

// table is what a preprocessing makes of each pixel value of each channel.
type table [3][256]float32

func tableOf(p weights.Preprocess) *table {
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
