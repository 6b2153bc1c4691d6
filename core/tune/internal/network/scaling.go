package network

import "math"

// Scaling maps feature i to (x - mean[i]) * inv[i].
type Scaling struct {
	Mean, inv []float64 // one for each input of the dense layer
}

// NoScaling leaves features as they are.
func NoScaling(inputs int) Scaling {
	s := Scaling{make([]float64, inputs), make([]float64, inputs)}
	for i := range s.inv {
		s.inv[i] = 1
	}
	return s
}

// Standardising returns the scaling that gives each number mean 0 and standard deviation
// 1 over the rows, of which there is one at least. One that is constant becomes 0.
func Standardising(rows [][]float32) Scaling {
	inputs := len(rows[0])
	s := Scaling{make([]float64, inputs), make([]float64, inputs)}
	n := float64(len(rows))
	for _, row := range rows {
		for i, v := range row {
			s.Mean[i] += float64(v) / n
		}
	}
	for _, row := range rows {
		for i, v := range row {
			d := float64(v) - s.Mean[i]
			s.inv[i] += d * d / n
		}
	}
	for i, variance := range s.inv {
		s.inv[i] = 0
		if sd := math.Sqrt(variance); sd > minSpread*math.Abs(s.Mean[i]) && sd > 0 {
			s.inv[i] = 1 / sd
		}
	}
	return s
}

// Apply writes the scaled x into dst.
func (s Scaling) Apply(dst, x []float32) {
	for i, v := range x {
		dst[i] = float32((float64(v) - s.Mean[i]) * s.inv[i])
	}
}

// Fold returns kernel and bias that do on raw features what the given ones,
// [inputs, classes] and [classes], do on scaled ones.
func (s Scaling) Fold(kernel, bias []float32) (rawKernel, rawBias []float32) {
	c := len(bias)
	rawKernel = make([]float32, len(kernel))
	sum := make([]float64, c)
	for i := range s.Mean {
		for j := range c {
			k := float64(kernel[i*c+j]) * s.inv[i]
			rawKernel[i*c+j] = float32(k)
			// From the rounded kernel, so that what rounding does to a large
			// mean times a large weight cancels as the unrounded would.
			sum[j] += float64(rawKernel[i*c+j]) * s.Mean[i]
		}
	}
	rawBias = make([]float32, c)
	for j, b := range bias {
		rawBias[j] = float32(float64(b) - sum[j])
	}
	return rawKernel, rawBias
}

// minSpread is the standard deviation, as a share of the mean, below which a
// feature counts as constant: float32 sums of thousands of products differ by
// that much from rounding alone.
const minSpread = 1e-5
