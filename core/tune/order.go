package tune

import "math/rand/v2"

// Streams of the training seed: each use draws from its own.
const (
	streamInit = iota + 1
	streamOrder
	streamDropout
	streamCheck
)

// stream returns the generator of a use, of one of its many turns: passes over
// the data, steps. Nothing is carried over from one turn to the next, so a run
// that continues needs to know no more than how far it had come.
func stream(seed, use, turn uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, use|turn<<8)) }

// position is how far the training set has been gone through.
type position struct {
	Pass int `json:"pass"` // whole passes
	Next int `json:"next"` // examples of this one
}

// pick is one example of a batch.
type pick struct {
	example int
	pass    int
}

// batches returns the next n batches of at most size examples from a set of
// examples, or if n is 0 those of the rest of the pass. A pass has an order of its
// own, and ends with a batch that may be smaller, as Keras's generators do.
func (p *position) batches(n, size, examples int, seed uint64) [][]pick {
	var list [][]pick
	order := passOrder(p.Pass, examples, seed)
	for n == 0 || len(list) < n {
		var batch []pick
		for ; len(batch) < size && p.Next < examples; p.Next++ {
			batch = append(batch, pick{order[p.Next], p.Pass})
		}
		list = append(list, batch)
		if p.Next == examples {
			p.Pass, p.Next = p.Pass+1, 0
			if n == 0 {
				break
			}
			order = passOrder(p.Pass, examples, seed)
		}
	}
	return list
}

func passOrder(pass, examples int, seed uint64) []int {
	return stream(seed, streamOrder, uint64(pass)).Perm(examples)
}
