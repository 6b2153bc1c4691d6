package scene

import (
	"math"

	"graft/core/sample/internal/ease"
	"graft/core/sample/internal/noise"
)

// fruit returns the scene of a bowl of fruit on a market table.
func fruit() *stage {
	return &stage{
		parts: []part{table(), bowl(), oranges(), apples(), pears(), banana(), lemons(), grapes(), melon(), sprig()},
		sky:   func(_, _ vec) vec { return vec{0.02, 0.05, 0.06} },
		key:   vec{-0.70, 0.62, 0.52}.unit(), keyTint: vec{2.75, 2.15, 1.45},
		skyTint: vec{0.20, 0.27, 0.40}, backTint: vec{0.24, 0.19, 0.16}, soft: 0.11,
		eye: vec{0.12, 1.42, 3.9}, aim: vec{0.02, 0.36, 0}, width: 2.46,
	}
}

func table() part {
	boards := func(p vec) float64 {
		gap := math.Abs(math.Mod(p.z+10.13, 0.36)-0.18) - 0.177
		return max(block(p, vec{0, -0.05, 0}, vec{4, 0.05, 1.15}, 0.02), gap) * 0.9
	}
	cloth := func(p vec) float64 {
		q := facing(24, 0, 0).of(p.sub(vec{-0.62, 0, 0.46}))
		wave := 0.012*math.Sin(q.x*9+2*noise.At2(q.x*2, q.z*2)) + 0.012*noise.At2(q.x*5+3, q.z*6)
		wave *= ease.Smooth(0.1, 0.6, math.Hypot(p.x+0.35, p.z))
		return block(q, vec{0, 0.008 + wave, 0}, vec{0.95, 0.007, 0.50}, 0.005) * 0.7
	}
	wall := func(p vec) float64 { return 1.35 + p.z }
	return part{radius: 50,
		dist: func(p vec) float64 { return min(boards(p), cloth(p), wall(p)) },
		look: func(p vec) look {
			b, c, w := boards(p), cloth(p), wall(p)
			switch min(b, c, w) {
			case b:
				plank := math.Floor((p.z + 10.13) / 0.36)
				tone := 0.8 + 0.35*noise.At2(plank*7.3, 2)
				return look{colour: wood(p, vec{0.42, 0.22, 0.10}, vec{0.17, 0.075, 0.03}, plank*5).by(tone), gloss: 0.3, sharp: 30}
			case w:
				// Light falls through a window with a cross in it.
				u, v := (p.x-0.28)-0.35*(p.y-1), p.y-0.98+0.30*(p.x-0.3)
				pane := ease.Smooth(0.52, 0.44, math.Abs(u)) * ease.Smooth(0.50, 0.42, math.Abs(v)) * ease.Smooth(0.015, 0.045, math.Abs(u)) * ease.Smooth(0.015, 0.045, math.Abs(v-0.06))
				n := noise.Sum2(p.x*1.6, p.y*1.6, 5)
				c := vec{0.012, 0.085, 0.10}.to(vec{0.05, 0.18, 0.18}, n*n*1.6)
				return look{colour: c, bump: 0.014, glow: c.mul(vec{1.5, 1.15, 0.7}).by(1.1 * pane),
					relief: func(p vec) float64 { return noise.Sum2(p.x*9, p.y*9, 3) }}
			}
			return linen(facing(24, 0, 0).of(p.sub(vec{-0.62, 0, 0.46})))
		}}
}

func linen(q vec) look {
	c := vec{0.86, 0.82, 0.72}
	s := math.Abs(math.Mod(q.x+10, 0.26) - 0.13)
	c = c.to(vec{0.66, 0.06, 0.07}, ease.Smooth(0.034, 0.029, s))
	c = c.to(vec{0.08, 0.16, 0.42}, ease.Smooth(0.007, 0.004, math.Abs(s-0.055)))
	c = c.to(vec{0.66, 0.06, 0.07}, ease.Smooth(0.012, 0.008, math.Abs(math.Abs(q.z)-0.43)))
	thread := 0.9 + 0.1*math.Sin(q.x*700)*math.Sin(q.z*700)
	return look{colour: c.by(thread), sheen: 0.3, bump: 0.002,
		relief: func(p vec) float64 { return noise.At2(p.x*150, p.z*150) }}
}

var bowlAt = vec{-0.36, 0.015, 0}

func bowl() part {
	shell := func(p vec) float64 {
		c := bowlAt.add(vec{y: 0.37})
		d := ellipsoid(p, c, vec{0.58, 0.34, 0.58})
		d = carve(d, ellipsoid(p, c.add(vec{y: 0.02}), vec{0.548, 0.325, 0.548}), 0.01)
		d = max(d, p.y-bowlAt.y-0.365)
		d = blend(d, ring(p, bowlAt.add(vec{y: 0.362}), vec{y: 1}, 0.566, 0.016), 0.01)
		return blend(d, drum(p, bowlAt, 0, 0.06, 0.21, 0.20, 0.01), 0.02)
	}
	return part{centre: bowlAt.add(vec{y: 0.2}), radius: 0.66, dist: shell,
		look: func(p vec) look {
			y := p.y - bowlAt.y
			a := math.Atan2(p.z-bowlAt.z, p.x-bowlAt.x)
			c := vec{0.86, 0.83, 0.76}.by(0.92 + 0.12*noise.Sum3(p.x*12, p.y*12, p.z*12, 3))
			blue := vec{0.02, 0.09, 0.40}
			c = c.to(blue, ease.Smooth(0.012, 0.008, math.Abs(y-0.31)))
			c = c.to(blue, ease.Smooth(0.007, 0.004, math.Abs(y-0.12)))
			// Painted petals round the belly.
			u := math.Mod(a/math.Pi*13+26, 1) - 0.5
			v := (y - 0.215) / 0.062
			petal := math.Hypot(u*2.6, v) - 0.85*(0.8+0.2*math.Cos(u*6))
			c = c.to(blue.to(vec{0.10, 0.28, 0.62}, 0.5+0.5*v), ease.Smooth(0.08, -0.02, petal))
			c = c.to(vec{0.85, 0.42, 0.05}, ease.Smooth(0.26, 0.18, math.Hypot(u*2.6, v)))
			return look{colour: c, gloss: 0.8, sharp: 90}
		}}
}

func oranges() part {
	at := []vec{{-0.62, 0.39, 0.16}, {-0.28, 0.40, 0.27}, {-0.46, 0.43, -0.2}, {0.56, 0.165, 0.42}}
	dist := func(p vec) float64 {
		d := math.Inf(1)
		for _, c := range at {
			d = min(d, ellipsoid(p, c, vec{0.172, 0.162, 0.172}))
		}
		return d
	}
	return part{centre: vec{-0.1, 0.3, 0.1}, radius: 0.9, dist: dist,
		look: func(p vec) look {
			n := noise.Sum3(p.x*9, p.y*9, p.z*9, 2)
			return look{colour: vec{0.86, 0.22, 0.012}.to(vec{0.92, 0.36, 0.02}, n), gloss: 0.45, sharp: 26, leak: 0.08, bump: 0.0016,
				relief: func(p vec) float64 { h := noise.At3(p.x*105, p.y*105, p.z*105); return -h * h }}
		}}
}

type apple struct {
	at    vec
	tilt  turn
	green float64
}

func apples() part {
	all := []apple{
		{vec{-0.02, 0.45, 0.02}, facing(30, 20, -22), 0.1},
		{vec{-0.42, 0.62, 0.02}, facing(-20, -12, 14), 0.35},
	}
	body := func(a *apple, p vec) (flesh, stem float64, q vec) {
		q = a.tilt.of(p.sub(a.at))
		wide := 0.94 + 0.20*(q.y/0.18)
		s := vec{q.x / wide, q.y, q.z / wide}
		flesh = ring(s, vec{}, vec{y: 1}, 0.075, 0.118) * 0.8
		stem = limb(q, vec{0, 0.06, 0}, vec{0.03, 0.19, 0.01}, 0.008, 0.011)
		return
	}
	return part{centre: vec{-0.22, 0.53, 0.02}, radius: 0.5,
		dist: func(p vec) float64 {
			d := math.Inf(1)
			for i := range all {
				f, s, _ := body(&all[i], p)
				d = min(d, f, s)
			}
			return d
		},
		look: func(p vec) look {
			best, out := math.Inf(1), look{}
			for i := range all {
				a := &all[i]
				f, s, q := body(a, p)
				if s < best {
					best, out = s, look{colour: vec{0.16, 0.08, 0.03}}
				}
				if f > best {
					continue
				}
				best = f
				around := math.Atan2(q.z, q.x)
				streak := 0.45*noise.Sum2(around*22+80, q.y*3, 2) + 0.55*noise.Sum3(q.x*9, q.y*9, q.z*9, 2)
				yellow := ease.Smooth(0.45, 0.75, streak+a.green*(0.4+q.x*2)+0.9*ease.Smooth(0.07, 0.14, q.y)*ease.Smooth(0.07, 0.0, math.Hypot(q.x, q.z)))
				c := vec{0.58, 0.018, 0.025}.to(vec{0.80, 0.46, 0.07}, yellow)
				dot := ease.Smooth(0.74, 0.80, noise.At3(q.x*55, q.y*55, q.z*55))
				out = look{colour: c.to(vec{0.86, 0.62, 0.4}, dot*0.5), gloss: 0.75, sharp: 60}
			}
			return out
		}}
}

func pears() part {
	type pear struct {
		at   vec
		tilt turn
	}
	all := []pear{{vec{0.27, 0.155, 0.10}, facing(0, 0, -9)}, {vec{-0.80, 0.52, -0.10}, facing(0, 8, 42)}}
	body := func(a *pear, p vec) (flesh, stem float64, q vec) {
		q = a.tilt.of(p.sub(a.at))
		flesh = blend(ball(q, vec{}, 0.160), limb(q, vec{0, 0.08, 0}, vec{0.012, 0.225, 0}, 0.105, 0.068), 0.12)
		stem = limb(q, vec{0.01, 0.27, 0}, vec{0.045, 0.37, 0.01}, 0.009, 0.013)
		return
	}
	return part{centre: vec{-0.25, 0.4, 0}, radius: 0.85,
		dist: func(p vec) float64 {
			d := math.Inf(1)
			for i := range all {
				f, s, _ := body(&all[i], p)
				d = min(d, f, s)
			}
			return d
		},
		look: func(p vec) look {
			for i := range all {
				f, s, q := body(&all[i], p)
				if s < 0.002 {
					return look{colour: vec{0.13, 0.07, 0.03}}
				}
				if f < 0.004 {
					c := vec{0.42, 0.48, 0.05}.to(vec{0.66, 0.56, 0.07}, noise.Sum3(q.x*6, q.y*6, q.z*6, 2))
					blush := ease.Smooth(0.02, 0.16, q.x+0.3*q.z) * 0.65
					c = c.to(vec{0.66, 0.13, 0.05}, blush*(0.4+0.6*noise.Sum3(q.x*14, q.y*14, q.z*14, 2)))
					spot := ease.Smooth(0.70, 0.78, noise.At3(q.x*70, q.y*70, q.z*70))
					return look{colour: c.to(vec{0.25, 0.15, 0.03}, spot*0.6), gloss: 0.4, sharp: 28}
				}
			}
			return look{}
		}}
}

func banana() part {
	hands := [][]vec{
		curve([]vec{{-0.96, 0.34, 0.30}, {-0.72, 0.57, 0.33}, {-0.42, 0.62, 0.30}, {-0.14, 0.50, 0.33}}, 14),
		curve([]vec{{-1.02, 0.37, 0.14}, {-0.76, 0.645, 0.18}, {-0.44, 0.71, 0.20}, {-0.14, 0.60, 0.22}}, 14),
	}
	thick := func(u float64) float64 {
		return 0.012 + 0.062*math.Sqrt(math.Sqrt(max(4*u*(1-u), 0)))*ease.Smooth(0, 0.12, u)
	}
	near := func(p vec) (d, u float64) {
		d = math.Inf(1)
		for _, h := range hands {
			if e, a := rope(p, h, thick); e < d {
				d, u = e, a
			}
		}
		return
	}
	return part{centre: vec{-0.56, 0.5, 0.25}, radius: 0.62,
		dist: func(p vec) float64 { d, _ := near(p); return d * 0.8 },
		look: func(p vec) look {
			_, u := near(p)
			c := vec{0.90, 0.60, 0.03}.by(0.92 + 0.14*noise.Sum3(p.x*9, p.y*9, p.z*9, 2))
			c = c.to(vec{0.48, 0.52, 0.06}, 0.6*ease.Smooth(0.25, 0.05, u)+0.5*ease.Smooth(0.85, 0.97, u))
			c = c.to(vec{0.07, 0.035, 0.015}, ease.Smooth(0.045, 0.02, u)+ease.Smooth(0.965, 0.985, u))
			freckle := ease.Smooth(0.70, 0.78, noise.Sum3(p.x*48, p.y*48, p.z*48, 2))
			return look{colour: c.to(vec{0.22, 0.10, 0.02}, freckle*0.7), gloss: 0.3, sharp: 24, leak: 0.06}
		}}
}

var lemonCut = facing(-22, 24, 0)

func lemons() part {
	half := vec{0.13, 0.148, 0.66}
	whole := vec{-0.28, 0.16, 0.74}
	lie := facing(62, 8, 0)
	rind := func(q vec) float64 {
		d := ellipsoid(q, vec{}, vec{0.138, 0.138, 0.165})
		return blend(d, limb(q, vec{0, 0, -0.14}, vec{0, 0, -0.195}, 0.045, 0.022), 0.06)
	}
	cut := func(p vec) (float64, vec) {
		q := lemonCut.of(p.sub(half))
		return max(rind(q), q.z), q
	}
	uncut := func(p vec) float64 {
		q := lie.of(p.sub(whole))
		q.z = -q.z
		d := rind(q)
		return blend(d, limb(q, vec{0, 0, 0.13}, vec{0, 0, 0.18}, 0.04, 0.024), 0.06)
	}
	return part{centre: vec{-0.08, 0.15, 0.70}, radius: 0.48,
		dist: func(p vec) float64 { d, _ := cut(p); return min(d, uncut(p)) },
		look: func(p vec) look {
			skin := look{colour: vec{0.93, 0.68, 0.02}, gloss: 0.45, sharp: 30, leak: 0.08, bump: 0.0016,
				relief: func(p vec) float64 { return -noise.At3(p.x*95, p.y*95, p.z*95) }}
			d, q := cut(p)
			if d > 0.004 || q.z < -0.004 {
				return skin
			}
			return lemonFlesh(q)
		}}
}

func lemonFlesh(q vec) look {
	r, a := math.Hypot(q.x, q.y), math.Atan2(q.y, q.x)
	u := math.Mod(a/(2*math.Pi)*9+9.2, 1) - 0.5
	pith := vec{0.86, 0.78, 0.44}
	c := vec{0.72, 0.45, 0.02}.to(vec{0.82, 0.60, 0.06}, noise.Sum2(a*26+90, r*22, 2))
	wall := ease.Smooth(0.014, 0.006, math.Abs(math.Abs(u)-0.5)*r*0.7)
	c = c.to(pith, max(wall, ease.Smooth(0.108, 0.114, r), ease.Smooth(0.020, 0.012, r)))
	c = c.to(vec{0.93, 0.66, 0.02}, ease.Smooth(0.127, 0.132, r))
	return look{colour: c, gloss: 0.25, sharp: 40, leak: 0.2, bump: 0.002,
		relief: func(p vec) float64 { return noise.At3(p.x*70, p.y*70, p.z*70) }}
}

func grapes() part {
	r := noise.New(5)
	var at []vec
	for k := range 34 {
		f := float64(k) / 34
		spread := 0.17 * (1 - 0.75*f)
		a := float64(k) * 2.4
		rad := spread * math.Sqrt(r.Float())
		c := vec{-0.82 + 0.08*f, 0.08, 0.42 + 0.50*f}
		at = append(at, c.add(vec{math.Cos(a) * rad, r.In(-0.01, 0.10)*(1-f) + 0.0, math.Sin(a) * rad * 0.9}))
	}
	near := func(p vec) (d float64, which int) {
		d = math.Inf(1)
		for i, c := range at {
			if e := p.sub(c).len() - 0.066; e < d {
				d, which = e, i
			}
		}
		return
	}
	return part{centre: vec{-0.78, 0.1, 0.66}, radius: 0.46,
		dist: func(p vec) float64 {
			d, _ := near(p)
			return min(d, limb(p, vec{-0.84, 0.15, 0.40}, vec{-0.98, 0.19, 0.27}, 0.012, 0.015))
		},
		look: func(p vec) look {
			d, k := near(p)
			if d > 0.003 {
				return look{colour: vec{0.28, 0.22, 0.06}}
			}
			c := vec{0.10, 0.012, 0.085}.to(vec{0.24, 0.02, 0.13}, noise.At2(float64(k)*3.7, 1))
			bloom := noise.Sum3(p.x*20, p.y*20, p.z*20, 3)
			return look{colour: c.to(vec{0.34, 0.30, 0.50}, 0.5*ease.Smooth(0.45, 0.75, bloom)), gloss: 0.7, sharp: 50, leak: 0.15}
		}}
}

// melon is a slice of water melon standing on its rind.
func melon() part {
	at := vec{0.84, 0.60, -0.12}
	frame := facing(-24, 6, -5)
	lean := func(p vec) (float64, vec) {
		q := frame.of(p.sub(at))
		r := math.Hypot(q.x, q.y)
		d := max(r-0.60, math.Abs(q.z)-0.075+0.03*ease.Smooth(0.4, 0.0, r))
		s, c := math.Sincos(40 * math.Pi / 180)
		side := math.Abs(q.x)*c + q.y*s
		return -blend(-d, -side, 0.02), q
	}
	return part{centre: at.sub(vec{y: 0.3}), radius: 0.58,
		dist: func(p vec) float64 { d, _ := lean(p); return d * 0.9 },
		look: func(p vec) look {
			_, q := lean(p)
			r := math.Hypot(q.x, q.y)
			n := noise.Sum3(q.x*22, q.y*22, q.z*22, 3)
			c := vec{0.80, 0.045, 0.05}.to(vec{0.90, 0.16, 0.13}, n)
			c = c.to(vec{0.84, 0.86, 0.62}, ease.Smooth(0.515, 0.55, r+0.01*n))
			c = c.to(vec{0.22, 0.48, 0.09}, ease.Smooth(0.563, 0.578, r))
			stripes := noise.Sum2(math.Atan2(q.x, -q.y)*11+30, q.z*10, 2)
			c = c.to(vec{0.015, 0.10, 0.02}.to(vec{0.15, 0.36, 0.06}, ease.Smooth(0.45, 0.6, stripes)), ease.Smooth(0.588, 0.594, r))
			l := look{colour: c, gloss: 0.14, sharp: 30, leak: 0.15, bump: 0.003,
				relief: func(p vec) float64 { return noise.At3(p.x*60, p.y*60, p.z*60) }}
			return melonSeeds(q, r, l)
		}}
}

func melonSeeds(q vec, r float64, l look) look {
	if math.Abs(q.z) < 0.03 || r > 0.5 {
		return l
	}
	a := math.Atan2(q.x, -q.y)
	for k, row := range []float64{0.44, 0.335, 0.225} {
		n := 0.185 / (row / 0.44) * 1.1
		u := math.Mod(a/n+20+0.5*float64(k), 1) - 0.5
		if math.Abs(a) > 0.60 {
			continue
		}
		d := math.Hypot(u*n*row/0.0125, (r-row)/0.024)
		if in := ease.Smooth(1.1, 0.85, d); in > 0 {
			l.colour = l.colour.to(vec{0.02, 0.01, 0.008}, in)
		}
	}
	return l
}

// sprig is a pair of leaves on the orange in front.
func sprig() part {
	foot := vec{0.56, 0.325, 0.42}
	out := []leaf{}
	for _, a := range [][3]float64{{20, 28, 0.26}, {190, 40, 0.20}} {
		s, c := math.Sincos(a[0] * math.Pi / 180)
		sr, cr := math.Sincos(a[1] * math.Pi / 180)
		x, side := vec{c * cr, sr, s * cr}, vec{-s, 0, c}
		y := side.cross(x)
		if y.y < 0 {
			y = y.by(-1)
		}
		out = append(out, leaf{foot, turn{x, y, side}, a[2], 0.5})
	}
	stem := func(p vec) float64 { return limb(p, foot.sub(vec{y: 0.03}), foot.add(vec{y: 0.02}), 0.011, 0.009) }
	return part{centre: foot.add(vec{y: 0.05}), radius: 0.34,
		dist: func(p vec) float64 {
			d := stem(p)
			for i := range out {
				e, _, _ := out[i].blade(p)
				d = min(d, e)
			}
			return d
		},
		look: func(p vec) look {
			for i := range out {
				if e, u, v := out[i].blade(p); e < 0.004 {
					return leafLook(u, v, 0.7)
				}
			}
			return look{colour: vec{0.10, 0.12, 0.03}}
		}}
}
