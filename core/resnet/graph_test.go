package resnet

import (
	"context"
	"image"
	"math"
	"slices"
	"sync"
	"testing"

	"graft/core/backend"
	"graft/core/safetensors"
	"graft/core/splitmix"
	"graft/core/weights"
	"graft/core/weights/layout"
)

// tolerance is the relative difference, in the L2 norm, that rounding may make.
const tolerance = 1e-4

// seeded returns Random(seed), which takes a second, once for all tests.
func seeded(seed uint64) *weights.Set {
	w, _ := weightsOf.LoadOrStore(seed, sync.OnceValue(func() *weights.Set { return weights.Random(seed) }))
	return w.(func() *weights.Set)()
}

var weightsOf sync.Map

// trained are random weights with normalisations that do something, as those of
// a trained network do.
func trained(t testing.TB, v layout.Variant) *weights.Set {
	t.Helper()
	tensors := make(map[string]safetensors.Tensor)
	for name, tensor := range seeded(3).Tensors() {
		tensors[name] = tensor
	}
	for i, c := range layout.V15.Convs() {
		for j, part := range layout.NormParts() {
			v := slices.Clone(tensors[c.Norm+"."+part].Data)
			for k := range v {
				r := float32(splitmix.Mix(uint64(i), uint64(j), uint64(k))>>40) / (1 << 24)
				switch part {
				case "weight", "running_var":
					v[k] *= 0.5 + r
				default:
					v[k] = 0.4 * (r - 0.5)
				}
			}
			tensors[c.Norm+"."+part] = safetensors.Tensor{Shape: []int{c.Out}, Data: v}
		}
	}
	w, err := weights.New("trained", v, weights.Torchvision(), tensors)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// backends are those that are there: always the pure-Go one.
func backends(t testing.TB) []*backend.Backend {
	t.Helper()
	var list []*backend.Backend
	for _, name := range []string{"go", "onnx", "xla"} {
		b, err := backend.Open(name)
		if err != nil {
			t.Logf("not tested: %v", err)
			continue
		}
		t.Cleanup(b.Close)
		list = append(list, b)
	}
	return list
}

// engines are the ways of running the network on the backend for pictures of
// that side: the one that NewExtractor takes, named best, and the graph in the
// forms asked for.
func engines(t testing.TB, b *backend.Backend, w *weights.Set, run, side int, forms ...Form) map[string]engine {
	t.Helper()
	best, err := newEngine(b, w, run, side)
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]engine{"best": best}
	for _, form := range forms {
		en, err := newGraphEngine(b, w, run, side, form)
		if err != nil {
			t.Fatal(err)
		}
		list[[]string{"convolutions", "matrices"}[form]] = en
	}
	return list
}

// features are those of pictures by the engine, which is closed.
func features(t testing.TB, b *backend.Backend, w *weights.Set, en engine, pictures ...*image.NRGBA) [][]float32 {
	t.Helper()
	e := newExtractor(b, w, ExtractorOptions{}, en, pictures[0].Bounds().Dx())
	defer e.Close()
	list, err := e.Features(context.Background(), pictures)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// distance is |a − b| / |b|.
func distance[T, U float32 | float64](a []T, b []U) float64 {
	if len(a) != len(b) {
		return math.Inf(1)
	}
	diff, norm := 0.0, 0.0
	for i := range a {
		d := float64(a[i]) - float64(b[i])
		diff, norm = diff+d*d, norm+float64(b[i])*float64(b[i])
	}
	return math.Sqrt(diff / norm)
}

func TestEnginesAgreeWithLoops(t *testing.T) {
	if testing.Short() {
		t.Skip("takes minutes under the race detector: make test-network runs it")
	}
	list := backends(t)
	for _, tc := range []struct {
		v    layout.Variant
		side int
	}{{layout.V15, 32}, {layout.V1, 32}, {layout.V15, 33}, {layout.V1, 33}, {layout.V15, 50}} { // 33: every stride meets an odd side; 50: some do
		v, side := tc.v, tc.side
		w := trained(t, v)
		m := noise(side, 5)
		pixels := make([]float32, side*side*3)
		tableOf(w.Preprocess).fill(pixels, m)
		want := reference(w, pixels, side)
		for _, b := range list {
			for name, en := range engines(t, b, w, 1, side, Convolutions, Matrices) {
				got := features(t, b, w, en, m)[0]
				if d := distance(got, want); !(d < tolerance) {
					t.Errorf("%s, %s, %s, side %d: features differ by %g from plain loops, want < %g", b, name, v, side, d, tolerance)
				}
			}
		}
	}
}

// A picture of another size exercises other paddings and strides than 32 does.
func TestEnginesAgree(t *testing.T) {
	if testing.Short() {
		t.Skip("TestEnginesAgreeWithLoops does all engines on a smaller picture")
	}
	w := trained(t, layout.V15)
	m := []*image.NRGBA{noise(64, 1), noise(64, 2)}
	var want [][]float32
	for _, b := range backends(t) {
		for name, en := range engines(t, b, w, 2, 64, Convolutions, Matrices) {
			got := features(t, b, w, en, m...)
			if want == nil {
				want = got
			}
			for i := range got {
				if d := distance(got[i], want[i]); !(d < tolerance) {
					t.Errorf("%s, %s, picture %d: features differ by %g, want < %g", b, name, i, d, tolerance)
				}
			}
		}
	}
}

func TestEnginesAgreeAtFullSize(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the whole network at full size")
	}
	w := trained(t, layout.V15)
	list := backends(t)
	for _, side := range []int{97, 160, Side, 225, 500, MaxSide} {
		m := []*image.NRGBA{noise(side, 1), noise(side, 2)}
		var want [][]float32
		for _, b := range list {
			for name, en := range engines(t, b, w, 2, side, formOf(b)) { // the other form takes seconds a picture
				got := features(t, b, w, en, m...)
				if want == nil {
					want = got
				}
				for i := range got {
					d := distance(got[i], want[i])
					t.Logf("%s, %s, side %d: features differ by %g", b, name, side, d)
					if !(d < tolerance) {
						t.Errorf("%s, %s, side %d: features differ by %g, want < %g", b, name, side, d, tolerance)
					}
				}
			}
		}
	}
}

func TestSides(t *testing.T) {
	for _, tc := range []struct{ side, places int }{{32, 1}, {33, 2}, {64, 2}, {97, 4}, {224, 7}, {225, 8}, {500, 16}, {512, 16}} {
		if got := Places(tc.side); CheckSide(tc.side) != nil || got != tc.places {
			t.Errorf("Places(%d) = %d, want %d; CheckSide: %v", tc.side, got, tc.places, CheckSide(tc.side))
		}
	}
	for _, side := range []int{-224, 0, 31, 513} {
		if CheckSide(side) == nil {
			t.Errorf("CheckSide(%d) gave no error", side)
		}
	}
	if _, err := NewExtractor(backends(t)[0], seeded(1), ExtractorOptions{Side: 513}); err == nil {
		t.Error("NewExtractor for 513 pixels gave no error")
	}
}
