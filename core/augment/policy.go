package augment

// maxPolicyOps is how many operations a policy can choose for one view.
const maxPolicyOps = 4

// A policy's values are pairs: which of policyOps, and its magnitude.
var policyNames = []string{"op1", "magnitude1", "op2", "magnitude2", "op3", "magnitude3", "op4", "magnitude4"}

// policyOp is an operation as torchvision's policies apply it, with a magnitude.
type policyOp struct {
	name   string
	signed bool // the magnitude is as likely negative
	op     *operation
	value  func(magnitude float64) float64 // what op takes; nil: the magnitude itself
}

func onePlus(m float64) float64 { return 1 + m }

func truncated(m float64) float64 { return float64(int(m)) }

// policyOps are in the order in which torchvision's RandAugment lists them, then
// those that only other policies have. Identity is what is not there.
var policyOps = []policyOp{
	{name: "identity"},
	{"shear_x", true, &operation{affine: shearX}, nil},
	{"shear_y", true, &operation{affine: shearY}, nil},
	{"translate_x", true, &operation{affine: translateX}, truncated},
	{"translate_y", true, &operation{affine: translateY}, truncated},
	{"rotate", true, &operation{affine: rotate}, nil},
	{"brightness", true, &operation{row: brightness, rounds: downwards}, onePlus},
	{"color", true, &operation{row: blendGrey, rounds: downwards}, onePlus},
	{"contrast", true, &operation{row: blendMean, measure: addGrey, conclude: concludeMean, rounds: downwards}, onePlus},
	{"sharpness", true, &operation{planes: sharpen, rounds: downwards}, onePlus},
	{"posterize", false, &operation{row: posterize}, truncated},
	{"solarize", false, &operation{row: solarize}, nil},
	{"autocontrast", false, autocontrastOp, nil},
	{"equalize", false, equalizeOp, nil},
	{"invert", false, invertOp, nil},
	{"hue", true, &operation{row: hue, rounds: likeTorch}, nil},
}

const (
	opIdentity = iota
	opShearX
	opShearY
	opTranslateX
	opTranslateY
	opRotate
	opBrightness
	opColor
	opContrast
	opSharpness
	opPosterize
	opSolarize
	opAutocontrast
	opEqualize
	opInvert
	opHue
)

// shearX and shearY slant about the upper left corner, as torchvision's do.
func shearX(v *values, _ frame) affine { return affine{xx: 1, xy: v[0], yy: 1} }

func shearY(v *values, _ frame) affine { return affine{xx: 1, yx: v[0], yy: 1} }

// translateX moves the picture right by v[0] pixels, translateY down.
func translateX(v *values, _ frame) affine { return affine{xx: 1, x0: -v[0], yy: 1} }

func translateY(v *values, _ frame) affine { return affine{xx: 1, yy: 1, y0: -v[0]} }

// applyPolicy applies what d has chosen, in order: a run of geometry as one
// resampling.
func applyPolicy(d *drawn, c *canvas) {
	for i := 0; i < maxPolicyOps; {
		if i = c.moves(d, i); i < maxPolicyOps {
			i = c.colours(d, i)
		}
	}
}

// moves applies geometry from the i-th operation on and returns what follows.
func (c *canvas) moves(d *drawn, i int) int {
	m := projective{affine: identity}
	moved := false
	for ; i < maxPolicyOps; i++ {
		s := c.sub(d, i)
		if s.op == nil {
			continue
		}
		if !s.op.isGeometry() {
			break
		}
		m, moved = m.of(projective{affine: s.op.affine(&s.values, c.at)}), true
	}
	if moved {
		c.plan.again(c.dst, m, identity.extent(c.at.w, c.at.h), c.fill)
	}
	return i
}

// colours applies what is not geometry from the i-th operation on, each from
// bytes to bytes, as torchvision does.
func (c *canvas) colours(d *drawn, i int) int {
	for ; i < maxPolicyOps; i++ {
		s := c.sub(d, i)
		if s.op == nil {
			continue
		}
		if s.op.isGeometry() {
			break
		}
		c.active[0] = s
		c.plan.colour.run(c.dst, c.active[:])
	}
	return i
}

// sub makes the i-th operation that d has chosen ready; its op is nil if it does
// nothing.
func (c *canvas) sub(d *drawn, i int) *drawn {
	s := &c.subs[i]
	chosen := &policyOps[int(d.values[2*i])]
	s.op, s.tally, s.values[0] = chosen.op, &c.own[i], d.values[2*i+1]
	if chosen.value != nil {
		s.values[0] = chosen.value(s.values[0])
	}
	return s
}

// Chosen is an operation that a policy has chosen for a view.
type Chosen struct {
	Op        string  `json:"op"`
	Magnitude float64 `json:"magnitude"` // torchvision's; 0 for an operation without
}

// chosen returns what a policy's values say, without what does nothing.
func chosen(v *values) []Chosen {
	var out []Chosen
	for i := range maxPolicyOps {
		if o := policyOps[int(v[2*i])]; o.op != nil {
			out = append(out, Chosen{o.name, v[2*i+1]})
		}
	}
	return out
}
