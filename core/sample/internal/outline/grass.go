package outline

import (
	"math"

	"graft/core/sample/internal/canvas"
)

// Blade paints a blade of grass from a to its tip b, in the table's units, with
// its shadow. It is quick, for a meadow has many.
func Blade(c *canvas.Canvas, a, b Point, wide float64, green canvas.RGB) {
	drop := 1.6 * wide / c.Light[2]
	sx, sy := c.Light[0]*drop, c.Light[1]*drop
	strip(c, Point{X: a.X - sx, Y: a.Y - sy}, Point{X: b.X - sx, Y: b.Y - sy}, wide*1.3, func(at *canvas.RGB, _, cover float64) { *at = at.By(1 - 0.45*cover) })
	lit := c.Fill.Add(c.Key.By(c.Light[2]))
	green = green.Mul(lit)
	strip(c, a, b, wide, func(at *canvas.RGB, across, cover float64) {
		*at = at.To(green.By(0.95+0.35*across-0.35*canvas.Smooth(0.2, 0, math.Abs(across))), cover)
	})
}

// strip visits the pixels of a tapering strip: where across it they are, -1 to 1,
// and how much of them it covers.
func strip(c *canvas.Canvas, a, b Point, wide float64, visit func(at *canvas.RGB, across, cover float64)) {
	ax, ay := c.Pixel(a.X, a.Y)
	bx, by := c.Pixel(b.X, b.Y)
	half := max(wide*c.Scale/2, 0.4)
	dx, dy := bx-ax, by-ay
	long := max(float64(dx*dx)+float64(dy*dy), 1)
	unit := 1 / math.Sqrt(long)
	for y := max(int(min(ay, by)-half), 0); y < min(int(max(ay, by)+half)+2, c.H); y++ {
		for x := max(int(min(ax, bx)-half), 0); x < min(int(max(ax, bx)+half)+2, c.W); x++ {
			px, py := float64(x)+0.5-ax, float64(y)+0.5-ay
			t := (float64(px*dx) + float64(py*dy)) / long
			if t < 0 || t > 1 {
				continue
			}
			// It bends a little, and ends in a point.
			across := (float64(py*dx)-float64(px*dy))*unit + float64(1.2*half*(t*(1-t)))
			w := half * (1 - float64(t*t)) * (0.4 + 0.6*canvas.Smooth(0, 0.2, t))
			if cover := canvas.Clamp(w-math.Abs(across)+0.5, 0, 1); cover > 0 {
				visit(&c.Pix[y*c.W+x], canvas.Clamp(across/max(w, 0.5), -1, 1), cover)
			}
		}
	}
}
