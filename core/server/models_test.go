package server

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

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

// However many weight sets are asked for at once, few are loaded at a time.
func TestModelsAreBounded(t *testing.T) {
	var mu sync.Mutex
	loaded, most := 0, 0
	count := func(n int) {
		mu.Lock()
		defer mu.Unlock()
		loaded += n
		most = max(most, loaded)
	}
	ms := newModels(func(ctx context.Context, key modelKey, _ func(done, total int64)) (*model, error) {
		if strings.HasPrefix(key.name.String(), "bad") {
			return nil, errors.New("not there")
		}
		count(1)
		return &model{close: func() { count(-1) }}, nil
	})
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			if _, release, err := ms.use(t.Context(), keyOf("good", 32+i%20), nil); err != nil {
				t.Error(err)
			} else {
				time.Sleep(time.Millisecond)
				release()
			}
			if _, _, err := ms.use(t.Context(), keyOf(fmt.Sprint("bad", i), 224), nil); err == nil {
				t.Error("use of bad weights = nil, want an error")
			}
		})
	}
	all.Wait()
	if most > 2*maxModels || loaded > maxModels {
		t.Errorf("%d models at a time and %d at the end, want at most %d and %d", most, loaded, 2*maxModels, maxModels)
	}
	_, one, _ := ms.use(t.Context(), keyOf("one", 224), nil)
	_, two, _ := ms.use(t.Context(), keyOf("one", 160), nil)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, _, err := ms.use(ctx, keyOf("three", 224), nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("use of a third model = %v, want that it waits", err)
	}
	one()
	two()
}

// Models are loaded once, shared, and dropped when there are too many.
func TestModels(t *testing.T) {
	var log []string
	load := func(ctx context.Context, key modelKey, _ func(done, total int64)) (*model, error) {
		log = append(log, "+"+key.name.String())
		return &model{close: func() { log = append(log, "-"+key.name.String()) }}, nil
	}
	ms := newModels(load)
	use := func(name string) func() {
		t.Helper()
		_, release, err := ms.use(t.Context(), keyOf(name, 224), nil)
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
	if got, want := fmt.Sprint(log[:6]), "[+a +b -b +c -c +b]"; got != want || len(log) != 8 {
		t.Errorf("loads and closes %v, want %s, then a and b closed", log, want)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := ms.use(ctx, keyOf("a", 224), nil); err == nil && ctx.Err() == nil {
		t.Error("use with a cancelled context = nil, want an error")
	}
}
