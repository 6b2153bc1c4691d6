package tune

import (
	"context"
	"fmt"
	"os"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"

	"graft/core/disk"
	"graft/core/resnet"
	"graft/core/tune/featurecache"
)

// maxMapBytes bounds the maps on disk: 10,000 views at 0.8 MB each. Past it, the
// frozen part of the network is computed again in every epoch.
const maxMapBytes = 8 << 30

// mapFeed feeds what the frozen part of the backbone makes of pictures: from the
// disk, where each was put once, or if that would be too much, computed again.
type mapFeed struct {
	frozen *frozen
	pixels feed
	mixer  *mixer
	size   int                            // numbers of a picture's maps
	at     map[mapKey]*featurecache.Place // nil: nothing is kept
	plain  *featurecache.Store
	views  *featurecache.Store
	files  map[string]*os.File
}

type mapKey struct {
	key  [32]byte
	view int
}

// newMapFeed computes the maps that are not there yet.
func newMapFeed(ctx context.Context, pixels feed, tr *resnet.Trainable, s *sets, o *Options, res *Result) (*mapFeed, error) {
	fr, err := newFrozen(tr)
	if err != nil {
		return nil, fmt.Errorf("tune: maps: %w", err)
	}
	f := &mapFeed{frozen: fr, pixels: pixels, mixer: s.f.mixer, size: shapes.Make(dtypes.Float32, tr.Input()...).Size()}
	list := distinct(f, s.train, s.val)
	if !f.keeps(o, len(list), res) {
		return f, nil
	}
	if err := f.fill(ctx, list, o, res); err != nil {
		f.close()
		return nil, fmt.Errorf("tune: maps: %w", err)
	}
	return f, nil
}

// distinct returns each view once, however often it is in the lists.
func distinct(f *mapFeed, lists ...[]example) []example {
	seen := make(map[mapKey]bool)
	var out []example
	for _, list := range lists {
		for _, e := range list {
			if k := f.key(e); !seen[k] {
				seen[k] = true
				out = append(out, e)
			}
		}
	}
	return out
}

func (f *mapFeed) key(e example) mapKey { return mapKey{f.mixer.key(e.unit, e.view), e.view} }

// keeps says whether n maps are kept, and says in res why not.
func (f *mapFeed) keeps(o *Options, n int, res *Result) bool {
	if o.CacheDir == "" || o.Weights.Digest == "" {
		return false
	}
	if need := int64(n) * int64(featurecache.RecordBytes(f.size)); need > maxMapBytes {
		res.warn(warnMapsTooLarge, n, float64(need)/1e9, float64(maxMapBytes)/1e9)
		return false
	}
	return true
}

// fill finds the maps that are there and computes the others.
func (f *mapFeed) fill(ctx context.Context, list []example, o *Options, res *Result) error {
	r := o.Recipe.Clone()
	r.Train = nil
	key := []string{Backbone, o.Weights.Digest, o.Weights.Preprocessing, o.Backend.Name(), o.Backend.DeviceDescription(0), fmt.Sprint(f.frozen.in, f.frozen.out)}
	f.plain = featurecache.Open(o.CacheDir, o.CacheOwner, "maps-plain", f.size, key...)
	f.views = featurecache.Open(o.CacheDir, o.CacheOwner, "maps-views", f.size, append(key, string(r.JSON()))...)
	f.at = make(map[mapKey]*featurecache.Place)
	for _, s := range []*featurecache.Store{f.plain, f.views} {
		s.Index(func(key [32]byte, view int, at featurecache.Place) { f.at[mapKey{key, view}] = &at })
	}
	var absent []example
	for _, e := range list {
		there, err := f.pin(f.key(e))
		if err != nil {
			return err
		}
		if !there {
			absent = append(absent, e)
		}
	}
	if len(absent) > 0 && !featurecache.MakeRoom(o.CacheDir, int64(len(absent))*int64(featurecache.RecordBytes(f.size)), maxMapBytes, featurecache.MapKinds) {
		res.warn(warnMapsNoRoom, len(absent))
		f.at = nil
		return nil
	}
	report := newReporter(PhaseMaps, len(list)-len(absent), len(list), o)
	err := f.frozen.through(ctx, f.pixels, absent, func(i int, x []float32) error {
		e := absent[i]
		s := f.views
		if e.view == plainView {
			s = f.plain
		}
		key := f.key(e)
		s.Add(key.key, e.view, x)
		s.Flush()
		if s.Fault != nil {
			return mapsNotKept.Err(s.Fault)
		}
		at := s.LastRecord()
		f.at[key] = &at
		report.add(1)
		return nil
	})
	f.plain.Close()
	f.views.Close()
	return err
}

// pin opens the file of a record that the cache has, so that it stays readable
// whatever is removed meanwhile, or says that it is not there.
func (f *mapFeed) pin(key mapKey) (bool, error) {
	at := f.at[key]
	if at == nil {
		return false, nil
	}
	_, err := f.open(at.File)
	if err != nil && disk.Machine(err) == nil {
		delete(f.at, key)
		return false, nil
	}
	return err == nil, err
}

// open returns a file of the cache, which stays open.
func (f *mapFeed) open(name string) (*os.File, error) {
	file := f.files[name]
	if file == nil {
		var err error
		if file, err = os.Open(name); err != nil {
			return nil, err
		}
		if f.files == nil {
			f.files = make(map[string]*os.File)
		}
		f.files[name] = file
	}
	return file, nil
}

func (f *mapFeed) each(ctx context.Context, list []example, use func(i int, x []float32) error) error {
	if f.at == nil {
		return f.frozen.through(ctx, f.pixels, list, use)
	}
	x, buf := make([]float32, f.size), make([]byte, featurecache.RecordBytes(f.size))
	for i, e := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		at := f.at[f.key(e)]
		if at == nil {
			return fmt.Errorf("%s: view %d has no maps", e.unit.item.Path, e.view)
		}
		if err := f.read(*at, buf, x); err != nil {
			return fmt.Errorf("the maps of %s: %w", e.unit.item.Path, err)
		}
		if err := use(i, x); err != nil {
			return err
		}
	}
	return nil
}

// read reads a record from its file.
func (f *mapFeed) read(at featurecache.Place, buf []byte, x []float32) error {
	file, err := f.open(at.File)
	if err != nil {
		return err
	}
	if _, err := file.ReadAt(buf, at.Offset); err != nil {
		return err
	}
	return featurecache.DecodeRecord(buf, x)
}

func (f *mapFeed) close() {
	f.frozen.close()
	for _, file := range f.files {
		file.Close()
	}
}
