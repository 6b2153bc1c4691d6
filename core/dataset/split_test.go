package dataset

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
)

// items makes counts[c] pictures of class c.
func items(counts ...int) (out []Item) {
	for c, n := range counts {
		for i := range n {
			path := fmt.Sprintf("%d/%d.jpg", c, i)
			out = append(out, Item{Path: path, Class: c, Digest: sha256.Sum256([]byte(path))})
		}
	}
	return out
}

func count(items []Item, classes int) []int {
	out := make([]int, classes)
	for _, it := range items {
		out[it.Class]++
	}
	return out
}

func TestSplitCounts(t *testing.T) {
	for _, tc := range []struct {
		counts   []int
		fraction float64
		want     string // held out of each class
	}{
		{[]int{10, 10}, 0.2, "[2 2]"},
		{[]int{10, 100}, 0.2, "[2 20]"},
		{[]int{13, 7}, 0.2, "[3 1]"},
		{[]int{2, 2}, 0.05, "[1 1]"},
		{[]int{2, 2}, 0.9, "[1 1]"},
		{[]int{1, 5}, 0.2, "[0 1]"},
		{[]int{10, 10, 10}, 0.9, "[9 9 9]"},
	} {
		all := items(tc.counts...)
		train, val, err := Split(all, len(tc.counts), tc.fraction, 42)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(count(val, len(tc.counts))); got != tc.want || len(train)+len(val) != len(all) {
			t.Errorf("Split(%v, %g) holds out %s, want %s", tc.counts, tc.fraction, got, tc.want)
		}
		seen := map[string]bool{}
		for _, it := range append(train, val...) {
			seen[it.Path] = true
		}
		if len(seen) != len(all) {
			t.Errorf("Split(%v, %g) has %d different pictures, want %d", tc.counts, tc.fraction, len(seen), len(all))
		}
	}
}

func held(t *testing.T, all []Item, classes int, seed uint64) map[[32]byte]bool {
	t.Helper()
	_, val, err := Split(all, classes, 0.3, seed)
	if err != nil {
		t.Fatal(err)
	}
	out := map[[32]byte]bool{}
	for _, it := range val {
		out[it.Digest] = true
	}
	return out
}

func TestSplitDependsOnDigestsAndSeedAlone(t *testing.T) {
	all := items(20, 20)
	turned := make([]Item, len(all))
	for i, it := range all {
		it.Path = fmt.Sprint("renamed", i)
		turned[len(all)-1-i] = it
	}
	a, b, c := held(t, all, 2, 1), held(t, turned, 2, 1), held(t, all, 2, 2)
	if fmt.Sprint(a) != fmt.Sprint(b) {
		t.Error("names and order change the split: want it to depend on digests alone")
	}
	if fmt.Sprint(a) == fmt.Sprint(c) {
		t.Error("seeds 1 and 2 give one split: want two")
	}
	for i := range 20 { // not one class's luck: every seed draws its own
		if d := held(t, all, 2, uint64(i+3)); len(d) != 12 {
			t.Errorf("seed %d holds out %d, want 12", i+3, len(d))
		}
	}
}

func TestSplitKeepsCopiesTogether(t *testing.T) {
	all := items(30, 30)
	for i := range all {
		all[i].Digest = sha256.Sum256(fmt.Appendf(nil, "%d/%d", all[i].Class, i%30/3)) // each three times
	}
	for seed := range uint64(20) {
		train, val, err := Split(all, 2, 0.2, seed)
		if err != nil {
			t.Fatal(err)
		}
		in := map[[32]byte]bool{}
		for _, it := range train {
			in[it.Digest] = true
		}
		for _, it := range val {
			if in[it.Digest] {
				t.Fatalf("seed %d: a copy of %s is in both halves", seed, it.Path)
			}
		}
		if n := len(val); n != 12 {
			t.Errorf("seed %d: %d held out, want 12", seed, n)
		}
	}
}

func TestSplitRefuses(t *testing.T) {
	same := items(3, 3)
	for i := range same {
		same[i].Digest = [32]byte{byte(same[i].Class)}
	}
	for _, tc := range []struct {
		items    []Item
		classes  int
		fraction float64
		word     string
	}{
		{items(5, 5), 2, 0, "fraction 0"},
		{items(5, 5), 2, 1, "fraction 1"},
		{items(5, 5), 3, 0.2, "class 2 has no picture"},
		{items(5, 5), 1, 0.2, "class 1: want 0 to 0"},
		{items(1, 1), 2, 0.2, "two different pictures"},
		{same, 2, 0.2, "two different pictures"},
	} {
		if _, _, err := Split(tc.items, tc.classes, tc.fraction, 1); err == nil || !strings.Contains(err.Error(), tc.word) {
			t.Errorf("Split(%d items, %d, %g): %v, want %q", len(tc.items), tc.classes, tc.fraction, err, tc.word)
		}
	}
}
