package main

import (
	"bytes"
	"encoding/binary"
	"image/png"
	"testing"

	"graft/core/sample/kinds"
)

// The stream is what train.py reads: kind, traits, pixels, and a later start or more
// painters give the same pictures.
func TestStream(t *testing.T) {
	const side, record = 32, 2 + kinds.Traits + 3*32*32
	var all, rest bytes.Buffer
	if err := stream(&all, side, kinds.Shares{Dishes: 0.3, Finds: 0.3}, 7, 0, 5, 1); err != nil {
		t.Fatal(err)
	}
	if err := stream(&rest, side, kinds.Shares{Dishes: 0.3, Finds: 0.3}, 7, 3, 2, 3); err != nil {
		t.Fatal(err)
	}
	if all.Len() != 5*record {
		t.Fatalf("5 pictures in %d bytes, want %d", all.Len(), 5*record)
	}
	if !bytes.Equal(all.Bytes()[3*record:], rest.Bytes()) {
		t.Error("pictures 3 and 4 are others when the stream starts at 3")
	}
	d, err := kinds.New(side, kinds.Shares{Dishes: 0.3, Finds: 0.3})
	if err != nil {
		t.Fatal(err)
	}
	pixels, kind, traits := d.Draw(7, 0)
	first := all.Bytes()[:record]
	if got := binary.LittleEndian.Uint16(first); int(got) != kind {
		t.Errorf("kind %d, want %d", got, kind)
	}
	if !bytes.Equal(first[2:2+kinds.Traits], traits[:]) || !bytes.Equal(first[2+kinds.Traits:], pixels) {
		t.Error("traits or pixels are not those of the picture")
	}
}

func TestStreamRefusesSizes(t *testing.T) {
	if err := stream(&bytes.Buffer{}, 5, kinds.Shares{}, 1, 0, 1, 1); err == nil {
		t.Error("side 5: no error, want one")
	}
}

func TestSheet(t *testing.T) {
	var b bytes.Buffer
	if err := sheet(&b, 32, kinds.Shares{}, 1, 0, 3, -1); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	if got := img.Bounds().Dx(); got != 96 {
		t.Errorf("sheet is %d px wide, want 96", got)
	}
	if err := sheet(&b, 32, kinds.Shares{}, 1, 0, 3, kinds.Count-2); err == nil {
		t.Error("a sheet of kinds that there are not: no error, want one")
	}
}
