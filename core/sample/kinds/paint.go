package kinds

import (
	"math"

	"graft/core/sample/internal/ease"
	"graft/core/sample/internal/noise"
)

// rgb is a colour in linear light; 1 is white in full light.
type rgb struct{ r, g, b float64 }

func (a rgb) by(k float64) rgb { return rgb{a.r * k, a.g * k, a.b * k} }
func (a rgb) to(b rgb, t float64) rgb {
	return rgb{a.r + float64((b.r-a.r)*t), a.g + float64((b.g-a.g)*t), a.b + float64((b.b-a.b)*t)}
}

// hsv makes a colour of hue (turns), saturation and value; gamma 2.
func hsv(h, s, v float64) rgb {
	f := func(n float64) float64 {
		k := math.Mod(n+h*6+60, 6)
		x := v - v*s*ease.Clamp(min(k, 4-k), 0, 1)
		return x * x
	}
	return rgb{f(5), f(3), f(1)}
}

// hue is a colour that can be varied.
type hue struct{ h, s, v float64 }

func newHue(r *noise.Rand) hue {
	s := r.Float()
	return hue{r.Float(), math.Sqrt(s) * r.In(0.2, 1), r.In(0.25, 1)}
}

func (c hue) vary(r *noise.Rand) rgb {
	return hsv(c.h+r.In(-0.04, 0.04), ease.Clamp(c.s+r.In(-0.12, 0.12), 0, 1), ease.Clamp(c.v*r.In(0.8, 1.2), 0.05, 1))
}

// pattern is a family of textures.
type pattern int

const (
	patternPlain pattern = iota
	patternStripes
	patternWavy
	patternDots
	patternChecks
	patternRings
	patternSpeckle
	patternMarble
	patternFade
	patternScales
	patternRays
	patternZigzag
	patternCells
	patternGrain
	patterns
)

// paint is a texture of two colours.
type paint struct {
	pattern pattern
	often   float64 // periods a unit
	turn    float64
	share   float64 // of the second colour
	soft    float64
	rough   float64 // relief that follows the texture
}

func newPaint(r *noise.Rand) paint {
	return paint{pattern(r.Intn(int(patterns))), math.Exp(r.In(0.4, 2.1)), r.In(0, math.Pi), r.In(0.25, 0.7), r.In(0.02, 0.3), r.In(0, 0.12)}
}

func (p paint) vary(r *noise.Rand) paint {
	p.often *= math.Exp(r.In(-0.2, 0.2))
	p.share = ease.Clamp(p.share+r.In(-0.08, 0.08), 0.1, 0.9)
	p.turn += r.In(-0.15, 0.15)
	return p
}

// brush is a paint as one instance has it: with its colours and its place.
type brush struct {
	paint
	a, b     rgb
	sin, cos float64
	u, v     float64 // offset
}

func (p paint) with(r *noise.Rand, a, b rgb) brush {
	s, c := math.Sincos(p.turn)
	return brush{p, a, b, s, c, r.In(0, 90), r.In(0, 90)}
}

func fraction(x float64) float64 { return x - math.Floor(x) }

// at returns how much of the second colour there is at x, y, in [0, 1].
func (p *brush) at(x, y float64) float64 {
	if p.pattern == patternPlain {
		return 0
	}
	if p.pattern == patternRings || p.pattern == patternRays {
		return p.centred(x, y)
	}
	u := (float64(x*p.cos)+float64(y*p.sin))*p.often + p.u
	v := (float64(y*p.cos)-float64(x*p.sin))*p.often + p.v
	cut := func(level float64) float64 { return ease.Smooth(1-p.share-p.soft, 1-p.share+p.soft, level) }
	wave := func(t float64) float64 { return 0.5 + 0.5*math.Cos(2*math.Pi*t) }
	switch p.pattern {
	case patternStripes:
		return cut(wave(u))
	case patternWavy:
		return cut(wave(u + 0.35*math.Sin(2*v)))
	case patternZigzag:
		return cut(wave(u + 0.7*math.Abs(fraction(v*0.7)-0.5)))
	case patternDots:
		row := math.Floor(v)
		return ease.Smooth(0.5*p.share+0.1+p.soft*0.3, 0.5*p.share+0.1-p.soft*0.3, length(fraction(u+0.5*math.Mod(row, 2))-0.5, fraction(v)-0.5))
	case patternChecks:
		if int(math.Floor(u)+math.Floor(v))&1 == 0 {
			return 1
		}
		return 0
	case patternSpeckle:
		return ease.Smooth(0.75-0.4*p.share-p.soft*0.3, 0.75-0.4*p.share+p.soft*0.3, noise.At2(u*2, v*2))
	case patternMarble:
		return ease.Smooth(0.5, 0, math.Abs(math.Sin(u+3*noise.Sum2(u*0.6, v*0.6, 2)*math.Pi)))
	case patternFade:
		return ease.Clamp(0.5+(u-p.u)/p.often*0.8, 0, 1)
	case patternScales:
		row := math.Floor(v)
		d := length(fraction(u+0.5*math.Mod(row, 2))-0.5, fraction(v)*0.9)
		return ease.Smooth(0.45, 0.62, d)
	case patternCells:
		return p.cells(u, v)
	}
	return noise.Sum2(u*1.3, v*6, 2) // grain
}

func (p *brush) centred(x, y float64) float64 {
	if p.pattern == patternRings {
		t := 0.5 + 0.5*math.Cos(2*math.Pi*length(x, y)*p.often*0.6+p.u)
		return ease.Smooth(1-p.share-p.soft, 1-p.share+p.soft, t)
	}
	t := 0.5 + 0.5*math.Cos(math.Atan2(y, x)*math.Floor(2+p.often)+p.turn)
	return ease.Smooth(1-p.share-p.soft, 1-p.share+p.soft, t)
}

// cells is near 1 between points strewn one to a square (Worley's texture).
func (p *brush) cells(u, v float64) float64 {
	iu, iv := math.Floor(u), math.Floor(v)
	first, second := 9.0, 9.0
	for dv := -1.0; dv <= 1; dv++ {
		for du := -1.0; du <= 1; du++ {
			cu, cv := iu+du, iv+dv
			d := length(cu+noise.At2(cu*7.3, cv*3.1)-u, cv+noise.At2(cu*2.7+40, cv*5.9)-v)
			if d < first {
				first, second = d, first
			} else if d < second {
				second = d
			}
		}
	}
	return ease.Smooth(0.18, 0.05, second-first)
}
