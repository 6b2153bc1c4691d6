package api_test

import (
	"testing"

	"graft/core/api"
)

func TestJobTakesEvents(t *testing.T) {
	var j api.Job
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
	if j.State != api.Running || j.Progress.PerSecond != 14.5 || len(j.Epochs) != 2 {
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
	if err := j.Follow("cancelled", []byte(`{}`)); err != nil || !j.State.Final() {
		t.Errorf("cancelled: over = %v, %v", j.State.Final(), err)
	}
}
