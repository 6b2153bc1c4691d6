package splitmix_test

import (
	"fmt"
	"testing"

	"graft/core/splitmix"
)

// The first numbers of the reference implementation (Vigna, splitmix64.c) from the
// states 0 and 1234567.
func TestUint64(t *testing.T) {
	for _, tc := range []struct {
		state uint64
		want  [3]uint64
	}{
		{0, [3]uint64{0xe220a8397b1dcdaf, 0x6e789e6aa1b965f4, 0x06c45d188009454f}},
		{1234567, [3]uint64{6457827717110365317, 3203168211198807973, 9817491932198370423}},
	} {
		s := splitmix.New(tc.state)
		for i, want := range tc.want {
			if got := s.Uint64(); got != want {
				t.Errorf("from %d, number %d = %d, want %d", tc.state, i, got, want)
			}
		}
	}
}

func TestMix(t *testing.T) {
	if splitmix.Mix(1, 2) == splitmix.Mix(2, 1) || splitmix.Mix(0) == splitmix.Mix(0, 0) {
		t.Error("Mix does not tell orders or lengths apart")
	}
}

func ExampleStream() {
	draws := splitmix.New(splitmix.Mix(42, 7)) // the seventh of the things that seed 42 makes
	fmt.Println(draws.Uint64() == splitmix.New(splitmix.Mix(42, 7)).Uint64())
	// Output: true
}
