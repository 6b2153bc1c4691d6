package tune

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"graft/core/head"
	"graft/core/recipe"
	"graft/core/tune/featurecache"
)

// What a change of an option leaves in the cache: 16 training pictures with 2
// views, 4 for validation, so 20 plain vectors and 32 of views.
func TestCache(t *testing.T) {
	d := open(t, writeDataset(t, 10, 32, redAndBlue))
	cacheDir := filepath.Join(t.TempDir(), "not", "made", "yet")
	base := options(t)
	base.CacheDir = cacheDir
	first := run(t, d, &stats{batch: 7}, base)
	if first.Timings.FeaturesComputed != 52 || first.Timings.FeaturesCached != 0 {
		t.Fatalf("first run: %+v, want 52 computed", first.Timings)
	}
	for _, tc := range []struct {
		name     string
		change   func(o *Options)
		computed int
	}{
		{"nothing", func(o *Options) {}, 0},
		{"epochs and rate", func(o *Options) { o.Train.Epochs, o.Train.LearningRate = 3, 0.1 }, 0},
		{"training settings in the recipe", func(o *Options) { tr := recipe.DefaultTrain(); o.Recipe.Train = &tr }, 0},
		{"fewer views", func(o *Options) { o.Train.Views = 1 }, 0},
		{"more views", func(o *Options) { o.Train.Views = 3 }, 16},
		{"recipe", func(o *Options) { o.Recipe.Seed = 7 }, 32},
		{"weights", func(o *Options) { o.Weights.Digest = "ffff" }, 52},
		{"preprocessing", func(o *Options) { o.Weights.Preprocessing = "caffe" }, 52},
		{"weights unknown", func(o *Options) { o.Weights.Digest = "" }, 52},
		{"no cache", func(o *Options) { o.CacheDir = "" }, 52},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := base
			o.Recipe = base.Recipe.Clone()
			tc.change(&o)
			ex := &stats{batch: 7}
			res := run(t, d, ex, o)
			if got := res.Timings.FeaturesComputed; got != tc.computed || len(ex.seen) != tc.computed {
				t.Errorf("%d computed, %d through the extractor, want %d", got, len(ex.seen), tc.computed)
			}
			if tc.name == "nothing" && !reflect.DeepEqual(res.Head, first.Head) {
				t.Error("the cache changed the head")
			}
		})
	}
}

func TestInterruptedRunContinues(t *testing.T) {
	d := open(t, writeDataset(t, 10, 32, redAndBlue))
	want := run(t, d, &stats{batch: 4}, options(t))

	o := options(t)
	o.CacheDir = t.TempDir()
	ex := &stats{batch: 4}
	ex.before = func(context.Context) error {
		if ex.calls == 6 {
			return errors.New("power cut")
		}
		return nil
	}
	if _, err := Run(context.Background(), d, ex, o); err == nil {
		t.Fatal("the extractor's error was lost")
	}
	// The cut left half a record behind in each segment.
	segments, _ := filepath.Glob(filepath.Join(o.CacheDir, "*", "*.features"))
	if len(segments) != 2 {
		t.Fatalf("segments %v, want one of plain views, one of augmented", segments)
	}
	for _, name := range segments {
		f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		f.Write(make([]byte, featurecache.RecordBytes(head.Features)/2))
		f.Close()
	}
	res := run(t, d, &stats{batch: 4}, o)
	if res.Timings.FeaturesCached != 20 || res.Timings.FeaturesComputed != 32 {
		t.Errorf("second run: %+v, want the 5 batches of 4 cached and 32 computed", res.Timings)
	}
	if !reflect.DeepEqual(res.Head, want.Head) {
		t.Error("the interrupted run's head differs from the uninterrupted one's")
	}
	if res = run(t, d, &stats{batch: 4}, o); res.Timings.FeaturesComputed != 0 {
		t.Errorf("third run: %+v, want nothing computed", res.Timings)
	}
}

func TestStore(t *testing.T) {
	dir := t.TempDir()
	vector := func(v float32) []float32 {
		x := make([]float32, head.Features)
		x[0], x[head.Features-1] = v, -v
		return x
	}
	s := featurecache.Open(dir, "mine", "views", head.Features, "a", "bc")
	for i := range 4 {
		s.Add([32]byte{byte(i)}, i-1, vector(float32(i)))
	}
	s.Flush()
	s.Close()
	if s.Fault != nil {
		t.Fatal(s.Fault)
	}
	segments, _ := filepath.Glob(filepath.Join(s.Dir, "*"))
	if len(segments) != 1 {
		t.Fatalf("segments %v, want one", segments)
	}
	b, err := os.ReadFile(segments[0])
	if err != nil {
		t.Fatal(err)
	}
	b[featurecache.RecordBytes(head.Features)+100] ^= 1 // a flipped bit costs its record only
	if err := os.WriteFile(segments[0], b[:len(b)-1], 0o644); err != nil {
		t.Fatal(err)
	}
	got := map[int][]float32{}
	load := func(s *featurecache.Store) {
		clear(got)
		s.Load(func(digest [32]byte, view int) []float32 {
			if int(digest[0]) != view+1 {
				t.Errorf("view %d has digest %v", view, digest)
			}
			got[view] = make([]float32, head.Features)
			return got[view]
		})
	}
	load(featurecache.Open(dir, "mine", "views", head.Features, "a", "bc"))
	if want := map[int][]float32{-1: vector(0), 1: vector(2)}; !reflect.DeepEqual(got, want) {
		t.Errorf("%d records, want the first and the third", len(got))
	}
	for _, key := range [][]string{{"a"}, {"ab", "c"}, {"a", "bc", ""}, {"a", "bd"}} {
		if load(featurecache.Open(dir, "mine", "views", head.Features, key...)); len(got) != 0 {
			t.Errorf("key %q finds the records of another", key)
		}
	}
}

// A cache that cannot be written costs the next run its head start, not this
// run its result.
func TestCacheFull(t *testing.T) {
	d := open(t, writeDataset(t, 10, 32, redAndBlue))
	o := options(t)
	o.CacheDir = filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(o.CacheDir, []byte("in the way"), 0o644); err != nil {
		t.Fatal(err)
	}
	res := run(t, d, &stats{batch: 8}, o)
	if all := strings.Join(res.Warnings, "\n"); !strings.Contains(all, "could not be kept") {
		t.Errorf("warnings %q, want one of the cache", res.Warnings)
	}
}

func TestPruneCache(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, size int, age time.Duration) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, make([]byte, size), 0o644); err != nil {
			t.Fatal(err)
		}
		at := time.Now().Add(-age)
		os.Chtimes(path, at, at)
		os.Chtimes(filepath.Dir(path), at, at)
	}
	write("views-old/a.features", 60, 3*time.Hour)
	write("plain-middle/a.features", 60, 2*time.Hour)
	write("views-new/a.features", 60, time.Hour)
	write("photos/mine.jpg", 60, 9*time.Hour)
	write("views-notes.txt", 60, 9*time.Hour)
	if !featurecache.MakeRoom(dir, 10, 130, featurecache.FeatureKinds) {
		t.Error("makeRoom found none")
	}
	var left []string
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if want := []string{"photos", "plain-middle", "views-new", "views-notes.txt"}; !reflect.DeepEqual(left, want) {
		t.Errorf("left %v, want %v", left, want)
	}
}

// hold makes a store of n bytes, which takes no room on the disk, last used an hour ago.
func hold(t *testing.T, cacheDir, name string, n int64) string {
	t.Helper()
	dir := filepath.Join(cacheDir, name)
	file := filepath.Join(dir, "somebody-1.features")
	if err := errors.Join(os.MkdirAll(dir, 0o700), os.WriteFile(file, nil, 0o600), os.Truncate(file, n)); err != nil {
		t.Fatal(err)
	}
	at := time.Now().Add(-time.Hour)
	if err := errors.Join(os.Chtimes(file, at, at), os.Chtimes(dir, at, at)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// The cache is at its bound before a run, and never past it: room is made first.
func TestRoomIsMadeFirst(t *testing.T) {
	d := open(t, writeDataset(t, 10, 32, redAndBlue))
	o := options(t)
	o.CacheDir, o.CacheOwner = t.TempDir(), "mine"
	const run52 = 52 * (32 + 4 + 4*head.Features + 4) // bytes: see TestCache
	old := hold(t, o.CacheDir, "views-old", run52)
	big := hold(t, o.CacheDir, "plain-big", featurecache.MaxBytes-2*run52+1) // one byte too many for all
	at := time.Now().Add(-time.Minute)
	if err := os.Chtimes(big, at, at); err != nil {
		t.Fatal(err)
	}
	ex := &stats{batch: 4}
	ex.before = func(context.Context) error {
		if _, total := featurecache.Stores(o.CacheDir, featurecache.FeatureKinds); total > featurecache.MaxBytes {
			t.Errorf("the cache holds %d bytes while it is written, want at most %d", total, int64(featurecache.MaxBytes))
		}
		if _, err := os.Stat(old); err == nil {
			t.Error("what was used last is there when the run writes, want room made before")
		}
		return nil
	}
	run(t, d, ex, o)
	if _, total := featurecache.Stores(o.CacheDir, featurecache.FeatureKinds); total > featurecache.MaxBytes {
		t.Errorf("the cache holds %d bytes, want at most %d", total, int64(featurecache.MaxBytes))
	}
	if _, err := os.Stat(big); err != nil {
		t.Errorf("what was used lately: %v, want no more removed than needed", err)
	}
	if got := run(t, d, &stats{batch: 4}, o).Timings.FeaturesComputed; got != 0 {
		t.Errorf("%d computed by the next run, want all kept", got)
	}
}

// What can never fit removes nothing, and is not kept.
func TestMakeRoomInVain(t *testing.T) {
	dir := t.TempDir()
	kept := hold(t, dir, "plain-a", 100)
	if featurecache.MakeRoom(dir, 131, 130, featurecache.FeatureKinds) {
		t.Error("more than the bound was let in")
	}
	if featurecache.MakeRoom(dir, 1<<60, 1<<61, featurecache.FeatureKinds) {
		t.Error("more than the disk holds was let in")
	}
	if _, err := os.Stat(kept); err != nil {
		t.Errorf("the store: %v, want it kept", err)
	}
	if !featurecache.MakeRoom(filepath.Join(dir, "not", "yet"), 100, 130, featurecache.FeatureKinds) {
		t.Error("a cache that is yet to be made has no room")
	}
}

func TestDropCache(t *testing.T) {
	d := open(t, writeDataset(t, 10, 32, redAndBlue))
	o := options(t)
	o.CacheDir, o.CacheOwner = t.TempDir(), "a"
	run(t, d, &stats{batch: 8}, o)
	o.CacheOwner, o.Train.Views = "b", 3
	run(t, d, &stats{batch: 8}, o) // takes a's, adds a view of each
	gone := func(owner string) bool { return owner == "a" }
	for range 2 {
		if err := featurecache.Drop(o.CacheDir, gone); err != nil {
			t.Fatal(err)
		}
	}
	if got := run(t, d, &stats{batch: 8}, o).Timings; got.FeaturesCached != 16 {
		t.Errorf("%+v, want the 16 views that b added cached", got)
	}
	if err := featurecache.Drop(filepath.Join(o.CacheDir, "none"), gone); err != nil {
		t.Errorf("DropCache of none: %v", err)
	}
}
