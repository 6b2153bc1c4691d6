package layout

import "fmt"

const (
	// FeatureSize is the length of a picture's features: the channels of the
	// last stage, averaged over the picture.
	FeatureSize = 2048
	// Side is the width and height in pixels of the pictures that published weights
	// were trained on.
	Side = 224
	// Epsilon is what is added to the variance in batch normalisation, as in
	// torchvision. Weights made for another number are converted when they are read.
	Epsilon = 1e-5
)

// Variant says which convolution of a stage's first block has the stride, the
// one thing in which published ResNet-50 networks differ that numbers cannot
// make good.
type Variant string

const (
	// V15 is version 1.5, torchvision's and timm's: the 3×3 has the stride.
	V15 Variant = "v1.5"
	// V1 is the paper's network and Keras's: the first 1×1 has it.
	V1 Variant = "v1"
)

// Validate says what is wrong with v, if anything.
func (v Variant) Validate() error {
	if v != V15 && v != V1 {
		return fmt.Errorf("weights: variant %q: want %q or %q", string(v), V15, V1)
	}
	return nil
}

// Conv describes one convolution and the batch normalisation behind it.
type Conv struct {
	Name    string // of the kernel's tensor, without ".weight"
	Norm    string // of the batch normalisation's tensors
	In, Out int    // channels
	Kernel  int    // side of the kernel, in pixels
	Stride  int
}

// Pad is the padding on each side, which keeps the picture's size at stride 1.
func (c Conv) Pad() int { return c.Kernel / 2 }

// Block is one bottleneck: its convolutions in order, and the one on the
// shortcut if the shortcut changes shape.
type Block struct {
	Convs    [3]Conv
	Shortcut *Conv
}

// Stem returns the first convolution.
func Stem() Conv { return Conv{Name: "conv1", Norm: "bn1", In: 3, Out: 64, Kernel: 7, Stride: 2} }

// StageBlocks returns how many blocks each of the four stages has: ResNet-50.
func StageBlocks() [4]int { return [4]int{3, 4, 6, 3} }

// Blocks returns the variant's bottlenecks in order.
func (v Variant) Blocks() []Block {
	var list []Block
	in := 64
	for stage, n := range StageBlocks() {
		mid := 64 << stage
		out := 4 * mid
		for i := range n {
			name := fmt.Sprintf("layer%d.%d.", stage+1, i)
			stride := 1
			if i == 0 && stage > 0 {
				stride = 2
			}
			first, second := 1, stride
			if v == V1 {
				first, second = stride, 1
			}
			b := Block{Convs: [3]Conv{
				{name + "conv1", name + "bn1", in, mid, 1, first},
				{name + "conv2", name + "bn2", mid, mid, 3, second},
				{name + "conv3", name + "bn3", mid, out, 1, 1},
			}}
			if i == 0 {
				b.Shortcut = &Conv{name + "downsample.0", name + "downsample.1", in, out, 1, stride}
			}
			list = append(list, b)
			in = out
		}
	}
	return list
}

// Convs returns all 53 convolutions, in the order they are computed.
func (v Variant) Convs() []Conv {
	list := []Conv{Stem()}
	for _, b := range v.Blocks() {
		list = append(list, b.Convs[:]...)
		if b.Shortcut != nil {
			list = append(list, *b.Shortcut)
		}
	}
	return list
}

// NormParts returns the last part of the names of a batch normalisation's tensors,
// each of which has one value for each channel.
func NormParts() [4]string { return [4]string{"weight", "bias", "running_mean", "running_var"} }

// ClassifierKernel and ClassifierBias are the tensors of the last layer, which
// the features do not need.
const (
	ClassifierKernel = "fc.weight" // [classes, FeatureSize]
	ClassifierBias   = "fc.bias"   // [classes]
)

// TensorShapes returns the name and shape of each of the 265 tensors that the
// network needs, in every variant, named as torchvision names them. Kernels are
// [out, in, height, width].
func TensorShapes() map[string][]int {
	shapes := make(map[string][]int)
	for _, c := range V15.Convs() {
		shapes[c.Name+".weight"] = []int{c.Out, c.In, c.Kernel, c.Kernel}
		for _, part := range NormParts() {
			shapes[c.Norm+"."+part] = []int{c.Out}
		}
	}
	return shapes
}
