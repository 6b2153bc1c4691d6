package augment

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
)

// stream is xoshiro256++ (Blackman and Vigna, 2019): additions, shifts and
// rotations only, so it is quick in WebAssembly too.
type stream struct{ a, b, c, d uint64 }

// streamKey is what a step's stream is seeded with, laid out once; the picture
// and the view are filled in for each draw.
type streamKey []byte

const (
	keyDigest = len("graft 1 ") + 8
	keyView   = keyDigest + sha256.Size
)

// newStreamKey begins with a version, so that a later way of drawing can live
// beside this one. ordinal counts the steps of the same op before this one.
func newStreamKey(seed uint64, op string, ordinal int) streamKey {
	k := binary.LittleEndian.AppendUint64([]byte("graft 1 "), seed)
	k = append(k, make([]byte, sha256.Size+8)...)
	k = binary.LittleEndian.AppendUint32(k, uint32(ordinal))
	return append(k, op...)
}

// open returns the stream of one step on one view of one picture.
func (k streamKey) open(digest *[32]byte, view int) stream {
	copy(k[keyDigest:], digest[:])
	binary.LittleEndian.PutUint64(k[keyView:], uint64(int64(view)))
	h := sha256.Sum256(k)
	return stream{
		binary.LittleEndian.Uint64(h[0:]), binary.LittleEndian.Uint64(h[8:]),
		binary.LittleEndian.Uint64(h[16:]), binary.LittleEndian.Uint64(h[24:]),
	}
}

func (s *stream) next() uint64 {
	var out uint64
	*s, out = s.advanced()
	return out
}

// advanced returns the stream after a draw, and the draw. By value, so that a
// loop can keep it in registers.
func (s stream) advanced() (stream, uint64) {
	out := bits.RotateLeft64(s.a+s.d, 23) + s.a
	t := s.b << 17
	s.c ^= s.a
	s.d ^= s.b
	s.b ^= s.c
	s.a ^= s.d
	s.c ^= t
	s.d = bits.RotateLeft64(s.d, 45)
	return s, out
}

// unit returns a number in [0, 1), a multiple of 2⁻⁵³.
func (s *stream) unit() float64 {
	return float64(s.next()>>11) * (1.0 / (1 << 53))
}

// within returns a number drawn evenly from lo to hi.
func (s *stream) within(lo, hi float64) float64 {
	return lo + float64((hi-lo)*s.unit())
}

// below returns an integer drawn evenly from 0 to n-1. n is a number of pixels,
// so the unevenness of this simple way is below 2⁻³⁷.
func (s *stream) below(n int) int {
	return int(s.unit() * float64(n))
}
