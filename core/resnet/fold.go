package resnet

import "math"

// folded is a convolution with its batch normalisation folded in: what is left
// is a kernel and a bias.
type folded struct {
	conv
	kernel []float32 // [out, in, k, k], or [k·k·in, out] in matrix form
	bias   []float32 // [out]
}

// fold folds each convolution's batch normalisation, which is fixed here, into
// its kernel and a bias: γ·(k*x − μ)/√(σ²+ε) + β. With matrix set, the kernel is
// laid out for a product with rows of [k, k, in] numbers.
func fold(w *Weights, matrix bool) []folded {
	list := w.Variant.convs()
	out := make([]folded, len(list))
	for i, c := range list {
		kernel := w.tensors[c.name+".weight"].Data
		gamma, beta := w.tensors[c.norm+".weight"].Data, w.tensors[c.norm+".bias"].Data
		mean, variance := w.tensors[c.norm+".running_mean"].Data, w.tensors[c.norm+".running_var"].Data
		f := folded{conv: c, kernel: make([]float32, len(kernel)), bias: make([]float32, c.out)}
		area := c.kernel * c.kernel
		for o := range c.out {
			scale := float64(gamma[o]) / math.Sqrt(float64(variance[o])+bnEpsilon)
			f.bias[o] = float32(float64(beta[o]) - float64(mean[o])*scale)
			filter := kernel[o*c.in*area : (o+1)*c.in*area]
			if !matrix {
				for j, v := range filter {
					f.kernel[o*c.in*area+j] = float32(float64(v) * scale)
				}
				continue
			}
			for j, v := range filter { // [in, k·k] to [k·k, in], column o
				f.kernel[((j%area)*c.in+j/area)*c.out+o] = float32(float64(v) * scale)
			}
		}
		out[i] = f
	}
	return out
}
