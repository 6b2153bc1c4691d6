package optimize

import (
	"math"
	"runtime"
	"sync"

	"graft/core/recipe"
)

// Constants of Adam: those of Keras, which PyTorch shares but for epsilon (1e-8).
const (
	beta1   = 0.9
	beta2   = 0.999
	epsilon = 1e-7
)

// Optimizer moves values along their gradients. It works on the host, in float32
// as Keras and PyTorch do, so every backend takes the same steps and a checkpoint
// is what lies in these slices.
type Optimizer struct {
	Train recipe.Train
	Steps int         // taken
	M, V  [][]float32 // moments; of SGD m is the velocity and v is nil
}

func New(t recipe.Train, values [][]float32) *Optimizer {
	o := &Optimizer{Train: t, M: Zeros(values)}
	if t.Optimizer != recipe.OptimizerSGD {
		o.V = Zeros(values)
	}
	return o
}

func Zeros(like [][]float32) [][]float32 {
	list := make([][]float32, len(like))
	for i := range list {
		list[i] = make([]float32, len(like[i]))
	}
	return list
}

// Step moves values, each tensor with its own rate. Weight decay is for the
// tensors with decay set.
func (o *Optimizer) Step(values, grads [][]float32, rates []float64, decay []bool) {
	o.Steps++
	for i := range values {
		d := 0.0
		if decay[i] {
			d = o.Train.WeightDecay
		}
		var v []float32
		if o.V != nil {
			v = o.V[i]
		}
		update := o.rule(rates[i], d)
		InParts(len(values[i]), func(from, to int) {
			second := v
			if second != nil {
				second = v[from:to]
			}
			update(values[i][from:to], grads[i][from:to], o.M[i][from:to], second)
		})
	}
}

// rule returns what is done to a run of numbers.
func (o *Optimizer) rule(rate, decay float64) func(w, g, m, v []float32) {
	switch o.Train.Optimizer {
	case recipe.OptimizerSGD:
		return momentumRule(float32(rate), float32(o.Train.Momentum), float32(decay))
	case recipe.OptimizerAdamW:
		return o.adamRule(rate, 0, float32(rate*decay))
	}
	return o.adamRule(rate, float32(decay), 0)
}

// momentumRule is Keras's: velocity = momentum·velocity − rate·gradient, and the
// value moves by it. Decay is L2, part of the gradient.
func momentumRule(rate, momentum, decay float32) func(w, g, m, v []float32) {
	return func(w, g, m, _ []float32) {
		for i := range w {
			gradient := g[i] + decay*w[i]
			m[i] = momentum*m[i] - rate*gradient
			w[i] += m[i]
		}
	}
}

// adamRule is Kingma and Ba's as Keras has it, epsilon beside the root of the
// uncorrected second moment: w −= rate·√(1−β₂ᵗ)/(1−β₁ᵗ) · m/(√v + ε). l2 is added
// to the gradient, shrink taken off the value beforehand (AdamW: Loshchilov and
// Hutter 2019).
func (o *Optimizer) adamRule(rate float64, l2, shrink float32) func(w, g, m, v []float32) {
	t := float64(o.Steps)
	alpha := float32(rate * math.Sqrt(1-math.Pow(beta2, t)) / (1 - math.Pow(beta1, t)))
	return func(w, g, m, v []float32) {
		for i := range w {
			gradient := g[i] + l2*w[i]
			m[i] += (gradient - m[i]) * (1 - beta1)
			v[i] += (gradient*gradient - v[i]) * (1 - beta2)
			w[i] -= shrink*w[i] + alpha*m[i]/(float32(math.Sqrt(float64(v[i])))+epsilon)
		}
	}
}

// InParts calls f for parts of 0 to n, several at a time when n is large.
func InParts(n int, f func(from, to int)) {
	const part = 1 << 16
	if n <= part {
		f(0, n)
		return
	}
	var wg sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for from := 0; from < n; from += part {
		free <- struct{}{}
		wg.Go(func() {
			f(from, min(from+part, n))
			<-free
		})
	}
	wg.Wait()
}
