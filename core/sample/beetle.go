package sample

import (
	"math"

	"graft/core/sample/internal/canvas"
	"graft/core/sample/internal/noise"
	"graft/core/sample/internal/outline"
)

// beetle has six legs, a shield behind its head, and hard wing cases that meet in
// a straight line.
func beetle(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	long, wide := r.In(0.42, 0.56), r.In(0.24, 0.40)
	shell := coat(r)
	dark := shell.By(0.5)
	if r.Chance(0.5) {
		dark = canvas.Pick(r, 0x1c1a1c, 0x3a2418)
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
	c.Put(canvas.Solid{
		Reach: 0.5, Tall: 0.1, Gloss: gloss, Sharp: 4,
		Dist:   func(x, y float64) float64 { return canvas.Oval(x, y, 0.17, neck*(1-1.1*x)) },
		Rise:   canvas.Dome(0.12),
		Bump:   func(x, y float64) float64 { return 0.012 * noise.At2(x*40, y*40) },
		Colour: func(x, y, depth float64) canvas.RGB { return shield.By(0.75 + 0.35*canvas.Smooth(0, 0.07, depth)) },
	}, p.In(front+0.09, 0, 0, 1))
	wingCases(c, r, p.In(front-long, 0, 0, 1), shell, long, wide, gloss)
}

func wingCases(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, shell canvas.RGB, long, wide, gloss float64) {
	egg := r.In(-0.3, 0.35) / long
	rows, deep := float64(6+r.Intn(9)), r.In(0, 0.016)
	marks := shellMarks(r, shell, long, wide)
	seed := r.In(0, 99)
	c.Put(canvas.Solid{
		Reach: long + wide, Tall: 0.18, Gloss: gloss, Sharp: 3 + r.Intn(3),
		Dist: func(x, y float64) float64 { return canvas.Oval(x, y, long, wide*(1+egg*x)) },
		Rise: canvas.Dome(wide * 0.8),
		Bump: func(x, y float64) float64 {
			k := math.Abs(y) / (wide*(1+egg*x) + 0.05)
			return deep*math.Cos(k*rows*2*math.Pi)*canvas.Smooth(0.95, 0.8, k) - 0.05*canvas.Smooth(0.016, 0, math.Abs(y))
		},
		Colour: func(x, y, depth float64) canvas.RGB {
			k := marks(x, math.Abs(y)).By(0.9 + 0.2*noise.At2(x*8+seed, y*8))
			return k.By(1 - 0.6*canvas.Smooth(0.014, 0.004, math.Abs(y)))
		},
	}, p)
}

// shellMarks is the pattern of a wing case; the other mirrors it.
func shellMarks(r *noise.Rand, shell canvas.RGB, long, wide float64) func(x, y float64) canvas.RGB {
	mark := against(r, shell)
	switch r.Intn(6) {
	case 0: // spots
		var spots []outline.Point
		for range 2 + r.Intn(4) {
			spots = append(spots, outline.Point{X: r.In(-0.7, 0.7) * long, Y: r.In(0.1, 0.75) * wide})
		}
		size := r.In(0.05, 0.1)
		return func(x, y float64) canvas.RGB {
			d := 9.0
			for _, s := range spots {
				d = min(d, canvas.Circle(x-s.X, y-s.Y, size))
			}
			return shell.To(mark, canvas.Smooth(0.01, -0.01, d))
		}
	case 1: // bands across
		n, wave := r.In(4, 9), r.In(0, 3)
		return func(x, y float64) canvas.RGB {
			return shell.To(mark, canvas.Smooth(0.1, 0.4, math.Sin(x*n*math.Pi+wave*math.Sin(y*14))))
		}
	case 2: // stripes along
		n := r.In(1, 3)
		return func(x, y float64) canvas.RGB {
			return shell.To(mark, canvas.Smooth(0.2, 0.5, math.Sin(y/wide*n*2*math.Pi)))
		}
	case 3: // a rim
		return func(x, y float64) canvas.RGB {
			return shell.To(mark, canvas.Smooth(0.75, 0.85, y/wide+0.25*x*x/(long*long)))
		}
	}
	return func(_, _ float64) canvas.RGB { return shell }
}

func beetleHead(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, tone canvas.RGB, at, neck float64) {
	size := canvas.Clamp(neck*0.6, 0.09, 0.17)
	plain := func(float64) canvas.RGB { return tone }
	for _, side := range []float64{1, -1} {
		root := outline.Point{X: at + size*0.5, Y: side * size * 0.6}
		feeler := []outline.Point{root, outline.Step(root, side*0.7, 0.12), outline.Step(root, side*r.In(0.7, 1.1), 0.3)}
		thin := 0.012
		switch r.Intn(4) {
		case 0: // long ones, swept back
			feeler = outline.Along([]outline.Point{root, outline.Step(root, side*0.6, 0.25), outline.Step(root, side*1.3, 0.6), outline.Step(root, side*1.9, 0.85)}, false, 4)
		case 1: // ending in a club
			thin = 0.03
		}
		outline.Limb{Line: feeler, Thick: 0.016, Thin: thin, Tall: 0.05, Colour: plain}.Draw(c, p)
	}
	if r.Chance(0.3) { // jaws
		reach := r.In(0.14, 0.34)
		for _, side := range []float64{1, -1} {
			root := outline.Point{X: at + size*0.8, Y: side * size * 0.4}
			outline.Limb{Line: outline.Along([]outline.Point{root, outline.Step(root, side*0.7, reach*0.6), outline.Step(root, side*0.1, reach)}, false, 4), Thick: 0.045, Thin: 0.012, Tall: 0.06, Gloss: 0.5, Colour: plain}.Draw(c, p)
		}
	}
	c.Put(canvas.Solid{
		Reach: size * 1.3, Tall: 0.08, Gloss: 0.5, Sharp: 4,
		Dist:   func(x, y float64) float64 { return canvas.Oval(x, y, size*1.1, size) },
		Rise:   canvas.Dome(size * 0.7),
		Colour: func(_, _, _ float64) canvas.RGB { return tone },
	}, p.In(at, 0, 0, 1))
	for _, side := range []float64{1, -1} {
		bead(c, p.In(at+size*0.35, side*size*0.85, 0, 1), size*0.3, canvas.Hex(0x141216), 1)
	}
}

// bead is a shiny ball: an eye, mostly.
func bead(c *canvas.Canvas, p canvas.Pose, size float64, tone canvas.RGB, gloss float64) {
	c.Put(canvas.Solid{
		Reach: size * 1.1, Tall: size * 0.5, Gloss: gloss, Sharp: 5,
		Dist: func(x, y float64) float64 { return canvas.Circle(x, y, size) }, Rise: canvas.Dome(size),
		Colour: func(_, _, _ float64) canvas.RGB { return tone },
	}, p)
}

func beetleLegs(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, tone canvas.RGB, front, wide float64) {
	reach, stout := r.In(0.8, 1.15), r.In(0.022, 0.04)
	if r.Chance(0.4) {
		tone = canvas.Pick(r, 0x1c1a1c, 0x6a3a1c, 0xb8742c)
	}
	for i, out := range []float64{0.85, 1.55, 2.2} {
		for _, side := range []float64{1, -1} {
			root := outline.Point{X: front + 0.1 - 0.26*float64(i), Y: side * wide * 0.5}
			a := out + r.In(-0.15, 0.15)
			knee := outline.Step(root, side*a, (0.22+wide*0.5)*reach)
			bent := a + r.In(0.3, 0.8)*float64(i-1) // forwards in front, backwards behind
			if i == 1 {
				bent += r.In(-0.3, 0.6)
			}
			shin := outline.Step(knee, side*bent, 0.24*reach)
			foot := outline.Step(shin, side*(bent+r.In(-0.3, 0.3)), 0.14*reach)
			outline.Limb{Line: []outline.Point{root, knee, shin, foot}, Thick: stout, Thin: stout * 0.4, Tall: 0.05, Gloss: 0.25, Colour: func(far float64) canvas.RGB {
				return tone.By(1.1 - 0.5*canvas.Smooth(0.03, 0, math.Abs(far-canvas.Length(knee.X-root.X, knee.Y-root.Y))))
			}}.Draw(c, p)
		}
	}
}
