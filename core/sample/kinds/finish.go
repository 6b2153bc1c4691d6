package kinds

import (
	"math"

	"graft/core/sample/internal/ease"
	"graft/core/sample/internal/noise"
)

// finish takes the photo: blur, exposure, tint, haze, grain, sometimes grey.
func (c *canvas) finish(r *noise.Rand) {
	if r.Chance(0.3) {
		c.tell(traitCoarse)
		c.coarsen(r.In(1.2, 3.5))
	}
	exposure := math.Exp(r.In(-0.35, 0.35))
	tint := [3]float64{r.In(0.85, 1.15), 1, r.In(0.85, 1.15)}
	haze := math.Max(r.In(-0.2, 0.15), 0)
	vignette := r.In(0, 0.5)
	grain := r.In(0, 0.04)
	grey := r.Chance(0.15)
	if grey {
		c.tell(traitGrey)
		clear(c.traits[traitHue : traitHue+12]) // they cannot be seen
	}
	unit := 1 / float64(c.side)
	for y := range c.side {
		for x := range c.side {
			u, v := (float64(x)+0.5)*unit-0.5, (float64(y)+0.5)*unit-0.5
			k := exposure * (1 - vignette*(u*u+v*v))
			p := c.pix[y*c.side+x].by(k)
			if grey {
				g := 0.3*p.r + 0.59*p.g + 0.11*p.b
				p = rgb{g, g, g}
			} else {
				p = rgb{p.r * tint[0], p.g * tint[1], p.b * tint[2]}
			}
			bits := r.Uint64()
			g := grain * (float64(bits&0xffff) + float64(bits>>16&0xffff) - 65535) / 65536
			i := 3 * (y*c.side + x)
			c.out[i], c.out[i+1], c.out[i+2] = level(p.r+haze, g), level(p.g+haze, g), level(p.b+haze, g)
		}
	}
}

func level(x, grain float64) byte {
	return byte(ease.Clamp((math.Sqrt(ease.Clamp(x, 0, 1))+grain)*255+0.5, 0, 255))
}

// coarsen replaces the picture by one with by times fewer pixels a side,
// enlarged again, as small pictures are.
func (c *canvas) coarsen(by float64) {
	n := max(int(float64(c.side)/by), 8)
	small := make([]rgb, n*n)
	for y := range n {
		y0, y1 := y*c.side/n, max((y+1)*c.side/n, y*c.side/n+1)
		for x := range n {
			x0, x1 := x*c.side/n, max((x+1)*c.side/n, x*c.side/n+1)
			var sum rgb
			for j := y0; j < y1; j++ {
				for i := x0; i < x1; i++ {
					p := c.pix[j*c.side+i]
					sum = rgb{sum.r + p.r, sum.g + p.g, sum.b + p.b}
				}
			}
			small[y*n+x] = sum.by(1 / float64((y1-y0)*(x1-x0)))
		}
	}
	scale := float64(n) / float64(c.side)
	for y := range c.side {
		v := ease.Clamp((float64(y)+0.5)*scale-0.5, 0, float64(n-1))
		j := min(int(v), max(n-2, 0))
		for x := range c.side {
			u := ease.Clamp((float64(x)+0.5)*scale-0.5, 0, float64(n-1))
			i := min(int(u), max(n-2, 0))
			top := small[j*n+i].to(small[j*n+i+1], u-float64(i))
			low := small[(j+1)*n+i].to(small[(j+1)*n+i+1], u-float64(i))
			c.pix[y*c.side+x] = top.to(low, v-float64(j))
		}
	}
}
