package hdf5

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Signature is what an HDF5 file begins with.
const Signature = "\x89HDF\r\n\x1a\n"

// ErrFormat is what errors about damaged files wrap.
var ErrFormat = errors.New("hdf5: damaged, cut off, or of a kind that is not read")

// maxMetadata bounds the bytes of headers, names and indices that a file may
// make the reader look at; Keras's ResNet-50 has 1 MB.
const maxMetadata = 64 << 20

// undefined is the address of what was never written.
const undefined = ^uint64(0)

var le = binary.LittleEndian

// file is an open file.
type file struct {
	r      io.ReaderAt
	size   int64
	base   uint64 // added to every address
	budget int64  // bytes of metadata that may still be read
}

// Open reads the beginning of a file of that many bytes and returns its root
// group. The reader is used as long as the group is. The objects of a file may
// not be used concurrently.
func Open(r io.ReaderAt, size int64) (*Object, error) {
	f := &file{r: r, size: size, budget: maxMetadata}
	head, err := f.read(0, 96)
	if err != nil || string(head[:8]) != Signature {
		return nil, damaged("no HDF5 file")
	}
	at := 24 // of the addresses
	switch head[8] {
	case 0:
	case 1:
		at += 4
	default:
		return nil, damaged("superblock of version %d: want 0 or 1, as h5py writes by default", head[8])
	}
	if head[13] != 8 || head[14] != 8 {
		return nil, damaged("addresses of %d and lengths of %d bytes: want 8", head[13], head[14])
	}
	f.base = le.Uint64(head[at:])
	root := le.Uint64(head[at+40:]) // after four addresses and the entry's name
	return f.object(root, "/")
}

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrFormat, fmt.Sprintf(format, args...))
}

// read returns n bytes of metadata at an address.
func (f *file) read(address, n uint64) ([]byte, error) {
	if err := f.inside(address, n); err != nil {
		return nil, err
	}
	// The 64 are for reads of nothing, of which there may not be endlessly many.
	if f.budget -= int64(n) + 64; f.budget < 0 {
		return nil, damaged("over %d MB of metadata", maxMetadata>>20)
	}
	return f.data(address, n)
}

// inside fails unless n bytes at an address are in the file.
func (f *file) inside(address, n uint64) error {
	end := f.base + address
	if address == undefined || end < f.base || end > uint64(f.size) || n > uint64(f.size)-end {
		return damaged("%d bytes at %#x of a file of %d", n, address, f.size)
	}
	return nil
}

// data returns n bytes at an address, which the caller has found inside.
func (f *file) data(address, n uint64) ([]byte, error) {
	b := make([]byte, n)
	if got, err := f.r.ReadAt(b, int64(f.base+address)); got < len(b) {
		return nil, fmt.Errorf("hdf5: %w", err)
	}
	return b, nil
}

// fields reads numbers one after the other; past the end it reads zeros and
// remembers.
type fields struct {
	b     []byte
	short bool
}

func (d *fields) next(n int) []byte {
	if n < 0 || n > len(d.b) {
		d.short, d.b = true, nil
		return make([]byte, min(max(n, 0), 16))
	}
	out := d.b[:n]
	d.b = d.b[n:]
	return out
}

func (d *fields) u8() uint8   { return d.next(1)[0] }
func (d *fields) u16() uint16 { return le.Uint16(d.next(2)) }
func (d *fields) u32() uint32 { return le.Uint32(d.next(4)) }
func (d *fields) u64() uint64 { return le.Uint64(d.next(8)) }

// text is b up to its first zero.
func text(b []byte) string {
	s, _, _ := strings.Cut(string(b), "\x00")
	return s
}
