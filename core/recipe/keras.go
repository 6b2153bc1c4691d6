package recipe

import (
	"fmt"
	"math"
)

// KerasOptions say what an ImageDataGenerator's parameters become.
type KerasOptions struct {
	Size Size // of the result: flow_from_directory's target_size; zero is 224×224
	// AsKeras keeps two faults of the original: since Keras 2.4 width_shift_range
	// moves pictures up and down and height_shift_range aside (keras#17398), and
	// pictures that are not square are turned, sheared and zoomed about the centre
	// of the transposed picture (tensorflow#82838).
	AsKeras bool
}

// ParseKeras reads a call of Keras's ImageDataGenerator, as in
//
//	ImageDataGenerator(rotation_range=20, zoom_range=0.2, horizontal_flip=True)
//
// or its parameters alone, and returns the recipe that does the same: the affine
// parameters in the original's order, flips, then colours, all at probability 1
// but for the flips. Parameters are numbers (with + − * / and parentheses),
// strings, True, False, None and lists; what stands around the call is not read.
//
// notes say, in both languages, what a recipe does otherwise or need not do. It
// fails with an *Error that names the parameter if Keras would refuse it or
// Graft has nothing like it.
func ParseKeras(text string, o KerasOptions) (r Recipe, notes []Text, err error) {
	if len(text) > MaxBytes {
		return Recipe{}, nil, wrong("", tooLong, len(text), MaxBytes)
	}
	args, err := pythonCall(text, "ImageDataGenerator", kerasParams)
	if err != nil {
		return Recipe{}, nil, err
	}
	if o.Size == (Size{}) {
		o.Size = Size{224, 224}
	}
	k := kerasImport{args: args, options: o, r: Recipe{V: Version, Seed: 42, Size: o.Size}}
	for _, part := range []func() error{
		k.rotation, k.shifts, k.shear, k.zoom, k.centre, k.flips,
		k.channelShift, k.brightness, k.rescale, k.samplewise, k.featurewise, k.others,
	} {
		if err := part(); err != nil {
			return Recipe{}, nil, err
		}
	}
	return k.r, k.notes, k.r.Validate()
}

// kerasParams are the parameters of ImageDataGenerator, in order.
var kerasParams = []string{
	"featurewise_center", "samplewise_center", "featurewise_std_normalization", "samplewise_std_normalization",
	"zca_whitening", "zca_epsilon", "rotation_range", "width_shift_range", "height_shift_range",
	"brightness_range", "shear_range", "zoom_range", "channel_shift_range", "fill_mode", "cval",
	"horizontal_flip", "vertical_flip", "rescale", "preprocessing_function", "data_format",
	"validation_split", "interpolation_order", "dtype",
}

type kerasImport struct {
	args    map[string]pythonValue
	options KerasOptions
	r       Recipe
	notes   []Text
}

func (k *kerasImport) note(en, zh string) { k.notes = append(k.notes, Text{en, zh}) }

// add appends an operation with values set; with those of its fill, if any.
func (k *kerasImport) add(op string, p float64, set map[string]Value) error {
	o, ok := Lookup(op)
	if !ok {
		panic("recipe: Keras's import names an operation that does not exist: " + op)
	}
	s := o.New(p)
	for name, v := range set {
		s.Values[name] = v
	}
	if _, ok := o.Param("fill"); ok {
		mode, err := k.args["fill_mode"].text("fill_mode", "nearest")
		if err != nil {
			return err
		}
		cval, err := k.args["cval"].number("cval", 0)
		if err != nil {
			return err
		}
		fill, _ := o.Param("fill")
		if err := fill.check(Named(mode)); err != nil {
			return wrongIn("fill_mode", err)
		}
		if !(cval >= 0 && cval <= 255) {
			return wrong("cval", badLevel, cval)
		}
		s.Values["fill"], s.Values["cval"] = Named(mode), Number(cval)
	}
	k.r.Steps = append(k.r.Steps, s)
	return nil
}

// within is a number of a parameter that must not be negative or above most.
func (k *kerasImport) within(name string, most float64) (float64, error) {
	x, err := k.args[name].number(name, 0)
	if err != nil {
		return 0, err
	}
	x = math.Abs(x) // drawn from −x to x either way
	if !(x <= most) {
		return 0, wrong(name, above, x, most)
	}
	return x, nil
}

func (k *kerasImport) rotation() error {
	x, err := k.args["rotation_range"].number("rotation_range", 0)
	if err != nil || x == 0 {
		return err
	}
	x = math.Abs(x)
	if x > 180 {
		if math.Mod(x, 180) != 0 {
			k.note(fmt.Sprintf("rotation_range=%g: every angle, evenly; Keras draws some of them twice as often", x),
				fmt.Sprintf("rotation_range=%g：均匀随机生成所有角度；Keras 对其中一部分随机生成得更多", x))
		}
		x = 180
	}
	return k.add("rotation", 1, map[string]Value{"degrees": Number(x)})
}

func (k *kerasImport) shear() error {
	x, err := k.within("shear_range", 60)
	if err != nil || x == 0 {
		return err
	}
	return k.add("shear", 1, map[string]Value{"degrees": Number(x)})
}

func (k *kerasImport) zoom() error {
	lo, hi, ok, err := k.args["zoom_range"].pair("zoom_range")
	if err != nil {
		return err
	}
	if !ok {
		x, err := k.args["zoom_range"].number("zoom_range", 0)
		if err != nil {
			return err
		}
		x = math.Abs(x)
		lo, hi = 1-x, 1+x
	}
	if lo == 1 && hi == 1 {
		return nil
	}
	lo, hi = min(lo, hi), max(lo, hi)
	if !(lo >= 0.1 && hi <= 4) {
		return wrong("zoom_range", badZoom, lo, hi)
	}
	return k.add("zoom", 1, map[string]Value{"range": Range(tidy(lo), tidy(hi))})
}

// tidy drops the dust of binary fractions: 1 − 0.8 is 0.2.
func tidy(x float64) float64 { return math.Round(x*1e12) / 1e12 }

// centre moves what is there so far, all of it affine, to the centre that Keras
// takes where AsKeras asks for it: (h/2, w/2) on a picture of w×h.
func (k *kerasImport) centre() error {
	dx := float64(k.options.Size.H-k.options.Size.W) / 2
	about := false
	for _, s := range k.r.Steps {
		about = about || s.Op == "rotation" || s.Op == "shear" || s.Op == "zoom"
	}
	if !k.options.AsKeras || dx == 0 || !about {
		return nil
	}
	by := func(sign float64) map[string]Value {
		return map[string]Value{"x": Number(sign * dx), "y": Number(-sign * dx)}
	}
	for _, sign := range []float64{-1, 1} {
		if err := k.add("translation", 1, by(sign)); err != nil {
			return err
		}
	}
	// The first of the two comes before all else.
	n := len(k.r.Steps)
	first := k.r.Steps[n-2]
	copy(k.r.Steps[1:], k.r.Steps[:n-2])
	k.r.Steps[0] = first
	k.note("Keras takes the centre of the transposed picture: two translations move everything there and back",
		"Keras 使用转置图片的中心：两个固定平移把图片移到该处再移回")
	return nil
}

func (k *kerasImport) flips() error {
	for _, f := range [][2]string{{"horizontal_flip", "flip_left_right"}, {"vertical_flip", "flip_up_down"}} {
		on, err := k.args[f[0]].truth(f[0])
		if err != nil {
			return err
		}
		if on {
			if err := k.add(f[1], 0.5, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

func (k *kerasImport) channelShift() error {
	x, err := k.within("channel_shift_range", 255)
	if err != nil || x == 0 {
		return err
	}
	if x < 1 {
		k.note(fmt.Sprintf("channel_shift_range=%g is less than one level of 255", x), fmt.Sprintf("channel_shift_range=%g 不到一级（满级 255）", x))
	}
	return k.add("channel_shift", 1, map[string]Value{"levels": Number(x)})
}

func (k *kerasImport) brightness() error {
	lo, hi, ok, err := k.args["brightness_range"].pair("brightness_range")
	if err != nil {
		return err
	}
	if !ok {
		if !k.args["brightness_range"].none() {
			return wrong("brightness_range", wantTwo)
		}
		return nil
	}
	lo, hi = min(lo, hi), max(lo, hi)
	if !(lo >= 0 && hi <= 3) {
		return wrong("brightness_range", badBrightness, lo, hi)
	}
	return k.add("brightness", 1, map[string]Value{"range": Range(lo, hi)})
}
