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
	// affine is the map of a geometry op.
	affine func(v *values, at frame) affine
	// row changes row y of a picture in float32, 0…1, for a colour or pixel op.
	row func(d *drawn, y int, r, g, b []float32)
	// An op that needs more than its own row comes with one of these:
	needsMean bool                                         // row reads drawn.mean
	planes    func(d *drawn, p *planes, tmp *planeScratch) // instead of row
}

type (
	params [5]float64 // what an op reads from its step
	values [5]float64 // what it draws for a view
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
}

var operations = map[string]*operation{
	"flip_left_right": {read: noParams, draw: always, affine: flipLeftRight},
	"flip_up_down":    {read: noParams, draw: always, affine: flipUpDown},
	"resized_crop":    {read: readBox, draw: drawCrop, names: boxNames, affine: cropTo},
	"rotation":        {read: plusMinus("degrees"), draw: between, names: []string{"degrees"}, affine: rotate},
	"width_shift":     {read: plusMinus("fraction"), draw: between, names: []string{"fraction"}, affine: shiftWidth},
	"height_shift":    {read: plusMinus("fraction"), draw: between, names: []string{"fraction"}, affine: shiftHeight},
	"shear":           {read: plusMinus("degrees"), draw: between, names: []string{"degrees"}, affine: shear},
	"zoom":            {read: bounds("range"), draw: drawZoom, names: []string{"x", "y"}, affine: zoom},
	"brightness":      {read: bounds("range"), draw: between, names: []string{"factor"}, row: brightness},
	"contrast":        {read: bounds("range"), draw: between, names: []string{"factor"}, row: contrast, needsMean: true},
	"saturation":      {read: bounds("range"), draw: between, names: []string{"factor"}, row: saturation},
	"hue":             {read: plusMinus("delta"), draw: between, names: []string{"delta"}, row: hue},
	"gaussian_noise":  {read: bounds("stddev"), draw: between, names: []string{"stddev"}, row: gaussianNoise},
	"gaussian_blur":   {read: bounds("sigma"), draw: between, names: []string{"sigma"}, planes: gaussianBlur},
	"erase":           {read: readErase, draw: drawErase, names: boxNames, row: erase},
}

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
