package resnet

import (
	"math"

	"graft/core/weights"
	"graft/core/weights/layout"
)

// folded is a convolution with its batch normalisation folded in: what is left
// is a kernel and a bias.
type folded struct {
	layout.Conv
	kernel []float32 // [out, in, k, k], or [k·k·in, out] in matrix form
	bias   []float32 // [out]
}

// fold folds each convolution's batch normalisation, which is fixed here, into
// its kernel and a bias: γ·(k*x − μ)/√(σ²+ε) + β. With matrix set, the kernel is
// laid out for a product with rows of [k, k, in] numbers.
func fold(w *weights.Set, matrix bool) []folded {
	list := w.Variant.Convs()
	out := make([]folded, len(list))
	for i, c := range list {
		kernel := tensorOf(w, c.Name+".weight")
		gamma, beta := tensorOf(w, c.Norm+".weight"), tensorOf(w, c.Norm+".bias")
		mean, variance := tensorOf(w, c.Norm+".running_mean"), tensorOf(w, c.Norm+".running_var")
		f := folded{Conv: c, kernel: make([]float32, len(kernel)), bias: make([]float32, c.Out)}
		area := c.Kernel * c.Kernel
		for o := range c.Out {
			scale := float64(gamma[o]) / math.Sqrt(float64(variance[o])+layout.Epsilon)
			f.bias[o] = float32(float64(beta[o]) - float64(mean[o])*scale)
			filter := kernel[o*c.In*area : (o+1)*c.In*area]
			if !matrix {
				for j, v := range filter {
					f.kernel[o*c.In*area+j] = float32(float64(v) * scale)
				}
				continue
			}
			for j, v := range filter { // [in, k·k] to [k·k, in], column o
				f.kernel[((j%area)*c.In+j/area)*c.Out+o] = float32(float64(v) * scale)
			}
		}
		out[i] = f
	}
	return out
}

// tensorOf returns the numbers of one of the network's tensors, which all weights have.
func tensorOf(w *weights.Set, name string) []float32 {
	t, _ := w.Tensor(name)
	return t.Data
}
