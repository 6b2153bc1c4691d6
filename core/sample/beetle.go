package sample

import (
	"math"

	"graft/core/sample/internal/noise"
)

// beetle has six legs, a shield behind its head, and hard wing cases that meet in
// a straight line.
func beetle(c *canvas, r *noise.Rand, p pose) {
	long, wide := r.In(0.42, 0.56), r.In(0.24, 0.40)
	shell := coat(r)
	dark := shell.by(0.5)
	if r.Chance(0.5) {
		dark = pick(r, 0x1c1a1c, 0x3a2418)
	}
	front := long*0.86 - 0.06 // where the wing cases begin
	beetleLegs(c, r, p, dark, front, wide)
	neck := r.In(0.6, 0.86) * wide
	beetleHead(c, r, p, dark, front+0.2, neck)
	// The shield.
	shield := shell
	if r.Chance(0.5) {
		shield = against(r, shell)
	}
	gloss := r.In(0.15, 1)
	c.put(solid{
		reach: 0.5, tall: 0.1, gloss: gloss, sharp: 4,
		dist:   func(x, y float64) float64 { return oval(x, y, 0.17, neck*(1-1.1*x)) },
		rise:   dome(0.12),
		bump:   func(x, y float64) float64 { return 0.012 * noise.At2(x*40, y*40) },
		colour: func(x, y, depth float64) rgb { return shield.by(0.75 + 0.35*smooth(0, 0.07, depth)) },
	}, p.in(front+0.09, 0, 0, 1))
	wingCases(c, r, p.in(front-long, 0, 0, 1), shell, long, wide, gloss)
}

func wingCases(c *canvas, r *noise.Rand, p pose, shell rgb, long, wide, gloss float64) {
	egg := r.In(-0.3, 0.35) / long
	rows, deep := float64(6+r.Intn(9)), r.In(0, 0.016)
	marks := shellMarks(r, shell, long, wide)
	seed := r.In(0, 99)
	c.put(solid{
		reach: long + wide, tall: 0.18, gloss: gloss, sharp: 3 + r.Intn(3),
		dist: func(x, y float64) float64 { return oval(x, y, long, wide*(1+egg*x)) },
		rise: dome(wide * 0.8),
		bump: func(x, y float64) float64 {
			k := math.Abs(y) / (wide*(1+egg*x) + 0.05)
			return deep*math.Cos(k*rows*2*math.Pi)*smooth(0.95, 0.8, k) - 0.05*smooth(0.016, 0, math.Abs(y))
		},
		colour: func(x, y, depth float64) rgb {
			k := marks(x, math.Abs(y)).by(0.9 + 0.2*noise.At2(x*8+seed, y*8))
			return k.by(1 - 0.6*smooth(0.014, 0.004, math.Abs(y)))
		},
	}, p)
}

// shellMarks is the pattern of a wing case; the other mirrors it.
func shellMarks(r *noise.Rand, shell rgb, long, wide float64) func(x, y float64) rgb {
	mark := against(r, shell)
	switch r.Intn(6) {
	case 0: // spots
		var spots []point
		for range 2 + r.Intn(4) {
			spots = append(spots, point{r.In(-0.7, 0.7) * long, r.In(0.1, 0.75) * wide})
		}
		size := r.In(0.05, 0.1)
		return func(x, y float64) rgb {
			d := 9.0
			for _, s := range spots {
				d = min(d, circle(x-s.x, y-s.y, size))
			}
			return shell.to(mark, smooth(0.01, -0.01, d))
		}
	case 1: // bands across
		n, wave := r.In(4, 9), r.In(0, 3)
		return func(x, y float64) rgb {
			return shell.to(mark, smooth(0.1, 0.4, math.Sin(x*n*math.Pi+wave*math.Sin(y*14))))
		}
	case 2: // stripes along
		n := r.In(1, 3)
		return func(x, y float64) rgb { return shell.to(mark, smooth(0.2, 0.5, math.Sin(y/wide*n*2*math.Pi))) }
	case 3: // a rim
		return func(x, y float64) rgb { return shell.to(mark, smooth(0.75, 0.85, y/wide+0.25*x*x/(long*long))) }
	}
	return func(_, _ float64) rgb { return shell }
}

func beetleHead(c *canvas, r *noise.Rand, p pose, tone rgb, at, neck float64) {
	size := clamp(neck*0.6, 0.09, 0.17)
	plain := func(float64) rgb { return tone }
	for _, side := range []float64{1, -1} {
		root := point{at + size*0.5, side * size * 0.6}
		feeler := []point{root, step(root, side*0.7, 0.12), step(root, side*r.In(0.7, 1.1), 0.3)}
		thin := 0.012
		switch r.Intn(4) {
		case 0: // long ones, swept back
			feeler = along([]point{root, step(root, side*0.6, 0.25), step(root, side*1.3, 0.6), step(root, side*1.9, 0.85)}, false, 4)
		case 1: // ending in a club
			thin = 0.03
		}
		limb{line: feeler, thick: 0.016, thin: thin, tall: 0.05, colour: plain}.draw(c, p)
	}
	if r.Chance(0.3) { // jaws
		reach := r.In(0.14, 0.34)
		for _, side := range []float64{1, -1} {
			root := point{at + size*0.8, side * size * 0.4}
			limb{line: along([]point{root, step(root, side*0.7, reach*0.6), step(root, side*0.1, reach)}, false, 4), thick: 0.045, thin: 0.012, tall: 0.06, gloss: 0.5, colour: plain}.draw(c, p)
		}
	}
	c.put(solid{
		reach: size * 1.3, tall: 0.08, gloss: 0.5, sharp: 4,
		dist:   func(x, y float64) float64 { return oval(x, y, size*1.1, size) },
		rise:   dome(size * 0.7),
		colour: func(_, _, _ float64) rgb { return tone },
	}, p.in(at, 0, 0, 1))
	for _, side := range []float64{1, -1} {
		bead(c, p.in(at+size*0.35, side*size*0.85, 0, 1), size*0.3, hex(0x141216), 1)
	}
}

// bead is a shiny ball: an eye, mostly.
func bead(c *canvas, p pose, size float64, tone rgb, gloss float64) {
	c.put(solid{
		reach: size * 1.1, tall: size * 0.5, gloss: gloss, sharp: 5,
		dist: func(x, y float64) float64 { return circle(x, y, size) }, rise: dome(size),
		colour: func(_, _, _ float64) rgb { return tone },
	}, p)
}

func beetleLegs(c *canvas, r *noise.Rand, p pose, tone rgb, front, wide float64) {
	reach, stout := r.In(0.8, 1.15), r.In(0.022, 0.04)
	if r.Chance(0.4) {
		tone = pick(r, 0x1c1a1c, 0x6a3a1c, 0xb8742c)
	}
	for i, out := range []float64{0.85, 1.55, 2.2} {
		for _, side := range []float64{1, -1} {
			root := point{front + 0.1 - 0.26*float64(i), side * wide * 0.5}
			a := out + r.In(-0.15, 0.15)
			knee := step(root, side*a, (0.22+wide*0.5)*reach)
			bent := a + r.In(0.3, 0.8)*float64(i-1) // forwards in front, backwards behind
			if i == 1 {
				bent += r.In(-0.3, 0.6)
			}
			shin := step(knee, side*bent, 0.24*reach)
			foot := step(shin, side*(bent+r.In(-0.3, 0.3)), 0.14*reach)
			limb{line: []point{root, knee, shin, foot}, thick: stout, thin: stout * 0.4, tall: 0.05, gloss: 0.25, colour: func(far float64) rgb {
				return tone.by(1.1 - 0.5*smooth(0.03, 0, math.Abs(far-length(knee.x-root.x, knee.y-root.y))))
			}}.draw(c, p)
		}
	}
}
