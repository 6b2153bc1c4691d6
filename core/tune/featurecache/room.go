package featurecache

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"graft/core/disk"
)

// MaxBytes is what the cache may hold: half a million feature vectors.
// Before it would hold more, the recipes that have not been used for longest go.
const MaxBytes = 4 << 30

// spareBytes is the room on the disk that the cache leaves to others: for
// checkpoints, heads and links, which are wanted more.
const spareBytes = 64 << 20

// MakeRoom says whether need bytes may be added to the stores of some kinds, which
// then hold at most limit bytes and leave the disk its spare ones. Before, it removes
// the stores unused for longest, as many as it takes. It touches nothing but stores.
func MakeRoom(cacheDir string, need, limit int64, kinds []string) bool {
	all, total := Stores(cacheDir, kinds)
	if need > limit || !roomOnDisk(cacheDir, need-total) {
		return false // whatever goes
	}
	for {
		if total+need <= limit && roomOnDisk(cacheDir, need) {
			return true
		}
		if len(all) == 0 {
			return false
		}
		os.RemoveAll(all[0].dir)
		total -= all[0].size
		all = all[1:]
	}
}

// roomOnDisk says whether need bytes fit on the disk and leave it its spare ones, or
// that cannot be told.
func roomOnDisk(dir string, need int64) bool {
	for {
		free, err := disk.Free(dir)
		if errors.Is(err, fs.ErrNotExist) && filepath.Dir(dir) != dir {
			dir = filepath.Dir(dir) // it is yet to be made
			continue
		}
		return err != nil || need+spareBytes <= free
	}
}

// storeUse is how much a store holds, and when it was used last.
type storeUse struct {
	dir  string
	size int64
	used time.Time
}

// Stores returns the stores of some kinds, unused for longest first, and what they hold.
func Stores(cacheDir string, kinds []string) (all []storeUse, total int64) {
	dirs, err := os.ReadDir(cacheDir)
	if err != nil {
		return nil, 0
	}
	for _, d := range dirs {
		if !d.IsDir() || !isStore(d.Name(), kinds) {
			continue
		}
		s := storeUse{dir: filepath.Join(cacheDir, d.Name())}
		s.size, s.used = usage(s.dir)
		total += s.size
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b storeUse) int { return a.used.Compare(b.used) })
	return all, total
}

// usage returns how much a folder holds and when it was last used.
func usage(dir string) (size int64, used time.Time) {
	filepath.WalkDir(dir, func(_ string, f fs.DirEntry, err error) error {
		if err != nil {
			return nil // removed by another run meanwhile
		}
		if info, err := f.Info(); err == nil {
			if !f.IsDir() {
				size += info.Size()
			}
			if info.ModTime().After(used) {
				used = info.ModTime()
			}
		}
		return nil
	})
	return size, used
}
