package optimize

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
		o := New(train, values)
		for n := 1; n <= steps; n++ {
			for i := range k {
				grads[0][i] = float32(k[i] * float64(values[0][i]))
				want[i] = tc.rule(i, want[i], k[i]*want[i], &states[i], n)
			}
			o.Step(values, grads, []float64{rate}, []bool{true})
		}
		for i := range k {
			if got := float64(values[0][i]); math.Abs(got-want[i]) > 1e-5*(1+math.Abs(want[i])) {
				t.Errorf("%s: number %d is %g after %d steps, want %g", tc.name, i, got, steps, want[i])
			}
		}
	}
}

// What is not to decay does not, and each value has its own rate.
func TestOptimizerRates(t *testing.T) {
	train := recipe.DefaultTrain()
	train.Optimizer, train.WeightDecay, train.Momentum = recipe.OptimizerSGD, 0.5, 0
	values := [][]float32{{1}, {1}, {1}}
	New(train, values).Step(values, [][]float32{{1}, {1}, {0}}, []float64{0.1, 0.01, 0.1}, []bool{false, true, true})
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
		if got := RateAt(tc.t, tc.at, 10, 4); math.Abs(got-tc.want) > 1e-12 {
			t.Errorf("%s at %g = %g, want %g", tc.name, tc.at, got, tc.want)
		}
	}
}

func adam(g float64, s *[2]float64, t int) float64 {
	s[0] = 0.9*s[0] + 0.1*g
	s[1] = 0.999*s[1] + 0.001*g*g
	return 0.01 * math.Sqrt(1-math.Pow(0.999, float64(t))) / (1 - math.Pow(0.9, float64(t))) * s[0] / (math.Sqrt(s[1]) + 1e-7)
}
