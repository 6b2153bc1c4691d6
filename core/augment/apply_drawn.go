package augment

import (
	"fmt"
	"image"
	"math"

	"graft/core/recipe"
)

// ApplyDrawn writes src onto dst with the values of draws instead of drawn ones. What
// Draws returned for a view gives the pixels that Apply gives; changed values show what
// they do. Steps that draws leaves out are not applied. Noise, which is not among the
// values, is that of the draw's View.
//
// It fails, with dst as it was, if a draw is not of this recipe, a value is
// missing, unknown or beyond what the operation takes, or dst is not of the plan's Size.
func (p *Plan) ApplyDrawn(dst *image.NRGBA, src *Source, draws []Draw) error {
	if err := p.check(dst); err != nil {
		return err
	}
	at := p.frame(src)
	if err := p.force(src, at, draws); err != nil {
		return err
	}
	p.render(dst, src, at)
	return nil
}

// force fills p.drawn from draws.
func (p *Plan) force(src *Source, at frame, draws []Draw) error {
	clear(p.drawn)
	for i, d := range draws {
		k, err := p.stepOf(d)
		if err == nil && p.drawn[k].op != nil {
			err = fmt.Errorf("step %d is there twice", d.Step)
		}
		if err == nil {
			s := &p.steps[k]
			p.drawn[k] = drawn{op: s.op, stream: s.key.open(&src.digest, d.View), applied: d.Applied}
			if d.Applied {
				err = s.force(&p.drawn[k], at, d.Values)
			}
		}
		if err != nil {
			return fmt.Errorf("augment: draws[%d]: %s: %w", i, d.Op, err)
		}
	}
	return nil
}

// stepOf returns the index in p.steps of the step that d is of.
func (p *Plan) stepOf(d Draw) (int, error) {
	for k, s := range p.steps {
		if s.index == d.Step {
			if s.name != d.Op {
				return 0, fmt.Errorf("step %d: want %s", d.Step, s.name)
			}
			return k, nil
		}
	}
	return 0, fmt.Errorf("step %d: the recipe has none that is not off", d.Step)
}

// force draws as Apply does, which leaves the stream where noise goes on from
// and fills in what is not among the named values, and then overwrites those.
func (s *step) force(d *drawn, at frame, named map[string]float64) error {
	d.stream.unit() // for p
	s.op.draw(&s.par, &d.stream, at, &d.values)
	limits, known := drawnLimits[s.name]
	if !known && len(s.op.names) > 0 {
		return fmt.Errorf("its values cannot be given")
	}
	want := 0
	for i, name := range s.op.names {
		if name == "" {
			continue
		}
		want++
		v, ok := named[name]
		if !ok {
			return fmt.Errorf("%s: missing", name)
		}
		if l := limits[i]; !(v >= l.lo && v <= l.hi) || l.integer && v != math.Trunc(v) {
			return fmt.Errorf("%s: %g: want %v", name, v, l)
		}
		d.values[i] = v
	}
	if len(named) > want {
		return fmt.Errorf("%d values: want %d", len(named), want)
	}
	if fits := drawnBoxes[s.name]; fits != nil {
		return fits(&d.values, at)
	}
	return nil
}

// limit is what a value may be, at least as wide as any recipe can draw it.
type limit struct {
	lo, hi  float64
	integer bool
}

func (l limit) String() string {
	if l.integer {
		return fmt.Sprintf("a whole number, %g to %g", l.lo, l.hi)
	}
	return fmt.Sprintf("%g to %g", l.lo, l.hi)
}

var (
	pixels    = limit{0, 1 << 16, true} // a picture's side, at most
	side      = limit{1, 1 << 16, true} // of a box that may lie beyond the picture
	ofTurn    = limit{-360, 360, false}
	ofSide    = limit{-recipe.MaxSide, recipe.MaxSide, false}
	ofFactor  = limit{0, 100, false}
	border    = limit{-1 << 12, 1 << 16, true}
	anywhere  = limit{-1 << 16, 1 << 16, false}
	boxLimits = []limit{pixels, pixels, pixels, pixels}

	which        = limit{0, float64(len(policyOps) - 1), true}
	ofPolicy     = limit{-recipe.MaxSide, recipe.MaxSide, false}
	policyLimits = []limit{which, ofPolicy, which, ofPolicy, which, ofPolicy, which, ofPolicy}
)

// drawnLimits holds a limit for each of an operation's names.
var drawnLimits = map[string][]limit{
	"resized_crop":   boxLimits,
	"rotation":       {ofTurn},
	"width_shift":    {ofSide},
	"height_shift":   {ofSide},
	"shear":          {{-89, 89, false}},
	"zoom":           {ofFactor, ofFactor},
	"brightness":     {ofFactor},
	"contrast":       {ofFactor},
	"saturation":     {ofFactor},
	"hue":            {{-0.5, 0.5, false}},
	"gaussian_noise": {{0, 1, false}},
	"gaussian_blur":  {{0, maxRadius / 3, false}},
	"erase":          boxLimits,

	"random_crop":     {border, border, side, side},
	"center_crop":     boxLimits,
	"resize_with_pad": {anywhere, anywhere, anywhere, anywhere},
	"pad":             {{0, recipe.MaxSide, false}},
	"pixel_shift":     {border, border},
	"translation":     {anywhere, anywhere},
	"scale":           {{0.01, 100, false}},
	"perspective":     {anywhere, anywhere, anywhere, anywhere, anywhere, anywhere, anywhere, anywhere},
	"elastic":         {{0, 1000, false}, {0.5, maxRadius / 4.0, false}},

	"brightness_delta": {{-1, 1, false}},
	"gamma":            {{0.01, 100, false}},
	"channel_shift":    {{-255, 255, false}},
	"posterize":        {{1, 8, true}},
	"solarize":         {{0, 256, false}},
	"rescale":          {ofFactor, {-1, 1, false}},
	"salt_and_pepper":  {{0, 1, false}},
	"sharpen":          {ofFactor},
	"jpeg_quality":     {{1, 100, true}},
	"fill":             boxLimits,
	"cutout":           boxLimits,
	"channel_dropout":  {{0, 2, true}},

	"color_jitter":    policyLimits,
	"rand_augment":    policyLimits,
	"trivial_augment": policyLimits,
	"auto_augment":    policyLimits,
}

// drawnBoxes checks values that are a box against what it lies in.
var drawnBoxes = map[string]func(v *values, at frame) error{
	"resized_crop": func(v *values, at frame) error { return boxWithin(v, at.srcW, at.srcH) },
	"erase":        func(v *values, at frame) error { return boxWithin(v, at.w, at.h) },
	"fill":         func(v *values, at frame) error { return boxWithin(v, at.w, at.h) },
	"cutout":       func(v *values, at frame) error { return boxWithin(v, at.w, at.h) },
	"center_crop":  func(v *values, at frame) error { return boxWithin(v, at.srcW, at.srcH) },
}

func boxWithin(v *values, w, h int) error {
	if v[2] < 1 || v[3] < 1 || v[0]+v[2] > float64(w) || v[1]+v[3] > float64(h) {
		return fmt.Errorf("box of %g×%g at (%g, %g): want it within %d×%d", v[2], v[3], v[0], v[1], w, h)
	}
	return nil
}
