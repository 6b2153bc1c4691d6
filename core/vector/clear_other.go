//go:build !(amd64 && goexperiment.simd)

package vector

// Clear does nothing: without vectors nothing is in their registers.
func Clear() {}
