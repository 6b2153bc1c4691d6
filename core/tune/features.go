package tune

import (
	"context"
	"errors"
	"fmt"
	"image"

	"graft/core/dataset"
	"graft/core/head"
	"graft/core/recipe"
	"graft/core/tune/featurecache"
)

// plainView is the view of a picture that is only stretched.
const plainView = -1

// maxFeatureBytes bounds the memory for features: half a million vectors.
const maxFeatureBytes = 4 << 30

// unit is one picture, however often it is in the data set.
type unit struct {
	item   dataset.Item
	base   int   // vector of the plain view; those of views 0, 1, … follow
	views  int   // augmented views wanted
	err    error // why it could not be read
	absent []int // views that are yet to be computed
}

// featureSet holds the feature vectors of all pictures and views.
type featureSet struct {
	units []*unit // training pictures first, in order
	index map[[32]byte]*unit
	mixer *mixer
	x     []float32 // [vectors, head.Features]
}

func newFeatureSet(train, val []dataset.Item, views int, o *Options) (*featureSet, error) {
	f := &featureSet{index: make(map[[32]byte]*unit)}
	vectors := 0
	add := func(items []dataset.Item, views int) {
		for _, it := range items {
			if f.index[it.Digest] != nil {
				continue
			}
			u := &unit{item: it, base: vectors, views: views}
			vectors += 1 + views
			f.index[it.Digest] = u
			f.units = append(f.units, u)
		}
	}
	add(train, views)
	var err error
	if f.mixer, err = newMixer(o.Recipe, f.units); err != nil {
		return nil, err
	}
	add(val, 0)
	if bytes := int64(vectors) * 4 * head.Features; bytes > maxFeatureBytes {
		return nil, manyFeatures.Err(len(f.units), views, float64(bytes)/1e9, float64(maxFeatureBytes)/1e9)
	}
	f.x = make([]float32, vectors*head.Features)
	return f, nil
}

// vector returns the features of a view, to be read or written.
func (f *featureSet) vector(u *unit, view int) []float32 {
	i := (u.base + 1 + view) * head.Features
	return f.x[i : i+head.Features : i+head.Features]
}

// fill takes every vector from the cache or the extractor.
func (f *featureSet) fill(ctx context.Context, ex Extractor, o *Options, res *Result) error {
	plain, views := f.stores(o)
	cached := f.load(plain, views)
	if !f.room(o, plain, views) {
		res.warn(warnFeaturesNoRoom)
	}
	total := len(f.x) / head.Features
	res.Timings.FeaturesCached = cached
	report := newReporter(PhaseFeatures, cached, total, o)

	e := &extraction{f: f, ex: ex, plain: plain, views: views, report: report}
	err := e.run(ctx, o)
	res.Timings.FeaturesComputed = e.computed
	plain.Close()
	views.Close()
	if err != nil {
		return err
	}
	for _, s := range []*featurecache.Store{plain, views} {
		if s != nil && s.Fault != nil && !errors.Is(s.Fault, errNoRoom) {
			res.warn(warnFeaturesFault, s.Fault)
			break
		}
	}
	return nil
}

// errNoRoom is the fault of a store that is not to be written.
var errNoRoom = errors.New("too little room")

// room makes room for the vectors that are yet to be computed, before any is written,
// or says that there is none and they are not kept.
func (f *featureSet) room(o *Options, plain, views *featurecache.Store) bool {
	if plain == nil {
		return true
	}
	absent := int64(0)
	for _, u := range f.units {
		absent += int64(len(u.absent))
	}
	if absent == 0 || featurecache.MakeRoom(o.CacheDir, absent*int64(featurecache.RecordBytes(head.Features)), featurecache.MaxBytes, featurecache.FeatureKinds) {
		return true
	}
	plain.Fault, views.Fault = errNoRoom, errNoRoom
	return false
}

// stores opens the cache. Plain views do not depend on the recipe. The
// backend is part of the keys because backends differ in the last bits,
// and a run is to give the same head whatever ran before it. The side of 224, the
// only one there used to be, is not, so that what was kept then is found.
func (f *featureSet) stores(o *Options) (plain, views *featurecache.Store) {
	if o.CacheDir == "" || o.Weights.Digest == "" {
		return nil, nil
	}
	r := o.Recipe.Clone()
	r.Train = nil
	key := []string{Backbone, o.Weights.Digest, o.Weights.Preprocessing, o.Backend.Name(), o.Backend.DeviceDescription(0)}
	if o.side() != recipe.DefaultInput {
		key = append(key, fmt.Sprintf("input %d", o.side()))
	}
	return featurecache.Open(o.CacheDir, o.CacheOwner, "plain", head.Features, key...),
		featurecache.Open(o.CacheDir, o.CacheOwner, "views", head.Features, append(key, string(r.JSON()))...)
}

// load fills in what the cache has, notes in each unit what it has not, and
// returns how many vectors it found.
func (f *featureSet) load(plain, views *featurecache.Store) int {
	found := make([]bool, len(f.x)/head.Features)
	n := 0
	index := f.byKey()
	want := func(isPlain bool) func([32]byte, int) []float32 {
		return func(digest [32]byte, view int) []float32 {
			u := index(digest, view)
			if u == nil || view < plainView || view >= u.views || (view == plainView) != isPlain {
				return nil
			}
			if i := u.base + 1 + view; !found[i] {
				found[i] = true
				n++
				return f.vector(u, view)
			}
			return nil
		}
	}
	plain.Load(want(true))
	views.Load(want(false))
	for _, u := range f.units {
		for view := plainView; view < u.views; view++ {
			if !found[u.base+1+view] {
				u.absent = append(u.absent, view)
			}
		}
	}
	return n
}

// byKey finds the unit that the cache has a view of under a key.
func (f *featureSet) byKey() func(key [32]byte, view int) *unit {
	if f.mixer == nil {
		return func(key [32]byte, _ int) *unit { return f.index[key] }
	}
	type place struct {
		key  [32]byte
		view int
	}
	units := make(map[place]*unit)
	for _, u := range f.units {
		for view := plainView; view < u.views; view++ {
			units[place{f.mixer.key(u, view), view}] = u
		}
	}
	return func(key [32]byte, view int) *unit { return units[place{key, view}] }
}

// extraction runs the extractor over what the decoder brings.
type extraction struct {
	f            *featureSet
	ex           Extractor
	plain, views *featurecache.Store
	report       *reporter
	computed     int

	batch    []tile
	pictures []*image.NRGBA
}

func (e *extraction) run(ctx context.Context, o *Options) error {
	d, err := newDecoder(o, e.f.mixer, o.side())
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer d.wait() // after stop: no goroutine outlives the run
	defer stop()
	for job := range d.start(ctx, e.f.missing()) {
		for t := range job.tiles {
			e.batch = append(e.batch, t)
			if len(e.batch) == e.ex.Batch() {
				if err := e.flush(ctx); err != nil {
					return err
				}
			}
		}
		if job.err != nil {
			var unreadable *unreadableError
			if !errors.As(job.err, &unreadable) {
				return job.err
			}
			job.unit.err = unreadable.err
			e.report.drop(len(job.unit.absent))
		}
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("tune: features: %w", err)
	}
	return e.flush(ctx)
}

// missing is what the cache has not.
func (f *featureSet) missing() []work {
	list := make([]work, len(f.units))
	for i, u := range f.units {
		list[i] = work{u, u.absent}
	}
	return list
}

// flush sends the batch through the extractor and keeps what comes out.
func (e *extraction) flush(ctx context.Context) error {
	if len(e.batch) == 0 {
		return nil
	}
	e.pictures = e.pictures[:0]
	for _, t := range e.batch {
		e.pictures = append(e.pictures, t.picture)
	}
	out, err := e.ex.Features(ctx, e.pictures)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("tune: features: %w", err)
	}
	if len(out) != len(e.batch) {
		return fmt.Errorf("tune: features: %d vectors for %d pictures: want one each", len(out), len(e.batch))
	}
	for i, t := range e.batch {
		if len(out[i]) != head.Features || !featurecache.Finite(out[i]) {
			return fmt.Errorf("tune: features: %s: %d numbers, all finite: %v: want %d finite ones: are the weights damaged?",
				t.unit.item.Path, len(out[i]), featurecache.Finite(out[i]), head.Features)
		}
		copy(e.f.vector(t.unit, t.view), out[i])
		if t.view == plainView {
			e.plain.Add(t.unit.item.Digest, t.view, out[i])
		} else {
			e.views.Add(e.f.mixer.key(t.unit, t.view), t.view, out[i])
		}
	}
	e.plain.Flush()
	e.views.Flush()
	e.computed += len(e.batch)
	e.report.add(len(e.batch))
	clear(e.batch) // let go of the pictures
	e.batch = e.batch[:0]
	return nil
}
