package nhwc

import "golang.org/x/sys/cpu"

// What the processor has. Tests switch them off.
var (
	hasAVX512 = cpu.X86.HasAVX512F
	hasAVX2   = cpu.X86.HasAVX2 && cpu.X86.HasFMA
)

// kernel computes the tile.
func kernel(t *tile) {
	switch {
	case hasAVX512:
		tile512(t)
	case hasAVX2:
		for g := range uintptr(2) {
			quarter256(t, g, 0)
			quarter256(t, g, 1)
		}
	default:
		tileGeneric(t)
	}
}

// tile512 computes the tile with AVX-512.
//
//go:noescape
func tile512(t *tile)

// quarter256 computes one of the two groups and half of the channels with AVX2 and FMA.
//
//go:noescape
func quarter256(t *tile, index, half uintptr)
