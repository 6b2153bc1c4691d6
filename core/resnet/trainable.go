package resnet

import (
	"fmt"
	"image"
	"math"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"graft/core/backend"
	"graft/core/safetensors"
	"graft/core/weights"
	"graft/core/weights/layout"
)

// Part says how much of the network is trained, from the last layer backwards.
type Part int

const (
	LastStage  Part = iota // the last three of the sixteen blocks: layer4 in torchvision
	Everything             // every layer
)

// Trainable is a network of which a part is trained. What comes before that part stays
// as it is, so its output for a picture, the maps, need be computed only once. A training
// loop writes pictures with Fill, computes Maps where the part does not begin at the
// pixels, builds its loss on Graph with the tensors of Tensors as variables, and turns
// what it trained into weights with Weights.
//
// Batch normalisation stays in inference mode, as Keras and torchvision's
// references want it for fine-tuning: mean and variance are those of the weights,
// the kernel, γ and β of each layer are trained. They are trained as they are,
// not folded, so that a step is the same that those libraries take, and what
// comes out has torchvision's names.
type Trainable struct {
	backend *backend.Backend
	weights *weights.Set
	part    Part
	form    trainForm
	maps    Form // how the fixed part is computed
	side    int
	tensors []TrainTensor
	table   *table
}

// TrainTensor is one tensor that is trained. The data are laid out as the graph
// takes them, [TrainTensor.Shape]; Trainable.Weights turns them back.
type TrainTensor struct {
	Name  string // torchvision's
	Shape []int
	Data  []float32
	Decay bool // a kernel, which weight decay is for; not γ or β
}

// trainForm is how the graph writes convolutions so that the backend can compute
// their gradients.
type trainForm int

const (
	// nativeForm: convolutions as they are, channels first. For XLA.
	nativeForm trainForm = iota
	// productForm: matrix products, channels last. For the pure-Go backend, and for
	// ONNX Runtime: there the gradient of a strided convolution fails (compute-onnx
	// v0.1.5: "input dilations > 1 not supported"), and that of a kernel is a
	// convolution with a kernel as large as the picture, many times slower than the
	// product that it could be.
	productForm
)

// NewTrainable prepares a part of the network with these weights for training on
// pictures of side by side pixels, see [CheckSide], on the backend.
func NewTrainable(b *backend.Backend, w *weights.Set, part Part, side int) *Trainable {
	form := nativeForm
	if b.MatrixConv || b.Name == "onnx" {
		form = productForm
	}
	return newTrainable(b, w, part, side, form)
}

func newTrainable(b *backend.Backend, w *weights.Set, part Part, side int, form trainForm) *Trainable {
	t := &Trainable{backend: b, weights: w, part: part, side: side, table: tableOf(w.Preprocess), form: form}
	if b.MatrixConv {
		t.maps = Matrices
	}
	for _, c := range t.convs() {
		kernel := TrainTensor{c.Name + ".weight", []int{c.Out, c.In, c.Kernel, c.Kernel}, tensorOf(w, c.Name+".weight"), true}
		if t.form == productForm {
			kernel.Shape = []int{c.Kernel * c.Kernel * c.In, c.Out}
			kernel.Data = toMatrix(kernel.Data, c)
		}
		t.tensors = append(t.tensors, kernel,
			TrainTensor{c.Norm + ".weight", []int{c.Out}, tensorOf(w, c.Norm+".weight"), false},
			TrainTensor{c.Norm + ".bias", []int{c.Out}, tensorOf(w, c.Norm+".bias"), false})
	}
	return t
}

// lastBlocks is how many blocks LastStage is.
const lastBlocks = 3

// trained returns the blocks of the part that is trained.
func (t *Trainable) trained() []layout.Block {
	list := t.weights.Variant.Blocks()
	if t.part == LastStage {
		return list[len(list)-lastBlocks:]
	}
	return list
}

// fixed returns the blocks before the part that is trained.
func (t *Trainable) fixed() []layout.Block {
	list := t.weights.Variant.Blocks()
	return list[:len(list)-len(t.trained())]
}

// convs returns the convolutions of the part that is trained.
func (t *Trainable) convs() []layout.Conv {
	var list []layout.Conv
	if t.part == Everything {
		list = append(list, layout.Stem())
	}
	for _, b := range t.trained() {
		list = append(list, b.Convs[:]...)
		if b.Shortcut != nil {
			list = append(list, *b.Shortcut)
		}
	}
	return list
}

// Tensors returns what is trained, in the order of the layers. The data are those
// of the weights and must not be written to.
func (t *Trainable) Tensors() []TrainTensor { return t.tensors }

// Input returns the shape of what Graph takes for a picture: its pixels, or the
// maps that Maps makes of them.
func (t *Trainable) Input() []int {
	if t.part == Everything {
		return []int{t.side, t.side, 3}
	}
	side := (t.side + 15) / 16 // four layers so far
	if t.form == productForm {
		return []int{side, side, 1024}
	}
	return []int{1024, side, side}
}

// Graph returns the features, [n, FeatureSize], of n inputs. get gives the tensor
// of that index in Tensors, as a parameter or whatever it is made of.
func (t *Trainable) Graph(x *graph.Node, get func(i int) *graph.Node) *graph.Node {
	index := make(map[string]int, len(t.tensors))
	for i, tensor := range t.tensors {
		index[tensor.Name] = i
	}
	net := trainNetwork{t.form, func(c layout.Conv) (kernel, bias *graph.Node) {
		return t.foldInGraph(c, get(index[c.Name+".weight"]), get(index[c.Norm+".weight"]), get(index[c.Norm+".bias"]))
	}}
	if t.part == Everything {
		if t.form != productForm {
			x = graph.TransposeAllAxes(x, 0, 3, 1, 2)
		}
		x = net.maxPool(rectify(net.conv(x, layout.Stem())))
	}
	for _, b := range t.trained() {
		x = net.block(x, b)
	}
	if t.form == productForm {
		return graph.ReduceMean(x, 1, 2)
	}
	return graph.ReduceMean(x, 2, 3)
}

// foldInGraph is fold as part of the graph, so that gradients pass through it to
// kernel, γ and β: γ·(k*x − μ)/√(σ²+ε) + β.
func (t *Trainable) foldInGraph(c layout.Conv, kernel, gamma, beta *graph.Node) (k, bias *graph.Node) {
	mean := tensorOf(t.weights, c.Norm+".running_mean")
	variance := tensorOf(t.weights, c.Norm+".running_var")
	inverse, shift := make([]float32, c.Out), make([]float32, c.Out)
	for i, v := range variance {
		inv := 1 / math.Sqrt(float64(v)+layout.Epsilon)
		inverse[i], shift[i] = float32(inv), float32(float64(mean[i])*inv)
	}
	g := kernel.Graph()
	constant := func(x []float32) *graph.Node {
		return graph.ConstTensor(g, tensors.FromFlatDataAndDimensions(x, c.Out))
	}
	scale := graph.Mul(gamma, constant(inverse))
	bias = graph.Sub(beta, graph.Mul(gamma, constant(shift)))
	if t.form == productForm {
		return graph.Mul(kernel, graph.Reshape(scale, 1, c.Out)), bias
	}
	return graph.Mul(kernel, graph.Reshape(scale, c.Out, 1, 1, 1)), bias
}

// Maps returns what the part that is trained takes, [n, Input...], of pictures,
// float32 of [n, side, side, 3]; params gives kernels and biases as for [Graph].
// For Everything it is the pictures themselves.
func (t *Trainable) Maps(pictures *graph.Node, params Params) *graph.Node {
	if t.part == Everything {
		return pictures
	}
	net := network{form: t.maps, params: params}
	x := pictures
	if t.maps == Convolutions {
		x = graph.TransposeAllAxes(x, 0, 3, 1, 2)
	}
	x = net.maxPool(relu(net.conv(x, layout.Stem())))
	for _, b := range t.fixed() {
		x = net.block(x, b)
	}
	if t.maps == Convolutions && t.form == productForm {
		x = graph.TransposeAllAxes(x, 0, 2, 3, 1)
	}
	return x
}

// Fixed returns the kernels and biases that Maps asks its params for, with batch
// normalisation folded in.
func (t *Trainable) Fixed() map[string][]float32 {
	data := make(map[string][]float32)
	trained := make(map[string]bool)
	for _, c := range t.convs() {
		trained[c.Name] = true
	}
	for _, f := range fold(t.weights, t.maps == Matrices) {
		if !trained[f.Name] {
			data[f.Name+".kernel"], data[f.Name+".bias"] = f.kernel, f.bias
		}
	}
	return data
}

// Fill writes a picture of side by side pixels, opaque, as the numbers that the
// network takes to dst, [side, side, 3].
func (t *Trainable) Fill(dst []float32, m *image.NRGBA) error {
	if b := m.Bounds(); b.Dx() != t.side || b.Dy() != t.side {
		return fmt.Errorf("resnet: a picture of %d by %d pixels: want %d by %d", b.Dx(), b.Dy(), t.side, t.side)
	}
	t.table.fill(dst, m)
	return nil
}

// Weights returns the weights with the trained tensors replaced: values are in the
// order and layout of Tensors. It keeps none of them.
func (t *Trainable) Weights(name string, values [][]float32) (*weights.Set, error) {
	if len(values) != len(t.tensors) {
		return nil, fmt.Errorf("resnet: %d trained tensors: want %d", len(values), len(t.tensors))
	}
	changed := make(map[string]safetensors.Tensor, len(values))
	kernels := make(map[string]layout.Conv)
	for _, c := range t.convs() {
		kernels[c.Name+".weight"] = c
	}
	for i, tensor := range t.tensors {
		data, shape := append([]float32(nil), values[i]...), tensor.Shape
		if c, ok := kernels[tensor.Name]; ok {
			shape = []int{c.Out, c.In, c.Kernel, c.Kernel}
			if t.form == productForm {
				data = fromMatrix(values[i], c)
			}
		}
		changed[tensor.Name] = safetensors.Tensor{Shape: shape, Data: data}
	}
	return t.weights.With(name, changed)
}

// toMatrix lays a kernel [out, in, k, k] out as [k·k·in, out].
func toMatrix(kernel []float32, c layout.Conv) []float32 {
	out := make([]float32, len(kernel))
	area := c.Kernel * c.Kernel
	for o := range c.Out {
		for i := range c.In {
			for j := range area {
				out[(j*c.In+i)*c.Out+o] = kernel[(o*c.In+i)*area+j]
			}
		}
	}
	return out
}

// fromMatrix undoes toMatrix.
func fromMatrix(matrix []float32, c layout.Conv) []float32 {
	out := make([]float32, len(matrix))
	area := c.Kernel * c.Kernel
	for o := range c.Out {
		for i := range c.In {
			for j := range area {
				out[(o*c.In+i)*area+j] = matrix[(j*c.In+i)*c.Out+o]
			}
		}
	}
	return out
}

// rectify is max(x, 0) with the gradient 0 at 0, as Keras and PyTorch have it; and
// as a choice, whose gradient is one choice more (that of a maximum is four
// operations in GoMLX).
func rectify(x *graph.Node) *graph.Node {
	zero := graph.ScalarZero(x.Graph(), dtypes.Float32)
	return graph.Where(graph.GreaterThan(x, zero), x, graph.ZerosLike(x))
}

// Backend is what the network was prepared for.
func (t *Trainable) Backend() *backend.Backend { return t.backend }

// Side is the width and height in pixels of the pictures that Fill takes.
func (t *Trainable) Side() int { return t.side }

// Part is what is trained.
func (t *Trainable) Part() Part { return t.part }
