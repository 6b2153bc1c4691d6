package tune

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"flag"
	"math"
	"os"
	"slices"
	"testing"

	"graft/core/backend"
	"graft/core/head"
	"graft/core/recipe"
)

// kerasCurve is the folder of the curve and of what it was made from.
const kerasCurve = "testdata/keras_curve/"

var updateCurve = flag.Bool("update-curve", false, "write what the script in "+kerasCurve+" trains from")

const curveTrain, curveVal, curveClasses, curveEpochs = 100, 40, 3, 3

// curveSets are features as make.py draws them: not negative, as behind ReLU, a
// third of them larger for each class. Example i of training is example i of the
// draws, and validation follows.
func curveSets() *sets {
	draw := func(from, n int) []example {
		list := make([]example, n)
		for i := range list {
			x := make([]float32, head.Features)
			class := (from + i) % curveClasses
			for k := range x {
				z := uint64(from+i)<<32 + uint64(k)
				z = (z ^ z>>30) * 0xbf58476d1ce4e5b9 // SplitMix64's finisher
				z = (z ^ z>>27) * 0x94d049bb133111eb
				u := float64((z^z>>31)>>40) / (1 << 24)
				if k%curveClasses == class {
					u += 0.05
				}
				x[k] = float32(max(u-0.3, 0))
			}
			list[i] = example{x: x, z: x, label: labelOf(class)}
		}
		return list
	}
	return &sets{classes: curveClasses, train: draw(0, curveTrain), val: draw(curveTrain, curveVal)}
}

// curveInputs is what a run draws from its seed, which the script is told.
type curveInputs struct {
	Batch        int     `json:"batch"`
	LearningRate float64 `json:"learning_rate"`
	Orders       [][]int `json:"orders"` // of the training examples, for each epoch
}

// Keras's losses over three epochs, from the same initial values, in the same
// batches, with the same settings of Adam.
func TestKerasCurve(t *testing.T) {
	o := Options{Train: recipe.DefaultTrain(), RawFeatures: true, Progress: func(Event) {}, Now: fixedClock()}
	o.Train.Epochs, o.Train.Batch, o.Train.LearningRate, o.Train.Optimizer = curveEpochs, 32, 1e-3, recipe.OptimizerAdam
	kernel := glorotUniform(head.Features, curveClasses, stream(o.Train.Seed, streamInit, 0))
	in := curveInputs{Batch: o.Train.Batch, LearningRate: o.Train.LearningRate}
	for e := range curveEpochs {
		in.Orders = append(in.Orders, passOrder(e, curveTrain, o.Train.Seed))
	}
	if *updateCurve {
		writeCurveInputs(t, in, kernel)
		return
	}
	var was curveInputs
	readCurve(t, "inputs.json", &was)
	if !slices.EqualFunc(was.Orders, in.Orders, slices.Equal) || !slices.Equal(readKernel(t), kernel) {
		t.Fatal("a run begins with other values or batches than the curve was made with: see " + kerasCurve + "README.md")
	}
	var want []struct {
		Loss    float64 `json:"loss"`
		ValLoss float64 `json:"val_loss"`
	}
	readCurve(t, "curve.json", &want)
	for _, name := range backend.Known() {
		t.Run(name, func(t *testing.T) {
			b, err := backend.Open(name)
			if err != nil {
				t.Skip(err)
			}
			defer b.Close()
			o, res := o, &Result{Classes: []string{"a", "b", "c"}}
			o.Backend = b.Compute
			if err := curveSets().fit(context.Background(), &o, res); err != nil {
				t.Fatal(err)
			}
			for i, e := range res.Epochs {
				t.Logf("epoch %d: loss %.7f (Keras %.7f), validation %.7f (%.7f)", i+1, e.Loss, want[i].Loss, e.ValLoss, want[i].ValLoss)
				if !near(e.Loss, want[i].Loss) || !near(e.ValLoss, want[i].ValLoss) {
					t.Errorf("epoch %d: loss %.7f, validation %.7f: want Keras's %.7f, %.7f", i+1, e.Loss, e.ValLoss, want[i].Loss, want[i].ValLoss)
				}
			}
		})
	}
}

// near holds a loss to Keras's within 1e-4 of it.
func near(got, want float64) bool { return math.Abs(got-want) <= 1e-4*math.Abs(want) }

func writeCurveInputs(t *testing.T, in curveInputs, kernel []float32) {
	t.Helper()
	text, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	var raw []byte
	for _, v := range kernel {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(v))
	}
	for name, data := range map[string][]byte{"inputs.json": append(text, '\n'), "kernel.f32": raw} {
		if err := os.WriteFile(kerasCurve+name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func readCurve(t *testing.T, name string, to any) {
	t.Helper()
	data, err := os.ReadFile(kerasCurve + name)
	if err == nil {
		err = json.Unmarshal(data, to)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func readKernel(t *testing.T) []float32 {
	t.Helper()
	data, err := os.ReadFile(kerasCurve + "kernel.f32")
	if err != nil {
		t.Fatal(err)
	}
	out := make([]float32, len(data)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
	}
	return out
}
