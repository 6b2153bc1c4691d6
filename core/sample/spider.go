package sample

import (
	"math"

	"graft/core/sample/internal/noise"
)

// spider has eight legs and two parts: what the legs grow from, and a fat one
// behind.
func spider(c *canvas, r *noise.Rand, p pose) {
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
		root := point{0.16 + chest, side * 0.05}
		limb{line: []point{root, step(root, side*0.6, 0.09), step(root, side*0.2, 0.17)}, thick: 0.028, thin: 0.022, tall: 0.03, hairy: hairy / 2,
			colour: func(float64) rgb { return tone }}.draw(c, p)
	}
	abdomen(c, r, p, back, hairy)
	seed := r.In(0, 99)
	pale := against(r, tone)
	striped := r.Chance(0.5)
	c.put(solid{
		reach: chest * 1.6, tall: 0.1, gloss: 0.3, sharp: 4,
		dist: func(x, y float64) float64 { return oval(x, y, chest*1.2, chest*(1-0.8*x)) },
		rise: dome(chest * 0.8),
		bump: func(x, y float64) float64 { return -0.02 * smooth(0.02, 0, math.Abs(y)) * smooth(0.1, -0.05, x) },
		colour: func(x, y, _ float64) rgb {
			k := tone.by(0.85 + 0.3*noise.At2(x*14+seed, y*14))
			if striped {
				k = k.to(pale, 0.8*smooth(0.02, 0.01, math.Abs(math.Abs(y)-chest*0.5)))
			}
			return k
		},
	}, p.in(0.16, 0, 0, 1))
	eye := r.In(0.012, 0.026)
	for i := range 4 {
		for _, side := range []float64{1, -1} {
			bead(c, p.in(0.16+chest*(1.02-0.16*float64(i/2)), side*(0.022+0.05*float64(i%2)), 0, 1), eye*(1-0.15*float64(i)), hex(0x100e12), 1.4)
		}
	}
}

func spiderLegs(c *canvas, r *noise.Rand, p pose, tone rgb, chest, hairy float64) {
	reach, stout := r.In(0.8, 1.25), r.In(0.017, 0.04)
	ringed, ring := r.Chance(0.5), tone.by(0.4)
	if tone.r+tone.g+tone.b < 0.3 {
		ring = tone.add(rgb{0.3, 0.26, 0.2})
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
			root := step(point{0.16, 0}, side*a, chest*0.8)
			knee := step(root, side*a, 0.27*size)
			turn := r.In(0.25, 0.6) // towards the front before the middle, away behind it
			if i < 2 {
				turn = -turn
			}
			shin := step(knee, side*(a+turn*0.7), 0.3*size)
			foot := step(shin, side*(a+turn*1.5), 0.22*size)
			l := limb{line: []point{root, knee, shin, foot}, thick: stout, thin: stout * 0.35, tall: 0.07, gloss: 0.15, hairy: hairy,
				colour: func(far float64) rgb {
					if !ringed {
						return tone
					}
					return tone.to(ring, 0.8*smooth(-0.1, 0.3, math.Sin(far*34)))
				}}
			l.draw(c, p)
		}
	}
}

func abdomen(c *canvas, r *noise.Rand, p pose, tone rgb, hairy float64) {
	long, wide := r.In(0.26, 0.38), r.In(0.18, 0.32)
	mark := against(r, tone)
	kind, n, seed := r.Intn(6), r.In(16, 30), r.In(0, 99)
	c.put(solid{
		reach: long + wide + hairy, tall: 0.2, gloss: r.In(0.05, 0.6), sharp: 4,
		dist: func(x, y float64) float64 {
			return oval(x, y, long, wide*(1-0.5*x)) - hairy*noise.At2(x*60, y*60)
		},
		rise: dome(wide * 0.9),
		bump: func(x, y float64) float64 { return 0.012 * noise.At2(x*30+seed, y*30) },
		colour: func(x, y, _ float64) rgb {
			k := tone.by(0.8 + 0.4*noise.Sum2(x*9+seed, y*9, 2))
			return k.to(mark, 0.85*abdomenMark(kind, x/long, math.Abs(y)/wide, n))
		},
	}, p.in(-0.02-long, 0, 0, 1))
}

// abdomenMark is 1 on the mark, 0 beside it; x and y run to 1 at the outline.
func abdomenMark(kind int, x, y, n float64) float64 {
	switch kind {
	case 0: // chevrons
		return smooth(0.1, 0.5, math.Sin(x*n*0.5+y*7)) * smooth(0.75, 0.55, y)
	case 1: // a cross of dots
		return max(smooth(0.1, 0.06, y)*smooth(-0.2, 0.3, math.Sin(x*n)), smooth(0.12, 0.07, math.Abs(x-0.2))*smooth(0.5, 0.4, y))
	case 2: // a stripe with a wavy edge
		return smooth(0.06, 0, y-0.28-0.12*math.Sin(x*n*0.6))
	case 3: // bands
		return smooth(0.2, 0.5, math.Sin(x*n*0.4+0.8*y*y))
	case 4: // pairs of spots
		return smooth(0.13, 0.08, length(math.Mod(x+9, 0.5)-0.25, y-0.4))
	}
	return 0
}
