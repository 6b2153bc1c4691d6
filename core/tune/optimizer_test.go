package tune

import (
	"math"
	"testing"

	"graft/core/recipe"
)

// minimise runs an optimizer on the gradient of w²/2·k, which is k·w, beside the
// rule written out in float64.
func TestOptimizers(t *testing.T) {
	const rate, decay, steps = 0.01, 0.1, 5
	k := []float64{1, 0.01, 100, -3}
	start := []float64{1, -2, 0.5, 3}
	for _, tc := range []struct {
		name string
		rule func(i int, w, g float64, s *[2]float64, t int) float64
	}{
		{recipe.OptimizerSGD, func(_ int, w, g float64, s *[2]float64, _ int) float64 {
			s[0] = 0.9*s[0] - rate*(g+decay*w)
			return w + s[0]
		}},
		{recipe.OptimizerAdam, func(_ int, w, g float64, s *[2]float64, t int) float64 {
			return w - adam(g+decay*w, s, t)
		}},
		{recipe.OptimizerAdamW, func(_ int, w, g float64, s *[2]float64, t int) float64 {
			return w - rate*decay*w - adam(g, s, t)
		}},
	} {
		train := recipe.DefaultTrain()
		train.Optimizer, train.WeightDecay = tc.name, decay
		values, grads := [][]float32{make([]float32, len(k))}, [][]float32{make([]float32, len(k))}
		want := append([]float64(nil), start...)
		states := make([][2]float64, len(k))
		for i, v := range start {
			values[0][i] = float32(v)
		}
		o := newOptimizer(train, values)
		for n := 1; n <= steps; n++ {
			for i := range k {
				grads[0][i] = float32(k[i] * float64(values[0][i]))
				want[i] = tc.rule(i, want[i], k[i]*want[i], &states[i], n)
			}
			o.step(values, grads, []float64{rate}, []bool{true})
		}
		for i := range k {
			if got := float64(values[0][i]); math.Abs(got-want[i]) > 1e-5*(1+math.Abs(want[i])) {
				t.Errorf("%s: number %d is %g after %d steps, want %g", tc.name, i, got, steps, want[i])
			}
		}
	}
}

func adam(g float64, s *[2]float64, t int) float64 {
	s[0] = 0.9*s[0] + 0.1*g
	s[1] = 0.999*s[1] + 0.001*g*g
	return 0.01 * math.Sqrt(1-math.Pow(0.999, float64(t))) / (1 - math.Pow(0.9, float64(t))) * s[0] / (math.Sqrt(s[1]) + 1e-7)
}

// What is not to decay does not, and each value has its own rate.
func TestOptimizerRates(t *testing.T) {
	train := recipe.DefaultTrain()
	train.Optimizer, train.WeightDecay, train.Momentum = recipe.OptimizerSGD, 0.5, 0
	values := [][]float32{{1}, {1}, {1}}
	newOptimizer(train, values).step(values, [][]float32{{1}, {1}, {0}}, []float64{0.1, 0.01, 0.1}, []bool{false, true, true})
	for i, want := range []float32{0.9, 1 - 0.01*1.5, 1 - 0.1*0.5} {
		if got := values[i][0]; math.Abs(float64(got-want)) > 1e-6 {
			t.Errorf("value %d = %g, want %g", i, got, want)
		}
	}
}

func TestRateAt(t *testing.T) {
	with := func(change func(*recipe.Train)) recipe.Train {
		t := recipe.DefaultTrain()
		change(&t)
		return t
	}
	constant := recipe.DefaultTrain()
	cosine := with(func(t *recipe.Train) { t.Schedule = recipe.ScheduleCosine })
	warm := with(func(t *recipe.Train) { t.Schedule, t.WarmupEpochs = recipe.ScheduleCosine, 2 })
	step := with(func(t *recipe.Train) { t.Schedule, t.StepEpochs, t.StepFactor = recipe.ScheduleStep, 3, 0.5 })
	for _, tc := range []struct {
		name     string
		t        recipe.Train
		at, want float64
	}{
		{"constant", constant, 0, 1}, {"constant", constant, 9.5, 1},
		{"cosine", cosine, 0, 1}, {"cosine", cosine, 5, 0.5}, {"cosine", cosine, 2.5, 0.5 + math.Sqrt(0.5)/2}, {"cosine", cosine, 10, 0},
		{"warm-up, first step", warm, 0, 1.0 / 8}, {"warm-up, last step", warm, 1.75, 1}, {"after the warm-up", warm, 2, 1}, {"half way", warm, 6, 0.5},
		{"step", step, 2.9, 1}, {"step", step, 3, 0.5}, {"step", step, 9, 0.125},
	} {
		if got := rateAt(tc.t, tc.at, 10, 4); math.Abs(got-tc.want) > 1e-12 {
			t.Errorf("%s at %g = %g, want %g", tc.name, tc.at, got, tc.want)
		}
	}
}

func TestLabel(t *testing.T) {
	row := make([]float32, 4)
	label{class: 1, other: 3, share: 0.75}.write(row, 0.2, 2)
	// 0.2/4 each, then 0.8 in the shares 0.75 and 0.25; twice.
	for c, want := range []float32{0.1, 1.3, 0.1, 0.5} {
		if math.Abs(float64(row[c]-want)) > 1e-6 {
			t.Errorf("row %v, want 0.1, 1.3, 0.1, 0.5", row)
			break
		}
	}
	if m := (label{class: 1, other: 3, share: 0.4}).main(); m != 3 {
		t.Errorf("main = %d, want the larger share's 3", m)
	}
	examples := []example{{label: labelOf(0)}, {label: labelOf(0)}, {label: labelOf(0)}, {label: label{0, 1, 0.5}}}
	w := classWeights(recipe.ClassWeightsBalanced, examples, 3)
	// 3.5 of class 0, 0.5 of class 1, none of class 2: 4/(3·3.5), 4/(3·0.5), 1.
	for c, want := range []float64{4 / 10.5, 4 / 1.5, 1} {
		if math.Abs(w[c]-want) > 1e-12 {
			t.Errorf("weights %v, want 4/10.5, 4/1.5, 1", w)
			break
		}
	}
	if w := classWeights(recipe.ClassWeightsNone, examples, 2); w[0] != 1 || w[1] != 1 {
		t.Errorf("no weights = %v", w)
	}
}

// Batches as Keras's generators give them: a pass ends with a smaller one, the
// next epoch goes on where this one ended, and every pass has each example once.
func TestBatches(t *testing.T) {
	var p position
	seen := map[int]int{}
	for _, tc := range []struct {
		n    int
		want []int
	}{{2, []int{4, 4}}, {2, []int{2, 4}}, {0, []int{4, 2}}, {0, []int{4, 4, 2}}} {
		var sizes []int
		for _, b := range p.batches(tc.n, 4, 10, 7) {
			sizes = append(sizes, len(b))
			for _, k := range b {
				seen[k.example]++
			}
		}
		if len(sizes) != len(tc.want) {
			t.Fatalf("batches of %v, want %v", sizes, tc.want)
		}
		for i := range sizes {
			if sizes[i] != tc.want[i] {
				t.Errorf("batches of %v, want %v", sizes, tc.want)
			}
		}
	}
	if p != (position{Pass: 3}) || len(seen) != 10 {
		t.Errorf("position %+v, examples %v, want three passes over ten", p, seen)
	}
	for e, n := range seen {
		if n != 3 {
			t.Errorf("example %d was seen %d times, want 3", e, n)
		}
	}
}
