package safetensors

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// MaxHeader is a bound for Open that suits files of whole networks, whose headers
// have 30 KB and more.
const MaxHeader = 16 << 20

// metadataKey is the entry of the header that is no tensor.
const metadataKey = "__metadata__"

// File is a safetensors file whose header has been read.
type File struct {
	r       io.ReaderAt
	data    int64 // where the numbers begin
	room    int64 // the bytes of the numbers
	entries map[string]json.RawMessage
}

// Entry is what the header says of a tensor; nothing of it has been checked.
type Entry struct {
	Type    string  `json:"dtype"` // "F32", "F16", "I8" …
	Shape   []int   `json:"shape"`
	Offsets []int64 `json:"data_offsets"` // first byte and the one after the last, of what follows the header
}

// Open reads the header of a file of size bytes. It fails if the header is longer
// than maxHeader bytes or than the file, if it is not one JSON object, and if a name
// is there twice, which the format forbids.
func Open(r io.ReaderAt, size, maxHeader int64) (*File, error) {
	var length [8]byte
	if size < int64(len(length)) {
		return nil, fmt.Errorf("safetensors: %d bytes: not a safetensors file: want a header", size)
	}
	if _, err := r.ReadAt(length[:], 0); err != nil {
		return nil, fmt.Errorf("safetensors: %w", err)
	}
	n := binary.LittleEndian.Uint64(length[:])
	if n > uint64(maxHeader) || int64(n) > size-int64(len(length)) {
		return nil, fmt.Errorf("safetensors: a header of %d bytes in a file of %d: not a safetensors file, or cut off", n, size)
	}
	header := make([]byte, n)
	if read, err := r.ReadAt(header, int64(len(length))); read < len(header) {
		return nil, fmt.Errorf("safetensors: %w", err)
	}
	entries, err := object(header)
	if err != nil {
		return nil, fmt.Errorf("safetensors: header: %w", err)
	}
	data := int64(len(length)) + int64(n)
	return &File{r: r, data: data, room: size - data, entries: entries}, nil
}

// Names returns the names of the tensors, sorted.
func (f *File) Names() []string {
	names := slices.Sorted(maps.Keys(f.entries))
	return slices.DeleteFunc(names, func(name string) bool { return name == metadataKey })
}

// Has says whether the header names a tensor.
func (f *File) Has(name string) bool { return name != metadataKey && f.entries[name] != nil }

// DataBytes is how many bytes follow the header.
func (f *File) DataBytes() int64 { return f.room }

// errNoTensor is of a name that the header lacks.
var errNoTensor = errors.New("no such tensor")

// Entry returns what the header says of a tensor. It fails if there is none of that
// name, or if it is not described as the format has it.
func (f *File) Entry(name string) (Entry, error) {
	var e Entry
	if !f.Has(name) {
		return e, fmt.Errorf("safetensors: %.100s: %w", name, errNoTensor)
	}
	if err := json.Unmarshal(f.entries[name], &e); err != nil {
		return e, fmt.Errorf("safetensors: header of %.100s: %w", name, err)
	}
	return e, nil
}

// Whole says whether the file has all the bytes that its header speaks of. The
// numbers are not read.
func (f *File) Whole() bool {
	for _, name := range f.Names() {
		e, err := f.Entry(name)
		if err != nil || len(e.Offsets) != 2 || e.Offsets[1] > f.room {
			return false
		}
	}
	return true
}

// Bytes returns a tensor's numbers as they are in the file. It fails if they do not
// lie in it, or if the type is unknown or does not fill the shape with them.
func (f *File) Bytes(name string) ([]byte, Entry, error) {
	e, err := f.Entry(name)
	if err != nil {
		return nil, e, err
	}
	if err := e.check(f.room); err != nil {
		return nil, e, fmt.Errorf("safetensors: %.100s: %w", name, err)
	}
	raw := make([]byte, e.Offsets[1]-e.Offsets[0])
	if err := f.read(raw, e.Offsets[0]); err != nil {
		return nil, e, fmt.Errorf("safetensors: %.100s: %w", name, err)
	}
	return raw, e, nil
}

// read fills dst with what lies at byte from of the numbers.
func (f *File) read(dst []byte, from int64) error {
	if n, err := f.r.ReadAt(dst, f.data+from); n < len(dst) {
		return err
	}
	return nil
}

// typeBytes is the bytes of a number, for the types that can be read.
var typeBytes = map[string]int64{"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I8": 1}

// check says what is wrong with an entry of a file with room bytes of numbers.
func (e Entry) check(room int64) error {
	each, ok := typeBytes[e.Type]
	if !ok {
		return fmt.Errorf("type %.20q: want F32, F16, BF16, F64 or I8", e.Type)
	}
	if len(e.Offsets) != 2 {
		return fmt.Errorf("data_offsets %v: want two", e.Offsets)
	}
	from, to := e.Offsets[0], e.Offsets[1]
	if from < 0 || to < from || to > room {
		return fmt.Errorf("bytes %d to %d of %d: outside the file, which is cut off or damaged", from, to, room)
	}
	count, ok := e.count(to - from)
	if !ok {
		return fmt.Errorf("shape %v in %d bytes of %s: does not fit", e.Shape, to-from, e.Type)
	}
	if count*each != to-from {
		return fmt.Errorf("shape %v in %d bytes of %s: want %d bytes", e.Shape, to-from, e.Type, count*each)
	}
	return nil
}

// count is how many numbers the shape has; ok is false if a side is negative or they
// are more than most.
func (e Entry) count(most int64) (n int64, ok bool) {
	if slices.ContainsFunc(e.Shape, func(d int) bool { return d < 0 }) {
		return 0, false
	}
	if slices.Contains(e.Shape, 0) {
		return 0, true
	}
	n = 1
	for _, d := range e.Shape {
		if n > most/int64(d) {
			return 0, false
		}
		n *= int64(d)
	}
	return n, true
}
