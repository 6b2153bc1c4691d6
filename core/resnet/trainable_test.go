package resnet

import (
	"fmt"
	"image"
	"math"
	"slices"
	"testing"

	"graft/core/weights"
	"graft/core/weights/layout"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// gradients returns the features of the pictures, summed with the weights
// coefficients, and the gradient of that sum for every trained tensor.
func gradients(t testing.TB, train *Trainable, coefficients []float32, pictures ...*image.NRGBA) (float64, [][]float32) {
	t.Helper()
	side, b, part := train.side, train.backend, train.part
	fixed := train.Fixed()
	g := graph.NewGraph(b.Compute, fmt.Sprint(t.Name(), part))
	pixels := graph.Parameter(g, "pictures", shapes.Make(dtypes.Float32, len(pictures), side, side, 3))
	maps := train.Maps(pixels, func(g *graph.Graph, name string, dims ...int) *graph.Node {
		return graph.ConstTensor(g, tensors.FromFlatDataAndDimensions(fixed[name], dims...))
	})
	if got := maps.Shape().Dimensions[1:]; !slices.Equal(got, train.Input()) {
		t.Fatalf("%s: maps of %v, Input says %v", b, got, train.Input())
	}
	inputs := []any{}
	all := make([]float32, len(pictures)*side*side*3)
	for i, m := range pictures {
		if err := train.Fill(all[i*side*side*3:][:side*side*3], m); err != nil {
			t.Fatal(err)
		}
	}
	inputs = append(inputs, tensors.FromFlatDataAndDimensions(all, len(pictures), side, side, 3))
	var params []*graph.Node
	for _, p := range train.Tensors() {
		params = append(params, graph.Parameter(g, p.Name, shapes.Make(dtypes.Float32, p.Shape...)))
		inputs = append(inputs, tensors.FromFlatDataAndDimensions(slices.Clone(p.Data), p.Shape...))
	}
	features := train.Graph(maps, func(i int) *graph.Node { return params[i] })
	loss := graph.ReduceAllSum(graph.Mul(features, graph.ConstTensor(g, tensors.FromFlatDataAndDimensions(coefficients, 1, FeatureSize))))
	if err := g.Compile(append([]*graph.Node{loss}, graph.Gradient(loss, params...)...)...); err != nil {
		t.Fatalf("%s: %v", b, err)
	}
	outputs := g.Run(inputs...)
	var list [][]float32
	for _, o := range outputs {
		x, err := tensors.CopyFlatData[float32](o)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, x)
	}
	return float64(list[0][0]), list[1:]
}

func someCoefficients() []float32 {
	c := make([]float32, FeatureSize)
	for i := range c {
		c[i] = float32(math.Sin(float64(i))) / 16
	}
	return c
}

// Gradients are what the loops in float64 change by when a tensor is moved along
// them, for layers of every kind; and they are the same on every backend, but for
// what rounding does at the kinks of ReLU.
func TestGradients(t *testing.T) {
	if testing.Short() {
		t.Skip("the loops take minutes under the race detector")
	}
	for _, side := range []int{32, 50} { // 50 comes to odd numbers of places
		t.Run(fmt.Sprint(side), func(t *testing.T) { checkGradients(t, side) })
	}
}

func checkGradients(t *testing.T, side int) {
	w, m, coefficients := trained(t, layout.V15), noise(side, 5), someCoefficients()
	pixels := make([]float32, side*side*3)
	tableOf(w.Preprocess).fill(pixels, m)
	loss := func(w *weights.Set) (sum float64) {
		for i, f := range reference(w, pixels, side) {
			sum += f * float64(coefficients[i])
		}
		return sum
	}
	size := func(w *weights.Set) (sum float64) { // of the terms of the loss
		for i, f := range reference(w, pixels, side) {
			sum += math.Abs(f * float64(coefficients[i]))
		}
		return sum
	}
	var first [][]float32
	for _, train := range trainables(t, w, side) {
		b := train.backend
		got, grads := gradients(t, train, coefficients, m)
		moved, err := train.Weights("gradients", grads)
		if err != nil {
			t.Fatal(err)
		}
		var same [][]float32 // in torchvision's layout
		for _, p := range train.Tensors() {
			same = append(same, tensorOf(moved, p.Name))
		}
		if first != nil {
			for i, p := range train.Tensors() {
				if d := distance(same[i], first[i]); !(d < 1e-2) {
					t.Errorf("%s: the gradient of %s differs by %g from the first backend's", b, p.Name, d)
				}
			}
			continue
		}
		first = same
		if want := loss(w); math.Abs(got-want) > 1e-6*size(w) { // its terms nearly cancel
			t.Errorf("%s: loss %g, want %g", b, got, want)
		}
		for _, name := range []string{"conv1.weight", "layer2.0.conv2.weight", "layer4.0.bn1.weight"} {
			i := slices.IndexFunc(train.Tensors(), func(p TrainTensor) bool { return p.Name == name })
			along, want := alongGradient(t, train, i, grads[i], loss)
			if math.Abs(along-want) > 5e-3*math.Abs(want) {
				t.Errorf("%s: %s: the loss changes by %g along the gradient, which says %g", b, name, want, along)
			}
		}
	}
}

// trainables are the whole network on every backend, and on the first also as XLA
// has it, whose form must not go untested where there is no XLA.
func trainables(t *testing.T, w *weights.Set, side int) []*Trainable {
	var list []*Trainable
	for _, b := range backends(t) {
		list = append(list, NewTrainable(b, w, Everything, side))
	}
	return append(list, newTrainable(list[0].backend, w, Everything, side, nativeForm))
}

// alongGradient moves tensor i by 1e-5 of its length along its gradient
// and back, and returns what the gradient says that changes the loss by, and what
// it does.
func alongGradient(t *testing.T, train *Trainable, i int, grad []float32, loss func(*weights.Set) float64) (says, does float64) {
	t.Helper()
	tensor := train.Tensors()[i]
	length := func(x []float32) (sum float64) {
		for _, v := range x {
			sum += float64(v) * float64(v)
		}
		return math.Sqrt(sum)
	}
	values := make([][]float32, len(train.Tensors()))
	for j, p := range train.Tensors() {
		values[j] = p.Data
	}
	step := 1e-5 * max(length(tensor.Data), 1) / length(grad)
	up, down := slices.Clone(tensor.Data), slices.Clone(tensor.Data)
	for k, g := range grad {
		up[k] += float32(step * float64(g))
		down[k] -= float32(step * float64(g))
		says += (float64(up[k]) - float64(down[k])) * float64(g)
	}
	moved := func(x []float32) float64 {
		values[i] = x
		w, err := train.Weights("moved", values)
		if err != nil {
			t.Fatal(err)
		}
		return loss(w)
	}
	return says, moved(up) - moved(down)
}

// Version 1 of the network, as Keras has it, trains too: both forms agree on it.
func TestGradientsV1(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the network")
	}
	w := trained(t, layout.V1)
	for _, side := range []int{32, 33} {
		formsAgree(t, w, side)
	}
}

func formsAgree(t *testing.T, w *weights.Set, side int) {
	coefficients := someCoefficients()
	b := backends(t)[0]
	picture := noise(side, 3)
	loss, want := gradients(t, newTrainable(b, w, LastStage, side, productForm), coefficients, picture)
	native := newTrainable(b, w, LastStage, side, nativeForm)
	native.maps = Convolutions // whose layout it takes
	other, got := gradients(t, native, coefficients, picture)
	if math.Abs(loss-other) > 1e-4*math.Abs(loss) {
		t.Errorf("losses %g and %g", loss, other)
	}
	for i, p := range native.Tensors() {
		if len(p.Shape) == 1 { // kernels are laid out differently
			if d := distance(got[i], want[i]); !(d < 1e-2) {
				t.Errorf("the gradient of %s differs by %g", p.Name, d)
			}
		}
	}
}
