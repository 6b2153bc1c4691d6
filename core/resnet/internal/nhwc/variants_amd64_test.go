package nhwc

type variant struct {
	name string
	use  func() (restore func())
}

// variants are the ways of computing a tile that this machine has.
func variants() []variant {
	set := func(avx512, avx2 bool) func() func() {
		return func() func() {
			a, b := hasAVX512, hasAVX2
			hasAVX512, hasAVX2 = avx512, avx2
			return func() { hasAVX512, hasAVX2 = a, b }
		}
	}
	list := []variant{{"loops", set(false, false)}}
	if hasAVX2 {
		list = append(list, variant{"AVX2", set(false, true)})
	}
	if hasAVX512 {
		list = append(list, variant{"AVX-512", set(true, true)})
	}
	return list
}
