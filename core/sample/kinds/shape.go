package kinds

import (
	"math"

	"graft/core/sample/internal/ease"
	"graft/core/sample/internal/noise"
)

// shapeForm is a family of outlines.
type shapeForm int

const (
	formOval shapeForm = iota
	formBox
	formPolygon
	formStar
	formFlower
	formRing
	formCrescent
	formBlob
	formStrip
	formWedge
	formCross
	formDrop
	forms
)

// shape is an outline within about one unit of (0, 0).
type shape struct {
	form   shapeForm
	n      float64 // corners, petals or humps
	a, b   float64 // in [0, 1]: roundness, depth of the notches and the like
	narrow float64 // height over width
	waves  [4]float64
}

func newShape(r *noise.Rand, allowLong bool) shape {
	s := shape{
		form: shapeForm(r.Intn(int(forms))), n: float64(3 + r.Intn(6)),
		a: r.Float(), b: r.Float(), narrow: r.In(0.45, 1),
	}
	if !allowLong && (s.form == formStrip || s.form == formWedge) {
		s.form = formPolygon
	}
	for i := range s.waves {
		s.waves[i] = r.In(-1, 1) / float64(i+1)
	}
	return s
}

// vary returns the shape as one instance has it.
func (s shape) vary(r *noise.Rand, much float64) shape {
	s.a = ease.Clamp(s.a+r.In(-0.12, 0.12)*much, 0, 1)
	s.b = ease.Clamp(s.b+r.In(-0.12, 0.12)*much, 0, 1)
	s.narrow *= 1 + r.In(-0.15, 0.15)*much
	for i := range s.waves {
		s.waves[i] += r.In(-0.12, 0.12) * much
	}
	return s
}

// dist is the distance of x, y to the outline, negative inside. It is exact for
// some forms and near enough at the edge for the others.
func (s *shape) dist(x, y float64) float64 {
	switch s.form {
	case formStrip:
		y -= (s.a - 0.5) * 1.1 * (x*x - 0.3)
		return length(max(math.Abs(x)-0.8, 0), y) - 0.08 - 0.16*s.b
	case formBox:
		w, h, c := 0.9, 0.9*s.narrow, 0.05+0.3*s.a*s.narrow
		dx, dy := math.Abs(x)-w+c, math.Abs(y)-h+c
		return length(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - c
	case formCross:
		ax, ay := math.Abs(x), math.Abs(y)
		arm := 0.15 + 0.3*s.a
		return min(max(ax-0.95, ay-arm), max(ax-arm, ay-0.95*(0.6+0.4*s.b)))
	}
	y /= s.narrow
	return s.round(x, y) * s.narrow
}

// round measures the forms that are drawn about a centre.
func (s *shape) round(x, y float64) float64 {
	d := length(x, y)
	switch s.form {
	case formRing:
		return math.Abs(d-0.72) - 0.08 - 0.18*s.a
	case formCrescent:
		return max(d-0.95, 0.6+0.2*s.a-length(x-0.35-0.2*s.b, y))
	case formDrop:
		return length(x, y*(1+0.9*max(x, 0)*(0.4+s.a))) - 0.8
	case formWedge:
		return max(math.Abs(y)-0.45*(0.15+0.85*(x+0.9)/1.8), math.Abs(x)-0.9)
	}
	a := math.Atan2(y, x)
	switch s.form {
	case formPolygon:
		step := 2 * math.Pi / s.n
		a = math.Mod(a+20*math.Pi, step) - step/2
		return d*math.Cos(a) - 0.85*math.Cos(step/2)
	case formStar:
		step := 2 * math.Pi / s.n
		t := math.Abs(math.Mod(a+20*math.Pi, step)/step - 0.5)
		return (d - 0.95*(1-(0.3+0.4*s.a)*2*t)) * 0.7
	case formFlower:
		return (d - 0.72 - (0.08+0.2*s.a)*math.Cos(a*s.n)) * 0.75
	case formBlob:
		w := s.waves
		return (d - 0.68 - 0.14*(w[0]*math.Cos(2*a)+w[1]*math.Cos(3*a+w[3]*6)+w[2]*2*math.Sin(4*a)+w[3]*2*math.Cos(5*a+1))) * 0.8
	}
	return d - 0.9
}

func length(x, y float64) float64 { return math.Sqrt(float64(x*x) + float64(y*y)) }
