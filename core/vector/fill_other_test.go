//go:build !(amd64 && goexperiment.simd)

package vector

func fillVectors() {}
