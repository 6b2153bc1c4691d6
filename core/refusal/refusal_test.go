package refusal_test

import (
	"errors"
	"fmt"
	"testing"

	"graft/core/fault"
	"graft/core/refusal"
)

var (
	gone  = refusal.Define(410, "test.gone", "{what} is gone")
	plain = fault.Define("test.plain", "something is wrong")
)

func TestStatus(t *testing.T) {
	for _, tc := range []struct {
		err  error
		want int
	}{
		{gone.Err("x"), 410}, {fmt.Errorf("outer: %w", gone.Err("x")), 410},
		{plain.Err(), 0}, {errors.New("gone"), 0}, {nil, 0},
	} {
		if got := refusal.Status(tc.err); got != tc.want {
			t.Errorf("Status(%v) = %d, want %d", tc.err, got, tc.want)
		}
	}
}
