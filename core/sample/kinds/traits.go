package kinds

import "math"

// Traits is how many yes-or-no facts are told of each picture beside its kind.
// One kind of a thousand says little of a picture; what it is made of says more,
// and is the same for all kinds, so a network learns to see sooner from it.
const Traits = 128

// Where the groups of traits begin.
const (
	traitSort    = 0  // thing, glyph, surface, fractal
	traitForm    = 4  // outlines of the thing's parts
	traitPattern = 16 // their textures, or the surface's
	traitRepeat  = 30 // how parts are repeated
	traitParts   = 34 // 1, 2, 3, 4, 5 or more parts, strokes or maps
	traitCopies  = 39 // 1, 2 or 3 things
	traitPlatter = 42 // a disc, a slab
	traitGround  = 44 // texture of the ground
	traitLight   = 58 // where the light comes from, in eighths of a turn
	traitHue     = 66 // hues of the thing, in twelfths
	traitGrey    = 78
	traitCoarse  = 79
	traitPlace   = 80 // left, right, up, down of the middle
	traitSize    = 84 // small, middle, large
	traitTurn    = 87 // how a thing that is seen upright leans: left, not, right
	traitGloss   = 90
	traitDark    = 91  // the ground is dark
	traitClutter = 92  // 0, 1, 2, 3 and more other things
	traitDish    = 96  // a dish, and what sample.Dish tells of it
	traitFind    = 121 // a find, and what sample.Find tells of it
)

func (c *canvas) tell(trait int) { c.traits[trait] = 1 }

// tellColour tells the hue of a colour that has one.
func (c *canvas) tellColour(p rgb) {
	hi, lo := max(p.r, p.g, p.b), min(p.r, p.g, p.b)
	if hi-lo < 0.25*hi || hi < 0.05 {
		return
	}
	var h float64
	switch hi {
	case p.r:
		h = (p.g - p.b) / (hi - lo)
	case p.g:
		h = 2 + (p.b-p.r)/(hi-lo)
	default:
		h = 4 + (p.r-p.g)/(hi-lo)
	}
	c.tell(traitHue + int(math.Floor(h*2+12))%12)
}

// tellPlace tells where the middle of what is drawn lies, and how large it is.
func (c *canvas) tellPlace(p pose, small, large float64) {
	if p.x < -0.08 {
		c.tell(traitPlace)
	}
	if p.x > 0.08 {
		c.tell(traitPlace + 1)
	}
	if p.y < -0.08 {
		c.tell(traitPlace + 2)
	}
	if p.y > 0.08 {
		c.tell(traitPlace + 3)
	}
	switch {
	case p.size < small:
		c.tell(traitSize)
	case p.size < large:
		c.tell(traitSize + 1)
	default:
		c.tell(traitSize + 2)
	}
}

func (c *canvas) tellGround(b *brush) {
	c.tell(traitGround + int(b.pattern))
	if b.a.r+b.a.g+b.a.b < 0.6 {
		c.tell(traitDark)
	}
}

// tellThing tells of the parts of an instance.
func (c *canvas) tellThing(t *thing, in *instance) {
	for _, p := range t.parts {
		c.tell(traitForm + int(p.shape.form))
		c.tell(traitRepeat + int(p.repeat))
		if p.gloss > 0.3 {
			c.tell(traitGloss)
		}
	}
	for i := range in.solids {
		b := &in.solids[i].brush
		c.tell(traitPattern + int(b.pattern))
		c.tellColour(b.a)
		if b.pattern != patternPlain {
			c.tellColour(b.b)
		}
	}
	c.tell(traitParts + min(len(t.parts), 5) - 1)
	c.tell(traitLight + int(math.Atan2(c.light[1], c.light[0])/(2*math.Pi)*8+8)%8)
}
