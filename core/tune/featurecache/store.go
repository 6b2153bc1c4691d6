package featurecache

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"io"
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

// RecordBytes returns the size of a record of so many numbers. A record is what was
// computed of one view of one picture: SHA-256 of the picture, or a digest of what it was
// mixed of; view (int32); the numbers; CRC-32 (Castagnoli) of all that; little-endian.
func RecordBytes(numbers int) int { return sha256.Size + 4 + 4*numbers + 4 }

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Store is the part of the cache for one recipe and weight set: a folder of
// segments, each a row of records and written by one run only. So runs need no
// lock, a run that was killed leaves at worst a torn record at the end of its
// segment, and nothing is ever rewritten. A nil store holds nothing.
type Store struct {
	Dir     string
	owner   string // of what this run adds
	numbers int    // of a record
	segment *os.File
	written int64 // bytes of the segment
	buf     []byte
	Fault   error // the first failure to write: nothing more is written
}

// Open returns the store of what the key says. What is added to it is owner's.
func Open(cacheDir, owner, kind string, numbers int, key ...string) *Store {
	h := sha256.New()
	fmt.Fprintf(h, "graft features %d", cacheVersion)
	for _, k := range key {
		fmt.Fprintf(h, "\n%d %s", len(k), k)
	}
	return &Store{Dir: filepath.Join(cacheDir, kind+"-"+hex.EncodeToString(h.Sum(nil)[:16])), owner: owner, numbers: numbers}
}

// Load reads every whole record into the slice that want returns for it, or
// past it if want returns nil. What cannot be read is as if it were not there.
func (s *Store) Load(want func(digest [32]byte, view int) []float32) {
	s.scan(func(record []byte, _ string, _ int64) {
		if x := want(recordKey(record)); x != nil {
			recordNumbers(record, x)
		}
	})
}

// Place is where a record lies.
type Place struct {
	File   string
	Offset int64
}

// Index calls found with every whole record.
func (s *Store) Index(found func(digest [32]byte, view int, at Place)) {
	s.scan(func(record []byte, file string, offset int64) {
		digest, view := recordKey(record)
		found(digest, view, Place{file, offset})
	})
}

// scan calls f with every whole record; it must not keep it.
func (s *Store) scan(f func(record []byte, file string, offset int64)) {
	if s == nil {
		return
	}
	segments := segmentsOf(s.Dir)
	if len(segments) == 0 {
		return
	}
	now := time.Now()
	os.Chtimes(s.Dir, now, now) // what was used last is pruned last; if not, no harm
	for _, name := range segments {
		scanSegment(name, RecordBytes(s.numbers), f)
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

// DecodeRecord reads the numbers of a record, or says that it is damaged.
func DecodeRecord(b []byte, x []float32) error {
	if !intactRecord(b) {
		return fmt.Errorf("a record of the cache is damaged: remove the cache and start again")
	}
	recordNumbers(b, x)
	return nil
}

// Add notes the features of a view for the next flush.
func (s *Store) Add(digest [32]byte, view int, x []float32) {
	if s == nil || s.Fault != nil {
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

// Flush writes what was added. A failure is kept in fault and ends writing:
// a cache that is full or gone must not end the run.
func (s *Store) Flush() {
	if s == nil || s.Fault != nil || len(s.buf) == 0 {
		return
	}
	if s.segment == nil {
		if s.Fault = os.MkdirAll(s.Dir, 0o700); s.Fault != nil {
			return
		}
		if s.segment, s.Fault = os.CreateTemp(s.Dir, s.owner+"-*"+segmentEnding); s.Fault != nil {
			return
		}
	}
	_, s.Fault = s.segment.Write(s.buf)
	s.written += int64(len(s.buf))
	s.buf = s.buf[:0]
}

// LastRecord is where the record lies that was flushed last.
func (s *Store) LastRecord() Place {
	return Place{s.segment.Name(), s.written - int64(RecordBytes(s.numbers))}
}

// Close closes the file that was written. What Flush wrote stays.
func (s *Store) Close() {
	if s == nil || s.segment == nil {
		return
	}
	if err := s.segment.Close(); err != nil && s.Fault == nil {
		s.Fault = err
	}
	s.segment = nil
}

// segmentEnding ends the name of a segment: OWNER-NUMBER.features.
const segmentEnding = ".features"

// Kinds of stores, by what their names begin with. What a run keeps of one sort is
// bounded together.
var (
	FeatureKinds = []string{"plain-", "views-"}
	MapKinds     = []string{"maps-plain-", "maps-views-"}
)

// Finite says whether every number is.
func Finite(x []float32) bool {
	return !slices.ContainsFunc(x, func(v float32) bool { return v-v != 0 })
}
