package vector

import (
	"crypto/sha256"
	"testing"
)

func TestSum256(t *testing.T) {
	for _, n := range []int{0, 1, 64, piece - 1, piece, piece + 1, 3*piece + 7} {
		data := make([]byte, n)
		for i := range data {
			data[i] = byte(i * 7)
		}
		if got, want := Sum256(data), sha256.Sum256(data); got != want {
			t.Errorf("Sum256 of %d bytes = %x, want %x", n, got, want)
		}
	}
}

// BenchmarkSHA256 is of 1 MB after nothing, after vector code, and after that and Clear.
func BenchmarkSHA256(b *testing.B) {
	data := make([]byte, piece)
	for _, bm := range []struct {
		name   string
		before func()
		sum    func([]byte) [sha256.Size]byte
	}{
		{"plain", func() {}, sha256.Sum256},
		{"after vectors", fillVectors, sha256.Sum256},
		{"after vectors, cleared", fillVectors, Sum256},
	} {
		b.Run(bm.name, func(b *testing.B) {
			b.SetBytes(piece)
			for b.Loop() {
				bm.before()
				bm.sum(data)
			}
			Clear()
		})
	}
}
