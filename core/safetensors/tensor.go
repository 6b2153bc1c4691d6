package safetensors

import (
	"encoding/binary"
	"fmt"
	"math"
	"sync"
	"unsafe"
)

// Tensor is float32 numbers in row-major order.
type Tensor struct {
	Shape []int
	Data  []float32
}

// Tensor reads a tensor of type F32, F16, BF16 or F64 as float32. It fails for other
// types, and where [File.Bytes] does.
func (f *File) Tensor(name string) (Tensor, error) {
	e, err := f.Entry(name)
	if err != nil {
		return Tensor{}, err
	}
	number := decoders[e.Type]
	if number == nil {
		return Tensor{}, fmt.Errorf("safetensors: %.100s: type %.20q: want F32, F16, BF16 or F64", name, e.Type)
	}
	if err := e.check(f.room); err != nil {
		return Tensor{}, fmt.Errorf("safetensors: %.100s: %w", name, err)
	}
	data, err := f.floats(e, number)
	if err != nil {
		return Tensor{}, fmt.Errorf("safetensors: %.100s: %w", name, err)
	}
	return Tensor{e.Shape, data}, nil
}

// blockBytes is how much is read at a time, a whole number of numbers of each type.
const blockBytes = 64 << 10

// floats reads the numbers of an entry that has been checked. They are read a block
// at a time, so that the file's bytes do not lie in memory beside them.
func (f *File) floats(e Entry, number func([]byte) float32) ([]float32, error) {
	each := int(typeBytes[e.Type])
	left := e.Offsets[1] - e.Offsets[0]
	if e.Type == "F32" && isLittleEndian() { // as they lie in the file
		out := make([]float32, left/int64(each))
		return out, f.read(LittleEndian(out), e.Offsets[0])
	}
	out := make([]float32, 0, left/int64(each))
	block := make([]byte, min(left, blockBytes))
	for at := e.Offsets[0]; at < e.Offsets[1]; at += int64(len(block)) {
		block = block[:min(int64(len(block)), e.Offsets[1]-at)]
		if err := f.read(block, at); err != nil {
			return nil, err
		}
		for i := 0; i < len(block); i += each {
			out = append(out, number(block[i:]))
		}
	}
	return out, nil
}

// decoders read the number that bytes begin with, for the types that are read as
// float32.
var decoders = map[string]func([]byte) float32{
	"F64":  func(b []byte) float32 { return float32(math.Float64frombits(binary.LittleEndian.Uint64(b))) },
	"F32":  func(b []byte) float32 { return math.Float32frombits(binary.LittleEndian.Uint32(b)) },
	"F16":  func(b []byte) float32 { return ofHalf(binary.LittleEndian.Uint16(b)) },
	"BF16": func(b []byte) float32 { return math.Float32frombits(uint32(binary.LittleEndian.Uint16(b)) << 16) },
}

// size is how many numbers a shape has.
func size(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

// LittleEndian returns the bytes of data, as a file has them. On a little-endian
// machine they are data's own memory, and must not be written to.
func LittleEndian(data []float32) []byte {
	if len(data) == 0 {
		return nil
	}
	if isLittleEndian() {
		return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(data))), 4*len(data))
	}
	out := make([]byte, 0, 4*len(data))
	for _, v := range data {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(v))
	}
	return out
}

var isLittleEndian = sync.OnceValue(func() bool {
	one := uint16(1)
	return *(*byte)(unsafe.Pointer(&one)) == 1
})
