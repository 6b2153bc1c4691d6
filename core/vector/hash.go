package vector

import (
	"crypto/sha256"
	"hash"
)

// piece is how much is hashed between two calls of Clear: a goroutine is interrupted
// every ten milliseconds at most, in which SHA-256 takes 15 MB.
const piece = 1 << 20

// SHA256 returns a SHA-256 that is as fast after vector code as before it.
func SHA256() hash.Hash { return &cleared{sha256.New()} }

// Sum256 returns the SHA-256 of data.
func Sum256(data []byte) (sum [sha256.Size]byte) {
	h := SHA256()
	h.Write(data)
	h.Sum(sum[:0])
	return sum
}

type cleared struct{ hash.Hash }

func (c *cleared) Write(data []byte) (n int, err error) {
	for err == nil && n < len(data) {
		Clear()
		var m int
		m, err = c.Hash.Write(data[n:min(n+piece, len(data))])
		n += m
	}
	return n, err
}
