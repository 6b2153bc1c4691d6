package safetensors

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
)

// Write writes tensors, in the order of their names, and metadata as a safetensors
// file. Numbers are float32, those of the tensors that halves names float16, rounded
// to nearest even. Equal tensors and metadata give equal bytes. It fails if a shape
// does not fit its numbers, and if a number of a half is beyond ±[MaxHalf].
func Write(w io.Writer, tensors map[string]Tensor, metadata map[string]string, halves ...string) error {
	names := slices.Sorted(maps.Keys(tensors))
	header, err := headerOf(names, tensors, metadata, halves)
	if err != nil {
		return fmt.Errorf("safetensors: %w", err)
	}
	if _, err := w.Write(header); err != nil {
		return fmt.Errorf("safetensors: %w", err)
	}
	for _, name := range names {
		raw := LittleEndian(tensors[name].Data)
		if slices.Contains(halves, name) {
			raw = halvesOf(tensors[name].Data)
		}
		if _, err := w.Write(raw); err != nil {
			return fmt.Errorf("safetensors: %w", err)
		}
	}
	return nil
}

// headerOf is the header with its length before it.
func headerOf(names []string, tensors map[string]Tensor, metadata map[string]string, halves []string) ([]byte, error) {
	entries := make(map[string]any, len(names)+1)
	if len(metadata) > 0 {
		entries[metadataKey] = metadata
	}
	at := int64(0)
	for _, name := range names {
		t := tensors[name]
		if size(t.Shape) != len(t.Data) {
			return nil, fmt.Errorf("%s: %d numbers for the shape %v: want %d", name, len(t.Data), t.Shape, size(t.Shape))
		}
		e := Entry{Type: "F32", Shape: t.Shape}
		if slices.Contains(halves, name) {
			if e.Type = "F16"; slices.ContainsFunc(t.Data, tooLargeForHalf) {
				return nil, fmt.Errorf("%s: 16 bits hold ±%d", name, MaxHalf)
			}
		}
		if e.Shape == nil {
			e.Shape = []int{} // which JSON would write as null
		}
		end := at + typeBytes[e.Type]*int64(len(t.Data))
		e.Offsets, at = []int64{at, end}, end
		entries[name] = e
	}
	text, err := json.Marshal(entries)
	if err != nil {
		return nil, err
	}
	for len(text)%8 != 0 { // the format's own alignment rule
		text = append(text, ' ')
	}
	return append(binary.LittleEndian.AppendUint64(nil, uint64(len(text))), text...), nil
}
