package train

import (
	"encoding/json"
	"testing"

	"graft/core/api"
	"graft/core/recipe"
	"graft/web/internal/state"
)

// A job that the machine keeps waiting says so until something else happens to it.
func TestJobWaits(t *testing.T) {
	var j api.Job
	for _, e := range []struct{ kind, data, want string }{
		{"running", `{}`, ""},
		{"queued", `{"again":true}`, ""},
		{"waits", `{"why":"the server's disk is full"}`, "Waiting: the server's disk is full. It goes on by itself, from where it was."},
		{"running", `{}`, ""},
	} {
		if err := j.Follow(e.kind, []byte(e.data)); err != nil {
			t.Fatal(err)
		}
		if got := waitsText(English, j); j.Waits != "" && got != e.want || (j.Waits == "") != (e.want == "") {
			t.Errorf("after %s it waits for %q, said as %q, want %q", e.kind, j.Waits, got, e.want)
		}
	}
	if err := j.Follow("waits", []byte(`{"why":1}`)); err == nil {
		t.Error("a broken event was taken")
	}
}

func TestJobDescription(t *testing.T) {
	a := state.New(English)
	const text = `{"id":"a1","state":"done","created":"2025-11-23T13:00:00Z","attempts":1,"dataset":"d1",
		"recipe":{"v":1,"seed":42,"size":[224,224],"steps":[]},
		"train":{"mode":"head","epochs":2,"batch":32,"views":4,"learning_rate":0.001,"validation_split":0.2,"seed":42,"weights":"random"},
		"epochs":[{"epoch":1,"epochs":2,"loss":0.7,"accuracy":0.5,"val_loss":0.6,"val_accuracy":0.75,"seconds":0.1}],
		"classes":["hotdog","other"],"confusion":[[8,0],[1,7]],"train_count":64,"val_count":16,
		"timings":{"features_seconds":12.5,"features_computed":336,"features_cached":4,"head_seconds":0.4},
		"weights":{"name":"random","digest":"ab"},"backend":"onnx","warnings":["w"]}`
	var j api.Job
	if err := json.Unmarshal([]byte(text), &j); err != nil {
		t.Fatal(err)
	}
	if j.Confusion[1][0] != 1 || j.Timings.FeaturesSeconds != 12.5 || j.Timings.FeaturesCached != 4 || j.Weights.Digest != "ab" || j.Train.Views != 4 {
		t.Errorf("job = %+v", j)
	}
	if got, want := a.JobTitle(j, 4), "hotdog, other"; got != want {
		t.Errorf("title = %q, want %q", got, want)
	}
	if got, want := a.JobTitle(j, 1), "hotdog and 1 more"; got != want {
		t.Errorf("short title = %q, want %q", got, want)
	}
	if got, want := jobSettings(a.Words, j), "2 epochs · 4 copies · random"; got != want {
		t.Errorf("settings = %q, want %q", got, want)
	}
	j.Input.Size = 160
	if got, want := jobSettings(a.Words, j), "2 epochs · 4 copies · 160 px · random"; got != want {
		t.Errorf("settings = %q, want %q", got, want)
	}
}

// An input size that nobody gave is an empty field, and back.
func TestInputSizeField(t *testing.T) {
	s, _ := recipe.LookupSetting("input_size")
	for _, tc := range []struct{ value, shown string }{{"0", ""}, {"160", "160"}} {
		if got := shownValue(s, tc.value); got != tc.shown {
			t.Errorf("shownValue(%s) = %q, want %q", tc.value, got, tc.shown)
		}
		if got := typedValue(s, " "+tc.shown+" "); got != tc.value {
			t.Errorf("typedValue(%q) = %q, want %s", tc.shown, got, tc.value)
		}
	}
	train := recipe.DefaultTrain()
	if got := settingText(English, s, train); got != "the recipe’s" {
		t.Errorf("settingText = %q", got)
	}
	if got := usedText(English, s, api.Job{Train: train, Input: api.Input{Size: 97}}); got != "97" {
		t.Errorf("usedText = %q, want 97", got)
	}
	epochs, _ := recipe.LookupSetting("head_epochs")
	if got := shownValue(epochs, "0"); got != "0" {
		t.Errorf("shownValue of no epochs = %q, want 0", got)
	}
}

func TestPhaseDetail(t *testing.T) {
	for _, tc := range []struct {
		p    api.Progress
		want string
	}{
		{api.Progress{}, "Opening the data set"},
		{api.Progress{Phase: "weights", Done: 45e6, Total: 98e6}, "Fetching the network's weights, once: 45.0 MB of 98.0 MB"},
		{api.Progress{Phase: "features", Done: 120, Total: 1400, PerSecond: 14.2, SecondsLeft: 90}, "120 of 1,400 views seen · 14 pictures/s · 2 min left"},
		{api.Progress{Phase: "head", Done: 3, Total: 9}, "epoch 1 of 20"},
	} {
		j := api.Job{Progress: tc.p}
		j.Train.Epochs = 20
		if got := phaseDetail(English, j); got != tc.want {
			t.Errorf("phaseDetail(%+v) = %q, want %q", tc.p, got, tc.want)
		}
	}
}
