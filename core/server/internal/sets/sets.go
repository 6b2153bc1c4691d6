package sets

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
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
	"graft/core/refusal"
	"graft/core/server/internal/paging"
)

var (
	ErrNotFound  = refusal.Define(http.StatusNotFound, "server.no_set", "data set {id:%.40q}: no such data set")
	errNoPicture = refusal.Define(http.StatusNotFound, "server.no_picture", "picture {digest}: no such picture in the data set")
	errDigest    = refusal.Define(http.StatusNotFound, "server.digest", "picture {digest:%.70q}: want a digest of 64 hexadecimal digits: no such picture in the data set").Within(errNoPicture)
)

// Sets keeps the data sets: a directory each, whole or not there.
type Sets struct {
	dir string

	mu      sync.Mutex
	listed  map[string]api.Dataset // as a list shows them: they never change
	indexed fileIndex              // of the set whose pictures were shown last
}

// How many of what was left out of a set an answer names: of one set, and of each in a
// list.
const (
	SkippedShown  = 200
	SkippedListed = 10
)

// showing returns d with at most so many of what was left out named.
func showing(d api.Dataset, skipped int) api.Dataset {
	if more := len(d.Skipped) - skipped; more > 0 {
		d.Skipped, d.SkippedMore = slices.Clone(d.Skipped[:skipped]), d.SkippedMore+more
	}
	return d
}

// DeletedPrefix begins the names of data sets that are being deleted.
const DeletedPrefix = "deleted-"

// Open returns the sets in dir, which is made if it is not there.
func Open(dir string) (*Sets, error) { return &Sets{dir: dir}, disk.MakeDir(dir) }

// Add imports the archive, of size bytes, working in a directory under tmp.
func (s *Sets) Add(ctx context.Context, archive *os.File, size int64, tmp string, lim dataset.Limits) (api.Dataset, error) {
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
	return s.Get(id)
}

// Path returns the directory of a data set, or ErrNotFound.
func (s *Sets) Path(id string) (string, error) {
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
		return "", ErrNotFound.Err(id)
	}
	return dir, nil
}

// Open opens a data set, or fails as Path does.
func (s *Sets) Open(id string) (*dataset.Dataset, error) {
	dir, err := s.Path(id)
	if err != nil {
		return nil, err
	}
	return dataset.Open(dir)
}

// Get returns a data set as it is shown alone.
func (s *Sets) Get(id string) (api.Dataset, error) {
	d, err := s.Open(id)
	if err != nil {
		return api.Dataset{}, err
	}
	info, err := os.Stat(filepath.Join(s.dir, id))
	if err != nil {
		return api.Dataset{}, err
	}
	sum := d.Summary()
	whole := api.Dataset{ID: id, Created: info.ModTime().UTC(), Classes: sum.Classes, Skipped: sum.Skipped}
	return showing(whole, SkippedShown), nil
}

// List returns a part of the data sets that can be read, newest first, the id to ask on
// from, and what was wrong with the others. All is nil only if nothing can be told.
func (s *Sets) List(p paging.Part) (all []api.Dataset, next string, err error) {
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
	some, next, err := paging.Cut(infos, p, func(i fs.FileInfo) (time.Time, string) { return i.ModTime(), i.Name() })
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
func (s *Sets) inList(id string) (api.Dataset, error) {
	s.mu.Lock()
	set, known := s.listed[id]
	s.mu.Unlock()
	if known {
		return set, nil
	}
	set, err := s.Get(id)
	if err != nil {
		return api.Dataset{}, err
	}
	set = showing(set, SkippedListed)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listed == nil || len(s.listed) >= mostRemembered {
		s.listed = map[string]api.Dataset{}
	}
	s.listed[id] = set
	return set, nil
}

// Remove deletes a data set: first by one rename out of sight, so that a crash
// leaves it whole or gone.
func (s *Sets) Remove(id, tmp string) error {
	dir, err := s.Path(id)
	if err != nil {
		return err
	}
	gone := filepath.Join(tmp, DeletedPrefix+id)
	if err := os.Rename(dir, gone); err != nil {
		return err
	}
	return errors.Join(disk.SyncDir(s.dir), os.RemoveAll(gone))
}

// Picture returns the file of the picture with that digest, hexadecimal.
func (s *Sets) Picture(set, digest string) (string, error) {
	raw, err := hex.DecodeString(digest)
	if err != nil || len(raw) != 32 {
		return "", errDigest.Err(digest)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.indexed.id != set {
		d, err := s.Open(set)
		if err != nil {
			return "", err
		}
		s.indexed = indexOf(set, d)
	}
	file, ok := s.indexed.files[[32]byte(raw)]
	if !ok {
		return "", errNoPicture.Err(digest)
	}
	return file, nil
}

// fileIndex finds the files of one data set, which never change.
type fileIndex struct {
	id    string
	files map[[32]byte]string
}

func indexOf(id string, d *dataset.Dataset) fileIndex {
	x := fileIndex{id, make(map[[32]byte]string, len(d.Items))}
	for _, it := range d.Items {
		x.files[it.Digest] = it.File
	}
	return x
}
