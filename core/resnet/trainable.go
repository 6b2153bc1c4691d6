package resnet

import (
	"fmt"
	"image"
	"math"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"graft/core/backend"
)

// Part is how much of the network is trained, from the last layer backwards.
type Part int

const (
	LastStage  Part = iota // the last three of the sixteen blocks: layer4 in torchvision
	Everything             // every layer
)

// Trainable is a network of which a part is trained. What comes before that
// part is fixed: its output, the maps, need be computed only once for a picture.
//
// Batch normalisation stays in inference mode, as Keras and torchvision's
// references want it for fine-tuning: mean and variance are those of the weights,
// the kernel, γ and β of each layer are trained. They are trained as they are,
// not folded, so that a step is the same that those libraries take, and what
// comes out has torchvision's names.
type Trainable struct {
	backend *backend.Backend
	weights *Weights
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
func NewTrainable(b *backend.Backend, w *Weights, part Part, side int) *Trainable {
	form := nativeForm
	if b.MatrixConv || b.Name == "onnx" {
		form = productForm
	}
	return newTrainable(b, w, part, side, form)
}

func newTrainable(b *backend.Backend, w *Weights, part Part, side int, form trainForm) *Trainable {
	t := &Trainable{backend: b, weights: w, part: part, side: side, table: w.Preprocess.table(), form: form}
	if b.MatrixConv {
		t.maps = Matrices
	}
	for _, c := range t.convs() {
		kernel := TrainTensor{c.name + ".weight", []int{c.out, c.in, c.kernel, c.kernel}, w.tensors[c.name+".weight"].Data, true}
		if t.form == productForm {
			kernel.Shape = []int{c.kernel * c.kernel * c.in, c.out}
			kernel.Data = toMatrix(kernel.Data, c)
		}
		t.tensors = append(t.tensors, kernel,
			TrainTensor{c.norm + ".weight", []int{c.out}, w.tensors[c.norm+".weight"].Data, false},
			TrainTensor{c.norm + ".bias", []int{c.out}, w.tensors[c.norm+".bias"].Data, false})
	}
	return t
}

// lastBlocks is how many blocks LastStage is.
const lastBlocks = 3

// trained returns the blocks of the part that is trained.
func (t *Trainable) trained() []block {
	list := t.weights.Variant.blocks()
	if t.part == LastStage {
		return list[len(list)-lastBlocks:]
	}
	return list
}

// fixed returns the blocks before the part that is trained.
func (t *Trainable) fixed() []block {
	list := t.weights.Variant.blocks()
	return list[:len(list)-len(t.trained())]
}

// convs returns the convolutions of the part that is trained.
func (t *Trainable) convs() []conv {
	var list []conv
	if t.part == Everything {
		list = append(list, stem)
	}
	for _, b := range t.trained() {
		list = append(list, b.convs[:]...)
		if b.shortcut != nil {
			list = append(list, *b.shortcut)
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
	net := trainNetwork{t.form, func(c conv) (kernel, bias *graph.Node) {
		return t.foldInGraph(c, get(index[c.name+".weight"]), get(index[c.norm+".weight"]), get(index[c.norm+".bias"]))
	}}
	if t.part == Everything {
		if t.form != productForm {
			x = graph.TransposeAllAxes(x, 0, 3, 1, 2)
		}
		x = net.maxPool(rectify(net.conv(x, stem)))
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
func (t *Trainable) foldInGraph(c conv, kernel, gamma, beta *graph.Node) (k, bias *graph.Node) {
	mean := t.weights.tensors[c.norm+".running_mean"].Data
	variance := t.weights.tensors[c.norm+".running_var"].Data
	inverse, shift := make([]float32, c.out), make([]float32, c.out)
	for i, v := range variance {
		inv := 1 / math.Sqrt(float64(v)+bnEpsilon)
		inverse[i], shift[i] = float32(inv), float32(float64(mean[i])*inv)
	}
	g := kernel.Graph()
	constant := func(x []float32) *graph.Node {
		return graph.ConstTensor(g, tensors.FromFlatDataAndDimensions(x, c.out))
	}
	scale := graph.Mul(gamma, constant(inverse))
	bias = graph.Sub(beta, graph.Mul(gamma, constant(shift)))
	if t.form == productForm {
		return graph.Mul(kernel, graph.Reshape(scale, 1, c.out)), bias
	}
	return graph.Mul(kernel, graph.Reshape(scale, c.out, 1, 1, 1)), bias
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
	x = net.maxPool(relu(net.conv(x, stem)))
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
		trained[c.name] = true
	}
	for _, f := range fold(t.weights, t.maps == Matrices) {
		if !trained[f.name] {
			data[f.name+".kernel"], data[f.name+".bias"] = f.kernel, f.bias
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
func (t *Trainable) Weights(name string, values [][]float32) (*Weights, error) {
	if len(values) != len(t.tensors) {
		return nil, fmt.Errorf("resnet: %d trained tensors: want %d", len(values), len(t.tensors))
	}
	changed := make(map[string]Tensor, len(values))
	kernels := make(map[string]conv)
	for _, c := range t.convs() {
		kernels[c.name+".weight"] = c
	}
	for i, tensor := range t.tensors {
		data, shape := append([]float32(nil), values[i]...), tensor.Shape
		if c, ok := kernels[tensor.Name]; ok {
			shape = []int{c.out, c.in, c.kernel, c.kernel}
			if t.form == productForm {
				data = fromMatrix(values[i], c)
			}
		}
		changed[tensor.Name] = Tensor{shape, data}
	}
	return t.weights.With(name, changed)
}

// toMatrix lays a kernel [out, in, k, k] out as [k·k·in, out].
func toMatrix(kernel []float32, c conv) []float32 {
	out := make([]float32, len(kernel))
	area := c.kernel * c.kernel
	for o := range c.out {
		for i := range c.in {
			for j := range area {
				out[(j*c.in+i)*c.out+o] = kernel[(o*c.in+i)*area+j]
			}
		}
	}
	return out
}

// fromMatrix undoes toMatrix.
func fromMatrix(matrix []float32, c conv) []float32 {
	out := make([]float32, len(matrix))
	area := c.kernel * c.kernel
	for o := range c.out {
		for i := range c.in {
			for j := range area {
				out[(o*c.in+i)*area+j] = matrix[(j*c.in+i)*c.out+o]
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
