// Package splitmix is SplitMix64: pseudo-random bits that are the same on every
// machine and in every version of Go, for weights and pictures made from a seed.
//
// Paper: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014.
package splitmix

// step is added to the state before each draw: 2^64 divided by the golden ratio.
const step = 0x9e3779b97f4a7c15

// Stream is a stream of pseudo-random numbers. The zero value is a valid one.
type Stream struct{ state uint64 }

// New returns the stream that begins at a state.
func New(state uint64) *Stream { return &Stream{state} }

// Uint64 returns the next 64 bits.
func (s *Stream) Uint64() uint64 {
	s.state += step
	return finish(s.state)
}

// Mix combines numbers into the state of a stream of their own.
func Mix(parts ...uint64) uint64 {
	h := uint64(0x6772616674) // "graft"
	for _, p := range parts {
		h = finish(h ^ p + step)
	}
	return h
}

func finish(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
