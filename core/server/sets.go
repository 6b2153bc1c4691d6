package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"graft/core/api"
	"graft/core/dataset"
	"graft/core/disk"
	"graft/core/ids"
)

// sets keeps the data sets: a directory each, whole or not there.
type sets struct {
	dir string

	mu      sync.Mutex
	listed  map[string]api.Dataset // as a list shows them: they never change
	indexed fileIndex              // of the set whose pictures were shown last
}

// How many of what was left out of a set an answer names: of one set, and of each in a
// list.
const (
	skippedShown  = 200
	skippedListed = 10
)

// showing returns d with at most so many of what was left out named.
func showing(d api.Dataset, skipped int) api.Dataset {
	if more := len(d.Skipped) - skipped; more > 0 {
		d.Skipped, d.SkippedMore = slices.Clone(d.Skipped[:skipped]), d.SkippedMore+more
	}
	return d
}

func openSets(dir string) (*sets, error) { return &sets{dir: dir}, disk.MakeDir(dir) }

// add imports the archive, of size bytes, working in a directory under tmp.
func (s *sets) add(ctx context.Context, archive *os.File, size int64, tmp string, lim dataset.Limits) (api.Dataset, error) {
	id := ids.New()
	work := filepath.Join(tmp, id)
	defer os.RemoveAll(work)
	if _, err := dataset.Import(ctx, archive, size, work, lim, nil); err != nil {
		return api.Dataset{}, err
	}
	if err := os.Rename(work, filepath.Join(s.dir, id)); err != nil {
		return api.Dataset{}, err
	}
	if err := disk.SyncDir(s.dir); err != nil {
		return api.Dataset{}, err
	}
	return s.get(id)
}

// path returns the directory of a data set, or errNoSet.
func (s *sets) path(id string) (string, error) {
	ok := len(id) == 26 && strings.Trim(id, "abcdefghijklmnopqrstuvwxyz234567") == ""
	dir := filepath.Join(s.dir, id)
	if ok {
		_, err := os.Stat(dir)
		if disk.Machine(err) != nil {
			return "", fmt.Errorf("data set %s: %w", id, err)
		}
		ok = err == nil
	}
	if !ok {
		return "", errNoSet.Err(id)
	}
	return dir, nil
}

func (s *sets) open(id string) (*dataset.Dataset, error) {
	dir, err := s.path(id)
	if err != nil {
		return nil, err
	}
	return dataset.Open(dir)
}

func (s *sets) get(id string) (api.Dataset, error) {
	d, err := s.open(id)
	if err != nil {
		return api.Dataset{}, err
	}
	info, err := os.Stat(filepath.Join(s.dir, id))
	if err != nil {
		return api.Dataset{}, err
	}
	sum := d.Summary()
	whole := api.Dataset{ID: id, Created: info.ModTime().UTC(), Classes: sum.Classes, Skipped: sum.Skipped}
	return showing(whole, skippedShown), nil
}

// list returns a part of the data sets that can be read, newest first, the id to ask on
// from, and what was wrong with the others. All is nil only if nothing can be told.
func (s *sets) list(p part) (all []api.Dataset, next string, err error) {
	dirs, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, "", err
	}
	var infos []fs.FileInfo
	for _, d := range dirs {
		if info, err := d.Info(); err == nil { // else it is gone
			infos = append(infos, info)
		}
	}
	slices.SortFunc(infos, func(a, b fs.FileInfo) int {
		if c := b.ModTime().Compare(a.ModTime()); c != 0 {
			return c
		}
		return strings.Compare(b.Name(), a.Name())
	})
	some, next, err := cut(infos, p, func(i fs.FileInfo) (time.Time, string) { return i.ModTime(), i.Name() })
	if err != nil {
		return nil, "", err
	}
	all = []api.Dataset{}
	var faults []error
	for _, info := range some {
		set, err := s.inList(info.Name())
		if err != nil {
			faults = append(faults, err)
			continue
		}
		all = append(all, set)
	}
	return all, next, errors.Join(faults...)
}

// mostRemembered bounds the memory that data sets in lists take.
const mostRemembered = 1000

// inList returns a set as a list shows it. The whole of it, with a line for each picture,
// is read once.
func (s *sets) inList(id string) (api.Dataset, error) {
	s.mu.Lock()
	set, known := s.listed[id]
	s.mu.Unlock()
	if known {
		return set, nil
	}
	set, err := s.get(id)
	if err != nil {
		return api.Dataset{}, err
	}
	set = showing(set, skippedListed)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listed == nil || len(s.listed) >= mostRemembered {
		s.listed = map[string]api.Dataset{}
	}
	s.listed[id] = set
	return set, nil
}

// remove deletes a data set: first by one rename out of sight, so that a crash
// leaves it whole or gone.
func (s *sets) remove(id, tmp string) error {
	dir, err := s.path(id)
	if err != nil {
		return err
	}
	gone := filepath.Join(tmp, deletedPrefix+id)
	if err := os.Rename(dir, gone); err != nil {
		return err
	}
	return errors.Join(disk.SyncDir(s.dir), os.RemoveAll(gone))
}
