package sample

import (
	"math"

	"graft/core/sample/internal/canvas"
	"graft/core/sample/internal/noise"
	"graft/core/sample/internal/outline"
)

// spider has eight legs and two parts: what the legs grow from, and a fat one
// behind.
func spider(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	tone := coat(r)
	back := tone
	if r.Chance(0.5) {
		back = coat(r)
	}
	hairy := 0.0
	if r.Chance(0.45) {
		hairy = r.In(0.008, 0.03)
	}
	chest := r.In(0.13, 0.19)
	spiderLegs(c, r, p, tone, chest, hairy)
	for _, side := range []float64{1, -1} { // feelers
		root := outline.Point{X: 0.16 + chest, Y: side * 0.05}
		outline.Limb{Line: []outline.Point{root, outline.Step(root, side*0.6, 0.09), outline.Step(root, side*0.2, 0.17)}, Thick: 0.028, Thin: 0.022, Tall: 0.03, Hairy: hairy / 2,
			Colour: func(float64) canvas.RGB { return tone }}.Draw(c, p)
	}
	abdomen(c, r, p, back, hairy)
	seed := r.In(0, 99)
	pale := against(r, tone)
	striped := r.Chance(0.5)
	c.Put(canvas.Solid{
		Reach: chest * 1.6, Tall: 0.1, Gloss: 0.3, Sharp: 4,
		Dist: func(x, y float64) float64 { return canvas.Oval(x, y, chest*1.2, chest*(1-0.8*x)) },
		Rise: canvas.Dome(chest * 0.8),
		Bump: func(x, y float64) float64 {
			return -0.02 * canvas.Smooth(0.02, 0, math.Abs(y)) * canvas.Smooth(0.1, -0.05, x)
		},
		Colour: func(x, y, _ float64) canvas.RGB {
			k := tone.By(0.85 + 0.3*noise.At2(x*14+seed, y*14))
			if striped {
				k = k.To(pale, 0.8*canvas.Smooth(0.02, 0.01, math.Abs(math.Abs(y)-chest*0.5)))
			}
			return k
		},
	}, p.In(0.16, 0, 0, 1))
	eye := r.In(0.012, 0.026)
	for i := range 4 {
		for _, side := range []float64{1, -1} {
			bead(c, p.In(0.16+chest*(1.02-0.16*float64(i/2)), side*(0.022+0.05*float64(i%2)), 0, 1), eye*(1-0.15*float64(i)), canvas.Hex(0x100e12), 1.4)
		}
	}
}

func spiderLegs(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, tone canvas.RGB, chest, hairy float64) {
	reach, stout := r.In(0.8, 1.25), r.In(0.017, 0.04)
	ringed, ring := r.Chance(0.5), tone.By(0.4)
	if tone.R+tone.G+tone.B < 0.3 {
		ring = tone.Add(canvas.RGB{R: 0.3, G: 0.26, B: 0.2})
	}
	crab := r.Chance(0.25) // the front two pairs are held alike, to the sides
	for i, out := range []float64{0.5, 1.15, 1.9, 2.6} {
		size := reach * []float64{1.1, 0.95, 0.8, 1.05}[i]
		if crab {
			out = []float64{0.75, 1.05, 2.0, 2.5}[i]
			size = reach * []float64{1.15, 1.1, 0.7, 0.75}[i]
		}
		for _, side := range []float64{1, -1} {
			a := out + r.In(-0.14, 0.14)
			root := outline.Step(outline.Point{X: 0.16, Y: 0}, side*a, chest*0.8)
			knee := outline.Step(root, side*a, 0.27*size)
			turn := r.In(0.25, 0.6) // towards the front before the middle, away behind it
			if i < 2 {
				turn = -turn
			}
			shin := outline.Step(knee, side*(a+turn*0.7), 0.3*size)
			foot := outline.Step(shin, side*(a+turn*1.5), 0.22*size)
			l := outline.Limb{Line: []outline.Point{root, knee, shin, foot}, Thick: stout, Thin: stout * 0.35, Tall: 0.07, Gloss: 0.15, Hairy: hairy,
				Colour: func(far float64) canvas.RGB {
					if !ringed {
						return tone
					}
					return tone.To(ring, 0.8*canvas.Smooth(-0.1, 0.3, math.Sin(far*34)))
				}}
			l.Draw(c, p)
		}
	}
}

func abdomen(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, tone canvas.RGB, hairy float64) {
	long, wide := r.In(0.26, 0.38), r.In(0.18, 0.32)
	mark := against(r, tone)
	kind, n, seed := r.Intn(6), r.In(16, 30), r.In(0, 99)
	c.Put(canvas.Solid{
		Reach: long + wide + hairy, Tall: 0.2, Gloss: r.In(0.05, 0.6), Sharp: 4,
		Dist: func(x, y float64) float64 {
			return canvas.Oval(x, y, long, wide*(1-0.5*x)) - hairy*noise.At2(x*60, y*60)
		},
		Rise: canvas.Dome(wide * 0.9),
		Bump: func(x, y float64) float64 { return 0.012 * noise.At2(x*30+seed, y*30) },
		Colour: func(x, y, _ float64) canvas.RGB {
			k := tone.By(0.8 + 0.4*noise.Sum2(x*9+seed, y*9, 2))
			return k.To(mark, 0.85*abdomenMark(kind, x/long, math.Abs(y)/wide, n))
		},
	}, p.In(-0.02-long, 0, 0, 1))
}

// abdomenMark is 1 on the mark, 0 beside it; x and y run to 1 at the outline.
func abdomenMark(kind int, x, y, n float64) float64 {
	switch kind {
	case 0: // chevrons
		return canvas.Smooth(0.1, 0.5, math.Sin(x*n*0.5+y*7)) * canvas.Smooth(0.75, 0.55, y)
	case 1: // a cross of dots
		return max(canvas.Smooth(0.1, 0.06, y)*canvas.Smooth(-0.2, 0.3, math.Sin(x*n)), canvas.Smooth(0.12, 0.07, math.Abs(x-0.2))*canvas.Smooth(0.5, 0.4, y))
	case 2: // a stripe with a wavy edge
		return canvas.Smooth(0.06, 0, y-0.28-0.12*math.Sin(x*n*0.6))
	case 3: // bands
		return canvas.Smooth(0.2, 0.5, math.Sin(x*n*0.4+0.8*y*y))
	case 4: // pairs of spots
		return canvas.Smooth(0.13, 0.08, canvas.Length(math.Mod(x+9, 0.5)-0.25, y-0.4))
	}
	return 0
}
