package scene

import (
	"math"

	"graft/core/sample/internal/ease"
	"graft/core/sample/internal/noise"
)

// Sill returns the scene of a ginger cat on a windowsill.
func sill() *stage {
	return &stage{
		parts: []part{sillRoom(), cat(), catEyes(), pot(), leaves(), mug(), books(), yarn()},
		sky:   outside,
		key:   vec{-0.62, 0.74, 0.62}.unit(), keyTint: vec{2.35, 1.82, 1.18},
		skyTint: vec{0.30, 0.42, 0.64}, backTint: vec{0.34, 0.255, 0.20}, soft: 0.085,
		eye: vec{0.30, 0.92, 3.9}, aim: vec{0.02, 0.43, 0}, width: 2.66,
	}
}

func wood(p vec, light, dark vec, along float64) vec {
	rings := math.Sin((p.z*9+p.y*9)*3 + 5*noise.Sum3(p.x*1.1+along, p.y*6, p.z*6, 3)*2)
	grain := noise.Sum3(p.x*6+along, p.y*120, p.z*120, 2)
	return dark.to(light, ease.Clamp(0.5+0.28*rings+0.55*(grain-0.5), 0, 1))
}

func sillRoom() part {
	board := func(p vec) float64 {
		return block(p, vec{0, -0.05, -0.05}, vec{4, 0.05, 0.60}, 0.022)
	}
	wall := func(p vec) float64 { return block(p, vec{0, -2.1, -0.2}, vec{4, 2, 0.62}, 0.01) }
	frame := func(p vec) float64 {
		d := block(p, vec{0, 0.03, -0.62}, vec{4, 0.065, 0.07}, 0.015)
		d = min(d, block(p, vec{0.20, 0.8, -0.66}, vec{0.042, 2, 0.035}, 0.012))
		d = min(d, block(p, vec{0, 1.235, -0.66}, vec{4, 0.030, 0.03}, 0.012))
		d = min(d, block(p, vec{1.42, 0.8, -0.6}, vec{0.07, 2, 0.08}, 0.015))
		return min(d, block(p, vec{-1.52, 0.8, -0.6}, vec{0.07, 2, 0.08}, 0.015))
	}
	curtain := func(p vec) float64 {
		fold := 0.045*math.Sin(p.x*34+0.5*math.Sin(p.y*2.2)) + 0.018*math.Sin(p.x*75+p.y*1.5)
		edge := -1.13 - 0.16*ease.Smooth(1.5, 0.2, p.y) + 0.03*math.Sin(p.y*4)
		return max(math.Abs(p.z+0.44-fold)-0.012, p.x-edge, 0.115-p.y) * 0.42
	}
	return part{
		radius: 50,
		dist: func(p vec) float64 {
			return min(board(p), wall(p), frame(p), curtain(p))
		},
		look: func(p vec) look {
			b, w, f, c := board(p), wall(p), frame(p), curtain(p)
			switch min(b, w, f, c) {
			case b:
				return look{colour: wood(p, vec{0.60, 0.34, 0.15}, vec{0.30, 0.135, 0.05}, 3), gloss: 0.35, sharp: 40}
			case w:
				return wallLook(p)
			case f:
				n := noise.Sum3(p.x*30, p.y*30, p.z*30, 2)
				return look{colour: vec{0.86, 0.86, 0.82}.by(0.94 + 0.1*n), gloss: 0.3, sharp: 30}
			}
			return curtainLook(p)
		},
	}
}

func wallLook(p vec) look {
	// Small glazed tiles, each its own shade of teal.
	const size = 0.155
	u, v := p.x/size, (p.y+0.012)/size
	if int(math.Floor(v))&1 != 0 {
		u += 0.5
	}
	fu, fv := u-math.Floor(u), v-math.Floor(v)
	edge := min(fu, 1-fu, fv, 1-fv)
	r := noise.New(noise.Mix(uint64(int64(math.Floor(u))+1000), uint64(int64(math.Floor(v))+1000)))
	c := vec{0.015, 0.17, 0.20}.to(vec{0.04, 0.32, 0.31}, r.Float())
	c = c.by(0.85 + 0.3*noise.Sum2(p.x*14, p.y*14, 2))
	joint := ease.Smooth(0.035, 0.015, edge)
	return look{colour: c.to(vec{0.5, 0.47, 0.4}, joint), gloss: 0.6 * (1 - joint), sharp: 50, bump: 0.004,
		relief: func(p vec) float64 { return noise.At3(p.x*12, p.y*12, 0) }}
}

func curtainLook(p vec) look {
	weave := 0.93 + 0.07*math.Sin(p.x*420)*math.Sin(p.y*420)
	c := vec{0.92, 0.80, 0.58}
	// Rows of small red flowers.
	u, v := p.x*9, p.y*6.2
	if int(math.Floor(v))&1 != 0 {
		u += 0.5
	}
	fu, fv := u-math.Floor(u)-0.5, v-math.Floor(v)-0.5
	r, a := math.Hypot(fu, fv*1.4), math.Atan2(fv*1.4, fu)
	petal := ease.Smooth(0.03, -0.03, r-0.20-0.06*math.Cos(5*a))
	c = c.to(vec{0.74, 0.10, 0.10}, petal)
	c = c.to(vec{0.95, 0.70, 0.12}, ease.Smooth(0.085, 0.06, r))
	return look{colour: c.by(weave), leak: 0.35, sheen: 0.3}
}

// outside is the view through the window: what a ray hits a few units behind.
func outside(o, d vec) vec {
	if d.z > -0.05 {
		return vec{0.3, 0.3, 0.3}
	}
	t := (-5 - o.z) / d.z
	x, y := o.x+d.x*t, o.y+d.y*t
	// Sky, from the horizon up, with a low sun on the left.
	up := ease.Clamp((y+0.1)/2.6, 0, 1)
	c := vec{1.25, 0.92, 0.62}.to(vec{0.62, 0.86, 1.12}, ease.Smooth(0.02, 0.42, up))
	c = c.to(vec{0.20, 0.46, 0.98}, ease.Smooth(0.35, 1, up))
	cloud := noise.Sum2(x*0.75+3, y*1.9+1.2, 5)
	cloud = ease.Smooth(0.50, 0.66, cloud+0.08*up) * ease.Smooth(0.1, 0.45, y)
	lit := noise.Sum2(x*0.75+2.93, y*1.9+1.32, 5)
	c = c.to(vec{1.15, 1.08, 1.0}.to(vec{0.78, 0.78, 0.92}, ease.Smooth(0.5, 0.75, lit)), cloud*0.9)
	for k := range 6 {
		c = hill(c, x, y, float64(k)/5)
	}
	c = house(c, x, y, 1.62, -0.50, 0.30)
	c = house(c, x, y, 0.72, -0.42, 0.22)
	return c.by(1.05)
}

// hill lays one ridge over c; near is 0 for the farthest, 1 for the nearest.
func hill(c vec, x, y, near float64) vec {
	ridge := 0.16 - 0.72*near + (0.62-0.2*near)*(noise.Sum2(x*(0.45+0.3*near)+near*31, near*12, 3)-0.5)
	cover := ease.Smooth(ridge+0.018, ridge-0.018, y)
	if cover == 0 {
		return c
	}
	down := ridge - y
	grass := vec{0.12, 0.30, 0.04}.to(vec{0.34, 0.46, 0.07}, noise.At2(x*1.6+near*9, y*3))
	grass = grass.to(vec{0.80, 0.58, 0.10}, 0.8*ease.Smooth(0.56, 0.66, noise.At2(x*0.9+near*17, y*2+near*5)))
	rows := 0.92 + 0.14*math.Sin((x*0.8+y*3+near*4)*(26+20*(1-near)))
	lit := 1.15 - 0.5*ease.Smooth(0, 0.5, down)
	land := grass.by(rows * lit)
	wood := noise.Sum2(x*3.2+near*13, y*8+near*3, 2)
	land = land.to(vec{0.035, 0.12, 0.05}, 0.85*ease.Smooth(0.54, 0.66, wood)*ease.Smooth(0.5, 0.1, down))
	haze := vec{0.50, 0.64, 0.88}
	return c.to(land.to(haze, 0.86*(1-near)*(1-near)), cover)
}

// house is a white cottage with a red roof, out of focus.
func house(c vec, x, y, cx, cy, s float64) vec {
	const soft = 0.018
	u, v := (x-cx)/s, (y-cy)/s
	inside := func(d float64) float64 { return ease.Smooth(soft/s, -soft/s, d) }
	walls := max(math.Abs(u)-0.5, math.Abs(v)-0.32)
	c = c.to(vec{1.0, 0.93, 0.80}, inside(walls))
	roof := max(math.Abs(u)*0.62+v-0.76, 0.30-v)
	c = c.to(vec{0.72, 0.17, 0.08}, inside(roof))
	window := max(math.Abs(math.Abs(u)-0.24)-0.08, math.Abs(v-0.02)-0.1)
	return c.to(vec{0.20, 0.25, 0.35}, inside(window))
}
