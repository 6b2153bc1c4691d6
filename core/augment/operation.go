package augment

import (
	"math"

	"graft/core/recipe"
)

// operation is how one op of a recipe is drawn and applied. A new op is an
// entry here, named as in recipe.Ops, and its functions in a file of its own.
type operation struct {
	// read keeps the parameters of a step as numbers, once, at Compile.
	read func(s recipe.Step) params
	// draw takes this view's values from the stream; false if there is nothing
	// to apply. The draw for p has been taken before.
	draw func(a *params, s *stream, at frame, v *values) bool
	// names are those of the values for Draws; "" is kept to ourselves.
	names []string
	// affine is the map of a geometry op; projective, in its place, that of one
	// under which parallel lines may meet.
	affine     func(v *values, at frame) affine
	projective func(v *values, at frame) projective
	// inside says that affine shows a part of the picture, sides along its own:
	// before any other geometry, steps to come find the picture ending there.
	inside bool
	// fades is set if a constant fill is blended with the outermost pixels, as
	// torchvision does, and not begun at their centres, as scipy does.
	fades bool
	// row changes row y of a picture in float32, 0…1, for a colour or pixel op.
	row func(d *drawn, y int, r, g, b []float32)
	// each says that row makes of a value what it makes of it in any place: it
	// then also works on a table of all values.
	each bool
	// linear says that row is vectorLinear, faster than a table.
	linear bool
	// bytes, for an op that is common, is all at once: what row makes of the
	// bytes that the tables stand for, as bytes, rounded likeTensorFlow.
	bytes func(d *drawn, row []uint8, t *tables)
	// An op whose row depends on the whole picture measures it first: measure
	// sees each row of what comes before the step, conclude comes after the last.
	measure  func(t *tally, r, g, b []float32)
	conclude func(d *drawn, pixels float64)
	// measureBytes is measure for what the tables make of a row of bytes.
	measureBytes func(t *tally, row []uint8, tables *tables)
	// rounds is how the original makes bytes; nothing means tf.image's way.
	rounds rounding
	// planes, instead of row, is for an op that needs the neighbours of a pixel.
	planes func(d *drawn, p *planes, tmp *planeScratch)
	// whole, instead of all of these, changes the result on its own.
	canvas func(d *drawn, c *canvas)
	// policy says that the values are pairs of operation and magnitude.
	policy bool
	// batch, instead of all of these, mixes two results: see Mix.
	batch func(d *drawn, at frame) Mix
}

type (
	params [8]float64 // what an op reads from its step
	values [8]float64 // what it draws for a view
)

// frame holds the sizes that draws and maps depend on.
type frame struct {
	srcW, srcH int // of the picture, pixels
	w, h       int // of the result, pixels
}

// drawn is a step on one view.
type drawn struct {
	op      *operation
	applied bool
	values  values
	stream  stream     // what follows the draws: noise goes on from here
	mean    [3]float32 // of the picture before the step, where the op needs it
	tally   *tally     // what measure has gathered, for an op that has one
}

// isGeometry says whether an op is part of a run that is one resampling.
func (o *operation) isGeometry() bool { return o.affine != nil || o.projective != nil }

func noParams(recipe.Step) params { return params{} }

func always(*params, *stream, frame, *values) bool { return true }

// bounds reads a parameter of KindRange.
func bounds(name string) func(recipe.Step) params {
	return func(s recipe.Step) params {
		lo, hi := s.Range(name)
		return params{lo, hi}
	}
}

// plusMinus reads a number n as the bounds -n and n.
func plusMinus(name string) func(recipe.Step) params {
	return func(s recipe.Step) params {
		n := s.Number(name)
		return params{-n, n}
	}
}

// between draws one value between the bounds.
func between(a *params, s *stream, _ frame, v *values) bool {
	v[0] = s.within(a[0], a[1])
	return true
}

var boxNames = []string{"x", "y", "width", "height"}

// readBox reads scale, and ratio as logarithms.
func readBox(s recipe.Step) params {
	a0, a1 := s.Range("scale")
	r0, r1 := s.Range("ratio")
	return params{a0, a1, log(r0), log(r1)}
}

// drawBox draws the sides of a box of a share of area: width over height is
// drawn evenly on a logarithmic scale, sides are rounded half to even, as
// Python's round does.
func drawBox(a *params, s *stream, area float64) (w, h float64) {
	area = float64(area * s.within(a[0], a[1]))
	ratio := exp(s.within(a[2], a[3]))
	return math.RoundToEven(math.Sqrt(float64(area * ratio))), math.RoundToEven(math.Sqrt(area / ratio))
}

// nothing is conclude of statistics that are used as they are.
func nothing(*drawn, float64) {}
