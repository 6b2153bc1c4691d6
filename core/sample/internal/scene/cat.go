package scene

import (
	"math"

	"graft/core/sample/internal/ease"
	"graft/core/sample/internal/noise"
)

var (
	catHead  = vec{-0.31, 0.955, 0.16}
	catGaze  = facing(16, 4, 7)
	catTail  = curve([]vec{{-0.86, 0.10, -0.02}, {-1.02, 0.055, 0.22}, {-1.0, 0.06, 0.50}, {-0.97, -0.10, 0.60}, {-0.95, -0.22, 0.615}, {-0.865, -0.305, 0.63}, {-0.765, -0.275, 0.64}, {-0.735, -0.19, 0.645}}, 20)
	ginger   = vec{0.74, 0.275, 0.05}
	gingerHi = vec{0.86, 0.43, 0.13}
	rust     = vec{0.30, 0.078, 0.015}
	cream    = vec{0.90, 0.84, 0.74}
)

const headSize = 1.17 // of the head on the body that it was drawn for

func headFrame(p vec) vec { return catGaze.of(p.sub(catHead)).by(1 / headSize) }

// catBody is the trunk and legs.
func catBody(p vec) float64 {
	d := ellipsoid(p, vec{-0.69, 0.27, 0.0}, vec{0.29, 0.275, 0.25})
	d = blend(d, limb(p, vec{-0.66, 0.32, 0.0}, vec{-0.43, 0.70, 0.06}, 0.235, 0.15), 0.14)
	d = blend(d, ellipsoid(p, vec{-0.395, 0.54, 0.11}, vec{0.155, 0.24, 0.155}), 0.10)
	d = blend(d, limb(p, vec{-0.41, 0.68, 0.08}, vec{-0.335, 0.86, 0.12}, 0.135, 0.12), 0.08)
	// The haunch and its paw.
	d = blend(d, ellipsoid(p, vec{-0.67, 0.2, 0.16}, vec{0.195, 0.195, 0.125}), 0.05)
	d = blend(d, ellipsoid(p, vec{-0.545, 0.045, 0.27}, vec{0.13, 0.047, 0.066}), 0.04)
	return d
}

func catLegs(p vec) float64 {
	d := limb(p, vec{-0.40, 0.47, 0.19}, vec{-0.375, 0.06, 0.255}, 0.078, 0.052)
	d = blend(d, ellipsoid(p, vec{-0.36, 0.042, 0.29}, vec{0.066, 0.045, 0.085}), 0.04)
	e := limb(p, vec{-0.29, 0.45, 0.12}, vec{-0.225, 0.06, 0.17}, 0.074, 0.05)
	e = blend(e, ellipsoid(p, vec{-0.20, 0.042, 0.21}, vec{0.066, 0.045, 0.083}), 0.04)
	return min(d, e)
}

// catSkull is the head without eyes, in its own frame: x to the viewer's right.
func catSkull(q vec) float64 {
	x := math.Abs(q.x)
	m := vec{x, q.y, q.z}
	d := ellipsoid(m, vec{0, 0.012, 0}, vec{0.178, 0.155, 0.16})
	d = blend(d, ellipsoid(m, vec{0.093, -0.052, 0.045}, vec{0.102, 0.078, 0.092}), 0.06)
	d = blend(d, ellipsoid(m, vec{0, 0.01, 0.13}, vec{0.036, 0.06, 0.045}), 0.05)
	d = blend(d, ellipsoid(m, vec{0.036, -0.066, 0.145}, vec{0.048, 0.038, 0.046}), 0.025)
	d = blend(d, ellipsoid(m, vec{0, -0.108, 0.125}, vec{0.036, 0.026, 0.034}), 0.025)
	// Almond sockets, their outer corners raised.
	e := m.sub(vec{0.076, 0.022, 0.15})
	e.y -= 0.28 * e.x
	return carve(d, ellipsoid(e, vec{}, vec{0.043, 0.0305, 0.055}), 0.012)
}

func catEars(q vec) float64 {
	m := vec{math.Abs(q.x), q.y, q.z}
	// A flattened cone, hollow in front.
	f := vec{m.x, m.y, m.z * 1.9}
	d := limb(f, vec{0.105, 0.095, -0.02}, vec{0.152, 0.255, -0.05}, 0.078, 0.010) * 0.6
	in := limb(f, vec{0.105, 0.085, 0.105}, vec{0.149, 0.225, 0.03}, 0.060, 0.008) * 0.6
	return carve(d, in, 0.012)
}

func catTailDist(p vec) (float64, float64) {
	return rope(p, catTail, func(u float64) float64 { return 0.060 - 0.016*u*u - 0.03*ease.Smooth(0.93, 1, u) })
}

func furry(p vec) float64 {
	return 0.003 * noise.At3(p.x*85, p.y*34, p.z*85)
}

func cat() part {
	return part{
		centre: vec{-0.6, 0.40, 0.1}, radius: 1.12,
		dist: func(p vec) float64 {
			q := headFrame(p)
			d := blend(catBody(p), catLegs(p), 0.05)
			tail, _ := catTailDist(p)
			d = blend(d, tail, 0.05)
			if p.y > 0.6 {
				d = blend(d, catSkull(q)*headSize, 0.07)
				d = blend(d, catEars(q)*headSize, 0.02)
			}
			return d - furry(p)
		},
		look: catLook,
	}
}

// stripe is 1 on a dark band of the tabby, 0 between.
func stripe(phase, wobble float64) float64 {
	s := math.Sin(phase + wobble)
	return ease.Smooth(0.15, 0.8, s)
}

func catLook(p vec) look {
	l := look{gloss: 0.05, sharp: 12, sheen: 0.75, bump: 0.006, relief: func(p vec) float64 {
		return noise.At3(p.x*130, p.y*42, p.z*130) + 0.5*noise.At3(p.x*260, p.y*90, p.z*260)
	}}
	q := headFrame(p)
	wob := 2.6 * (noise.Sum3(p.x*5, p.y*5, p.z*5, 2) - 0.5)
	hair := noise.At3(p.x*75, p.y*22, p.z*75)
	tail, along := catTailDist(p)
	var band, white float64
	switch {
	case tail < 0.02 && along > 0.05:
		band = stripe(along*44, wob*0.5)
		white = ease.Smooth(0.90, 0.95, along)
	case p.y > 0.6 && (catSkull(q) < 0.02 || catEars(q) < 0.03):
		return catFace(q, l, hair)
	default:
		// Bands run round the trunk, which leans; the chest and paws are white.
		lean := p.x*0.86 + p.y*0.42
		band = stripe(lean*34, wob*1.4) * ease.Smooth(0.02, 0.14, p.y)
		if leg := catLegs(p); leg < 0.02 {
			band = stripe(p.y*38, wob) * ease.Smooth(0.10, 0.2, p.y)
		}
		chest := ellipsoid(p, vec{-0.335, 0.60, 0.24}, vec{0.105, 0.245, 0.15})
		white = ease.Smooth(0.028, -0.028, chest+0.05*(hair-0.5))
		white = max(white, ease.Smooth(0.085, 0.055, p.y+0.03*(hair-0.5))*ease.Smooth(-0.62, -0.56, p.x))
	}
	l.colour = catCoat(band, white, hair)
	return l
}

func catCoat(band, white, hair float64) vec {
	c := ginger.to(gingerHi, hair*0.9)
	c = c.to(rust.to(ginger, 0.25*hair), band*0.94)
	return c.to(cream.by(0.9+0.12*hair), white)
}

// catFace colours the head, given in its frame.
func catFace(q vec, l look, hair float64) look {
	x := math.Abs(q.x)
	if ears := catEars(q); ears < 0.006 && q.y > 0.11 {
		inner := limb(vec{x, q.y, 0}, vec{0.108, 0.09, 0}, vec{0.148, 0.222, 0}, 0.046, 0.004)
		if in := ease.Smooth(0.006, -0.008, inner) * ease.Smooth(-0.06, -0.02, q.z); in > 0 {
			l.colour = catCoat(0, 0, hair).to(vec{0.86, 0.42, 0.34}, in*0.9)
			l.leak = 0.25 * in
			return l
		}
	}
	// The M on the brow, bars on the cheeks.
	m := math.Sin(x*62+0.6+0.8*hair) * ease.Smooth(0.055, 0.085, q.y)
	band := ease.Smooth(0.25, 0.8, m)
	cheek := math.Sin((q.y+x*0.35)*78+hair) * ease.Smooth(0.105, 0.135, x) * ease.Smooth(0.05, 0.0, q.y)
	band = max(band, ease.Smooth(0.3, 0.85, cheek))
	muzzle := ellipsoid(vec{x, q.y, q.z}, vec{0.0, -0.085, 0.16}, vec{0.088, 0.052, 0.09})
	blaze := ellipsoid(vec{x, q.y, q.z}, vec{0, -0.01, 0.18}, vec{0.020 + 0.006*hair, 0.10, 0.08})
	white := max(ease.Smooth(0.012, -0.010, muzzle), ease.Smooth(0.008, -0.008, blaze))
	rim := vec{x - 0.076, q.y - 0.022, (q.z - 0.13) * 0.3}
	rim.y = (rim.y - 0.28*rim.x) * 1.3
	halo := ease.Smooth(0.062, 0.050, rim.len())
	white = max(white, halo*0.6)
	l.colour = catCoat(band*(1-halo), white, hair)
	lids := ease.Smooth(0.050, 0.044, rim.len())
	line := ease.Smooth(0.0050, 0.0026, math.Abs(q.x)) * ease.Smooth(-0.045, -0.05, q.y) * ease.Smooth(-0.098, -0.092, q.y)
	mouth := ease.Smooth(0.0055, 0.0025, math.Abs(q.y+0.094-0.35*(x-0.03)*(x-0.03)/0.03)) * ease.Smooth(0.062, 0.055, x)
	if q.z > 0.1 {
		l.colour = l.colour.to(vec{0.22, 0.08, 0.06}, max(line, mouth, lids)*0.85)
		dots := ease.Smooth(0.8, 0.95, math.Sin(x*230)*math.Sin(q.y*260)) * ease.Smooth(0.02, 0.03, x) * ease.Smooth(0.075, 0.06, x) * ease.Smooth(-0.04, -0.05, q.y) * ease.Smooth(-0.09, -0.08, q.y)
		l.colour = l.colour.to(rust, dots*0.7)
	}
	return l
}

// catEyes are two balls with slit pupils, a nose and whiskers: everything
// that is not fur.
func catEyes() part {
	whiskers := [][2]vec{}
	for _, side := range []float64{-1, 1} {
		for k := range 4 {
			f := float64(k)
			whiskers = append(whiskers, [2]vec{
				{side * 0.055, -0.056 - 0.011*f, 0.172},
				{side * (0.27 + 0.012*f), 0.01 - 0.048*f + 0.01*side, 0.14},
			})
		}
	}
	eye := func(q vec) float64 {
		return vec{math.Abs(q.x) - 0.075, q.y - 0.024, (q.z - 0.101)}.len() - 0.0475
	}
	nose := func(q vec) float64 {
		return ellipsoid(vec{math.Abs(q.x), q.y, q.z}, vec{0.006, -0.036 + 0.25*math.Abs(q.x), 0.182}, vec{0.0215, 0.013, 0.016})
	}
	return part{
		centre: catHead, radius: 0.42,
		dist: func(p vec) float64 {
			q := headFrame(p)
			d := min(eye(q), nose(q)) * headSize
			for _, w := range whiskers {
				sag := vec{y: 0.02 * (math.Abs(q.x) - 0.05) * (math.Abs(q.x) - 0.3) * 8}
				d = min(d, limb(q.sub(sag), w[0], w[1], 0.0026, 0.0008)*0.8)
			}
			return d
		},
		look: func(p vec) look {
			q := headFrame(p)
			switch {
			case eye(q) < 0.002:
				return catEye(q)
			case nose(q) < 0.003:
				return look{colour: vec{0.75, 0.27, 0.25}, gloss: 0.5, sharp: 30}
			}
			return look{colour: vec{0.95, 0.93, 0.9}, glow: vec{0.12, 0.11, 0.1}}
		},
	}
}

func catEye(q vec) look {
	side := math.Copysign(1, q.x)
	u, v := math.Abs(q.x)-0.074, q.y-0.025
	r := math.Hypot(u, v)
	l := look{colour: vec{0.35, 0.62, 0.10}, gloss: 1, sharp: 240}
	l.colour = vec{0.62, 0.66, 0.10}.to(vec{0.10, 0.42, 0.12}, ease.Smooth(0.008, 0.032, r))
	spokes := 0.8 + 0.35*noise.At2(math.Atan2(v, u)*9+20, r*60)
	l.colour = l.colour.by(spokes)
	slit := math.Hypot(u/0.0115, v/0.031)
	l.colour = l.colour.to(vec{0.004, 0.004, 0.004}, ease.Smooth(1.1, 0.92, slit))
	l.colour = l.colour.to(vec{0.02, 0.012, 0.008}, ease.Smooth(0.0335, 0.0385, r))
	glint := math.Hypot(q.x-side*0.076+0.012, v-0.016)
	l.glow = vec{1.6, 1.6, 1.6}.by(ease.Smooth(0.0095, 0.006, glint))
	l.glow = l.glow.add(vec{0.10, 0.12, 0.02}.by(ease.Smooth(0.035, 0.02, r) * ease.Smooth(0.002, -0.02, v) * ease.Smooth(0.92, 1.1, slit)))
	return l
}
