package tune

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"graft/core/head"
)

// cacheVersion goes into every key. Raise it when core/augment or the
// extractor's preprocessing begin to give other pixels for the same recipe.
const cacheVersion = 3

// maxCacheBytes is what the cache may hold: half a million feature vectors.
// Past it, the recipes that have not been used for longest go.
const maxCacheBytes = 4 << 30

// A record is the features of one view of one picture: SHA-256 of the picture,
// view (int32), the features, CRC-32 (Castagnoli) of all that; little-endian.
const recordSize = sha256.Size + 4 + 4*head.Features + 4

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// store is the part of the cache for one recipe and weight set: a folder of
// segments, each a row of records and written by one run only. So runs need no
// lock, a run that was killed leaves at worst a torn record at the end of its
// segment, and nothing is ever rewritten. A nil store holds nothing.
type store struct {
	dir     string
	segment *os.File
	buf     []byte
	fault   error // the first failure to write: nothing more is written
}

// openStore returns the store of what the key says.
func openStore(cacheDir, kind string, key ...string) *store {
	h := sha256.New()
	fmt.Fprintf(h, "graft features %d", cacheVersion)
	for _, k := range key {
		fmt.Fprintf(h, "\n%d %s", len(k), k)
	}
	return &store{dir: filepath.Join(cacheDir, kind+"-"+hex.EncodeToString(h.Sum(nil)[:16]))}
}

// load reads every whole record into the slice that want returns for it, or
// past it if want returns nil. What cannot be read is as if it were not there.
func (s *store) load(want func(digest [32]byte, view int) []float32) {
	if s == nil {
		return
	}
	segments, err := filepath.Glob(filepath.Join(s.dir, "*.features"))
	if err != nil || len(segments) == 0 {
		return
	}
	now := time.Now()
	os.Chtimes(s.dir, now, now) // what was used last is pruned last; if not, no harm
	for _, name := range segments {
		loadSegment(name, want)
	}
}

func loadSegment(name string, want func(digest [32]byte, view int) []float32) {
	f, err := os.Open(name)
	if err != nil {
		return
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 16*recordSize)
	b := make([]byte, recordSize)
	for {
		if _, err := io.ReadFull(r, b); err != nil {
			return
		}
		body := b[:recordSize-4]
		if crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(b[recordSize-4:]) {
			continue // records have one size, so the next one is still where it should be
		}
		view := int(int32(binary.LittleEndian.Uint32(body[sha256.Size:])))
		x := want([32]byte(body), view)
		for i := range x {
			x[i] = math.Float32frombits(binary.LittleEndian.Uint32(body[sha256.Size+4+4*i:]))
		}
	}
}

// add notes the features of a view for the next flush.
func (s *store) add(digest [32]byte, view int, x []float32) {
	if s == nil || s.fault != nil {
		return
	}
	at := len(s.buf)
	s.buf = append(s.buf, digest[:]...)
	s.buf = binary.LittleEndian.AppendUint32(s.buf, uint32(int32(view)))
	for _, v := range x {
		s.buf = binary.LittleEndian.AppendUint32(s.buf, math.Float32bits(v))
	}
	s.buf = binary.LittleEndian.AppendUint32(s.buf, crc32.Checksum(s.buf[at:], castagnoli))
}

// flush writes what was added. A failure is kept in fault and ends writing:
// a cache that is full or gone must not end the run.
func (s *store) flush() {
	if s == nil || s.fault != nil || len(s.buf) == 0 {
		return
	}
	if s.segment == nil {
		if s.fault = os.MkdirAll(s.dir, 0o755); s.fault != nil {
			return
		}
		if s.segment, s.fault = os.CreateTemp(s.dir, "*.features"); s.fault != nil {
			return
		}
	}
	_, s.fault = s.segment.Write(s.buf)
	s.buf = s.buf[:0]
}

func (s *store) close() {
	if s == nil || s.segment == nil {
		return
	}
	if err := s.segment.Close(); err != nil && s.fault == nil {
		s.fault = err
	}
	s.segment = nil
}

// pruneCache removes the stores unused for longest until the rest holds at
// most limit bytes. It touches nothing but stores.
func pruneCache(cacheDir string, limit int64) {
	type entry struct {
		dir  string
		size int64
		used time.Time
	}
	var all []entry
	var total int64
	dirs, err := os.ReadDir(cacheDir)
	if err != nil {
		return
	}
	for _, d := range dirs {
		if !d.IsDir() || !(strings.HasPrefix(d.Name(), "plain-") || strings.HasPrefix(d.Name(), "views-")) {
			continue
		}
		e := entry{dir: filepath.Join(cacheDir, d.Name())}
		e.size, e.used = usage(e.dir)
		total += e.size
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b entry) int { return a.used.Compare(b.used) })
	for _, e := range all {
		if total <= limit {
			return
		}
		os.RemoveAll(e.dir)
		total -= e.size
	}
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

// finite says whether every number is.
func finite(x []float32) bool {
	return !slices.ContainsFunc(x, func(v float32) bool { return v-v != 0 })
}
