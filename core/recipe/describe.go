package recipe

// Text is a phrase in the two languages of the page.
type Text struct {
	En string `json:"en"`
	Zh string `json:"zh"`
}

// OpKind says what an operation touches, and so what it can be merged with.
type OpKind string

const (
	Geometry OpKind = "geometry" // moves pixels: a run of them is one resampling
	Colour   OpKind = "colour"   // maps a pixel's colour: a run of them is one pass
	Pixel    OpKind = "pixel"    // needs the position or the neighbours of a pixel
	Policy   OpKind = "policy"   // chooses among operations of its own, and is a run by itself
	Batch    OpKind = "batch"    // mixes two finished views; comes last, wherever it stands
)

// ParamKind is the form of a parameter's value.
type ParamKind string

const (
	KindNumber ParamKind = "number" // one number; JSON 20
	KindRange  ParamKind = "range"  // lower and upper bound, drawn between; JSON [0.5, 1.5]
	KindChoice ParamKind = "choice" // one of Choices; JSON "nearest"
)

// Choice is one value of a parameter of KindChoice.
type Choice struct {
	Name  string
	Title Text
}

// Param describes one parameter of an operation.
type Param struct {
	Name     string // JSON key, snake case
	Kind     ParamKind
	Min, Max float64 // inclusive, for numbers and both ends of ranges
	Step     float64 // what one press of an arrow key moves the slider by
	Default  Value
	Unit     string // "°", "%", "px", "×", or "" for a bare number
	Choices  []Choice
	Log      bool // the slider is better drawn on a logarithmic scale
	Title    Text // label of the slider
	Help     Text // a sentence: what it does, how the value is drawn
}

// Op describes one operation.
type Op struct {
	Name   string // JSON "op", snake case, the name a learner knows it by
	Kind   OpKind
	Params []Param
	Title  Text
	Help   Text   // a sentence
	Like   string // where the semantics come from, for example "tf.image.random_hue"
}

// Param returns the description of the parameter called name.
func (o Op) Param(name string) (Param, bool) {
	for _, p := range o.Params {
		if p.Name == name {
			return p, true
		}
	}
	return Param{}, false
}

// New returns a step of this operation with every parameter at its default and
// probability prob.
func (o Op) New(prob float64) Step {
	s := Step{Op: o.Name, P: prob, Values: make(map[string]Value, len(o.Params))}
	for _, p := range o.Params {
		s.Values[p.Name] = p.Default
	}
	return s
}

// Ops returns every operation in the order in which a menu shows them.
// The caller must not change what it points to.
func Ops() []Op { return ops }

// Lookup returns the operation called name.
func Lookup(name string) (Op, bool) {
	for _, o := range ops {
		if o.Name == name {
			return o, true
		}
	}
	return Op{}, false
}
