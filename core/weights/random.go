package weights

import (
	"math"
	"strings"

	"graft/core/safetensors"
	"graft/core/splitmix"
	"graft/core/weights/layout"
)

// randomGain is 1/√Var(max(z, 0)) for z ~ N(0, 1): a filter whose weights sum to
// 0 and whose squares sum to randomGain² keeps the variance of what ReLU lets
// through.
const randomGain = 1.7131

// randomBranch is the scale of a block's last normalisation. The branch adds
// randomBranch² of the variance to that of the shortcut, so sixteen blocks do
// not blow it up. Of 1, 0.5 and 0.25 the last keeps classes that differ in
// colour or in the direction of stripes furthest apart (TestRandomSeparates).
const randomBranch = 0.25

// randomClasses is ImageNet's number of classes.
const randomClasses = 1000

// Random returns untrained weights made from the seed, named "random" or, for a
// seed other than 0, "random:SEED": for trying things out,
// not for recognising what is in a picture. They are the same on every machine.
//
// Filters are drawn independently, and all but the first layer's are centred to
// sum to 0. That keeps the layers from responding to what all pictures have in
// common (a constant, which a plain random network amplifies until features of
// different pictures are parallel); colour and texture stay visible in the
// features. Normalisations are the identity but for the scale of each branch.
// The classifier of 1000 classes is drawn in the same way.
func Random(seed uint64) *Set {
	tensors := make(map[string]safetensors.Tensor)
	for i, c := range layout.V15.Convs() {
		fan := c.In * c.Kernel * c.Kernel
		data := make([]float32, c.Out*fan)
		for o := range c.Out {
			randomFilter(data[o*fan:(o+1)*fan], splitmix.New(splitmix.Mix(seed, uint64(i), uint64(o))), i > 0)
		}
		tensors[c.Name+".weight"] = safetensors.Tensor{Shape: []int{c.Out, c.In, c.Kernel, c.Kernel}, Data: data}
		scale := float32(1)
		if strings.HasSuffix(c.Name, ".conv3") {
			scale = randomBranch
		}
		for _, part := range layout.NormParts() {
			v := make([]float32, c.Out)
			for k := range v {
				switch part {
				case "weight":
					v[k] = scale
				case "running_var":
					v[k] = 1 - layout.Epsilon
				}
			}
			tensors[c.Norm+"."+part] = safetensors.Tensor{Shape: []int{c.Out}, Data: v}
		}
	}
	kernel := make([]float32, randomClasses*layout.FeatureSize)
	last := uint64(len(layout.V15.Convs()))
	for o := range randomClasses {
		randomFilter(kernel[o*layout.FeatureSize:(o+1)*layout.FeatureSize], splitmix.New(splitmix.Mix(seed, last, uint64(o))), true)
	}
	tensors[layout.ClassifierKernel] = safetensors.Tensor{Shape: []int{randomClasses, layout.FeatureSize}, Data: kernel}
	tensors[layout.ClassifierBias] = safetensors.Tensor{Shape: []int{randomClasses}, Data: make([]float32, randomClasses)}
	w, err := New(Name{Kind: KindRandom, Seed: seed}.String(), layout.V15, Torchvision(), tensors)
	if err != nil {
		panic(err) // the shapes are made from the same list that they are checked against
	}
	return w
}

// randomFilter fills f with draws of mean 0 whose squares sum to randomGain²
// (for long filters), centred if asked for. A draw is the sum of four 16-bit
// numbers, near enough to normal; all but the last multiplication is exact, so
// every machine makes the same filter.
func randomFilter(f []float32, draws *splitmix.Stream, centre bool) {
	const half = 2 * 65535 // the mean of four 16-bit numbers
	sum := int64(0)
	for i := range f {
		r := draws.Uint64()
		v := int64(r&0xffff) + int64(r>>16&0xffff) + int64(r>>32&0xffff) + int64(r>>48) - half
		f[i] = float32(v) // exact: below 2^24
		sum += v
	}
	n := int64(len(f))
	sigma := math.Sqrt(4 * (65536*65536 - 1) / 12.)
	scale := randomGain / (sigma * math.Sqrt(float64(n)))
	for i := range f {
		v := float64(f[i])
		if centre {
			v = float64(int64(f[i])*n-sum) / float64(n)
		}
		f[i] = float32(v * scale)
	}
}
