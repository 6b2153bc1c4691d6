package resnet

import (
	"context"
	"errors"
	"image"
	"image/color"
	"math"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"graft/core/splitmix"
	"graft/core/weights"
)

func TestFeaturesInOrder(t *testing.T) {
	if testing.Short() {
		t.Skip("TestConcurrentCalls shows races sooner; make test-network runs it")
	}
	const side = 32
	w := seeded(1)
	var pictures []*image.NRGBA
	for i := range 11 {
		pictures = append(pictures, noise(side, uint64(i)))
	}
	each(t, w, 8, side, func(t *testing.T, e *Extractor) {
		b := e.backend
		if e.Batch() != 8 {
			t.Errorf("%s: Batch() = %d, want 8", b, e.Batch())
		}
		var want [][]float32
		for _, m := range pictures {
			one, err := e.Features(context.Background(), []*image.NRGBA{m})
			if err != nil {
				t.Fatal(err)
			}
			if len(one) != 1 || len(one[0]) != FeatureSize {
				t.Fatalf("%s: %d features of %d numbers, want 1 of %d", b, len(one), len(one[0]), FeatureSize)
			}
			want = append(want, one[0])
		}
		for _, n := range []int{0, 1, 2, 3, 8, 9, 11} {
			got, err := e.Features(context.Background(), pictures[:n])
			if err != nil || len(got) != n {
				t.Fatalf("%s: Features of %d pictures = %d, %v", b, n, len(got), err)
			}
			for i := range got {
				if d := distance(got[i], want[i]); !(d < 1e-5) {
					t.Errorf("%s: picture %d of %d differs by %g from the same alone", b, i, n, d)
				}
			}
		}
	})
}

// each runs a test with every engine of every backend that is there.
func each(t *testing.T, w *weights.Set, batch, side int, test func(t *testing.T, e *Extractor)) {
	for _, b := range backends(t) {
		for name, en := range engines(t, b, w, batch, side, formOf(b)) {
			e := newExtractor(b, w, ExtractorOptions{Batch: batch}, en, side)
			t.Run(b.Name+"/"+name, func(t *testing.T) { test(t, e) })
			e.Close()
		}
	}
}

func TestSplit(t *testing.T) {
	for _, tc := range []struct {
		sizes sizes
		n     int
		want  string
	}{
		{sizes{8, 1, true}, 0, ""}, {sizes{8, 1, true}, 1, "1 "}, {sizes{8, 1, true}, 2, "1 1 "}, {sizes{8, 1, true}, 3, "3 "},
		{sizes{8, 1, true}, 8, "8 "}, {sizes{8, 1, true}, 10, "8 1 1 "}, {sizes{8, 1, true}, 21, "8 8 5 "},
		{sizes{1, 2, true}, 3, "1 1 1 "}, {sizes{3, 1, true}, 4, "3 1 "},
		{sizes{8, 1, false}, 0, ""}, {sizes{8, 1, false}, 2, "2 "}, {sizes{8, 1, false}, 10, "8 2 "},
		{sizes{4, 2, false}, 1, "1 "}, {sizes{4, 2, false}, 2, "1 1 "}, {sizes{4, 2, false}, 5, "3 2 "},
		{sizes{4, 2, false}, 8, "4 4 "}, {sizes{4, 2, false}, 11, "4 4 2 1 "}, {sizes{4, 3, false}, 4, "2 1 1 "},
	} {
		var got strings.Builder
		at := 0
		for _, s := range tc.sizes.split(tc.n) {
			if s.from != at {
				t.Errorf("%+v: split(%d): run from %d, want from %d", tc.sizes, tc.n, s.from, at)
			}
			at = s.to
			got.WriteString(string(rune('0'+s.to-s.from)) + " ")
		}
		if got.String() != tc.want || at != tc.n {
			t.Errorf("%+v: split(%d) = %q, want %q", tc.sizes, tc.n, got.String(), tc.want)
		}
	}
}

func small(t *testing.T) *Extractor {
	t.Helper()
	b, w := backends(t)[0], seeded(1)
	en, err := newEngine(b, w, 0, 32)
	if err != nil {
		t.Fatal(err)
	}
	return newExtractor(b, w, ExtractorOptions{}, en, 32)
}

func TestFeaturesRefuses(t *testing.T) {
	e := small(t)
	_, err := e.Features(context.Background(), []*image.NRGBA{noise(32, 1), noise(31, 1)})
	if err == nil || err.Error() != "resnet: picture 1 is 31 by 31 pixels: want 32 by 32" {
		t.Errorf("Features of a picture of the wrong size: %v", err)
	}
	e.Close()
	if _, err := e.Features(context.Background(), []*image.NRGBA{noise(32, 1)}); err == nil {
		t.Error("Features after Close gave no error")
	}
	if _, err := NewExtractor(backends(t)[0], seeded(1), ExtractorOptions{Batch: -1}); err == nil {
		t.Error("NewExtractor with batch -1 gave no error")
	}
}

func TestFeaturesCancelled(t *testing.T) {
	e := small(t)
	defer e.Close()
	pictures := make([]*image.NRGBA, 1000)
	for i := range pictures {
		pictures[i] = noise(32, 1)
	}
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(30*time.Millisecond, cancel)
	start := time.Now()
	got, err := e.Features(ctx, pictures)
	if !errors.Is(err, context.Canceled) || got != nil {
		t.Errorf("Features, cancelled: %d features, %v", len(got), err)
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("Features returned %v after it began, want soon after 30ms", took)
	}
	if _, err := e.Features(context.Background(), pictures[:3]); err != nil {
		t.Errorf("Features after a cancelled call: %v", err)
	}
}

// The watchdog must tell of a backend that hangs, and not wait for it again.
func TestStalled(t *testing.T) {
	e := small(t)
	e.limit = time.Nanosecond
	for range 100 { // a run may be faster than the timer
		if _, err := e.Features(context.Background(), []*image.NRGBA{noise(32, 1)}); err != nil {
			break
		}
	}
	e.limit = time.Minute
	_, err := e.Features(context.Background(), []*image.NRGBA{noise(32, 1)})
	if !errors.Is(err, errStalled) || !strings.Contains(err.Error(), "-backend") {
		t.Errorf("Features on a stalled backend: %v", err)
	}
	e.Close() // must not wait
	for range cap(e.slots) {
		e.slots <- struct{}{} // the run was only slow: let it end before its backend is closed
	}
}

func TestConcurrentCalls(t *testing.T) {
	e := small(t)
	defer e.Close()
	want, err := e.Features(context.Background(), []*image.NRGBA{noise(32, 7)})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			got, err := e.Features(context.Background(), []*image.NRGBA{noise(32, 6), noise(32, 7)})
			if err != nil || distance(got[1], want[0]) != 0 {
				t.Errorf("Features called concurrently: %v, or other features", err)
			}
		})
	}
	wg.Wait()
}

// What a batch takes must be given back: the Go heap is the same after many.
func TestMemoryDoesNotGrow(t *testing.T) {
	e := small(t)
	defer e.Close()
	batch := []*image.NRGBA{noise(32, 1), noise(32, 2), noise(32, 3), noise(32, 4)}
	run := func(n int) uint64 {
		for range n {
			if _, err := e.Features(context.Background(), batch); err != nil {
				t.Fatal(err)
			}
		}
		runtime.GC()
		runtime.GC() // the second empties the pools
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := run(3)
	after := run(30)
	if after > before+4<<20 {
		t.Errorf("heap after 30 more batches: %d bytes, was %d", after, before)
	}
}

// Random weights must keep classes apart that colour or the direction of
// stripes sets apart, whatever the light.
func TestRandomSeparates(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the network on 80 pictures")
	}
	const side, each = 96, 24
	for _, tc := range []struct {
		name string
		draw func(class, i int) *image.NRGBA
	}{{"colour", coloured}, {"stripes", striped}} {
		var pictures []*image.NRGBA
		for i := range each {
			pictures = append(pictures, cut(tc.draw(0, i), side), cut(tc.draw(1, i), side))
		}
		b := backends(t)[0]
		en, err := newEngine(b, seeded(0), 0, side)
		if err != nil {
			t.Fatal(err)
		}
		f := features(t, b, seeded(0), en, pictures...)
		score := regression(f[:each])
		right := 0
		for i := each; i < len(f); i++ { // the first half are the examples
			if (score(f[i]) > 0) == (i%2 == 1) {
				right++
			}
		}
		t.Logf("%s: %d of %d right", tc.name, right, each)
		if right < each*5/6 {
			t.Errorf("%s: %d of %d right, want %d", tc.name, right, each, each*5/6)
		}
	}
}

// regression fits a logistic regression to examples, the odd ones of class 1, by
// gradient descent on standardised features, and returns its score.
func regression(examples [][]float32) func(f []float32) float64 {
	n := float64(len(examples))
	mean, spread := make([]float64, FeatureSize), make([]float64, FeatureSize)
	for k := range mean {
		for _, e := range examples {
			mean[k] += float64(e[k]) / n
			spread[k] += float64(e[k]) * float64(e[k]) / n
		}
		spread[k] = math.Sqrt(max(spread[k]-mean[k]*mean[k], 0)) + 1e-6
	}
	weight := make([]float64, FeatureSize)
	score := func(f []float32) (sum float64) {
		for k, w := range weight {
			sum += w * (float64(f[k]) - mean[k]) / spread[k]
		}
		return sum
	}
	for range 60 {
		step := make([]float64, FeatureSize)
		for i, e := range examples {
			d := 1/(1+math.Exp(-score(e))) - float64(i%2)
			for k := range step {
				step[k] += d * (float64(e[k]) - mean[k]) / spread[k]
			}
		}
		for k := range weight {
			weight[k] -= 0.0005 * step[k]
		}
	}
	return score
}

func cut(m *image.NRGBA, side int) *image.NRGBA {
	return m.SubImage(image.Rect(0, 0, side, side)).(*image.NRGBA)
}

// draws are numbers in [0, 1) for a picture.
func draws(class, i int) (out [4]float64) {
	for k := range out {
		out[k] = float64(splitmix.Mix(uint64(class), uint64(i), uint64(k))>>11) / (1 << 53)
	}
	return out
}

// coloured is a reddish or greenish grainy picture in any light.
func coloured(class, i int) *image.NRGBA {
	m := noise(Side, splitmix.Mix(uint64(class), uint64(i)))
	light := 0.6 + 0.8*draws(class, i)[0]
	base := [2][3]float64{{150, 100, 90}, {100, 140, 90}}[class]
	for p := 0; p < len(m.Pix); p += 4 {
		for c := range 3 {
			m.Pix[p+c] = uint8(min(255, base[c]*light+float64(m.Pix[p+c])/5))
		}
	}
	return m
}

// striped has upright or lying stripes of any width and colour.
func striped(class, i int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, Side, Side))
	r := draws(class, i)
	for y := range Side {
		for x := range Side {
			v := 40 * math.Sin((0.2+0.3*r[0])*float64([2]int{x, y}[class])+6*r[1])
			m.SetNRGBA(x, y, color.NRGBA{uint8(100 + 60*r[2] + v), uint8(100 + 60*r[3] + v), uint8(120 + v), 255})
		}
	}
	return m
}
