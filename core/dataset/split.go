package dataset

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"sort"
)

// Split takes fraction of each class's pictures for validation, rounded, but
// at least one and never all; a class of one picture is all training. Which
// ones depends only on the pictures' digests and the seed, not on their names
// or order, and copies of one picture stay on one side. Both results are in
// the order of items.
//
// It fails if a class has no picture or if nothing is left to validate with.
func Split(items []Item, classes int, fraction float64, seed uint64) (train, val []Item, err error) {
	if !(fraction > 0 && fraction < 1) {
		return nil, nil, fmt.Errorf("dataset: split: fraction %g: want within 0 to 1", fraction)
	}
	groups := make([][]int, classes)
	for i, it := range items {
		if it.Class < 0 || it.Class >= classes {
			return nil, nil, fmt.Errorf("dataset: split: %s: class %d: want 0 to %d", it.Path, it.Class, classes-1)
		}
		groups[it.Class] = append(groups[it.Class], i)
	}
	held := make([]bool, len(items))
	for c, group := range groups {
		if len(group) == 0 {
			return nil, nil, fmt.Errorf("dataset: split: class %d has no picture: want at least one to train with", c)
		}
		for _, i := range hold(items, group, fraction, seed) {
			held[i] = true
		}
	}
	for i, it := range items {
		if held[i] {
			val = append(val, it)
		} else {
			train = append(train, it)
		}
	}
	if len(val) == 0 {
		return nil, nil, noClassSplits.Err()
	}
	return train, val, nil
}

// hold returns those of group, all of one class, that are for validation.
func hold(items []Item, group []int, fraction float64, seed uint64) []int {
	n := len(group)
	if n < 2 {
		return nil
	}
	want := min(max(int(math.Round(fraction*float64(n))), 1), n-1)
	order := shuffled(items, group, seed)
	// The cut may not go between copies: it moves up to the next gap, or
	// down if there is none.
	gap := func(k int) bool { return items[order[k-1]].Digest != items[order[k]].Digest }
	for k := want; k < n; k++ {
		if gap(k) {
			return order[:k]
		}
	}
	for k := want - 1; k > 0; k-- {
		if gap(k) {
			return order[:k]
		}
	}
	return nil
}

// shuffled returns group in the order of a hash of seed and digest.
func shuffled(items []Item, group []int, seed uint64) []int {
	keys := make(map[int][32]byte, len(group))
	for _, i := range group {
		salted := binary.LittleEndian.AppendUint64(nil, seed)
		keys[i] = sha256.Sum256(append(salted, items[i].Digest[:]...))
	}
	order := append([]int(nil), group...)
	sort.SliceStable(order, func(a, b int) bool {
		x, y := keys[order[a]], keys[order[b]]
		return bytes.Compare(x[:], y[:]) < 0
	})
	return order
}
