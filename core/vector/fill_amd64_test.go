//go:build amd64 && goexperiment.simd

package vector

import "simd/archsimd"

var filled [8]float32

// fillVectors does what any code with vectors does, and leaves their registers as it was
// compiled to.
func fillVectors() {
	if !hasAVX {
		return
	}
	v := archsimd.LoadFloat32x8(&filled)
	v.Add(v).Store(&filled)
}
