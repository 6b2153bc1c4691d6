package sample

import (
	"fmt"
	"image"
	"math"

	"graft/core/sample/internal/canvas"
	"graft/core/sample/internal/noise"
)

// Dishes is how many invented dishes there are. The starter weights were trained
// on them; none is of a sample set, and no two long things lie on each other.
const Dishes = 900

// dishSeed is what all dishes come from. Another one makes other dishes.
const dishSeed = 310

// DishTraits is how many yes-or-no facts Dish tells of a picture.
const DishTraits = 24

// Where the groups of a dish's traits begin.
const (
	dishForm   = 0  // outlines of the parts, one for each dishForm
	dishLayout = 7  // how the parts lie, one for each dishLayout
	dishLayers = 12 // 1, 2 or 3 kinds of parts
	dishLong   = 15
	dishSauce  = 16 // a line of sauce
	dishBits   = 17 // strewn over
	dishCrust  = 18 // darker at the edge
	dishSpots  = 19
	dishStripe = 20
	dishGlossy = 21
	dishBumpy  = 22
	dishServed = 23 // more than one on the plate
)

// dish is the genome of a dish: what lies on the plate, from below.
type dish struct {
	layers    []dishLayer
	ownColour bool
	sauce     bool
	bits      bool
}

type dishLayer struct {
	part   dishPart
	layout int // one in the middle, strewn, a ring, a row, a heap
	n      int
	spread float64
}

type dishPart struct {
	form            int // oval, box, wobbly, polygon, star, drop, stick
	corners         float64
	long, wide      float64
	high, edge      float64 // of its relief: height, and how far in from the outline it rises
	crust, spots    float64
	stripe, bump    float64
	gloss           float64
	main, second    [3]float64 // hue, saturation, value
	grain, stripeAt float64    // periods a unit
}

func newDish(kind int) dish {
	r := noise.New(noise.Mix(dishSeed, uint64(kind)))
	d := dish{ownColour: r.Chance(0.65), sauce: r.Chance(0.3), bits: r.Chance(0.35)}
	for i := range 1 + r.Intn(3) {
		// A long thing lies on the plate, never on something and never under.
		l := dishLayer{part: newDishPart(r, i > 0), layout: r.Intn(5), n: 3 + r.Intn(9), spread: r.In(0.25, 0.6)}
		if i == 0 && r.Chance(0.5) {
			l.layout = 0
		}
		if i > 0 && l.layout == 0 {
			l.part.long, l.part.wide = l.part.long*0.7, l.part.wide*0.7
		}
		d.layers = append(d.layers, l)
		if l.part.form == formStick {
			d.sauce, d.bits = false, false
			break
		}
	}
	return d
}

const formStick = 6

func newDishPart(r *noise.Rand, above bool) dishPart {
	forms := 7
	if above {
		forms = formStick
	}
	p := dishPart{form: r.Intn(forms), corners: float64(3 + r.Intn(5)), long: r.In(0.35, 0.7), edge: r.In(0.02, 0.4)}
	p.wide = p.long * r.In(0.55, 1)
	if p.form == formStick {
		p.wide = p.long * r.In(0.08, 0.25)
	}
	p.high = r.In(0.03, 0.25)
	some := func(chance, lo, hi float64) float64 {
		v := r.In(lo, hi)
		if r.Chance(chance) {
			return v
		}
		return 0
	}
	p.crust, p.spots, p.stripe = some(0.45, 0.3, 0.8), some(0.4, 0.4, 0.9), some(0.3, 0.4, 0.9)
	p.bump, p.gloss = some(0.5, 0.01, 0.05), some(0.5, 0.1, 0.8)
	p.grain, p.stripeAt = r.In(4, 16), r.In(2, 9)
	p.colour(r)
	return p
}

// colour draws the colours. A long thing that is red or brown would be half a hot
// dog; it gets the opposite hue.
func (d *dishPart) colour(r *noise.Rand) {
	d.main, d.second = dishColour(r), dishColour(r)
	if d.form == formStick {
		for _, c := range []*[3]float64{&d.main, &d.second} {
			if c[0] > 0.9 || c[0] < 0.15 {
				c[0] += 0.5
			}
		}
	}
}

func dishColour(r *noise.Rand) [3]float64 {
	return [3]float64{r.Float(), r.In(0.1, 0.9), r.In(0.3, 0.95)}
}

// paintOf is a colour of hue (turns), saturation and value, a little varied.
func paintOf(r *noise.Rand, c [3]float64) canvas.RGB {
	h, s, v := c[0]+r.In(-0.03, 0.03), canvas.Clamp(c[1]+r.In(-0.1, 0.1), 0, 1), canvas.Clamp(c[2]*r.In(0.85, 1.15), 0, 1)
	f := func(n float64) float64 {
		k := math.Mod(n+h*6+60, 6)
		x := v - v*s*canvas.Clamp(math.Min(k, 4-k), 0, 1)
		return x * x
	}
	return canvas.RGB{R: f(5), G: f(3), B: f(1)}
}

// Dish draws a picture of a dish, 0 to Dishes-1, of size by size pixels, 32 to 512:
// the tables, plates and clutter of the sample set plates, with something else on
// the plate. Same seed, same picture. It also tells the picture's traits, each 0 or 1.
func Dish(kind int, seed uint64, size int) (*image.RGBA, [DishTraits]byte, error) {
	var traits [DishTraits]byte
	if err := checkInvented("dish", kind, Dishes, size); err != nil {
		return nil, traits, err
	}
	d := newDish(kind)
	r := noise.New(noise.Mix(noise.Mix(seed, uint64(kind)), 77))
	c := canvas.New(size, size, r)
	layTable(c, r)
	clutter(c, r)
	p := canvas.Pose{X: r.In(-0.18, 0.18), Y: r.In(-0.18, 0.18), Turn: r.In(0, 6.283), Size: 1}
	ground(c, r, p)
	p.Turn, p.Size = r.In(0, 6.283), r.In(0.85, 1.3)
	if r.Chance(0.2) {
		traits[dishServed] = 1
		d.serve(c, r, p.In(r.In(-0.1, 0.1), -0.36, r.In(-0.3, 0.3), 0.62))
		d.serve(c, r, p.In(r.In(-0.1, 0.1), 0.36, r.In(-0.3, 0.3), 0.62))
	} else {
		d.serve(c, r, p)
	}
	d.tell(&traits)
	return c.Photo(r), traits, nil
}

// checkInvented returns an error for a number or a size of an invented picture that
// is out of range.
func checkInvented(what string, kind, kinds, size int) error {
	switch {
	case kind < 0 || kind >= kinds:
		return fmt.Errorf("sample: %s %d: want 0 to %d", what, kind, kinds-1)
	case size < 32 || size > 512:
		return fmt.Errorf("sample: %s of %d px: want 32 to 512", what, size)
	}
	return nil
}

func (d *dish) tell(traits *[DishTraits]byte) {
	mark := func(trait int, yes bool) {
		if yes {
			traits[trait] = 1
		}
	}
	for _, l := range d.layers {
		mark(dishForm+l.part.form, true)
		mark(dishLayout+l.layout, true)
		mark(dishLong, l.part.wide < 0.4*l.part.long)
		mark(dishCrust, l.part.crust > 0)
		mark(dishSpots, l.part.spots > 0)
		mark(dishStripe, l.part.stripe > 0)
		mark(dishGlossy, l.part.gloss > 0.3)
		mark(dishBumpy, l.part.bump > 0)
	}
	mark(dishLayers+len(d.layers)-1, true)
	mark(dishSauce, d.sauce)
	mark(dishBits, d.bits)
}

func (d *dish) serve(c *canvas.Canvas, r *noise.Rand, p canvas.Pose) {
	for _, l := range d.layers {
		part := l.part
		if !d.ownColour {
			part.colour(r)
		}
		l.lay(c, r, p, &part)
	}
	if d.sauce {
		tone := canvas.Pick(r, 0xe8b417, 0xb31a12, 0xf2ead2, 0x3d1f10, 0x6f8f3a)
		squiggle(c, r, p, tone, 0, 0.45*d.layers[0].part.long, 0.3)
	}
	if d.bits {
		tone := paintOf(r, d.layers[0].part.second)
		for range 10 + r.Intn(20) {
			s, k := math.Sincos(r.In(0, 6.283))
			far := 0.45 * math.Sqrt(r.Float())
			bit := dishPart{form: 1, long: 1, wide: 0.7, edge: 0.6, high: 0.5}
			bit.put(c, r, p.In(k*far, s*far, r.In(0, 6), r.In(0.025, 0.06)), tone, tone)
		}
	}
}

// lay puts the parts of a layer where they belong.
func (l *dishLayer) lay(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, part *dishPart) {
	a, b := paintOf(r, part.main), paintOf(r, part.second)
	n := max(1, l.n+r.Intn(3)-1)
	small := 1.5 / math.Sqrt(float64(n)+1)
	for k := range n {
		f := float64(k) / float64(n)
		switch l.layout {
		case 0:
			part.put(c, r, p.In(r.In(-0.06, 0.06), r.In(-0.06, 0.06), r.In(-0.2, 0.2), r.In(0.9, 1.15)), a, b)
			return
		case 1: // strewn
			s, k := math.Sincos(r.In(0, 6.283))
			far := l.spread * 1.1 * math.Sqrt(r.Float())
			part.put(c, r, p.In(k*far, s*far, r.In(0, 6.283), small*r.In(0.6, 1)), a, b)
		case 2: // a ring
			s, k := math.Sincos(2 * math.Pi * f)
			part.put(c, r, p.In(k*l.spread, s*l.spread, 2*math.Pi*f+r.In(-0.15, 0.15), small*r.In(0.75, 0.9)), a, b)
		case 3: // a row
			part.put(c, r, p.In(r.In(-0.04, 0.04), (f-0.5)*1.3+0.65/float64(n), r.In(-0.12, 0.12), small*r.In(0.85, 1)), a, b)
		default: // a heap
			s, k := math.Sincos(r.In(0, 6.283))
			far := l.spread * 0.5 * r.Float()
			part.put(c, r, p.In(k*far, s*far, r.In(0, 6.283), small*r.In(0.7, 1.1)), a, b)
		}
	}
}

// put draws one part.
func (d *dishPart) put(c *canvas.Canvas, r *noise.Rand, p canvas.Pose, a, b canvas.RGB) {
	seed := r.In(0, 99)
	long, wide := d.long*r.In(0.9, 1.1), d.wide*r.In(0.9, 1.1)
	curve := r.In(-0.25, 0.25)
	c.Put(canvas.Solid{
		Reach: long*1.3 + 0.1, Tall: d.high, Gloss: d.gloss, Sharp: 4,
		Dist: func(x, y float64) float64 { return d.outline(x, y, long, wide, curve, seed) },
		Rise: func(depth float64) float64 {
			t := canvas.Clamp(depth/d.edge, 0, 1)
			return d.high * math.Sqrt(t*(2-t))
		},
		Bump: func(x, y float64) float64 { return d.bump * noise.At2(x*d.grain+seed, y*d.grain) },
		Colour: func(x, y, depth float64) canvas.RGB {
			k := a
			if d.stripe > 0 {
				f := x*d.stripeAt + seed
				k = k.To(b, d.stripe*canvas.Smooth(0.3, 0.2, math.Abs(f-math.Floor(f)-0.5)))
			}
			if d.spots > 0 {
				k = k.To(b, d.spots*canvas.Speckle(x, y+seed, d.grain, 0.62, 0.08))
			}
			return k.To(b.By(0.6), d.crust*canvas.Smooth(0.3*wide, 0, depth))
		},
	}, p)
}

// outline is the distance to the part's outline.
func (d *dishPart) outline(x, y, long, wide, curve, seed float64) float64 {
	ratio := wide / long
	switch d.form {
	case 0:
		return canvas.Oval(x, y, long, wide)
	case 1:
		return canvas.Panel(x, y, long, wide, 0.25*wide)
	case 2:
		return canvas.Wobbly(x, y/ratio, long*0.85, 0.2*long, d.corners+2, seed) * ratio
	case formStick:
		return canvas.Pill(x, canvas.Bend(x, y, curve), long-wide, wide)
	}
	y /= ratio
	a := math.Atan2(y, x)
	step := 2 * math.Pi / d.corners
	f := math.Mod(a+20*math.Pi, step)
	switch d.form {
	case 3:
		return (canvas.Length(x, y)*math.Cos(f-step/2) - long*0.9*math.Cos(step/2)) * ratio
	case 4:
		return (canvas.Length(x, y) - long*(0.55+0.4*math.Abs(f/step-0.5)*2)) * 0.7 * ratio
	}
	return (canvas.Length(x, y*(1+0.8*math.Max(x/long, 0))) - long*0.85) * ratio // a drop
}
