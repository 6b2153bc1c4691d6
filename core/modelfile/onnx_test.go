//go:build onnx

package modelfile

import (
	"bytes"
	"context"
	"image"
	"math"
	"runtime"
	"testing"

	"github.com/gomlx/compute"
	onnxbackend "github.com/gomlx/compute-onnx"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"

	"graft/core/backend"
	"graft/core/head"
	"graft/core/resnet"
	"graft/core/safetensors"
	"graft/core/weights"
)

// tolerance is the difference of a probability that rounding may make.
const tolerance = 1e-4

// ONNX Runtime, given the file, says what Graft says on the pure-Go backend: for
// both variants, a backbone that was trained on, a head on the network's own
// softmax, an odd input size, and batches of one and three.
func TestONNXRuntimeAgrees(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the network")
	}
	ort, err := backend.Open("onnx")
	if err != nil {
		t.Skip(err)
	}
	defer ort.Close()
	plain := random()
	topped := trainedOn(plain, 1./40)
	topped.Top = &head.Top{Kernel: topped.Kernel, Bias: topped.Bias}
	topped.Kernel = []float32{1, -2, 3, 4, 0, -1, 2, 2, -3}
	small := trainedOn(plain, 1./40)
	small.Size = [2]int{97, 97}
	for _, tc := range []struct {
		name  string
		w     *weights.Set
		scale float64
		h     *head.Head
	}{
		{"v1.5", plain, 1. / 40, nil}, {"v1", keras(t), 1. / 4000, nil}, {"tuned", tuned(t, plain), 1. / 4000, nil}, {"on the softmax", plain, 0, topped}, {"97 pixels", plain, 0, small},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if tc.h == nil {
				tc.h = trainedOn(tc.w, tc.scale)
			}
			var file bytes.Buffer
			if err := WriteONNX(&file, tc.w, tc.h); err != nil {
				t.Fatal(err)
			}
			model, err := onnxbackend.LoadModel(ort.Compute, &file)
			if err != nil {
				t.Fatal(err)
			}
			defer model.Finalize()
			for _, n := range []int{1, 3} {
				agree(t, ort.Compute, model, tc.w, tc.h, n)
			}
		})
	}
}

// tuned is w with every tensor of the last stage moved a little.
func tuned(t *testing.T, w *weights.Set) *weights.Set {
	t.Helper()
	moved := map[string]safetensors.Tensor{}
	for name, tensor := range w.Tensors() {
		if len(name) < 6 || name[:6] != "layer4" {
			continue
		}
		data := make([]float32, len(tensor.Data))
		for i, v := range tensor.Data {
			data[i] = v*1.1 + 0.001
		}
		moved[name] = safetensors.Tensor{Shape: tensor.Shape, Data: data}
	}
	out, err := w.With("tuned", moved)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func agree(t *testing.T, c compute.Backend, model compute.Executable, w *weights.Set, h *head.Head, n int) {
	t.Helper()
	var pictures []*image.NRGBA
	for i := range n {
		pictures = append(pictures, picture(uint64(i), h.Size[0]))
	}
	input := prepared(w.Preprocess, pictures)
	in, err := c.BufferFromFlatData(0, input, shapes.Make(dtypes.Float32, n, 3, h.Size[0], h.Size[0]))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Finalize()
	out, err := model.Execute([]compute.Buffer{in}, nil, 0)
	runtime.KeepAlive(input)
	if err != nil {
		t.Fatal(err)
	}
	got := make([]float32, n*len(h.Classes))
	if err := out[0].ToFlatData(got); err != nil {
		t.Fatal(err)
	}
	for i, want := range own(t, w, h, pictures) {
		t.Logf("picture %d of %d: %v", i, n, want)
		for k, p := range want {
			if d := math.Abs(float64(got[i*len(want)+k] - p)); !(d <= tolerance) {
				t.Errorf("picture %d of %d, %s: %g, Graft says %g: want %g at most between", i, n, h.Classes[k], got[i*len(want)+k], p, tolerance)
			}
		}
	}
}

// prepared is what the metadata say of pixels, written out: planes of red, green
// and blue.
func prepared(p weights.Preprocess, pictures []*image.NRGBA) []float32 {
	var x []float32
	for _, m := range pictures {
		for c := range 3 {
			for i := c; i < len(m.Pix); i += 4 {
				x = append(x, (float32(m.Pix[i])*p.Scale-p.Mean[c])/p.Std[c])
			}
		}
	}
	return x
}

// own is what Graft says of the pictures, without ONNX Runtime.
func own(t *testing.T, w *weights.Set, h *head.Head, pictures []*image.NRGBA) [][]float32 {
	t.Helper()
	b, err := backend.Open("go")
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	e, err := resnet.NewExtractor(b, w, resnet.ExtractorOptions{Side: h.Size[0]})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	features, err := e.Features(context.Background(), pictures)
	if err != nil {
		t.Fatal(err)
	}
	var all [][]float32
	for _, f := range features {
		p, err := h.Predict(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}
