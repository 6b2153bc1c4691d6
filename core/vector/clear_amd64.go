//go:build amd64 && goexperiment.simd

package vector

import "simd/archsimd"

// Clear empties the upper halves of the vector registers of this processor. It costs a
// nanosecond.
func Clear() {
	if hasAVX {
		archsimd.ClearAVXUpperBits()
	}
}

var hasAVX = archsimd.X86.AVX()
