package resnet

import "fmt"

const (
	// FeatureSize is the length of a picture's features: the channels of the
	// last stage, averaged over the picture.
	FeatureSize = 2048
	// Side is the width and height in pixels of the pictures that go in unless the
	// caller says otherwise: what published weights were trained on.
	Side = 224
	// MinSide and MaxSide bound what the caller may say: Keras's smallest
	// input_shape, and 5.2 times the work and memory of 224.
	MinSide, MaxSide = 32, 512
)

// CheckSide says what is wrong with a width and height in pixels, if anything.
func CheckSide(side int) error {
	if side < MinSide || side > MaxSide {
		return fmt.Errorf("resnet: pictures of %d by %d pixels: want a side of %d to %d", side, side, MinSide, MaxSide)
	}
	return nil
}

// Places is how many places in each direction the last feature map has of pictures
// of that side: each of five layers with a stride of 2 halves it, rounded up.
func Places(side int) int { return (side + 31) / 32 }

// bnEpsilon is what is added to the variance in batch normalisation, as in
// torchvision. Weights made for another number are converted when they are read.
const bnEpsilon = 1e-5

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
		return fmt.Errorf("resnet: variant %q: want %q or %q", string(v), V15, V1)
	}
	return nil
}

// conv describes one convolution and the batch normalisation behind it.
type conv struct {
	name    string // of the kernel's tensor, without ".weight"
	norm    string // of the batch normalisation's tensors
	in, out int    // channels
	kernel  int    // side of the kernel
	stride  int
}

// pad is the padding on each side, which keeps the picture's size at stride 1.
func (c conv) pad() int { return c.kernel / 2 }

// block is one bottleneck: its convolutions in order, and the one on the
// shortcut if the shortcut changes shape.
type block struct {
	convs    [3]conv
	shortcut *conv
}

// stem is the first convolution.
var stem = conv{name: "conv1", norm: "bn1", in: 3, out: 64, kernel: 7, stride: 2}

// stageBlocks is how many blocks each of the four stages has: ResNet-50.
var stageBlocks = [4]int{3, 4, 6, 3}

// blocks returns the variant's bottlenecks in order.
func (v Variant) blocks() []block {
	var list []block
	in := 64
	for stage, n := range stageBlocks {
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
			b := block{convs: [3]conv{
				{name + "conv1", name + "bn1", in, mid, 1, first},
				{name + "conv2", name + "bn2", mid, mid, 3, second},
				{name + "conv3", name + "bn3", mid, out, 1, 1},
			}}
			if i == 0 {
				b.shortcut = &conv{name + "downsample.0", name + "downsample.1", in, out, 1, stride}
			}
			list = append(list, b)
			in = out
		}
	}
	return list
}

// convs returns all 53 convolutions, in the order they are computed.
func (v Variant) convs() []conv {
	list := []conv{stem}
	for _, b := range v.blocks() {
		list = append(list, b.convs[:]...)
		if b.shortcut != nil {
			list = append(list, *b.shortcut)
		}
	}
	return list
}

// normParts are the tensors of a batch normalisation, each with one value for
// each channel.
var normParts = [...]string{"weight", "bias", "running_mean", "running_var"}

// classifierKernel and classifierBias are the tensors of the last layer, which
// the features do not need.
const (
	classifierKernel = "fc.weight" // [classes, FeatureSize]
	classifierBias   = "fc.bias"   // [classes]
)

// TensorShapes returns the name and shape of each of the 265 tensors that the
// network needs, in every variant, named as torchvision names them. Kernels are
// [out, in, height, width].
func TensorShapes() map[string][]int {
	shapes := make(map[string][]int)
	for _, c := range V15.convs() {
		shapes[c.name+".weight"] = []int{c.out, c.in, c.kernel, c.kernel}
		for _, part := range normParts {
			shapes[c.norm+"."+part] = []int{c.out}
		}
	}
	return shapes
}
