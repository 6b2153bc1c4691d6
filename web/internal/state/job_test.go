package state

import (
	"testing"
	"time"

	"graft/core/api"
)

func TestWhen(t *testing.T) {
	now := time.Date(2025, 11, 23, 15, 0, 0, 0, time.Local)
	for _, tc := range []struct {
		t    time.Time
		want string
	}{
		{now.Add(-2 * time.Hour), "13:00"}, {now.AddDate(0, 0, -3), "20 Nov 15:00"}, {now.AddDate(-1, 0, 0), "23 Nov 2024"}, {time.Time{}, ""},
	} {
		if got := When(English, tc.t, now); got != tc.want {
			t.Errorf("when(%v) = %q, want %q", tc.t, got, tc.want)
		}
	}
}

func TestKeepDetails(t *testing.T) {
	known := []api.Job{{ID: "a", State: api.Done, Outcome: api.Outcome{Classes: []string{"x"}}}, {ID: "b", State: api.Running, Outcome: api.Outcome{Classes: []string{"y"}}}}
	got := keepDetails([]api.Job{{ID: "b", State: api.Done}, {ID: "a", State: api.Done}}, known)
	if len(got[0].Classes) != 0 || len(got[1].Classes) != 1 {
		t.Errorf("keepDetails = %+v, want a's kept and b's dropped: its state changed", got)
	}
}
