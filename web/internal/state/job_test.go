package state

import (
	"testing"
	"time"
)

func TestJobTakesEvents(t *testing.T) {
	var j Job
	for _, e := range []struct{ kind, data string }{
		{"queued", `{}`},
		{"running", `{}`},
		{"progress", `{"phase":"features","done":3,"total":10,"per_second":14.5,"seconds_left":0.5}`},
		{"epoch", `{"epoch":1,"epochs":3,"loss":0.7,"accuracy":0.5,"val_loss":0.6,"val_accuracy":0.75}`},
		{"epoch", `{"epoch":2,"epochs":3,"loss":0.5,"accuracy":0.8,"val_loss":0.4,"val_accuracy":1}`},
		{"epoch", `{"epoch":1,"epochs":3,"loss":0.7,"accuracy":0.55,"val_loss":0.6,"val_accuracy":0.75}`},
	} {
		if err := j.Follow(e.kind, []byte(e.data)); err != nil {
			t.Fatal(err)
		}
	}
	if j.State != JobRunning || j.Progress.PerSecond != 14.5 || len(j.Epochs) != 2 {
		t.Fatalf("job = %+v, want running at 14.5/s with two epochs", j)
	}
	if j.Epochs[0].Accuracy != 0.55 || j.Last().ValAccuracy != 1 {
		t.Errorf("epochs = %+v, want the repeated first one in its place", j.Epochs)
	}
	if err := j.Follow("running", []byte(`{}`)); err != nil || len(j.Epochs) != 0 {
		t.Errorf("after a second start: %d epochs, %v, want none: it begins anew", len(j.Epochs), err)
	}
	if err := j.Follow("epoch", []byte(`{"epoch":"x"}`)); err == nil {
		t.Error("a broken epoch was taken")
	}
	if err := j.Follow("cancelled", []byte(`{}`)); err != nil || !j.Over() {
		t.Errorf("cancelled: over = %v, %v", j.Over(), err)
	}
}

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
	known := []Job{{ID: "a", State: JobDone, Classes: []string{"x"}}, {ID: "b", State: JobRunning, Classes: []string{"y"}}}
	got := keepDetails([]Job{{ID: "b", State: JobDone}, {ID: "a", State: JobDone}}, known)
	if len(got[0].Classes) != 0 || len(got[1].Classes) != 1 {
		t.Errorf("keepDetails = %+v, want a's kept and b's dropped: its state changed", got)
	}
}
