package kinds

import (
	"fmt"
	"image"
	"math"
	"slices"

	"graft/core/sample"
	"graft/core/sample/internal/ease"
	"graft/core/sample/internal/noise"
)

// How many kinds of each sort there are; labels are counted in this order. The
// later kinds stand behind the first ones, so that a network that knows those keeps
// its rows.
const (
	Things   = 624 // 208 genera of three species
	Glyphs   = 126
	Surfaces = 100
	Fractals = 150
	Dishes   = 300
	Finds    = 200
	First    = invented + Dishes + Finds

	LaterThings   = 1500
	LaterFractals = 300
	LaterDishes   = sample.Dishes - Dishes
	LaterFinds    = sample.Finds - Finds
	Count         = First + LaterThings + LaterFractals + LaterDishes + LaterFinds

	invented = Things + Glyphs + Surfaces + Fractals
)

// genomes is the seed that all kinds come from. Another one makes other kinds.
const genomes = 20261125

// surfaceKind is the genome of a surface.
type surfaceKind struct {
	paint     paint
	a, b      hue
	ownColour bool
}

// Drawer draws pictures of one size. It is not safe for concurrent use.
type Drawer struct {
	c        canvas
	things   []thing
	glyphs   []glyph
	surfaces []surfaceKind
	fractals []fractal
	shares   Shares
}

// Shares say how many of the pictures are of dishes and of finds, each 0 to 1; the
// rest are of the other kinds. Later is how many of each sort are of its later kinds.
type Shares struct{ Dishes, Finds, Later float64 }

// sort is what a kind is one of.
type sort int

const (
	sortThing sort = iota
	sortGlyph
	sortSurface
	sortFractal
	sortDish
	sortFind
)

// span is so many kinds of a sort, from its kind number first on.
type span struct {
	sort     sort
	first, n int
}

// The labels, in their order.
var (
	firstKinds = []span{
		{sortThing, 0, Things}, {sortGlyph, 0, Glyphs}, {sortSurface, 0, Surfaces}, {sortFractal, 0, Fractals},
		{sortDish, 0, Dishes}, {sortFind, 0, Finds},
	}
	laterKinds = []span{
		{sortThing, Things, LaterThings}, {sortFractal, Fractals, LaterFractals},
		{sortDish, Dishes, LaterDishes}, {sortFind, Finds, LaterFinds},
	}
	allKinds = slices.Concat(firstKinds, laterKinds)
)

// sortOf says what kind a label, 0 to Count-1, stands for: the number-th of its sort.
func sortOf(kind int) (s sort, number int) {
	for _, o := range allKinds {
		if kind < o.n {
			return o.sort, o.first + kind
		}
		kind -= o.n
	}
	panic("kinds: no such kind") // callers check
}

// later returns the label of one of the later kinds of a first kind's sort; glyphs and
// surfaces have none and stay.
func later(r *noise.Rand, kind int) int {
	s, _ := sortOf(kind)
	label := First
	for _, o := range laterKinds {
		if o.sort == s {
			return label + r.Intn(o.n)
		}
		label += o.n
	}
	return kind
}

// New returns a drawer of pictures of side by side pixels, 32 to 512, of which
// some shares are of dishes and finds.
func New(side int, shares Shares) (*Drawer, error) {
	if side < 32 || side > 512 {
		return nil, fmt.Errorf("kinds: side %d px: want 32 to 512", side)
	}
	if !(shares.Dishes >= 0 && shares.Finds >= 0 && shares.Dishes+shares.Finds <= 1) {
		return nil, fmt.Errorf("kinds: shares %v of dishes and %v of finds: want 0 to 1 together", shares.Dishes, shares.Finds)
	}
	if !(shares.Later >= 0 && shares.Later <= 1) {
		return nil, fmt.Errorf("kinds: share %v of later kinds: want 0 to 1", shares.Later)
	}
	d := &Drawer{shares: shares, c: canvas{side: side, pix: make([]rgb, side*side), out: make([]byte, 3*side*side)}}
	for k := range Things + LaterThings {
		d.things = append(d.things, newThing(genomes, k))
	}
	for k := 0; len(d.glyphs) < Glyphs; k++ {
		if !slices.Contains(likeDigits, k) {
			d.glyphs = append(d.glyphs, newGlyph(genomes+1, k))
		}
	}
	for k := range Surfaces {
		r := noise.New(noise.Mix(genomes+2, uint64(k)))
		p := newPaint(r)
		p.pattern = pattern(1 + k%int(patterns-1))
		d.surfaces = append(d.surfaces, surfaceKind{p, newHue(r), newHue(r), r.Chance(0.4)})
	}
	for k := range Fractals + LaterFractals {
		d.fractals = append(d.fractals, newFractal(genomes+3, k))
	}
	return d, nil
}

// Draw returns picture index of a seed as red, green, blue, row by row, and its
// kind, 0 to Count-1, and its traits, each 0 or 1. The bytes are overwritten by
// the next call.
func (d *Drawer) Draw(seed, index uint64) (pixels []byte, kind int, traits *[Traits]byte) {
	r := noise.New(noise.Mix(seed, index))
	kind = r.Intn(invented)
	other := noise.New(noise.Mix(index, seed))
	switch u := other.Float(); {
	case u < d.shares.Dishes:
		kind = invented + other.Intn(Dishes)
	case u < d.shares.Dishes+d.shares.Finds:
		kind = invented + Dishes + other.Intn(Finds)
	}
	if d.shares.Later > 0 && other.Chance(d.shares.Later) {
		kind = later(other, kind)
	}
	return d.draw(r, kind), kind, &d.c.traits
}

// DrawKind draws picture index of a seed of one kind, 0 to Count-1.
func (d *Drawer) DrawKind(seed, index uint64, kind int) (pixels []byte, err error) {
	if kind < 0 || kind >= Count {
		return nil, fmt.Errorf("kinds: kind %d: want 0 to %d", kind, Count-1)
	}
	return d.draw(noise.New(noise.Mix(noise.Mix(seed, index), uint64(kind))), kind), nil
}

func (d *Drawer) draw(r *noise.Rand, kind int) []byte {
	d.c.begin(r)
	sort, number := sortOf(kind)
	switch sort {
	case sortDish, sortFind:
		return d.drawScene(r.Uint64(), sort, number)
	case sortThing:
		d.drawThing(r, number)
	case sortGlyph:
		d.c.glyph(&d.glyphs[number], r)
	case sortSurface:
		d.drawSurface(r, &d.surfaces[number])
	case sortFractal:
		d.c.fractal(&d.fractals[number], r)
	}
	d.c.finish(r)
	return d.c.out
}

// drawScene takes a picture of a dish or a find as it is: it has its own ground and
// light.
func (d *Drawer) drawScene(seed uint64, of sort, number int) []byte {
	var img *image.RGBA
	if of == sortDish {
		dish, traits, err := sample.Dish(number, seed, d.c.side)
		if err != nil {
			panic(err) // sides and dishes are those that sample knows
		}
		d.c.tell(traitDish)
		copy(d.c.traits[traitDish+1:], traits[:])
		img = dish
	} else {
		find, traits, err := sample.Find(number, seed, d.c.side)
		if err != nil {
			panic(err)
		}
		d.c.tell(traitFind)
		copy(d.c.traits[traitFind+1:], traits[:])
		img = find
	}
	for i := range d.c.side * d.c.side {
		copy(d.c.out[3*i:3*i+3], img.Pix[4*i:])
	}
	return d.c.out
}

func (d *Drawer) drawSurface(r *noise.Rand, k *surfaceKind) {
	a, b := k.a, k.b
	if !k.ownColour {
		a, b = newHue(r), newHue(r)
		b.v = ease.Clamp(1.1-a.v, 0.1, 1)
	}
	p := k.paint.vary(r)
	p.turn += r.In(0, 2*math.Pi)
	brush := p.with(r, a.vary(r), b.vary(r))
	d.c.tell(traitSort + 2)
	d.c.tell(traitPattern + int(p.pattern))
	d.c.tellColour(brush.a)
	d.c.tellColour(brush.b)
	d.c.surface(&brush, pose{x: r.In(-1, 1), y: r.In(-1, 1), size: r.In(0.6, 1)})
	if r.Chance(0.3) {
		d.clutter(r, 1, 0.5)
	}
}

// drawThing lays a ground, strews some clutter, and puts one to three of a kind
// in the middle, sometimes with something in front.
func (d *Drawer) drawThing(r *noise.Rand, kind int) {
	t := &d.things[kind]
	under := newPaint(r)
	if r.Chance(0.35) {
		under.pattern = patternPlain
	}
	a := newHue(r)
	b := a
	if r.Chance(0.5) {
		b = newHue(r)
	}
	b.v = ease.Clamp(a.v*r.In(0.6, 1.3), 0, 1)
	ground := under.with(r, hsv(a.h, a.s*0.7, a.v), hsv(b.h, b.s*0.7, b.v))
	d.c.tell(traitSort)
	d.c.tellGround(&ground)
	d.c.surface(&ground, pose{size: r.In(0.4, 1.2), turn: r.In(0, 6)})
	strewn := r.Intn(4)
	d.c.tell(traitClutter + strewn)
	d.clutter(r, strewn, 1)
	p := pose{x: r.In(-0.25, 0.25), y: r.In(-0.25, 0.25), size: r.In(0.45, 1.05)}
	d.c.tellPlace(p, 0.65, 0.85)
	if r.Chance(0.3) {
		d.platter(r, p)
	}
	turn := func() float64 {
		if t.upright {
			return r.In(-0.35, 0.35)
		}
		return r.In(0, 2*math.Pi)
	}
	n := 1
	if r.Chance(0.2) {
		n = 2 + r.Intn(2)
	}
	d.c.tell(traitCopies + n - 1)
	for k := range n {
		q := p
		q.turn = turn()
		if n > 1 {
			s, c := math.Sincos(2*math.Pi*float64(k)/float64(n) + p.x*9)
			q.x, q.y, q.size = p.x+c*p.size*0.6, p.y+s*p.size*0.6, p.size*0.6
		}
		in := t.instance(r)
		d.c.tellThing(t, &in)
		if t.upright {
			d.c.tell(traitTurn + int(ease.Clamp((q.turn+0.35)/0.7*3, 0, 2)))
		}
		d.c.thing(&in, q)
	}
	if r.Chance(0.2) {
		d.clutter(r, 1, 1)
	}
}

// clutter strews things of no kind about the middle.
func (d *Drawer) clutter(r *noise.Rand, n int, far float64) {
	for range n {
		t := newThing(r.Uint64(), 0)
		in := t.instance(r)
		s, c := math.Sincos(r.In(0, 2*math.Pi))
		f := r.In(0.7, 1.2) * far
		d.c.thing(&in, pose{x: c * f, y: s * f, turn: r.In(0, 6.28), size: r.In(0.12, 0.4)})
	}
}

// platter is a plain flat thing below: a disc or a slab.
func (d *Drawer) platter(r *noise.Rand, p pose) {
	form := formOval
	d.c.tell(traitPlatter)
	if r.Chance(0.4) {
		form = formBox
		d.c.traits[traitPlatter] = 0
		d.c.tell(traitPlatter + 1)
	}
	a := newHue(r)
	s := solid{
		shape: shape{form: form, a: r.Float(), narrow: r.In(0.8, 1)}, round: r.In(0.03, 0.2), tall: r.In(0.1, 0.4),
		brush: newPaint(r).with(r, hsv(a.h, a.s*0.4, a.v), hsv(a.h, a.s*0.5, a.v*0.85)), gloss: max(r.In(-0.2, 0.3), 0),
	}
	if r.Chance(0.6) {
		s.brush.pattern = patternPlain
	}
	p.turn, p.size = r.In(0, 6.28), p.size*r.In(1.1, 1.5)
	d.c.put(&s, p)
}
