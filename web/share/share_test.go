package share

import (
	"strings"
	"testing"

	"graft/core/api"
	"graft/core/link"
	"graft/core/recipe"
	"graft/web/internal/state"
)

// What the page sends, the handler takes.
func TestLinkQuery(t *testing.T) {
	for _, l := range lifetimes {
		seconds := int64(l.stays.Seconds())
		if l.stays != 0 && (seconds < link.MinExpiry || seconds > link.MaxExpiry) {
			t.Errorf("%s is %d s: want %d to %d", l.name, seconds, link.MinExpiry, link.MaxExpiry)
		}
	}
	for name, want := range map[string]string{"forever": "?lang=zh", "week": "?expires_in=604800&lang=zh", "": "?lang=zh", "unknown": "?lang=zh"} {
		if got := linkQuery(lifetimeOf(name), Chinese); got != want {
			t.Errorf("linkQuery(%q) = %q, want %q", name, got, want)
		}
	}
}

// The list of what leaves the tab has a line for each part that does, and none
// for one that does not.
func TestLeaves(t *testing.T) {
	parts := []*sharePart{
		{name: "picture", state: "ready", said: attachment{Width: 640, Height: 427, Bytes: 20_000}},
		{name: "head", state: "preparing"},
		{name: "card", state: "failed"},
	}
	got := leaves(English, recipe.Default(), parts)
	if len(got) != 2 || !strings.Contains(got[1], "640 × 427") || !strings.Contains(got[1], "20.0 kB") {
		t.Errorf("leaves = %q, want the recipe and the picture", got)
	}
	parts[1] = &sharePart{name: "head", state: "ready", said: attachment{Classes: []string{"a", "b", "c", "d", "e", "f"}, Bytes: 9}}
	if got := leaves(English, recipe.Default(), parts); len(got) != 3 || !strings.Contains(got[2], "a, b, c, d and 2 more") {
		t.Errorf("leaves = %q, want the classifier too", got)
	}
}

func TestParseLinks(t *testing.T) {
	list := parseLinks(`[{"id":"x","url":"https://graft.example/s/x","token":"t","made":"2026-01-02T03:04:05Z","parts":["picture"]}]`)
	if len(list) != 1 || !list[0].has("picture") || list[0].has("head") || list[0].until(English) != "stays until you delete it" {
		t.Errorf("parseLinks = %+v", list)
	}
	if list := parseLinks("damaged"); list != nil {
		t.Errorf("parseLinks of nothing = %+v", list)
	}
}

// A head is offered unless its run changed the backbone.
func TestSharedHead(t *testing.T) {
	a := state.New(English)
	whole := api.Job{ID: "whole", State: api.Done, Train: recipe.Train{Mode: recipe.ModeAll}}
	alone := api.Job{ID: "alone", State: api.Done, Train: recipe.Train{Mode: recipe.ModeHead}}
	other := api.Job{ID: "other", State: api.Done}
	for _, tc := range []struct {
		jobs   []api.Job
		chosen string
		want   string
	}{
		{nil, "", ""}, {[]api.Job{whole}, "whole", ""}, {[]api.Job{whole, alone, other}, "", "alone"}, {[]api.Job{whole, alone, other}, "other", "other"},
		{[]api.Job{whole, alone}, "whole", "alone"}, {[]api.Job{{ID: "x", State: api.Running}}, "x", ""},
	} {
		a.Trainer.Jobs, a.ChosenHead = tc.jobs, tc.chosen
		if j, ok := sharedHead(a); j.ID != tc.want || ok != (tc.want != "") {
			t.Errorf("of %d jobs with %q chosen: %q, %v, want %q", len(tc.jobs), tc.chosen, j.ID, ok, tc.want)
		}
	}
}
