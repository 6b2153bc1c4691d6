package keras

import (
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"graft/core/hdf5"
	"graft/core/safetensors"
	"graft/core/weights/layout"
)

// What Keras's versions add to the variance in batch normalisation.
const (
	epsilon    = 1.001e-5 // since layers are called conv2_block1_1_conv (2019)
	oldEpsilon = 1e-3     // when they were called res2a_branch2a
)

// Names are the names of the network's layers in one generation of Keras, and what
// it adds to a variance.
type Names struct {
	Epsilon    float64
	Classifier []string // the last layer was renamed twice

	conv func(stage, block, conv int) string // conv 0 is the shortcut's
	norm func(stage, block, conv int) string
	stem [2]string // convolution and normalisation
}

// CurrentNames returns the names since 2019: conv2_block1_1_conv.
func CurrentNames() Names {
	return Names{
		Epsilon:    epsilon,
		Classifier: []string{"predictions", "probs"},
		conv:       func(s, b, c int) string { return fmt.Sprintf("conv%d_block%d_%d_conv", s+1, b+1, c) },
		norm:       func(s, b, c int) string { return fmt.Sprintf("conv%d_block%d_%d_bn", s+1, b+1, c) },
		stem:       [2]string{"conv1_conv", "conv1_bn"},
	}
}

// OldNames returns the names of 2016: res2a_branch2a.
func OldNames() Names {
	branches := [4]string{"1", "2a", "2b", "2c"}
	return Names{
		Epsilon:    oldEpsilon,
		Classifier: []string{"fc1000"},
		conv:       func(s, b, c int) string { return fmt.Sprintf("res%d%c_branch%s", s+1, 'a'+b, branches[c]) },
		norm:       func(s, b, c int) string { return fmt.Sprintf("bn%d%c_branch%s", s+1, 'a'+b, branches[c]) },
		stem:       [2]string{"conv1", "bn_conv1"},
	}
}

// maxClasses bounds a classifier; the whole of ImageNet has 21,843 classes.
const maxClasses = 1 << 16

// Layer is a layer's name in Keras and in torchvision.
type Layer struct{ Keras, Torch string }

// Layers returns the convolutions and normalisations of the network.
func (n Names) Layers() (convs, norms []Layer) {
	convs, norms = []Layer{{n.stem[0], layout.Stem().Name}}, []Layer{{n.stem[1], layout.Stem().Norm}}
	stage, block := 1, 0
	for _, b := range layout.V1.Blocks() {
		if block == layout.StageBlocks()[stage-1] {
			stage, block = stage+1, 0
		}
		if b.Shortcut != nil {
			convs = append(convs, Layer{n.conv(stage, block, 0), b.Shortcut.Name})
			norms = append(norms, Layer{n.norm(stage, block, 0), b.Shortcut.Norm})
		}
		for i, c := range b.Convs {
			convs = append(convs, Layer{n.conv(stage, block, i+1), c.Name})
			norms = append(norms, Layer{n.norm(stage, block, i+1), c.Norm})
		}
		block++
	}
	return convs, norms
}

// Known returns the names of all layers of the network, the last one's too.
func (n Names) Known() map[string]bool {
	names := make(map[string]bool)
	convs, norms := n.Layers()
	for _, l := range append(convs, norms...) {
		names[l.Keras] = true
	}
	for _, name := range n.Classifier {
		names[name] = true
	}
	return names
}

// Array is one array of a layer: in a file, an hdf5.Object.
type Array interface {
	Path() string
	Shape() []int
	Floats() ([]float32, error)
}

var _ Array = (*hdf5.Object)(nil)

// File is the layers of a file, each with its weights in Keras's order, of
// which only where they are is known until they are read.
type File struct {
	Names  Names
	Layers map[string][]Array // by the layer's name
}

// errNotResNet is what is said of a Keras file of another network.
var errNotResNet = errors.New("want the weights of Keras's ResNet50, with layers named conv1_conv, conv2_block1_1_conv … or conv1, res2a_branch2a …")

// Open finds the network's layers in a file that Keras wrote: its own ImageNet files
// of both generations, and what its save_weights and save write as HDF5.
func Open(r io.ReaderAt, size int64) (*File, error) {
	root, err := hdf5.Open(r, size)
	if err != nil {
		return nil, err
	}
	for _, names := range []Names{CurrentNames(), OldNames()} {
		f := &File{Names: names, Layers: make(map[string][]Array)}
		if err := f.find(root); err != nil {
			return nil, err
		}
		if len(f.Layers[names.stem[1]]) > 0 {
			return f, nil
		}
	}
	return nil, errNotResNet
}

// find takes over the layers of a file: groups with the names of their weights
// (Keras 1 and 2), or below "layers" a group for each with its name (Keras 3). A
// whole saved model has them one group deeper.
func (f *File) find(root *hdf5.Object) error {
	known := f.Names.Known()
	for _, at := range []string{"", "model_weights"} {
		group, err := root.Open(at)
		if errors.Is(err, hdf5.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if err := f.findNamed(group, known); err != nil {
			return err
		}
	}
	layers, err := root.Open("layers")
	if errors.Is(err, hdf5.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.findNumbered(layers, known)
}

// findNamed takes layers in the form of Keras 1 and 2. A network that is a layer
// of another model names its own layers in the names of its weights.
func (f *File) findNamed(group *hdf5.Object, known map[string]bool) error {
	members, err := group.Names()
	if err != nil {
		return err
	}
	for _, member := range members {
		layer, err := group.Open(member)
		if err != nil {
			return err
		}
		weights, err := layer.Strings("weight_names")
		if errors.Is(err, hdf5.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		for _, w := range weights {
			of := member
			if !known[of] {
				of = path.Base(path.Dir(w))
			}
			if !known[of] {
				continue
			}
			o, err := layer.Open(w)
			if err != nil {
				return err
			}
			f.Layers[of] = append(f.Layers[of], o)
		}
	}
	return nil
}

// findNumbered takes layers in the form of Keras 3: groups whose "vars" has the
// layer's name, and its weights as "0", "1" ….
func (f *File) findNumbered(group *hdf5.Object, known map[string]bool) error {
	members, err := group.Names()
	if err != nil {
		return err
	}
	for _, member := range members {
		vars, err := group.Open(member + "/vars")
		if errors.Is(err, hdf5.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		name, err := vars.Strings("name")
		if errors.Is(err, hdf5.ErrNotFound) || err == nil && (len(name) != 1 || !known[name[0]]) {
			continue
		}
		if err != nil {
			return err
		}
		numbers, err := vars.Names() // sorted, and no layer has ten
		if err != nil {
			return err
		}
		for _, n := range numbers {
			o, err := vars.Open(n)
			if err != nil {
				return err
			}
			f.Layers[name[0]] = append(f.Layers[name[0]], o)
		}
	}
	return nil
}

// Tensors reads the layers and returns them as torchvision would have them. A
// convolution's bias and Keras's epsilon go into the normalisation behind it.
func (f *File) Tensors() (map[string]safetensors.Tensor, error) {
	shapes, out := layout.TensorShapes(), make(map[string]safetensors.Tensor)
	convs, norms := f.Names.Layers()
	for i, c := range convs {
		s := shapes[c.Torch+".weight"]
		outs := []int{s[0]}
		w, err := f.read(c.Keras, []int{s[2], s[3], s[1], s[0]}, outs)
		if err != nil {
			return nil, err
		}
		n, err := f.read(norms[i].Keras, outs, outs, outs, outs) // gamma, beta, mean, variance
		if err != nil {
			return nil, err
		}
		out[c.Torch+".weight"] = safetensors.Tensor{Shape: s, Data: fromHWIO(w[0], s)}
		for k := range n[2] {
			n[2][k] -= w[1][k]
			n[3][k] = float32(float64(n[3][k]) + f.Names.Epsilon - layout.Epsilon)
		}
		for k, part := range layout.NormParts() {
			out[norms[i].Torch+"."+part] = safetensors.Tensor{Shape: outs, Data: n[k]}
		}
	}
	reverseInputs(out[layout.Stem().Name+".weight"])
	return out, f.readClassifier(out)
}

// readClassifier adds the last layer, if the file has it.
func (f *File) readClassifier(out map[string]safetensors.Tensor) error {
	for _, name := range f.Names.Classifier {
		list := f.Layers[name]
		if len(list) == 0 {
			continue
		}
		shape := list[0].Shape()
		if len(shape) != 2 || shape[0] != layout.FeatureSize || shape[1] > maxClasses {
			return fmt.Errorf("%s has shape %v: want [%d classes], at most %d", name, shape, layout.FeatureSize, maxClasses)
		}
		w, err := f.read(name, shape, shape[1:])
		if err != nil {
			return err
		}
		kernel := make([]float32, len(w[0]))
		for i, v := range w[0] {
			kernel[i%shape[1]*layout.FeatureSize+i/shape[1]] = v
		}
		out[layout.ClassifierKernel] = safetensors.Tensor{Shape: []int{shape[1], layout.FeatureSize}, Data: kernel}
		out[layout.ClassifierBias] = safetensors.Tensor{Shape: shape[1:], Data: w[1]}
		return nil
	}
	return nil
}

// read returns a layer's weights, which must have these shapes.
func (f *File) read(layer string, shapes ...[]int) ([][]float32, error) {
	list := f.Layers[layer]
	if len(list) != len(shapes) {
		return nil, fmt.Errorf("layer %s has %d weights: want %d, as in Keras's ResNet50", layer, len(list), len(shapes))
	}
	out := make([][]float32, len(shapes))
	for i, o := range list {
		if !slices.Equal(o.Shape(), shapes[i]) {
			return nil, fmt.Errorf("%s has shape %v: want %v, as in Keras's ResNet50", strings.TrimPrefix(o.Path(), "/"), o.Shape(), shapes[i])
		}
		var err error
		if out[i], err = o.Floats(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// fromHWIO turns a kernel of Keras, [height, width, in, out], to shape [out, in,
// height, width].
func fromHWIO(data []float32, shape []int) []float32 {
	outs, ins, area := shape[0], shape[1], shape[2]*shape[3]
	out := make([]float32, len(data))
	for at := range area {
		for i := range ins {
			row := data[(at*ins+i)*outs:][:outs]
			for o, v := range row {
				out[(o*ins+i)*area+at] = v
			}
		}
	}
	return out
}

// reverseInputs turns a kernel for blue, green, red into one for red, green, blue.
func reverseInputs(kernel safetensors.Tensor) {
	outs, ins, area := kernel.Shape[0], kernel.Shape[1], kernel.Shape[2]*kernel.Shape[3]
	for o := range outs {
		filter := kernel.Data[o*ins*area:][:ins*area]
		for a, b := 0, ins-1; a < b; a, b = a+1, b-1 {
			for at := range area {
				filter[a*area+at], filter[b*area+at] = filter[b*area+at], filter[a*area+at]
			}
		}
	}
}
