package dataset

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"io/fs"
	"math"
	"slices"
	"strings"
)

type zipBox struct{ files []*zip.File }

// newZip reads the directory of a zip. archive/zip keeps all of it, so its
// size is bounded first, by the count it declares, and while it is read, by
// the bytes it takes.
func newZip(r io.ReaderAt, bytes int64, lim Limits) (*zipBox, error) {
	n, err := zipCount(r, bytes)
	if err != nil {
		return nil, fmt.Errorf("dataset: zip: %w", damage(err))
	}
	if n > uint64(lim.MaxFiles) {
		return nil, lim.tooManyFiles()
	}
	// An entry takes 46 bytes and its name; 320 leaves room for long names.
	m := &meter{r: r, left: 1<<18 + 320*int64(lim.MaxFiles), err: lim.tooManyFiles()}
	z, err := zip.NewReader(m, bytes)
	if err != nil {
		if m.left < 0 {
			return nil, m.err
		}
		return nil, fmt.Errorf("dataset: zip: %w", damage(err))
	}
	m.left = math.MaxInt64
	if err := disjoint(z.File); err != nil {
		return nil, fmt.Errorf("dataset: zip: %w", err)
	}
	return &zipBox{z.File}, nil
}

// disjoint fails if two entries share bytes of the archive. No packer makes such a
// zip; it lets a few bytes unpack to any size (Fifield, "A better zip bomb", 2019).
func disjoint(files []*zip.File) error {
	type span struct {
		from, to uint64
		name     string
	}
	spans := make([]span, 0, len(files))
	for _, f := range files {
		at, err := f.DataOffset()
		if err != nil || f.CompressedSize64 == 0 {
			continue // a header that cannot be read fails again, by name, when it is opened
		}
		spans = append(spans, span{uint64(at), uint64(at) + f.CompressedSize64, f.Name})
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	for i := 1; i < len(spans); i++ {
		if spans[i].from < spans[i-1].to {
			return sharedBytes.Err(spans[i-1].name, spans[i].name)
		}
	}
	return nil
}

// zipCount returns the number of entries that the end of the directory
// declares.
func zipCount(r io.ReaderAt, size int64) (uint64, error) {
	tail := make([]byte, min(size, 65<<10))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return 0, err
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || at+22 > len(tail) {
		return 0, fmt.Errorf("its end is missing")
	}
	n := uint64(binary.LittleEndian.Uint16(tail[at+10:]))
	if at < 20 || string(tail[at-20:at-16]) != "PK\x06\x07" {
		return n, nil
	}
	var end [56]byte // of the 64-bit form
	off := binary.LittleEndian.Uint64(tail[at-12:])
	if off > uint64(size) {
		return n, nil // archive/zip has its own word on this
	}
	if _, err := r.ReadAt(end[:], int64(off)); err != nil || string(end[:4]) != "PK\x06\x06" {
		return n, nil
	}
	return max(n, binary.LittleEndian.Uint64(end[32:])), nil
}

func (z *zipBox) members(visit func(member) error) error {
	for _, f := range z.files {
		m := member{name: f.Name, bytes: int64(min(f.UncompressedSize64, math.MaxInt64))}
		switch mode := f.Mode(); {
		case mode.IsDir(), strings.HasSuffix(f.Name, `\`) && m.bytes == 0:
			m.folder = true
		case mode&fs.ModeSymlink != 0:
			m.reason = skipLink.Err()
		case !mode.IsRegular():
			m.reason = skipSpecial.Err()
		case f.Flags&1 != 0:
			m.reason = skipEncrypted.Err()
		case f.Method != zip.Store && f.Method != zip.Deflate:
			m.reason = skipMethod.Err(f.Method)
		}
		if err := visit(m); err != nil {
			return err
		}
	}
	return nil
}

// open's reader fails past the size that was declared and on a wrong checksum.
func (z *zipBox) open(i int) (io.Reader, error) { return z.files[i].Open() }

// meter is a ReaderAt that fails once it has read more than it may.
type meter struct {
	r    io.ReaderAt
	left int64
	err  error
}

func (m *meter) ReadAt(p []byte, off int64) (int, error) {
	if m.left -= int64(len(p)); m.left < 0 {
		return 0, m.err
	}
	return m.r.ReadAt(p, off)
}
