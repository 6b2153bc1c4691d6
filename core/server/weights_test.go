package server

import (
	"strings"
	"testing"

	"graft/core/fault"
	"graft/core/job"
	"graft/core/server/internal/models"
	"graft/core/weights"
)

// What a request may name: the server's own weights in whatever form, names, and ids
// of the hub that the operator allows; never another file.
func TestAskedWeights(t *testing.T) {
	own := weights.Name{Kind: weights.KindFile, Path: "/srv/models/mine.safetensors"}
	s := &Server{cfg: Config{Weights: own, HubWeights: []string{"timm/one"}}}
	random := weights.Name{Kind: weights.KindRandom, Seed: 7}
	for asked, want := range map[string]weights.Name{
		"": own, "mine.safetensors": own, "/srv/models/mine.safetensors": own, "random:7": random, "timm/one": {Kind: weights.KindHub, ID: "timm/one"},
	} {
		if got, err := s.askedWeights(asked); err != nil || got != want {
			t.Errorf("askedWeights(%q) = %v, %v, want %v", asked, got, err, want)
		}
	}
	for _, asked := range []string{"other.safetensors", "/etc/passwd", "timm/two", "../x", "random:x"} {
		if got, err := s.askedWeights(asked); fault.Of(err) == nil || fault.Of(err).Field != "weights" {
			t.Errorf("askedWeights(%q) = %v, %v, want a fault of the field weights", asked, got, err)
		}
	}
}

// What a job keeps is found again after a start with other weights, and shown without
// the server's folders.
func TestKeptWeights(t *testing.T) {
	s := &Server{cfg: Config{Weights: weights.Name{Kind: weights.KindFile, Path: "models/mine"}}}
	for kept, tc := range map[string]struct {
		want  weights.Name
		shown string
	}{
		"models/mine":        {s.cfg.Weights, "models/mine"}, // which looks like an id of the hub
		"/srv/a.safetensors": {weights.Name{Kind: weights.KindFile, Path: "/srv/a.safetensors"}, "a.safetensors"},
		"timm/one":           {weights.Name{Kind: weights.KindHub, ID: "timm/one"}, "timm/one"},
		"random":             {weights.Name{Kind: weights.KindRandom}, "random"},
	} {
		if got, err := s.keptWeights(kept); err != nil || got != tc.want {
			t.Errorf("keptWeights(%q) = %v, %v, want %v", kept, got, err, tc.want)
		}
		if got := shownWeights(kept); got != tc.shown {
			t.Errorf("shownWeights(%q) = %q, want %q", kept, got, tc.shown)
		}
	}
}

// Without a network a named weight set fails soon and says what to do.
func TestNoNetworkForWeights(t *testing.T) {
	cfg := testConfig(t, t.TempDir())
	cfg.Hub.CacheDir, cfg.Hub.Offline = t.TempDir(), true
	c := start(t, cfg, models.ResNet(cfg.Backend, cfg.Hub))
	set := c.upload(twoClasses(t, 4))
	id := c.submit(set.ID, `{"weights":"imagenet"}`)
	c.listen(id, 0, nil)
	if d := c.job(id); d.State != job.Failed || !strings.Contains(d.Error, `weights "imagenet": `) {
		t.Errorf("job = %s %q, want failed for want of weights", d.State, d.Error)
	}
	status, _, body := c.do("POST", "/api/v1/embed?weights=imagenet", pngOf(t, draw("warm", 1)))
	if status != 503 || !strings.Contains(string(body), "imagenet") {
		t.Errorf("embed = %d %s, want 503", status, body)
	}
}
