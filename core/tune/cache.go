package tune

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
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

	"graft/core/disk"
)

// cacheVersion goes into every key. Raise it when core/augment or the
// extractor's preprocessing begin to give other pixels for the same recipe.
const cacheVersion = 3

// maxCacheBytes is what the cache may hold: half a million feature vectors.
// Before it would hold more, the recipes that have not been used for longest go.
const maxCacheBytes = 4 << 30

// spareBytes is the room on the disk that the cache leaves to others: for
// checkpoints, heads and links, which are wanted more.
const spareBytes = 64 << 20

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
	owner   string // of what this run adds
	numbers int    // of a record
	segment *os.File
	written int64 // bytes of the segment
	buf     []byte
	fault   error // the first failure to write: nothing more is written
}

// openStore returns the store of what the key says. What is added to it is owner's.
func openStore(cacheDir, owner, kind string, numbers int, key ...string) *store {
	h := sha256.New()
	fmt.Fprintf(h, "graft features %d", cacheVersion)
	for _, k := range key {
		fmt.Fprintf(h, "\n%d %s", len(k), k)
	}
	return &store{dir: filepath.Join(cacheDir, kind+"-"+hex.EncodeToString(h.Sum(nil)[:16])), owner: owner, numbers: numbers}
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
	segments := segmentsOf(s.dir)
	if len(segments) == 0 {
		return
	}
	now := time.Now()
	os.Chtimes(s.dir, now, now) // what was used last is pruned last; if not, no harm
	for _, name := range segments {
		scanSegment(name, recordBytes(s.numbers), f)
	}
}

// segmentsOf returns the files of a store, none of one that cannot be read.
func segmentsOf(dir string) (names []string) {
	files, _ := os.ReadDir(dir)
	for _, f := range files {
		if strings.HasSuffix(f.Name(), segmentEnding) {
			names = append(names, filepath.Join(dir, f.Name()))
		}
	}
	return names
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
		if intactRecord(b) { // records have one size, so the next one is still where it should be
			f(b, name, offset)
		}
	}
}

// intactRecord says whether the checksum at the end is right.
func intactRecord(b []byte) bool {
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
	if !intactRecord(b) {
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
		if s.segment, s.fault = os.CreateTemp(s.dir, s.owner+"-*"+segmentEnding); s.fault != nil {
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

// segmentEnding ends the name of a segment: OWNER-NUMBER.features.
const segmentEnding = ".features"

// Kinds of stores, by what their names begin with. What a run keeps of one sort is
// bounded together.
var (
	featureKinds = []string{"plain-", "views-"}
	mapKinds     = []string{"maps-plain-", "maps-views-"}
)

// DropCache removes from the cache in dir what belongs to the owners that gone names.
// Runs under way keep what they have taken from it. A cache that is not there has
// nothing to remove.
func DropCache(dir string, gone func(owner string) bool) error {
	all, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("tune: cache: %w", err)
	}
	var segments []string
	for _, d := range all {
		if isStore(d.Name(), slices.Concat(featureKinds, mapKinds)) { // else somebody else's
			segments = append(segments, segmentsOf(filepath.Join(dir, d.Name()))...)
		}
	}
	var faults []error
	for _, name := range segments {
		owner, _, _ := strings.Cut(filepath.Base(name), "-")
		if !strings.Contains(filepath.Base(name), "-") {
			owner = "" // from before there were owners
		}
		if !gone(owner) {
			continue
		}
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

// TidyCache removes the stores of the cache in dir that hold nothing. No run may be
// using it.
func TidyCache(dir string) error {
	all, _ := stores(dir, slices.Concat(featureKinds, mapKinds))
	for _, s := range all {
		if s.size > 0 {
			continue
		}
		files, err := os.ReadDir(s.dir)
		if err == nil && len(files) == 0 {
			err = os.Remove(s.dir)
		}
		if err != nil {
			return fmt.Errorf("tune: cache: %w", err)
		}
	}
	return nil
}

func isStore(name string, kinds []string) bool {
	return slices.ContainsFunc(kinds, func(kind string) bool { return strings.HasPrefix(name, kind) })
}

// makeRoom says whether need bytes may be added to the stores of some kinds, which
// then hold at most limit bytes and leave the disk its spare ones. Before, it removes
// the stores unused for longest, as many as it takes. It touches nothing but stores.
func makeRoom(cacheDir string, need, limit int64, kinds []string) bool {
	all, total := stores(cacheDir, kinds)
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

// stores returns the stores of some kinds, unused for longest first, and what they hold.
func stores(cacheDir string, kinds []string) (all []storeUse, total int64) {
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

// finite says whether every number is.
func finite(x []float32) bool {
	return !slices.ContainsFunc(x, func(v float32) bool { return v-v != 0 })
}
