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
)

// cacheVersion goes into every key. Raise it when core/augment or the
// extractor's preprocessing begin to give other pixels for the same recipe.
const cacheVersion = 3

// maxCacheBytes is what the cache may hold: half a million feature vectors.
// Past it, the recipes that have not been used for longest go.
const maxCacheBytes = 4 << 30

// A record is what was computed of one view of one picture: SHA-256 of the
// picture, or a digest of what it was mixed of; view (int32); the numbers; CRC-32
// (Castagnoli) of all that; little-endian.
func recordBytes(numbers int) int { return sha256.Size + 4 + 4*numbers + 4 }

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// store is the part of the cache for one recipe and weight set: a folder of
// segments, each a row of records and written by one run only. So runs need no
// lock, a run that was killed leaves at worst a torn record at the end of its
// segment, and nothing is ever rewritten. A nil store holds nothing.
type store struct {
	dir     string
	numbers int // of a record
	segment *os.File
	written int64 // bytes of the segment
	buf     []byte
	fault   error // the first failure to write: nothing more is written
}

// openStore returns the store of what the key says.
func openStore(cacheDir, kind string, numbers int, key ...string) *store {
	h := sha256.New()
	fmt.Fprintf(h, "graft features %d", cacheVersion)
	for _, k := range key {
		fmt.Fprintf(h, "\n%d %s", len(k), k)
	}
	return &store{dir: filepath.Join(cacheDir, kind+"-"+hex.EncodeToString(h.Sum(nil)[:16])), numbers: numbers}
}

// load reads every whole record into the slice that want returns for it, or
// past it if want returns nil. What cannot be read is as if it were not there.
func (s *store) load(want func(digest [32]byte, view int) []float32) {
	s.scan(func(record []byte, _ string, _ int64) {
		if x := want(recordKey(record)); x != nil {
			recordNumbers(record, x)
		}
	})
}

// storedRecord is where a record lies.
type storedRecord struct {
	file   string
	offset int64
}

// index calls found with every whole record.
func (s *store) index(found func(digest [32]byte, view int, at storedRecord)) {
	s.scan(func(record []byte, file string, offset int64) {
		digest, view := recordKey(record)
		found(digest, view, storedRecord{file, offset})
	})
}

// scan calls f with every whole record; it must not keep it.
func (s *store) scan(f func(record []byte, file string, offset int64)) {
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
		scanSegment(name, recordBytes(s.numbers), f)
	}
}

func scanSegment(name string, size int, f func(record []byte, file string, offset int64)) {
	file, err := os.Open(name)
	if err != nil {
		return
	}
	defer file.Close()
	r := bufio.NewReaderSize(file, max(1<<17, size))
	b := make([]byte, size)
	for offset := int64(0); ; offset += int64(size) {
		if _, err := io.ReadFull(r, b); err != nil {
			return
		}
		if wholeRecord(b) { // records have one size, so the next one is still where it should be
			f(b, name, offset)
		}
	}
}

// wholeRecord says whether the checksum at the end is right.
func wholeRecord(b []byte) bool {
	n := len(b) - 4
	return crc32.Checksum(b[:n], castagnoli) == binary.LittleEndian.Uint32(b[n:])
}

func recordKey(b []byte) (digest [32]byte, view int) {
	return [32]byte(b), int(int32(binary.LittleEndian.Uint32(b[sha256.Size:])))
}

func recordNumbers(b []byte, x []float32) {
	b = b[sha256.Size+4:]
	for i := range x {
		x[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
}

// decodeRecord reads the numbers of a record, or says that it is damaged.
func decodeRecord(b []byte, x []float32) error {
	if !wholeRecord(b) {
		return fmt.Errorf("a record of the cache is damaged: remove the cache and start again")
	}
	recordNumbers(b, x)
	return nil
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
		if s.fault = os.MkdirAll(s.dir, 0o700); s.fault != nil {
			return
		}
		if s.segment, s.fault = os.CreateTemp(s.dir, "*.features"); s.fault != nil {
			return
		}
	}
	_, s.fault = s.segment.Write(s.buf)
	s.written += int64(len(s.buf))
	s.buf = s.buf[:0]
}

// lastRecord is where the record lies that was flushed last.
func (s *store) lastRecord() storedRecord {
	return storedRecord{s.segment.Name(), s.written - int64(recordBytes(s.numbers))}
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

// pruneCache removes the stores unused for longest until those of features hold
// at most limit bytes and those of maps at most mapLimit. It touches nothing but
// stores.
func pruneCache(cacheDir string, limit, mapLimit int64) {
	pruneKinds(cacheDir, limit, "plain-", "views-")
	pruneKinds(cacheDir, mapLimit, "maps-plain-", "maps-views-")
}

func pruneKinds(cacheDir string, limit int64, kinds ...string) {
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
		if !d.IsDir() || !slices.ContainsFunc(kinds, func(kind string) bool { return strings.HasPrefix(d.Name(), kind) }) {
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
