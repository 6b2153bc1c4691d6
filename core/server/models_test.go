package server

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"graft/core/job"
)

// Without a network a named weight set fails soon and says what to do.
func TestNoNetworkForWeights(t *testing.T) {
	cfg := testConfig(t, t.TempDir())
	cfg.Hub.CacheDir, cfg.Hub.Offline = t.TempDir(), true
	c := start(t, cfg, resnetLoader(cfg))
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

// Models are loaded once, shared, and dropped when there are too many.
func TestModels(t *testing.T) {
	var log []string
	load := func(ctx context.Context, name string, _ func(done, total int64)) (*model, error) {
		log = append(log, "+"+name)
		return &model{close: func() { log = append(log, "-"+name) }}, nil
	}
	ms := newModels(load)
	use := func(name string) func() {
		t.Helper()
		_, release, err := ms.use(t.Context(), name, nil)
		if err != nil {
			t.Fatal(err)
		}
		return release
	}
	a := use("a")
	use("a")()
	use("b")()
	use("c")() // b goes: a is in use
	a()
	a() // once is enough
	use("a")()
	use("b")() // c goes: a was used later
	ms.close()
	if got, want := fmt.Sprint(log[:6]), "[+a +b +c -b +b -c]"; got != want || len(log) != 8 {
		t.Errorf("loads and closes %v, want %s, then a and b closed", log, want)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := ms.use(ctx, "a", nil); err == nil && ctx.Err() == nil {
		t.Error("use with a cancelled context = nil, want an error")
	}
}
