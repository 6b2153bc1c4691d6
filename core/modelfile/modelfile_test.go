package modelfile

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"graft/core/head"
	"graft/core/resnet"
	"graft/core/weights"
	"graft/core/weights/layout"
)

// random is weights that take seconds to draw.
var random = sync.OnceValue(func() *weights.Set { return weights.Random(4) })

// trainedOn is a head for w, of three classes. The larger its features, the
// smaller scale has to be, lest every probability be 0 or 1.
func trainedOn(w *weights.Set, scale float64) *head.Head {
	r := rand.New(rand.NewPCG(1, 2))
	h := &head.Head{
		Classes: []string{"cat", "dog", "猫头鹰"}, Bias: []float32{0.1, -0.2, 0.3},
		Backbone: "resnet50", Weights: w.Name, WeightsDigest: w.Digest, Preprocessing: w.Preprocess.Name,
		Size: [2]int{resnet.Side, resnet.Side},
	}
	for range 3 * head.Features {
		h.Kernel = append(h.Kernel, float32(r.NormFloat64()*scale))
	}
	return h
}

// keras is weights of the other variant, prepared as Keras does.
func keras(t *testing.T) *weights.Set {
	t.Helper()
	w, err := weights.New("keras", layout.V1, weights.Keras(), random().Tensors())
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// picture is noise under a colour, side by side pixels.
func picture(seed uint64, side int) *image.NRGBA {
	r := rand.New(rand.NewPCG(seed, 3))
	m := image.NewNRGBA(image.Rect(0, 0, side, side))
	tint := [3]int{r.IntN(150), r.IntN(150), r.IntN(150)}
	for i := 0; i < len(m.Pix); i += 4 {
		for c := range 3 {
			m.Pix[i+c] = uint8(tint[c] + r.IntN(100))
		}
		m.Pix[i+3] = 255
	}
	return m
}

func TestLabels(t *testing.T) {
	if got, want := string(Labels(&head.Head{Classes: []string{"cat", "dog", "猫头鹰"}})), "cat\ndog\n猫头鹰\n"; got != want {
		t.Errorf("Labels = %q, want %q", got, want)
	}
}

func TestRefuses(t *testing.T) {
	if testing.Short() {
		t.Skip("draws weights")
	}
	w := random()
	other, unfit, top := trainedOn(keras(t), 1), trainedOn(w, 1), trainedOn(w, 1)
	unfit.Bias = unfit.Bias[:2]
	top.Top = &head.Top{Kernel: make([]float32, head.Features), Bias: make([]float32, 1)}
	top.Kernel = top.Kernel[:3]
	for _, tc := range []struct {
		name string
		h    *head.Head
		want string
	}{{"other weights", other, "want the same"}, {"a bias too short", unfit, "bias: 2 numbers"}, {"a head on a softmax", top, "no place"}} {
		var out bytes.Buffer
		err := WriteSafetensors(&out, w, tc.h)
		if err == nil || !strings.Contains(err.Error(), tc.want) || out.Len() > 0 {
			t.Errorf("%s: %v and %d bytes, want an error with %q and nothing written", tc.name, err, out.Len(), tc.want)
		}
		if tc.h == top {
			if !errors.Is(err, ErrNoPlace) {
				t.Errorf("%s: %v, want ErrNoPlace", tc.name, err)
			}
			continue
		}
		if err := WriteONNX(&out, w, tc.h); err == nil || out.Len() > 0 {
			t.Errorf("%s: %v and %d bytes of ONNX, want an error and nothing written", tc.name, err, out.Len())
		}
	}
}

// The state holds every tensor, the head turned as torchvision has it, and says
// how to use them.
func TestWriteSafetensors(t *testing.T) {
	if testing.Short() {
		t.Skip("draws weights")
	}
	w := keras(t)
	h := trainedOn(w, 1)
	var out bytes.Buffer
	if err := WriteSafetensors(&out, w, h); err != nil {
		t.Fatal(err)
	}
	n := binary.LittleEndian.Uint64(out.Bytes())
	var header map[string]json.RawMessage
	if err := json.Unmarshal(out.Bytes()[8:8+n], &header); err != nil || len(header) != 265+2+1 {
		t.Fatalf("header: %d entries, %v", len(header), err)
	}
	var meta map[string]string
	if err := json.Unmarshal(header["__metadata__"], &meta); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"classes": `["cat","dog","猫头鹰"]`, "variant": "v1", "preprocessing": "keras", "weights_digest": w.Digest, "size": "[224,224]",
		"pixels": `{"scale":1,"mean":[123.68,116.779,103.939],"std":[1,1,1]}`,
	} {
		if meta[key] != want {
			t.Errorf("metadata %s = %s, want %s", key, meta[key], want)
		}
	}
	if !strings.Contains(meta["note"], "123.68, 116.779, 103.939") {
		t.Errorf("note = %q, want the means in it", meta["note"])
	}
	var fc struct {
		Shape   []int
		Offsets [2]int `json:"data_offsets"`
	}
	if err := json.Unmarshal(header["fc.weight"], &fc); err != nil || fmt.Sprint(fc.Shape) != "[3 2048]" {
		t.Fatalf("fc.weight %v, %v", fc, err)
	}
	var row [2]float32 // of class 1: features 0 and 1
	if _, err := binary.Decode(out.Bytes()[8+int(n)+fc.Offsets[0]+4*head.Features:], binary.LittleEndian, &row); err != nil || row != [2]float32{h.Kernel[1], h.Kernel[4]} {
		t.Errorf("fc.weight[1] begins with %v (%v), want %g and %g", row, err, h.Kernel[1], h.Kernel[4])
	}
}
