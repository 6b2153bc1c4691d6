package recipe

import (
	"fmt"
	"math"
)

// Version is the version that this package writes. Parse reads it and all before.
const Version = 1

// Limits of a recipe. A recipe past one of them is refused, whatever its form.
const (
	MaxSteps = 64
	MaxSide  = 1024      // pixels a side of the result
	MaxSeed  = 1<<53 - 1 // the largest integer that JavaScript keeps exact
	MaxBytes = 32 << 10  // of the JSON form
)

// Recipe is what is done to pictures and how the head is trained.
type Recipe struct {
	V     int    // version of the document
	Seed  uint64 // of every random draw, 0 to MaxSeed
	Size  Size   // of the result
	Steps []Step // in order
	Train *Train // nil: the document says nothing about training
}

// Size is a width and a height in pixels.
type Size struct{ W, H int }

// Step is one operation with its parameters.
type Step struct {
	Op     string
	P      float64          // probability of being applied, 0 to 1
	Off    bool             // switched off: kept in the document, does nothing
	Values map[string]Value // by parameter name; complete after Parse or Op.New
}

// Number returns the number called name, or NaN if the step has none.
func (s Step) Number(name string) float64 {
	if v, ok := s.Values[name]; ok && v.Kind == KindNumber {
		return v.X
	}
	return math.NaN()
}

// Range returns the bounds called name, or NaNs if the step has none.
func (s Step) Range(name string) (lo, hi float64) {
	if v, ok := s.Values[name]; ok && v.Kind == KindRange {
		return v.X, v.Y
	}
	return math.NaN(), math.NaN()
}

// Choice returns the choice called name, or "" if the step has none.
func (s Step) Choice(name string) string { return s.Values[name].Name }

// Default returns the recipe that a new visitor sees: gentle and typical.
func Default() Recipe {
	step := func(op string, p float64) Step {
		o, ok := Lookup(op)
		if !ok {
			panic("recipe: default names an operation that does not exist: " + op)
		}
		return o.New(p)
	}
	// The article's 50–150 % of brightness burns out many a picture.
	brightness := step("brightness", 1)
	brightness.Values["range"] = Range(0.7, 1.3)
	return Recipe{V: Version, Seed: 42, Size: Size{224, 224}, Steps: []Step{
		step("flip_left_right", 0.5),
		step("rotation", 1),
		step("zoom", 1),
		brightness,
		step("saturation", 1),
	}}
}

// Clone returns a deep copy.
func (r Recipe) Clone() Recipe {
	c := r
	c.Steps = make([]Step, len(r.Steps))
	for i, s := range r.Steps {
		c.Steps[i] = s.Clone()
	}
	if r.Train != nil {
		t := *r.Train
		c.Train = &t
	}
	return c
}

// Clone returns a deep copy.
func (s Step) Clone() Step {
	c := s
	c.Values = make(map[string]Value, len(s.Values))
	for k, v := range s.Values {
		c.Values[k] = v
	}
	return c
}

// Validate returns nil or an *Error for the first fault. Every step must be
// complete: Parse fills in what a document leaves out.
func (r Recipe) Validate() error {
	if r.V != Version {
		return wrong("v", badVersion, r.V, Version)
	}
	if r.Seed > MaxSeed {
		return wrong("seed", badSeed, r.Seed, uint64(MaxSeed))
	}
	if r.Size.W < 1 || r.Size.W > MaxSide || r.Size.H < 1 || r.Size.H > MaxSide {
		return wrong("size", badSize, r.Size.W, r.Size.H, MaxSide)
	}
	if len(r.Steps) > MaxSteps {
		return wrong("steps", tooManySteps, len(r.Steps), MaxSteps)
	}
	for i, s := range r.Steps {
		if err := s.validate(fmt.Sprintf("steps[%d]", i)); err != nil {
			return err
		}
	}
	if r.Train != nil {
		return r.Train.Validate()
	}
	return nil
}

func (s Step) validate(at string) error {
	o, ok := Lookup(s.Op)
	if !ok {
		return wrong(at+".op", whatOperation, s.Op)
	}
	if !(s.P >= 0 && s.P <= 1) {
		return wrong(at+".p", badP, s.P)
	}
	for name := range s.Values {
		if _, ok := o.Param(name); !ok {
			return wrong(at+"."+name, whatParameter, s.Op, o.paramNames())
		}
	}
	for _, p := range o.Params {
		v, ok := s.Values[p.Name]
		if !ok {
			return wrong(at+"."+p.Name, isMissing)
		}
		if err := p.check(v); err != nil {
			return wrongIn(at+"."+p.Name, err)
		}
	}
	return nil
}

func (o Op) paramNames() string {
	if len(o.Params) == 0 {
		return "it takes none but p"
	}
	names := "it has "
	for i, p := range o.Params {
		if i > 0 {
			names += ", "
		}
		names += p.Name
	}
	return names
}
