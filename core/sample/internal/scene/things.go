package scene

import (
	"math"

	"graft/core/sample/internal/ease"
	"graft/core/sample/internal/noise"
)

var potAt = vec{0.86, 0, -0.10}

func pot() part {
	clay := func(p vec) float64 {
		d := drum(p, potAt, 0.035, 0.36, 0.165, 0.225, 0.012)
		d = min(d, drum(p, potAt, 0.31, 0.41, 0.245, 0.250, 0.014))
		d = carve(d, drum(p, potAt, 0.36, 0.6, 0.215, 0.222, 0.005), 0.012)
		return min(d, carve(drum(p, potAt, 0, 0.045, 0.21, 0.235, 0.012), drum(p, potAt, 0.025, 0.1, 0.2, 0.215, 0.004), 0.01))
	}
	soil := func(p vec) float64 {
		return drum(p, potAt, 0.3, 0.372, 0.21, 0.215, 0.01) - 0.012*noise.At3(p.x*40, p.y*40, p.z*40)
	}
	return part{
		centre: potAt.add(vec{y: 0.2}), radius: 0.36,
		dist: func(p vec) float64 { return min(clay(p), soil(p)) },
		look: func(p vec) look {
			if soil(p) < clay(p) {
				return look{colour: vec{0.05, 0.028, 0.015}.by(0.6 + noise.At3(p.x*60, p.y*60, p.z*60))}
			}
			c := vec{0.62, 0.21, 0.085}.to(vec{0.72, 0.33, 0.18}, noise.Sum3(p.x*8, p.y*14, p.z*8, 3))
			salt := ease.Smooth(0.55, 0.75, noise.Sum3(p.x*6+4, p.y*6, p.z*6, 4)) * ease.Smooth(0.25, 0.05, p.y)
			return look{colour: c.to(vec{0.8, 0.7, 0.6}, salt*0.5), gloss: 0.08, sharp: 10, bump: 0.002,
				relief: func(p vec) float64 { return noise.Sum3(p.x*60, p.y*90, p.z*60, 2) }}
		},
	}
}

// leaf is one blade: its stalk's foot, where the blade begins and the frame in
// which it lies along x with y as its upper side.
type leaf struct {
	base  vec
	frame turn
	size  float64
	tint  float64
}

// blade is the distance to l, with u along and v across for the veins.
func (l *leaf) blade(p vec) (d, u, v float64) {
	q := l.frame.of(p.sub(l.base)).by(1 / l.size)
	u = q.x
	// The blade droops along its length and is folded along its rib.
	y := q.y + 0.42*u*u - 0.30*math.Abs(q.z)
	half := 0.34 * math.Sqrt(max(u*(1-u), 0)) * (1.35 - 0.75*u) * 1.6
	d = max(math.Abs(y)-0.012, math.Abs(q.z)-half)
	if u < 0 || u > 1 {
		over := max(-u, u-1)
		d = math.Hypot(max(math.Abs(y)-0.012, 0), math.Hypot(over, q.z))
	}
	return d * l.size * 0.55, u, q.z
}

func plant() []leaf {
	r := noise.New(11)
	var out []leaf
	add := func(turnDeg, rise, size, up float64) {
		s, c := math.Sincos(turnDeg * math.Pi / 180)
		sr, cr := math.Sincos(rise * math.Pi / 180)
		x := vec{c * cr, sr, s * cr}
		side := vec{-s, 0, c}
		y := side.cross(x).by(-1)
		if y.y < 0 {
			y = y.by(-1)
		}
		foot := potAt.add(vec{c * 0.10, up, s * 0.10})
		out = append(out, leaf{foot, turn{x, y, side}, size, r.Float()})
	}
	for k := range 6 {
		add(float64(k)*60+18, r.In(18, 40), r.In(0.50, 0.60), r.In(0.46, 0.54))
	}
	for k := range 5 {
		add(float64(k)*72+45, r.In(48, 66), r.In(0.46, 0.56), r.In(0.62, 0.72))
	}
	add(100, 84, 0.50, 0.74)
	add(250, 76, 0.46, 0.80)
	return out
}

func leaves() part {
	all := plant()
	stalk := func(p vec) float64 {
		d := math.Inf(1)
		for i := range all {
			foot := potAt.add(vec{y: 0.35})
			d = min(d, limb(p, foot, all[i].base, 0.014, 0.010))
		}
		return d
	}
	nearest := func(p vec) (d, u, v, tint float64) {
		d = math.Inf(1)
		for i := range all {
			l := &all[i]
			if far := p.sub(l.base.add(l.frame[0].by(l.size*0.5))).len() - l.size*0.66; far > d {
				continue
			}
			if e, a, b := l.blade(p); e < d {
				d, u, v, tint = e, a, b, l.tint
			}
		}
		return
	}
	return part{
		centre: potAt.add(vec{y: 0.80}), radius: 0.72,
		dist: func(p vec) float64 { d, _, _, _ := nearest(p); return min(d, stalk(p)) },
		look: func(p vec) look {
			d, u, v, tint := nearest(p)
			if stalk(p) < d {
				return look{colour: vec{0.30, 0.42, 0.10}, gloss: 0.1, sharp: 10}
			}
			return leafLook(u, v, tint)
		},
	}
}

// leafLook colours a blade: u runs along it, v across.
func leafLook(u, v, tint float64) look {
	c := vec{0.018, 0.17, 0.035}.to(vec{0.10, 0.33, 0.05}, tint)
	c = c.by(0.85 + 0.3*noise.Sum2(u*9+tint*50, v*9, 2))
	rib := ease.Smooth(0.022, 0.008, math.Abs(v))
	w := u*15 - math.Abs(v)*16
	vein := ease.Smooth(0.80, 0.98, math.Cos(w*math.Pi/1.5)) * ease.Smooth(0.5, 0.1, math.Abs(v))
	edge := 0.34*math.Sqrt(max(u*(1-u), 0))*(1.35-0.75*u)*1.6 - math.Abs(v)
	c = c.to(vec{0.50, 0.66, 0.22}, max(rib*0.9, vein*0.35))
	c = c.to(vec{0.75, 0.80, 0.38}, 0.7*ease.Smooth(0.035, 0.012, edge))
	return look{colour: c, gloss: 0.5, sharp: 45, leak: 0.3}
}

var mugAt = vec{0.23, 0.155, 0.22}

func mug() part {
	cup := func(p vec) float64 {
		d := drum(p, mugAt, 0, 0.25, 0.108, 0.120, 0.018)
		handle := ring(p, mugAt.add(vec{0.125, 0.125, 0.045}), vec{-0.36, 0, 0.93}, 0.068, 0.017)
		d = blend(d, handle, 0.02)
		return carve(d, drum(p, mugAt, 0.02, 0.4, 0.096, 0.112, 0.01), 0.012)
	}
	tea := func(p vec) float64 { return drum(p, mugAt, 0.03, 0.212, 0.1, 0.108, 0.002) }
	return part{
		centre: mugAt.add(vec{0.04, 0.12, 0.02}), radius: 0.27,
		dist: func(p vec) float64 { return min(cup(p), tea(p)) },
		look: func(p vec) look {
			if tea(p) < cup(p) {
				return look{colour: vec{0.20, 0.06, 0.012}, gloss: 0.9, sharp: 90}
			}
			y := p.y - mugAt.y
			c := vec{0.015, 0.10, 0.52}.by(0.85 + 0.3*noise.Sum3(p.x*20, p.y*20, p.z*20, 3))
			around := math.Atan2(p.z-mugAt.z, p.x-mugAt.x)
			zig := math.Abs(math.Mod(around/math.Pi*9+20, 1)-0.5)*0.09 + 0.105
			c = c.to(vec{0.90, 0.88, 0.80}, ease.Smooth(0.016, 0.010, math.Abs(y-zig)))
			c = c.to(vec{0.95, 0.66, 0.08}, ease.Smooth(0.011, 0.007, math.Abs(y-0.205)))
			c = c.to(vec{0.95, 0.66, 0.08}, ease.Smooth(0.011, 0.007, math.Abs(y-0.055)))
			return look{colour: c, gloss: 0.85, sharp: 110}
		},
	}
}

// books are a stack of two, each lying turned a little.
func books() part {
	type book struct {
		at, half vec
		frame    turn
		cover    vec
	}
	stack := []book{
		{vec{0.25, 0.043, 0.16}, vec{0.29, 0.043, 0.21}, facing(-9, 0, 0), vec{0.60, 0.045, 0.035}},
		{vec{0.24, 0.120, 0.18}, vec{0.25, 0.034, 0.19}, facing(13, 0, 0), vec{0.85, 0.50, 0.045}},
	}
	parts := func(b book, p vec) (cover, paper float64, q vec) {
		q = b.frame.of(p.sub(b.at))
		cover = block(q, vec{}, b.half, 0.010)
		cut := block(q, vec{0.02, 0, 0.016}, vec{b.half.x, b.half.y - 0.010, b.half.z}, 0.002)
		cover = max(cover, -cut)
		paper = block(q, vec{}, vec{b.half.x - 0.012, b.half.y - 0.008, b.half.z - 0.012}, 0.003)
		return
	}
	return part{
		centre: vec{0.25, 0.08, 0.17}, radius: 0.40,
		dist: func(p vec) float64 {
			d := math.Inf(1)
			for _, b := range stack {
				c, w, _ := parts(b, p)
				d = min(d, c, w)
			}
			return d
		},
		look: func(p vec) look {
			best, out := math.Inf(1), look{}
			for _, b := range stack {
				c, w, q := parts(b, p)
				if w < best {
					lines := 0.80 + 0.2*math.Sin(q.y*900)*ease.Smooth(0, 0.01, b.half.y-math.Abs(q.y))
					best, out = w, look{colour: vec{0.86, 0.78, 0.62}.by(lines)}
				}
				if c < best {
					cloth := 0.9 + 0.2*noise.At3(q.x*160, q.y*160, q.z*160)
					best, out = c, look{colour: b.cover.by(cloth), gloss: 0.15, sharp: 16, sheen: 0.2}
				}
			}
			return out
		},
	}
}

// yarn is a ball of wool and the end that has come loose.
func yarn() part {
	at := vec{-0.03, 0.125, 0.36}
	loose := curve([]vec{{0.02, 0.02, 0.44}, {0.16, 0.012, 0.50}, {0.30, 0.012, 0.46}, {0.44, 0.012, 0.50}, {0.52, 0.0, 0.545}, {0.54, -0.12, 0.565}, {0.53, -0.26, 0.44 + 0.13}}, 16)
	tilt := []turn{facing(20, 35, 10), facing(-50, 60, 40), facing(75, 10, 80)}
	thread := func(p vec) (float64, float64) {
		q := p.sub(at).by(1 / 0.125)
		h, tone := -1.0, 0.0
		for k, f := range tilt {
			v := f.of(q)
			// Windings about the axis y of each layer, thickest at its equator.
			phase := v.y*30 + 0.6*math.Sin(3*math.Atan2(v.x, v.z))
			w := (0.5+0.5*math.Cos(phase))*ease.Smooth(0.78, 0.45, math.Abs(v.y)) - 0.22*float64(k)*ease.Smooth(0.2, 0.6, math.Abs(v.y))
			if w > h {
				h, tone = w, float64(k)
			}
		}
		return h, tone
	}
	return part{
		centre: vec{0.16, 0.02, 0.42}, radius: 0.48,
		dist: func(p vec) float64 {
			d := ball(p, at, 0.118)
			if d < 0.05 {
				h, _ := thread(p)
				d = (d - 0.011*h) * 0.7
			}
			tail, _ := rope(p, loose, func(float64) float64 { return 0.0085 })
			return min(d, tail)
		},
		look: func(p vec) look {
			h, tone := thread(p)
			c := vec{0.62, 0.03, 0.16}.to(vec{0.80, 0.07, 0.24}, tone/2)
			c = c.by(0.45 + 0.55*ease.Clamp(h, 0, 1))
			if p.sub(at).len() > 0.15 {
				c = vec{0.70, 0.05, 0.20}
			}
			fuzz := 0.85 + 0.3*noise.At3(p.x*220, p.y*220, p.z*220)
			return look{colour: c.by(fuzz), sheen: 0.8}
		},
	}
}
