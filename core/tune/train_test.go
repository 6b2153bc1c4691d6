package tune

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gomlx/compute"

	"graft/core/backend"
	"graft/core/head"
	"graft/core/recipe"
)

// randomSets returns n examples of c classes for training and as many for
// validation: normal noise, one feature in eight shifted by class, at very
// different scales.
func randomSets(n, c int) *sets {
	rng := rand.New(rand.NewPCG(7, 7))
	make1 := func() []example {
		list := make([]example, n)
		for i := range list {
			x := make([]float32, head.Features)
			for k := range x {
				v := rng.NormFloat64()
				if k%8 == i%c {
					v += 0.5
				}
				x[k] = float32(math.Pow(10, float64(k%5)-2) * (v + float64(k%3)*20))
			}
			list[i] = example{x: x, z: x, label: labelOf(i % c)}
		}
		return list
	}
	return &sets{classes: c, train: make1(), val: make1()}
}

// reference is softmax regression with Adam in float64 loops: Kingma and Ba's with
// Keras's constants and, as Keras has it, epsilon beside the uncorrected moment.
type reference struct {
	w, m, v []float64 // kernel, then bias
	t       int
	c       int
}

func (r *reference) logits(x []float64) []float64 {
	l := append([]float64(nil), r.w[head.Features*r.c:]...)
	for i, v := range x {
		for j := range l {
			l[j] += v * r.w[i*r.c+j]
		}
	}
	return l
}

func (r *reference) step(xs [][]float64, classes []int, rate float64) (loss float64) {
	g := make([]float64, len(r.w))
	for n, x := range xs {
		l := r.logits(x)
		sum := 0.0
		for _, v := range l {
			sum += math.Exp(v)
		}
		loss += (math.Log(sum) - l[classes[n]]) / float64(len(xs))
		for j, v := range l {
			d := math.Exp(v) / sum
			if j == classes[n] {
				d--
			}
			d /= float64(len(xs))
			for i, v := range x {
				g[i*r.c+j] += d * v
			}
			g[head.Features*r.c+j] += d
		}
	}
	r.t++
	for i, gi := range g {
		r.m[i] = 0.9*r.m[i] + 0.1*gi
		r.v[i] = 0.999*r.v[i] + 0.001*gi*gi
		alpha := rate * math.Sqrt(1-math.Pow(0.999, float64(r.t))) / (1 - math.Pow(0.9, float64(r.t)))
		r.w[i] -= alpha * r.m[i] / (math.Sqrt(r.v[i]) + 1e-7)
	}
	return loss
}

// The trained head, folded for raw features, agrees with the float64 loop on
// the same initial weights and order: 3 epochs, the last batch of each smaller.
func TestTrainHeadAgainstLoop(t *testing.T) {
	for _, name := range backend.Known() {
		t.Run(name, func(t *testing.T) {
			b, err := backend.Open(name)
			if err != nil {
				t.Skip(err)
			}
			defer b.Close()
			trainAgainstLoop(t, b.Compute)
		})
	}
}

func trainAgainstLoop(t *testing.T, b compute.Backend) {
	const n, c, epochs, batch = 50, 3, 3, 16
	s := randomSets(n, c)
	o := Options{Backend: b, Train: recipe.DefaultTrain()}
	o.Train.Epochs, o.Train.Batch, o.Progress, o.Now = epochs, batch, func(Event) {}, fixedClock()
	res := &Result{Classes: []string{"a", "b", "c"}}
	if err := s.fit(context.Background(), &o, res); err != nil {
		t.Fatal(err)
	}

	mean, sd := moments(s.train)
	z := func(list []example) (xs [][]float64) {
		for _, e := range list {
			x := make([]float64, head.Features)
			for k, v := range e.x {
				x[k] = (float64(v) - mean[k]) / sd[k]
			}
			xs = append(xs, x)
		}
		return xs
	}
	train, val := z(s.train), z(s.val)
	size := (head.Features + 1) * c
	r := &reference{w: make([]float64, size), m: make([]float64, size), v: make([]float64, size), c: c}
	for i, w := range glorotUniform(head.Features, c, stream(o.Train.Seed, streamInit, 0)) {
		r.w[i] = float64(w)
	}
	for e := range epochs {
		order := passOrder(e, n, o.Train.Seed)
		loss := 0.0
		for from := 0; from < n; from += batch {
			var xs [][]float64
			var classes []int
			for _, k := range order[from:min(from+batch, n)] {
				xs, classes = append(xs, train[k]), append(classes, s.train[k].label.class)
			}
			loss += r.step(xs, classes, o.Train.LearningRate) * float64(len(xs)) / n
		}
		if got := res.Epochs[e].Loss; math.Abs(got-loss) > 1e-5*(1+loss) {
			t.Errorf("epoch %d: loss %.9f, want %.9f", e+1, got, loss)
		}
	}
	valLoss := 0.0
	for i, x := range val {
		want := softmax64(r.logits(x))
		valLoss -= math.Log(want[s.val[i].label.class]) / n
		got, err := res.Head.Predict(s.val[i].x)
		if err != nil {
			t.Fatal(err)
		}
		for j := range want {
			// 1e-4: float32 training, and raw features whose mean is 20 to 40
			// standard deviations.
			if math.Abs(float64(got[j])-want[j]) > 1e-4 {
				t.Errorf("validation picture %d: p = %v, want %v", i, got, want)
				break
			}
		}
	}
	if got := res.Epochs[epochs-1].ValLoss; math.Abs(got-valLoss) > 1e-5*(1+valLoss) {
		t.Errorf("validation loss %.9f, want %.9f", got, valLoss)
	}
}

func moments(list []example) (mean, sd []float64) {
	mean, sd = make([]float64, head.Features), make([]float64, head.Features)
	for k := range mean {
		for _, e := range list {
			mean[k] += float64(e.x[k])
		}
		mean[k] /= float64(len(list))
		for _, e := range list {
			sd[k] += math.Pow(float64(e.x[k])-mean[k], 2)
		}
		sd[k] = math.Sqrt(sd[k] / float64(len(list)))
	}
	return mean, sd
}

func softmax64(l []float64) []float64 {
	sum := 0.0
	for _, v := range l {
		sum += math.Exp(v)
	}
	p := make([]float64, len(l))
	for i, v := range l {
		p[i] = math.Exp(v) / sum
	}
	return p
}

func TestRawFeatures(t *testing.T) {
	s := randomSets(20, 2)
	o := Options{Backend: goBackend(t), Train: recipe.DefaultTrain(), RawFeatures: true, Progress: func(Event) {}, Now: fixedClock()}
	o.Train.Epochs = 1
	o.Train.LearningRate = 1e-7 // so that the head stays where it began
	res := &Result{Classes: []string{"a", "b"}}
	if err := s.fit(context.Background(), &o, res); err != nil {
		t.Fatal(err)
	}
	for i, want := range glorotUniform(head.Features, 2, stream(o.Train.Seed, streamInit, 0)) {
		if got := res.Head.Kernel[i]; math.Abs(float64(got-want)) > 1e-6 {
			t.Fatalf("kernel[%d] = %g, want %g: not scaled", i, got, want)
		}
	}
}

func TestGlorotUniform(t *testing.T) {
	w := glorotUniform(2048, 4, rand.New(rand.NewPCG(1, 1)))
	limit, sum, squares := math.Sqrt(6.0/2052), 0.0, 0.0
	for _, v := range w {
		if math.Abs(float64(v)) > limit {
			t.Fatalf("%g is beyond ±%g", v, limit)
		}
		sum += float64(v)
		squares += float64(v) * float64(v)
	}
	n := float64(len(w))
	// Variance of an even draw within ±a is a²/3.
	if mean, variance := sum/n, squares/n; math.Abs(mean) > 0.002 || math.Abs(variance/(limit*limit/3)-1) > 0.05 {
		t.Errorf("mean %g and variance %g, want 0 and %g", mean, variance, limit*limit/3)
	}
}

func TestCrossEntropy(t *testing.T) {
	for _, tc := range []struct {
		logits []float32
		class  int
		want   float64
	}{
		{[]float32{0, 0}, 1, math.Ln2},
		{[]float32{1, 2, 3}, 2, 0.40760596}, // log(1 + e^-1 + e^-2)
		{[]float32{1000, 0}, 1, 1000},
	} {
		if got := crossEntropy(tc.logits, tc.class); math.Abs(got-tc.want) > 1e-7*(1+tc.want) {
			t.Errorf("crossEntropy(%v, %d) = %g, want %g", tc.logits, tc.class, got, tc.want)
		}
	}
}

func BenchmarkTrainHead(b *testing.B) {
	s := randomSets(320, 2)
	o := Options{Backend: goBackend(b), Train: recipe.DefaultTrain(), Progress: func(Event) {}, Now: fixedClock()}
	o.Train.Epochs = 1
	for b.Loop() {
		if err := s.fit(context.Background(), &o, &Result{Classes: []string{"a", "b"}}); err != nil {
			b.Fatal(err)
		}
	}
}
