package sample

import (
	"image"
	"math"

	"graft/core/sample/internal/canvas"
	"graft/core/sample/internal/noise"
)

// Finds is how many invented things there are that lie on the garden's grounds:
// stars, wreaths, chains and branches. The starter weights were trained on them;
// none is an animal, and none has pairs of limbs.
const Finds = 600

// findSeed is what all finds come from. Another one makes other finds.
const findSeed = 311

// FindTraits is how many yes-or-no facts Find tells of a picture.
const FindTraits = 6

// A find's traits.
const (
	findWreath = iota
	findChain
	findBranch
	findCore
	findThin
	findBroad
)

// find is the genome of a find: what it is made of, from below.
type find struct {
	layers    []findLayer
	ownColour bool
}

type findLayer struct {
	part   dishPart
	layout int // one of findWreath to findCore
	n      int
	inner  float64 // how far from the middle a wreath begins
	lean   float64 // of a wreath's parts, radians
	curl   float64 // of a chain, radians a link
	taper  float64
}

func newFind(kind int) find {
	r := noise.New(noise.Mix(findSeed, uint64(kind)))
	f := find{ownColour: r.Chance(0.25)}
	for i := range 1 + r.Intn(3) {
		l := findLayer{
			part: newDishPart(r, false), layout: r.Intn(4), n: 3 + r.Intn(8),
			inner: r.In(0, 0.3), lean: r.In(-0.6, 0.6), curl: r.In(-0.5, 0.5), taper: r.In(0.75, 1.05),
		}
		if i == 0 && l.layout == findCore {
			l.layout = findWreath
		}
		if i > 0 && r.Chance(0.5) {
			l.layout = findCore
		}
		l.part.high = min(l.part.high, 0.15)
		f.layers = append(f.layers, l)
	}
	return f
}

// Find draws a picture of a find, 0 to Finds-1, of size by size pixels, 32 to 512,
// on the grounds of the sample set garden. Same seed, same picture. It also tells the
// picture's traits, each 0 or 1.
func Find(kind int, seed uint64, size int) (*image.RGBA, [FindTraits]byte, error) {
	var traits [FindTraits]byte
	if err := checkInvented("find", kind, Finds, size); err != nil {
		return nil, traits, err
	}
	f := newFind(kind)
	r := noise.New(noise.Mix(noise.Mix(seed, uint64(kind)), 78))
	c := canvas.New(size, size, r)
	layGround(c, r)
	strew(c, r)
	p := canvas.Pose{X: r.In(-0.2, 0.2), Y: r.In(-0.2, 0.2), Turn: r.In(0, 2*math.Pi), Size: r.In(0.7, 1.15)}
	for _, l := range f.layers {
		if !f.ownColour {
			l.part.main, l.part.second = dishColour(r), dishColour(r)
		}
		l.lay(c, r, p)
		traits[l.layout] = 1
		if l.part.form == formStick {
			traits[findThin] = 1
		} else {
			traits[findBroad] = 1
		}
	}
	if r.Chance(0.2) {
		overhang(c, r, p)
	}
	return c.Photo(r), traits, nil
}

// lay puts the parts of a layer where they belong.
func (l *findLayer) lay(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	a, b := paintOf(r, l.part.main), paintOf(r, l.part.second)
	part := l.part
	n := max(3, l.n+r.Intn(3)-1)
	switch l.layout {
	case findWreath:
		size := r.In(0.65, 0.85)
		for k := range n {
			turn := 2*math.Pi*(float64(k)+r.In(-0.15, 0.15))/float64(n) + r.In(-0.05, 0.05)
			q := p.In(0, 0, turn, 1).In(l.inner+part.long*size, 0, l.lean+r.In(-0.15, 0.15), size)
			part.put(c, r, q, a, b)
		}
	case findChain:
		q := p.In(-0.6, r.In(-0.1, 0.1), r.In(-0.2, 0.2), 0.5)
		for range n {
			part.put(c, r, q, a, b)
			q = q.In(part.long*1.3, 0, l.curl+r.In(-0.15, 0.15), l.taper)
		}
	case findBranch:
		stem := dishPart{form: formStick, long: 0.85, wide: 0.05, edge: 0.05, high: 0.05}
		stem.put(c, r, p, b, b)
		for k := range n {
			along := -0.7 + 1.4*(float64(k)+0.5)/float64(n)
			side := float64(1 - 2*(k%2)) // one side, then the other
			q := p.In(along, 0, side*(0.9+r.In(-0.2, 0.2)), 0.45*r.In(0.85, 1.1)).In(part.long, 0, 0, 1)
			part.put(c, r, q, a, b)
		}
	default:
		part.put(c, r, p.In(r.In(-0.05, 0.05), r.In(-0.05, 0.05), r.In(-0.3, 0.3), r.In(0.5, 0.75)), a, b)
	}
}
