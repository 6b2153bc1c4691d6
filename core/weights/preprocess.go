package weights

import "fmt"

// Preprocess says how pixels become the numbers that the weights were trained
// on: (Scale·pixel − Mean) / Std for each channel, in the order red, green,
// blue, where pixel is 0 to 255.
type Preprocess struct {
	Name  string     `json:"name"`
	Scale float32    `json:"scale"`
	Mean  [3]float32 `json:"mean"`
	Std   [3]float32 `json:"std"`
}

// Torchvision returns the preprocessing of torchvision's and most of timm's
// ImageNet weights (ResNet50_Weights: IMAGENET1K_V1).
func Torchvision() Preprocess {
	return Preprocess{
		Name: "torchvision", Scale: 1. / 255,
		Mean: [3]float32{0.485, 0.456, 0.406}, Std: [3]float32{0.229, 0.224, 0.225},
	}
}

// Keras returns the preprocessing of Keras's ResNet-50 (preprocess_input, mode
// "caffe"): less the mean of ImageNet, not scaled. Keras turns the channels to
// blue, green, red besides; here the first layer's kernel is turned instead,
// when the weights are read.
func Keras() Preprocess {
	return Preprocess{
		Name: "keras", Scale: 1,
		Mean: [3]float32{123.68, 116.779, 103.939}, Std: [3]float32{1, 1, 1},
	}
}

// Validate says what is wrong with p, if anything.
func (p Preprocess) Validate() error {
	if !(p.Scale > 0 && p.Scale <= 1) {
		return fmt.Errorf("weights: preprocessing %q: scale %g: want more than 0, at most 1", p.Name, p.Scale)
	}
	for c := range 3 {
		if !(p.Std[c] > 0 && p.Std[c] < 1e6) || !(p.Mean[c] > -1e6 && p.Mean[c] < 1e6) {
			return fmt.Errorf("weights: preprocessing %q: mean %v, std %v: want finite numbers, std above 0", p.Name, p.Mean, p.Std)
		}
	}
	return nil
}

// Rescale returns the preprocessing of the source article: pixels/255 and nothing
// else, whatever the weights were trained with.
func Rescale() Preprocess {
	return Preprocess{Name: "rescale", Scale: 1. / 255, Std: [3]float32{1, 1, 1}}
}
