package kinds

import (
	"math"

	"graft/core/sample/internal/ease"
	"graft/core/sample/internal/noise"
)

// thing is the genome of a kind of things: one to five parts, some repeated
// about a centre, in a row or mirrored.
type thing struct {
	parts     []part
	ownColour bool // the colours belong to the kind; else every instance has its own
	upright   bool // it is seen about upright; else turned any way
	sway      float64
}

type part struct {
	shape  shape
	paint  paint
	a, b   hue
	at     pose
	repeat repeat
	times  int
	round  float64
	tall   float64
	gloss  float64
}

type repeat int

const (
	once repeat = iota
	mirrored
	ring
	row
	repeats
)

// family is how many siblings share a genome but for one part: what tells them
// apart has to be found.
const family = 3

func newThing(seed uint64, kind int) thing {
	r := noise.New(noise.Mix(seed, uint64(kind/family)))
	t := thing{ownColour: r.Chance(0.5), upright: r.Chance(0.5), sway: r.In(0.3, 1)}
	n := 1 + r.Intn(5)
	long := true
	for i := range n {
		p := newPart(r, i, long)
		if p.shape.form == formStrip || p.shape.form == formWedge {
			long = false // never one long part on another
		}
		t.parts = append(t.parts, p)
	}
	if sibling := kind % family; sibling > 0 {
		r = noise.New(noise.Mix(seed, uint64(1e6+kind)))
		i := r.Intn(len(t.parts))
		other := newPart(r, i, false)
		switch r.Intn(3) {
		case 0: // another outline, colours and paint stay
			other.paint, other.a, other.b = t.parts[i].paint, t.parts[i].a, t.parts[i].b
			other.at = t.parts[i].at
			t.parts[i] = other
		case 1: // another paint
			t.parts[i].paint, t.parts[i].a, t.parts[i].b = other.paint, other.a, other.b
		default: // one part more
			t.parts = append(t.parts, newPart(r, len(t.parts), false))
		}
	}
	return t
}

func newPart(r *noise.Rand, i int, long bool) part {
	p := part{
		shape: newShape(r, long), paint: newPaint(r), a: newHue(r), b: newHue(r),
		round: r.In(0.1, 0.9), tall: r.In(0.15, 1), gloss: math.Max(r.In(-0.4, 0.8), 0),
	}
	if r.Chance(0.35) {
		p.paint.pattern = patternPlain
	}
	p.b.v = ease.Clamp(1.1-p.a.v+r.In(-0.3, 0.3), 0.1, 1)
	if i == 0 {
		p.at = pose{size: r.In(0.7, 1), turn: float64(r.Intn(4)) * math.Pi / 4}
		return p
	}
	s, c := math.Sincos(r.In(0, 2*math.Pi))
	far := r.In(0, 0.85)
	p.at = pose{x: c * far, y: s * far, turn: r.In(0, 2*math.Pi), size: r.In(0.15, 0.55)}
	p.repeat = repeat(r.Intn(int(repeats)))
	p.times = 2 + r.Intn(5)
	if r.Chance(0.25) {
		p.at.x, p.at.y = 0, 0
	}
	return p
}

// instance is a thing with what one picture of it has.
type instance struct {
	solids []solid
	poses  []pose
}

func (t *thing) instance(r *noise.Rand) instance {
	var out instance
	shift := r.Float()
	for _, p := range t.parts {
		a, b := p.a, p.b
		if !t.ownColour {
			a, b = newHue(r), newHue(r)
			b.v = ease.Clamp(1.1-a.v, 0.1, 1)
			a.h += shift
		}
		s := solid{
			shape: p.shape.vary(r, t.sway), round: p.round, tall: p.tall * r.In(0.7, 1.2), gloss: p.gloss,
			brush: p.paint.vary(r).with(r, a.vary(r), b.vary(r)),
		}
		at := p.at
		at.x += r.In(-0.05, 0.05) * t.sway
		at.y += r.In(-0.05, 0.05) * t.sway
		at.turn += r.In(-0.2, 0.2) * t.sway
		at.size *= 1 + r.In(-0.12, 0.12)*t.sway
		for _, q := range p.copies(at) {
			out.solids = append(out.solids, s)
			out.poses = append(out.poses, q)
		}
	}
	return out
}

func (p *part) copies(at pose) []pose {
	switch p.repeat {
	case mirrored:
		return []pose{at, pose{mirror: true, size: 1}.in(at)}
	case ring:
		var list []pose
		for k := range p.times {
			list = append(list, pose{turn: 2 * math.Pi * float64(k) / float64(p.times), size: 1}.in(at))
		}
		return list
	case row:
		var list []pose
		for k := range p.times {
			f := float64(k)/float64(p.times-1)*2 - 1
			q := at
			q.x, q.size = f*0.8, at.size*0.7
			list = append(list, q)
		}
		return list
	}
	return []pose{at}
}

func (c *canvas) thing(in *instance, p pose) {
	for i := range in.solids {
		c.put(&in.solids[i], p.in(in.poses[i]))
	}
}
