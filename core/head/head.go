package head

import (
	"fmt"
	"math"
	"unicode/utf8"
)

// Features is the length of the vector that a head takes: ResNet-50's last
// pooling layer.
const Features = 2048

// Limits of a head. 4096 classes are 34 MB of kernel.
const (
	MaxClasses   = 4096
	MaxClassName = 255   // bytes of a class's name: what file systems allow a folder
	maxText      = 1024  // bytes of each other text
	maxSide      = 65535 // pixels
)

// Head is a trained dense layer with softmax and what it belongs to.
type Head struct {
	Classes []string  // C of them, distinct, in the order of the outputs
	Kernel  []float32 // [Inputs, C], row-major: weight of input i for class c at i*C+c
	Bias    []float32 // [C]
	Top     *Top      // what makes the inputs of the features; nil where they are the features

	Backbone      string // for example "resnet50"
	Weights       string // name of the backbone's weight set, for example "random"
	WeightsDigest string // of the weight set, hexadecimal: features of others do not fit
	Preprocessing string // name of what the weight set wants done to pixels
	Variant       string // of the backbone, as in core/resnet: "v1.5" or "v1"; "" if unknown
	Pixels        Pixels // what Preprocessing does; zero if unknown
	Size          [2]int // width and height in pixels that pictures are stretched to for the backbone
}

// Validate returns nil or the first fault: lengths that do not fit each other,
// a number that is not finite, a class without a name.
func (h *Head) Validate() error {
	if err := ValidateClasses(h.Classes); err != nil {
		return err
	}
	c := len(h.Classes)
	if err := h.Top.validate(); err != nil {
		return err
	}
	if len(h.Kernel) != h.Inputs()*c {
		return fmt.Errorf("head: kernel: %d numbers: want %d×%d for %d classes", len(h.Kernel), h.Inputs(), c, c)
	}
	if len(h.Bias) != c {
		return fmt.Errorf("head: bias: %d numbers: want %d, one a class", len(h.Bias), c)
	}
	if i := notFinite(h.Kernel); i >= 0 {
		return fmt.Errorf("head: kernel: number %d is %g: want finite ones", i, h.Kernel[i])
	}
	if i := notFinite(h.Bias); i >= 0 {
		return fmt.Errorf("head: bias: number %d is %g: want finite ones", i, h.Bias[i])
	}
	if h.Size[0] < 1 || h.Size[0] > maxSide || h.Size[1] < 1 || h.Size[1] > maxSide {
		return fmt.Errorf("head: size: %d×%d: want each side 1 to %d", h.Size[0], h.Size[1], maxSide)
	}
	for _, t := range []struct{ key, text string }{
		{keyBackbone, h.Backbone}, {keyWeights, h.Weights}, {keyDigest, h.WeightsDigest}, {keyPreprocessing, h.Preprocessing}, {keyVariant, h.Variant},
	} {
		if len(t.text) > maxText || !utf8.ValidString(t.text) {
			return fmt.Errorf("head: %s: %.40q: want at most %d bytes of UTF-8", t.key, t.text, maxText)
		}
	}
	return h.Pixels.validate()
}

// Side returns the width and height in pixels of the square that pictures are
// stretched to for the backbone. It fails if Size is no square.
func (h *Head) Side() (int, error) {
	if h.Size[0] != h.Size[1] {
		return 0, fmt.Errorf("head: size: %d×%d: want a square", h.Size[0], h.Size[1])
	}
	return h.Size[0], nil
}

// ValidateClasses returns nil if a head can have these classes: 2 to
// MaxClasses distinct names, each 1 to MaxClassName bytes of UTF-8.
func ValidateClasses(classes []string) error {
	if len(classes) < 2 || len(classes) > MaxClasses {
		return fmt.Errorf("head: classes: %d of them: want 2 to %d", len(classes), MaxClasses)
	}
	seen := make(map[string]bool, len(classes))
	for _, name := range classes {
		if name == "" || len(name) > MaxClassName || !utf8.ValidString(name) {
			return fmt.Errorf("head: classes: the name %.40q: want 1 to %d bytes of UTF-8", name, MaxClassName)
		}
		if seen[name] {
			return fmt.Errorf("head: classes: %q is there twice: want distinct names", name)
		}
		seen[name] = true
	}
	return nil
}

// Predict returns the probability of each class, summing to 1, for the
// features of one picture, [Features]. Sums and softmax are in float64, so the
// result does not depend on the order of magnitude of the logits. It fails if
// features has another length or holds a number that is not finite.
func (h *Head) Predict(features []float32) ([]float32, error) {
	c := len(h.Classes)
	if len(features) != Features {
		return nil, fmt.Errorf("head: predict: %d features: want %d", len(features), Features)
	}
	if len(h.Kernel) != h.Inputs()*c || len(h.Bias) != c || c == 0 {
		return nil, fmt.Errorf("head: predict: kernel of %d and bias of %d numbers do not fit %d classes", len(h.Kernel), len(h.Bias), c)
	}
	if i := notFinite(features); i >= 0 {
		return nil, fmt.Errorf("head: predict: feature %d is %g: want finite ones", i, features[i])
	}
	inputs := features
	if h.Top != nil {
		inputs = h.Top.Apply(features)
	}
	return softmax(dense(inputs, h.Kernel, h.Bias)), nil
}

// softmax overwrites logits.
func softmax(logits []float64) []float32 {
	top := math.Inf(-1)
	for _, l := range logits {
		top = max(top, l)
	}
	sum := 0.0
	for j, l := range logits {
		logits[j] = math.Exp(l - top)
		sum += logits[j]
	}
	p := make([]float32, len(logits))
	for j, e := range logits {
		p[j] = float32(e / sum)
	}
	return p
}

// notFinite returns the index of the first NaN or infinity, or -1.
func notFinite(x []float32) int {
	for i, v := range x {
		if v-v != 0 {
			return i
		}
	}
	return -1
}
