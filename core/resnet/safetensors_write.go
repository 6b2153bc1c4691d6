package resnet

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
)

// WriteSafetensors writes tensors, as float32 and in the order of their names,
// to a safetensors file with that metadata. The numbers are written from where
// they lie; equal tensors and metadata give equal bytes. It fails if a tensor's
// shape does not fit its numbers.
func WriteSafetensors(w io.Writer, tensors map[string]Tensor, metadata map[string]string) error {
	names := slices.Sorted(maps.Keys(tensors))
	header := make(map[string]any, len(names)+1)
	if len(metadata) > 0 {
		header["__metadata__"] = metadata
	}
	at := int64(0)
	for _, name := range names {
		t := tensors[name]
		if product(t.Shape) != len(t.Data) {
			return fmt.Errorf("resnet: safetensors: %s: %d numbers for the shape %v: want %d", name, len(t.Data), t.Shape, product(t.Shape))
		}
		info := tensorInfo{Type: "F32", Shape: make([]int64, len(t.Shape)), Offsets: [2]int64{at, at + 4*int64(len(t.Data))}}
		for i, d := range t.Shape {
			info.Shape[i] = int64(d)
		}
		header[name], at = info, info.Offsets[1]
	}
	head, err := json.Marshal(header)
	if err != nil {
		return fmt.Errorf("resnet: safetensors: %w", err)
	}
	for len(head)%8 != 0 { // the format's own alignment rule
		head = append(head, ' ')
	}
	if _, err := w.Write(append(binary.LittleEndian.AppendUint64(nil, uint64(len(head))), head...)); err != nil {
		return fmt.Errorf("resnet: safetensors: %w", err)
	}
	for _, name := range names {
		if _, err := w.Write(littleEndian(tensors[name].Data)); err != nil {
			return fmt.Errorf("resnet: safetensors: %w", err)
		}
	}
	return nil
}

// Tensors returns every tensor that makes the features, by torchvision's name;
// their data must not be written to.
func (w *Weights) Tensors() map[string]Tensor { return maps.Clone(w.tensors) }
