package resnet

import (
	"fmt"
	"math"
	"strings"
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
func Random(seed uint64) *Weights {
	tensors := make(map[string]Tensor)
	for i, c := range V15.convs() {
		fan := c.in * c.kernel * c.kernel
		data := make([]float32, c.out*fan)
		for o := range c.out {
			randomFilter(data[o*fan:(o+1)*fan], mix(seed, uint64(i), uint64(o)), i > 0)
		}
		tensors[c.name+".weight"] = Tensor{[]int{c.out, c.in, c.kernel, c.kernel}, data}
		scale := float32(1)
		if strings.HasSuffix(c.name, ".conv3") {
			scale = randomBranch
		}
		for _, part := range normParts {
			v := make([]float32, c.out)
			for k := range v {
				switch part {
				case "weight":
					v[k] = scale
				case "running_var":
					v[k] = 1 - bnEpsilon
				}
			}
			tensors[c.norm+"."+part] = Tensor{[]int{c.out}, v}
		}
	}
	kernel := make([]float32, randomClasses*FeatureSize)
	for o := range randomClasses {
		randomFilter(kernel[o*FeatureSize:(o+1)*FeatureSize], mix(seed, uint64(len(V15.convs())), uint64(o)), true)
	}
	tensors[classifierKernel] = Tensor{[]int{randomClasses, FeatureSize}, kernel}
	tensors[classifierBias] = Tensor{[]int{randomClasses}, make([]float32, randomClasses)}
	name := "random"
	if seed != 0 {
		name += fmt.Sprintf(":%d", seed)
	}
	w, err := NewWeights(name, V15, Torchvision(), tensors)
	if err != nil {
		panic(err) // the shapes are made from the same list that they are checked against
	}
	return w
}

// randomFilter fills f with draws of mean 0 whose squares sum to randomGain²
// (for long filters), centred if asked for. A draw is the sum of four 16-bit
// numbers, near enough to normal; all but the last multiplication is exact, so
// every machine makes the same filter.
func randomFilter(f []float32, state uint64, centre bool) {
	const half = 2 * 65535 // the mean of four 16-bit numbers
	sum := int64(0)
	for i := range f {
		state += 0x9e3779b97f4a7c15
		r := finish(state)
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

// mix combines numbers into the start of a stream (SplitMix64's finisher).
func mix(parts ...uint64) uint64 {
	h := uint64(0x6772616674) // "graft"
	for _, p := range parts {
		h = finish(h ^ p + 0x9e3779b97f4a7c15)
	}
	return h
}

func finish(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
