package recipe_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"testing"

	"graft/core/recipe"
)

// A setting that someone gives is never refused for what nobody gave: each
// alone, at its extremes, in each mode.
func TestOneSettingIsNeverRefused(t *testing.T) {
	for _, mode := range []string{"head", "stage4", "all"} {
		for _, s := range recipe.Settings() {
			for _, value := range extremes(t, s) {
				if s.Name == "mode" {
					continue
				}
				doc := fmt.Sprintf(`{"mode":%q,%q:%s}`, mode, s.Name, value)
				got, err := recipe.ParseTrain([]byte(doc))
				if err != nil {
					t.Errorf("%s: %v, want it taken", doc, err)
					continue
				}
				want := recipe.DefaultTrain()
				if err := json.Unmarshal([]byte(doc), &want); err != nil || s.Get(got) != s.Get(want) || string(got.Mode) != mode {
					t.Errorf("%s: %s is %s in mode %s, want it as given", doc, s.Name, s.Get(got), got.Mode)
				}
			}
		}
	}
}

// Two settings at their extremes are refused only for themselves.
func TestTwoSettingsAreRefusedOnlyForThemselves(t *testing.T) {
	bound := map[string]bool{"epochs": true, "head_epochs": true, "warmup_epochs": true}
	for _, mode := range []string{"head", "stage4", "all"} {
		for _, a := range recipe.Settings() {
			for _, b := range recipe.Settings() {
				if a.Name >= b.Name || a.Name == "mode" || b.Name == "mode" {
					continue
				}
				for _, x := range extremes(t, a) {
					for _, y := range extremes(t, b) {
						doc := fmt.Sprintf(`{"mode":%q,%q:%s,%q:%s}`, mode, a.Name, x, b.Name, y)
						if _, err := recipe.ParseTrain([]byte(doc)); err != nil && !(bound[a.Name] && bound[b.Name] && (a.Name == "epochs" || b.Name == "epochs")) {
							t.Errorf("%s: %v, want it taken", doc, err)
						}
					}
				}
			}
		}
	}
}

// extremes are the least and the greatest value of a setting, as JSON.
func extremes(t *testing.T, s recipe.Setting) []string {
	switch s.Kind {
	case recipe.SettingFlag:
		return []string{"true", "false"}
	case recipe.SettingText:
		return []string{`""`, `"random"`}
	case recipe.SettingChoice:
		var names []string
		for _, c := range s.Choices {
			names = append(names, strconv.Quote(c.Name))
		}
		return names
	case recipe.SettingWhole, recipe.SettingNumber:
		return []string{number(s.Min), number(s.Max)}
	}
	t.Fatalf("%s: kind %s", s.Name, s.Kind)
	return nil
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func TestTrainFit(t *testing.T) {
	for _, tc := range []struct {
		doc                  string
		epochs, head, warmup int
	}{
		{`{}`, 20, 5, 0},
		{`{"mode":"stage4","epochs":1}`, 1, 0, 0},
		{`{"mode":"all","epochs":5}`, 5, 1, 0},
		{`{"mode":"stage4","epochs":6}`, 6, 5, 0},
		{`{"mode":"stage4","epochs":4,"head_epochs":null}`, 4, 1, 0},
		{`{"mode":"stage4","head_epochs":30}`, 45, 30, 0},
		{`{"mode":"stage4","head_epochs":999}`, 1000, 999, 0},
		{`{"mode":"head","head_epochs":30}`, 20, 30, 0},
		{`{"warmup_epochs":25}`, 45, 5, 25},
		{`{"mode":"all","warmup_epochs":50,"head_epochs":40}`, 55, 40, 50},
	} {
		got, err := recipe.ParseTrain([]byte(tc.doc))
		if err != nil || got.Epochs != tc.epochs || got.HeadEpochs != tc.head || got.WarmupEpochs != tc.warmup {
			t.Errorf("%s: epochs %d, head_epochs %d, warmup_epochs %d, %v, want %d, %d, %d",
				tc.doc, got.Epochs, got.HeadEpochs, got.WarmupEpochs, err, tc.epochs, tc.head, tc.warmup)
		}
	}
	warm := recipe.DefaultTrain()
	warm.WarmupEpochs, warm.Epochs = 8, 3
	if got := warm.Fit(func(s string) bool { return s == "epochs" }); got.WarmupEpochs != 3 || got.Epochs != 3 {
		t.Errorf("a warm-up of 8 that nobody gave, of 3 epochs, becomes %d of %d, want 3 of 3", got.WarmupEpochs, got.Epochs)
	}
}
