package recognise

import (
	"testing"

	"graft/core/api"
	"graft/core/recipe"
	"graft/web/internal/state"
)

func TestHeatOf(t *testing.T) {
	e := explanation{Side: 2, Maps: []activationMap{{"a", []float64{1, 2, 3, 4}}, {"b", []float64{1}}}}
	if v, ok := e.of("a"); !ok || v[3] != 4 {
		t.Errorf("of(a) = %v, %v", v, ok)
	}
	for _, name := range []string{"b", "c"} {
		if v, ok := e.of(name); ok {
			t.Errorf("of(%s) = %v, want none: it is cut off or not there", name, v)
		}
	}
}

// Features are asked of what made those that the head was trained on.
func TestEmbedURL(t *testing.T) {
	a := state.New(English)
	plain := api.Job{ID: "j", Train: recipe.Train{Weights: "a b"}}
	tuned, rescaled, own, small, bare := plain, plain, plain, plain, plain
	tuned.Tuned = &api.Weights{Digest: "t"}
	rescaled.Train.Preprocess = recipe.PreprocessRescale
	own.Train.Weights = ""
	small.Input.Size, bare.Input.Size, bare.Train.Weights = 160, 97, ""
	for _, tc := range []struct {
		j    api.Job
		want string
	}{
		{plain, "/api/v1/embed?weights=a+b"}, {tuned, "/api/v1/embed?job=j"}, {rescaled, "/api/v1/embed?job=j"}, {own, "/api/v1/embed"},
		{small, "/api/v1/embed?size=160&weights=a+b"}, {bare, "/api/v1/embed?size=97"},
	} {
		if got := embedURL(a, tc.j); got != tc.want {
			t.Errorf("embedURL = %s, want %s", got, tc.want)
		}
	}
}
