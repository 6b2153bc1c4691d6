package augment

import (
	"math"

	"graft/core/recipe"
)

// cover covers the part of the box values[0:4] that lies in row y with the
// colour values[4:7].
func cover(d *drawn, y int, r, g, b []float32) {
	v := &d.values
	x0, y0, w, h := int(v[0]), int(v[1]), int(v[2]), int(v[3])
	if y < y0 || y >= y0+h {
		return
	}
	for c, line := range [3][]float32{r, g, b} {
		level := float32(v[4+c])
		line = line[x0 : x0+w]
		for i := range line {
			line[i] = level
		}
	}
}

func readFill(s recipe.Step) params {
	a := readBox(s)
	for c, name := range []string{"red", "green", "blue"} {
		a[4+c] = s.Number(name) / 255
	}
	return a
}

// drawFill draws the box as RandomErasing does; the colour is given.
func drawFill(a *params, s *stream, at frame, v *values) bool {
	ok := drawErase(a, s, at, v)
	v[4], v[5], v[6] = a[4], a[5], a[6]
	return ok
}

func readCutout(s recipe.Step) params { return params{s.Number("size"), s.Number("level") / 255} }

// drawCutout draws a square with its middle on any pixel of the result; what
// lies outside is cut off (DeVries and Taylor, 2017). The size is a share of the
// shorter side.
func drawCutout(a *params, s *stream, at frame, v *values) bool {
	side := max(1, int(math.Round(float64(a[0]*float64(min(at.w, at.h))))))
	cy, cx := s.below(at.h), s.below(at.w)
	x0, y0 := max(cx-side/2, 0), max(cy-side/2, 0)
	x1, y1 := min(cx-side/2+side, at.w), min(cy-side/2+side, at.h)
	*v = values{float64(x0), float64(y0), float64(x1 - x0), float64(y1 - y0), a[1], a[1], a[1]}
	return true
}
