package augment

import (
	"math"

	"graft/core/recipe"
)

// magnitude is what torchvision's augmentation spaces hold for an operation, in
// bin i of n: from 0 (255 for solarize, 8 bits for posterize) to most.
func magnitude(op, i, n int, most float64) float64 {
	share := float64(i) / float64(n-1)
	switch op {
	case opPosterize: // most is how many bits are lost
		return 8 - math.RoundToEven(float64(share*most))
	case opSolarize:
		return 255 - float64(share*255)
	case opIdentity, opAutocontrast, opEqualize, opInvert:
		return 0
	}
	return float64(share * most)
}

// randMost are the largest magnitudes of RandAugment and AutoAugment; those of
// translations are shares of the side.
var randMost = [len(trivialMost)]float64{
	opShearX: 0.3, opShearY: 0.3, opTranslateX: 150.0 / 331, opTranslateY: 150.0 / 331, opRotate: 30,
	opBrightness: 0.9, opColor: 0.9, opContrast: 0.9, opSharpness: 0.9, opPosterize: 4,
}

func randMagnitude(op, i, n int, at frame) float64 {
	most := randMost[op]
	switch op {
	case opTranslateX:
		most = float64(most * float64(at.w))
	case opTranslateY:
		most = float64(most * float64(at.h))
	}
	return magnitude(op, i, n, most)
}

// withSign draws the sign of a magnitude where the operation has one.
func (s *stream) withSign(op int, m float64) float64 {
	if policyOps[op].signed && s.below(2) == 1 {
		return -m
	}
	return m
}

const (
	randBins = 31
	randOps  = 14 // the first of policyOps
)

func readRandAugment(s recipe.Step) params {
	return params{math.Round(s.Number("num_ops")), math.Round(s.Number("magnitude"))}
}

// drawRandAugment is torchvision's RandAugment: num_ops operations, each equally
// likely, all of one magnitude.
func drawRandAugment(a *params, s *stream, at frame, v *values) bool {
	for k := range int(a[0]) {
		op := s.below(randOps)
		v[2*k], v[2*k+1] = float64(op), s.withSign(op, randMagnitude(op, int(a[1]), randBins, at))
	}
	return true
}

var trivialMost = [...]float64{
	opShearX: 0.99, opShearY: 0.99, opTranslateX: 32, opTranslateY: 32, opRotate: 135,
	opBrightness: 0.99, opColor: 0.99, opContrast: 0.99, opSharpness: 0.99, opPosterize: 6, opHue: 0,
}

// drawTrivialAugment is torchvision's TrivialAugmentWide: one operation, any
// magnitude.
func drawTrivialAugment(_ *params, s *stream, _ frame, v *values) bool {
	op := s.below(randOps)
	m := magnitude(op, s.below(randBins), randBins, trivialMost[op])
	v[0], v[1] = float64(op), s.withSign(op, m)
	return true
}

// drawAutoAugment is torchvision's AutoAugment with the ImageNet policy: one of
// its pairs, each of the two with its own probability.
func drawAutoAugment(_ *params, s *stream, at frame, v *values) bool {
	pair := &imageNetPolicy[s.below(len(imageNetPolicy))]
	var p [2]float64
	var negative [2]bool
	for i := range p {
		p[i] = s.unit()
	}
	for i := range negative {
		negative[i] = s.below(2) == 0
	}
	for i, o := range pair {
		if p[i] > o.p {
			continue
		}
		m := randMagnitude(o.op, o.bin, 10, at)
		if policyOps[o.op].signed && negative[i] {
			m = -m
		}
		v[2*i], v[2*i+1] = float64(o.op), m
	}
	return true
}

type autoOp struct {
	op  int
	p   float64
	bin int // of ten
}

// imageNetPolicy is the table of Cubuk et al., AutoAugment (2019), as
// torchvision has it.
var imageNetPolicy = [25][2]autoOp{
	{{opPosterize, 0.4, 8}, {opRotate, 0.6, 9}},
	{{opSolarize, 0.6, 5}, {opAutocontrast, 0.6, 0}},
	{{opEqualize, 0.8, 0}, {opEqualize, 0.6, 0}},
	{{opPosterize, 0.6, 7}, {opPosterize, 0.6, 6}},
	{{opEqualize, 0.4, 0}, {opSolarize, 0.2, 4}},
	{{opEqualize, 0.4, 0}, {opRotate, 0.8, 8}},
	{{opSolarize, 0.6, 3}, {opEqualize, 0.6, 0}},
	{{opPosterize, 0.8, 5}, {opEqualize, 1, 0}},
	{{opRotate, 0.2, 3}, {opSolarize, 0.6, 8}},
	{{opEqualize, 0.6, 0}, {opPosterize, 0.4, 6}},
	{{opRotate, 0.8, 8}, {opColor, 0.4, 0}},
	{{opRotate, 0.4, 9}, {opEqualize, 0.6, 0}},
	{{opEqualize, 0, 0}, {opEqualize, 0.8, 0}},
	{{opInvert, 0.6, 0}, {opEqualize, 1, 0}},
	{{opColor, 0.6, 4}, {opContrast, 1, 8}},
	{{opRotate, 0.8, 8}, {opColor, 1, 2}},
	{{opColor, 0.8, 8}, {opSolarize, 0.8, 7}},
	{{opSharpness, 0.4, 7}, {opInvert, 0.6, 0}},
	{{opShearX, 0.6, 5}, {opEqualize, 1, 0}},
	{{opColor, 0.4, 0}, {opEqualize, 0.6, 0}},
	{{opEqualize, 0.4, 0}, {opSolarize, 0.2, 4}},
	{{opSolarize, 0.6, 5}, {opAutocontrast, 0.6, 0}},
	{{opInvert, 0.6, 0}, {opEqualize, 1, 0}},
	{{opColor, 0.6, 4}, {opContrast, 1, 8}},
	{{opEqualize, 0.8, 0}, {opEqualize, 0.6, 0}},
}

func readJitter(s recipe.Step) params {
	return params{s.Number("brightness"), s.Number("contrast"), s.Number("saturation"), s.Number("hue")}
}

// drawJitter is torchvision's ColorJitter: the four in any order, each within
// its own bounds: factors of max(0, 1 − x) to 1 + x, turns of −x to x.
func drawJitter(a *params, s *stream, _ frame, v *values) bool {
	order := [4]int{opBrightness, opContrast, opColor, opHue}
	for i := 3; i > 0; i-- {
		j := s.below(i + 1)
		order[i], order[j] = order[j], order[i]
	}
	var m [opHue + 1]float64
	m[opBrightness] = s.within(max(-1, -a[0]), a[0])
	m[opContrast] = s.within(max(-1, -a[1]), a[1])
	m[opColor] = s.within(max(-1, -a[2]), a[2])
	m[opHue] = s.within(-a[3], a[3])
	for i, op := range order {
		v[2*i], v[2*i+1] = float64(op), m[op]
	}
	return true
}
