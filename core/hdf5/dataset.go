package hdf5

import (
	"fmt"
	"math"
)

// dataset is how a data set lies in the file.
type dataset struct {
	shape   []uint64
	element datatype
	layout  layout
	filters []uint16
}

// Classes of type that are read.
const (
	classFloat    = 1
	classString   = 3
	classVariable = 9
)

// datatype is the type of an element.
type datatype struct {
	class uint8
	size  uint32
	ieee  bool // a little-endian IEEE 754 number of 4 or 8 bytes
}

// maxRank is HDF5's own bound.
const maxRank = 32

// readDataspace reads the dimensions; none for a scalar.
func readDataspace(d *fields) ([]uint64, error) {
	version, rank := d.u8(), int(d.u8())
	d.u8() // flags: maximal dimensions may follow
	kind := d.u8()
	switch version {
	case 1:
		d.next(4)
	case 2:
		if kind == 2 { // null: no elements
			return []uint64{0}, nil
		}
	default:
		return nil, damaged("dataspace of version %d: want 1 or 2", version)
	}
	if rank > maxRank {
		return nil, damaged("%d dimensions: want at most %d", rank, maxRank)
	}
	shape := make([]uint64, rank)
	for i := range shape {
		shape[i] = d.u64()
	}
	if d.short {
		return nil, damaged("a dataspace is cut off")
	}
	return shape, nil
}

// readDatatype reads a type; one that is not read has ieee unset and a class
// that no reader takes.
func readDatatype(d *fields) datatype {
	class, bits := d.u8(), d.next(3)
	t := datatype{class: class & 15, size: d.u32()}
	if t.class != classFloat || bits[0]&1 != 0 || bits[0]&64 != 0 {
		return t
	}
	offset, precision := d.u16(), d.u16()
	exponent, exponentBits, mantissa, mantissaBits, bias := d.u8(), d.u8(), d.u8(), d.u8(), d.u32()
	got := [...]uint32{uint32(offset), uint32(precision), uint32(exponent), uint32(exponentBits), uint32(mantissa), uint32(mantissaBits), bias}
	t.ieee = t.size == 4 && got == [...]uint32{0, 32, 23, 8, 0, 23, 127} ||
		t.size == 8 && got == [...]uint32{0, 64, 52, 11, 0, 52, 1023}
	return t
}

// Shape is a data set's dimensions, nil for a group.
func (o *Object) Shape() []int {
	if o.set == nil {
		return nil
	}
	shape := make([]int, len(o.set.shape))
	for i, n := range o.set.shape {
		shape[i] = int(min(n, math.MaxInt))
	}
	return shape
}

// maxElements bounds the numbers of a data set: 1 GB of float32.
const maxElements = 1 << 28

// Floats returns a data set's numbers, in row-major order. It fails for other
// types than IEEE 754 numbers of 4 or 8 bytes. Memory of up to twice the
// numbers' size is taken, and that size is never above the file's, but for a
// data set in compressed chunks: look at Shape first.
func (o *Object) Floats() ([]float32, error) {
	s := o.set
	if s == nil {
		return nil, damaged("%.200s is a group: want a data set", o.path)
	}
	if !s.element.ieee {
		return nil, damaged("%.200s: type of class %d and %d bytes: want float32 or float64", o.path, s.element.class, s.element.size)
	}
	count := uint64(1)
	for _, n := range s.shape {
		if n > maxElements || count*n > maxElements {
			return nil, damaged("%.200s has shape %d: want at most %d numbers", o.path, s.shape, maxElements)
		}
		count *= n
	}
	raw, err := o.f.bytes(s, count*uint64(s.element.size))
	if err != nil {
		return nil, fmt.Errorf("%w (%.200s)", err, o.path)
	}
	out := make([]float32, count)
	for i := range out {
		if s.element.size == 4 {
			out[i] = math.Float32frombits(le.Uint32(raw[4*i:]))
		} else {
			out[i] = float32(math.Float64frombits(le.Uint64(raw[8*i:])))
		}
	}
	return out, nil
}
