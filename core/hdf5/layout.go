package hdf5

import (
	"bytes"
	"compress/zlib"
	"io"
	"slices"
)

// Kinds of layout.
const (
	layoutCompact    = 0
	layoutContiguous = 1
	layoutChunked    = 2
)

// layout is where the bytes of a data set are.
type layout struct {
	kind    uint8
	known   bool // a layout message was read
	inline  []byte
	address uint64
	size    uint64
	chunk   []uint64 // of a chunk: its dimensions, then an element's bytes
}

// readLayout reads a layout message of version 3.
func readLayout(d *fields) (layout, error) {
	version, l := d.u8(), layout{kind: d.u8(), known: true}
	if version != 3 {
		return l, damaged("layout of version %d: want 3", version)
	}
	switch l.kind {
	case layoutCompact:
		l.inline = d.next(int(d.u16()))
	case layoutContiguous:
		l.address, l.size = d.u64(), d.u64()
	case layoutChunked:
		rank := int(d.u8())
		l.address = d.u64()
		if rank < 2 || rank > maxRank+1 {
			return l, damaged("chunks of %d dimensions", rank)
		}
		for range rank {
			l.chunk = append(l.chunk, uint64(d.u32()))
		}
	default:
		return l, damaged("layout of kind %d", l.kind)
	}
	return l, nil
}

// Filters that are undone.
const (
	filterDeflate = 1
	filterShuffle = 2
)

// readFilters reads the numbers of the filters that chunks went through, in order.
func readFilters(d *fields) ([]uint16, error) {
	version, count := d.u8(), int(d.u8())
	switch version {
	case 1:
		d.next(6)
	case 2:
	default:
		return nil, damaged("filters of version %d: want 1 or 2", version)
	}
	var list []uint16
	for range min(count, 8) {
		id := d.u16()
		if id != filterDeflate && id != filterShuffle {
			return nil, damaged("filter %d: want deflate or shuffle", id)
		}
		name := 0
		if version == 1 {
			name = int(d.u16())
		}
		d.u16() // flags
		values := int(d.u16())
		d.next(name)
		d.next(4 * (values + values%2*int(2-version))) // padded in version 1
		list = append(list, id)
	}
	return list, nil
}

// bytes returns the n bytes of a data set.
func (f *file) bytes(s *dataset, n uint64) ([]byte, error) {
	l := s.layout
	switch {
	case !l.known:
		return nil, damaged("no layout")
	case l.kind == layoutChunked:
		return f.chunks(s, n)
	case len(s.filters) > 0:
		return nil, damaged("filters without chunks")
	case l.kind == layoutCompact:
		if n != uint64(len(l.inline)) {
			return nil, damaged("%d bytes: want %d", len(l.inline), n)
		}
		return l.inline, nil
	case n == 0:
		return nil, nil
	case l.size != n:
		return nil, damaged("%d bytes: want %d", l.size, n)
	}
	if err := f.inside(l.address, n); err != nil {
		return nil, err
	}
	return f.data(l.address, n)
}

// maxChunk bounds the bytes of a chunk.
const maxChunk = 64 << 20

// chunks puts a data set together from its chunks. Places of which there is no
// chunk are 0.
func (f *file) chunks(s *dataset, n uint64) ([]byte, error) {
	rank := len(s.shape)
	if len(s.layout.chunk) != rank+1 || s.layout.chunk[rank] != uint64(s.element.size) {
		return nil, damaged("chunks of %d for a shape of %d", s.layout.chunk, s.shape)
	}
	size := uint64(1)
	for _, d := range s.layout.chunk {
		if size *= d; d == 0 || size > maxChunk {
			return nil, damaged("chunks of %d: want 1 to %d bytes", s.layout.chunk, maxChunk)
		}
	}
	out := make([]byte, n)
	if n == 0 || s.layout.address == undefined {
		return out, nil
	}
	left, err := s.grid(size, n)
	if err != nil {
		return nil, err
	}
	key := 8 + 8*(rank+1)
	err = f.nodes(s.layout.address, 1, maxDepth, &key, func(address uint64, key []byte) error {
		if left == 0 {
			return damaged("more chunks than there is room for")
		}
		left--
		k := &fields{b: key}
		stored, skipped := uint64(k.u32()), k.u32()
		start := make([]uint64, rank)
		for i := range start {
			if start[i] = k.u64(); start[i] >= s.shape[i] {
				return damaged("a chunk at %d of %d", start, s.shape)
			}
		}
		b, err := f.chunk(address, stored, skipped, s, size)
		if err != nil {
			return err
		}
		s.place(out, b, start)
		return nil
	})
	return out, err
}

// grid is how many chunks of that size a data set of n bytes has. It fails if
// they are far larger together, so that no small file takes long to unpack.
func (s *dataset) grid(size, n uint64) (uint64, error) {
	count := uint64(1)
	for i, d := range s.shape {
		count *= (d + s.layout.chunk[i] - 1) / s.layout.chunk[i] // at most n
	}
	if count*size > 8*n+maxChunk {
		return 0, damaged("%d chunks of %d bytes for %d", count, size, n)
	}
	return count, nil
}

// chunk returns a chunk's size bytes, the filters undone.
func (f *file) chunk(address, stored uint64, skipped uint32, s *dataset, size uint64) ([]byte, error) {
	if err := f.inside(address, stored); err != nil {
		return nil, err
	}
	if stored > 2*maxChunk {
		return nil, damaged("a chunk of %d bytes", stored)
	}
	b, err := f.data(address, stored)
	if err != nil {
		return nil, err
	}
	for i, id := range slices.Backward(s.filters) {
		if skipped>>i&1 != 0 {
			continue
		}
		if id == filterShuffle {
			b = unshuffle(b, int(s.element.size))
			continue
		}
		z, err := zlib.NewReader(bytes.NewReader(b))
		if err != nil {
			return nil, damaged("a chunk: %v", err)
		}
		if b, err = io.ReadAll(io.LimitReader(z, int64(size)+1)); err != nil {
			return nil, damaged("a chunk: %v", err)
		}
	}
	if uint64(len(b)) != size {
		return nil, damaged("a chunk of %d bytes: want %d", len(b), size)
	}
	return b, nil
}

// unshuffle puts the bytes of each element together again: they are stored first
// bytes first.
func unshuffle(b []byte, each int) []byte {
	n := len(b) / each
	out := slices.Clone(b)
	for i := range n {
		for j := range each {
			out[i*each+j] = b[j*n+i]
		}
	}
	return out
}

// place copies a chunk to where it belongs in out, without what juts out.
func (s *dataset) place(out, chunk []byte, start []uint64) {
	each := uint64(s.element.size)
	last := len(s.shape) - 1
	width := min(s.layout.chunk[last], s.shape[last]-start[last]) * each
	rows := uint64(1)
	for _, d := range s.layout.chunk[:last] {
		rows *= d
	}
	for row := range rows {
		from, to, rest, inside := row*s.layout.chunk[last]*each, uint64(0), row, true
		stride := s.shape[last] * each
		for i := last - 1; i >= 0; i-- {
			at := start[i] + rest%s.layout.chunk[i]
			rest /= s.layout.chunk[i]
			inside = inside && at < s.shape[i]
			to += at * stride
			stride *= s.shape[i]
		}
		if inside {
			copy(out[to+start[last]*each:][:width], chunk[from:])
		}
	}
}
