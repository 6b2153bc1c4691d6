package tune

import (
	"context"
	"encoding/binary"
	"hash/fnv"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"graft/core/backend"
	"graft/core/head"
	"graft/core/recipe"
	"graft/core/resnet"
	"graft/core/safetensors"
	"graft/core/tune/internal/network"
	"graft/core/weights"
	"graft/core/weights/layout"
)

// uniform is seeded.py's: n numbers in [0, 1) that depend on the name alone.
func uniform(name string, n int) []float64 {
	h := fnv.New64a()
	io.WriteString(h, name)
	state := h.Sum64()
	out := make([]float64, n)
	for i := range out {
		state += 0x9e3779b97f4a7c15
		z := state
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		out[i] = float64((z^z>>31)>>40) / (1 << 24)
	}
	return out
}

// seeded are the weights that make_steps.py begins with.
func seeded(t *testing.T) *weights.Set {
	t.Helper()
	tensors := make(map[string]safetensors.Tensor)
	for name, shape := range layout.TensorShapes() {
		n, fan := shape[0], 1
		for _, d := range shape[1:] {
			n, fan = n*d, fan*d
		}
		data := make([]float32, n)
		for i, u := range uniform(name, n) {
			switch {
			case len(shape) > 1:
				data[i] = float32((u - 0.5) * 2 * math.Sqrt(6/float64(fan)))
			case strings.HasSuffix(name, "running_var"):
				data[i] = float32(0.5 + u)
			case strings.HasSuffix(name, "weight"):
				scale := 1.0
				if strings.Contains(name, ".bn3.") {
					scale = 0.25
				}
				data[i] = float32((0.5 + u) * scale)
			default:
				data[i] = float32(0.4 * (u - 0.5))
			}
		}
		tensors[name] = safetensors.Tensor{Shape: shape, Data: data}
	}
	w, err := weights.New("seeded", layout.V15, weights.Torchvision(), tensors)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// sliceFeed feeds the same numbers for every list of examples.
type sliceFeed [][]float32

func (f sliceFeed) each(_ context.Context, list []example, use func(int, []float32) error) error {
	for i, e := range list {
		if err := use(i, f[e.view]); err != nil {
			return err
		}
	}
	return nil
}

// watched are make_steps.py's.
var watched = map[recipe.Mode][]string{
	recipe.ModeStage4: {"layer4.0.conv1.weight", "layer4.0.downsample.0.weight", "layer4.1.bn2.weight", "layer4.2.bn3.bias"},
	recipe.ModeAll:    {"conv1.weight", "bn1.bias", "layer1.0.conv2.weight", "layer2.0.conv2.weight", "layer3.5.bn1.weight", "layer4.2.conv3.weight"},
}

// Three steps of SGD are torch's: losses, head, and what became of tensors all over
// the backbone, on every backend.
func TestTorch(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the network")
	}
	w := seeded(t)
	for _, name := range backend.Known()[1:] {
		b, err := backend.Open(name)
		if err != nil {
			t.Log(err)
			continue
		}
		for _, mode := range []recipe.Mode{recipe.ModeStage4, recipe.ModeAll} {
			t.Run(b.Name+" "+string(mode), func(t *testing.T) { againstTorch(t, b, w, mode) })
		}
		b.Close()
	}
}

func againstTorch(t *testing.T, b *backend.Backend, w *weights.Set, mode recipe.Mode) {
	const side, pictures, classes = 64, 4, 3
	golden := readFloat32(t, "testdata/torch/"+string(mode)+".f32")
	o := &Options{Backend: b.Compute, Train: recipe.DefaultTrain()}
	o.Train.Mode, o.Train.Batch, o.Train.Optimizer, o.Train.Momentum, o.Train.WeightDecay = mode, pictures, recipe.OptimizerSGD, 0.9, 0.01
	o.Train.BackboneRate = 5 // so that what moves is far from rounding
	part := resnet.Everything
	if mode == recipe.ModeStage4 {
		part = resnet.LastStage
	}
	tr := resnet.NewTrainable(b, w, part, side)
	s := &sets{classes: classes, scale: network.NoScaling(head.Features), f: &featureSet{}}
	trainer := &trainer{s: s, o: o, counts: []float64{1, 1, 1}}
	kernel := make([]float32, head.Features*classes)
	for i, u := range uniform("head.kernel", len(kernel)) {
		kernel[i] = float32(u-0.5) * 0.02
	}
	trainer.state.values = [][]float32{kernel, make([]float32, classes)}
	p := s.tunedPhase(trainer, tr)
	defer p.net.Close()
	p.feed = inputs(t, tr, pixelsOf(pictures, side))
	trainer.begin(1, p)
	p.net.Values = trainer.state.values
	if err := p.net.Compile(); err != nil {
		t.Fatal(err)
	}
	if err := p.net.Upload(); err != nil {
		t.Fatal(err)
	}
	var list []example
	for i := range pictures {
		list = append(list, example{label: labelOf(i % classes), view: i})
	}
	for step := range 3 {
		batch, sum := newBatch(trainer, p), tally{}
		for i, e := range list {
			batch.add(e.label, p.feed.(sliceFeed)[i], pictures)
		}
		if err := batch.step(context.Background(), 0.0002, &sum); err != nil {
			t.Fatal(err)
		}
		loss, _ := sum.mean()
		if want := float64(golden[step]); math.Abs(loss-want) > 1e-4*want {
			t.Errorf("step %d: loss %g, torch's %g", step, loss, want)
		}
	}
	golden = golden[3:]
	for i, n := range []int{len(kernel), classes} {
		if d := far(p.net.Values[i], golden[:n]); d > 1e-4 {
			t.Errorf("value %d of the head differs by %g from torch's", i, d)
		}
		golden = golden[n:]
	}
	againstWatched(t, tr, w, p.net.Values[2:], watched[mode], golden)
}

// againstWatched compares the changes of tensors. A tenth of a percent: where a
// ReLU is within rounding of its kink, backends differ.
func againstWatched(t *testing.T, tr *resnet.Trainable, w *weights.Set, values [][]float32, names []string, golden []float32) {
	t.Helper()
	after, err := tr.Weights("after", values)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		a, _ := after.Tensor(name)
		b, _ := w.Tensor(name)
		change, length := make([]float32, len(a.Data)), 0.0
		for i := range change {
			change[i] = a.Data[i] - b.Data[i]
			length += float64(change[i]) * float64(change[i])
		}
		n := min(len(change), 256)
		if want := float64(golden[0]); math.Abs(math.Sqrt(length)-want) > 2e-3*want {
			t.Errorf("%s moved by %g, torch's by %g", name, math.Sqrt(length), want)
		}
		if d := far(change[:n], golden[1:1+n]); d > 5e-3 {
			t.Errorf("the change of %s differs by %g from torch's", name, d)
		}
		golden = golden[1+n:]
	}
}

// far is |a − b| / |b|.
func far(a, b []float32) float64 {
	diff, norm := 0.0, 0.0
	for i := range a {
		diff += math.Pow(float64(a[i])-float64(b[i]), 2)
		norm += math.Pow(float64(b[i]), 2)
	}
	return math.Sqrt(diff / norm)
}

func pixelsOf(pictures, side int) [][]float32 {
	all := uniform("pixels", pictures*side*side*3)
	var list [][]float32
	for part := range slices.Chunk(all, side*side*3) {
		x := make([]float32, len(part))
		for i, u := range part {
			x[i] = float32(4*u - 2)
		}
		list = append(list, x)
	}
	return list
}

// inputs is what the trained part takes of the pixels.
func inputs(t *testing.T, tr *resnet.Trainable, pixels sliceFeed) sliceFeed {
	t.Helper()
	if tr.Part() == resnet.Everything {
		return pixels
	}
	fr, err := newFrozen(tr)
	if err != nil {
		t.Fatal(err)
	}
	defer fr.close()
	var list []example
	for i := range pixels {
		list = append(list, example{view: i})
	}
	out := make(sliceFeed, len(pixels))
	if err := fr.through(context.Background(), pixels, list, func(i int, x []float32) error {
		out[i] = slices.Clone(x)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func readFloat32(t *testing.T, path string) []float32 {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	x := make([]float32, len(b)/4)
	for i := range x {
		x[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return x
}
