package head

import (
	"encoding/json"
	"fmt"
)

// Pixels says how the pixels of a picture become the numbers that the backbone
// takes: of each channel, in the order red, green, blue, pixel being 0 to 255,
// (pixel × Scale − Mean) / Std. The zero Pixels are unknown ones.
type Pixels struct {
	Scale float32    `json:"scale"`
	Mean  [3]float32 `json:"mean"`
	Std   [3]float32 `json:"std"`
}

// validate says what is wrong with p, if anything.
func (p Pixels) validate() error {
	if p == (Pixels{}) {
		return nil
	}
	for c := range 3 {
		if !(p.Std[c] > 0) || p.Std[c]-p.Std[c] != 0 || p.Mean[c]-p.Mean[c] != 0 {
			return fmt.Errorf("head: pixels: mean %v, std %v: want finite numbers, std above 0", p.Mean, p.Std)
		}
	}
	if !(p.Scale > 0 && p.Scale <= 1) {
		return fmt.Errorf("head: pixels: scale %g: want more than 0, at most 1", p.Scale)
	}
	return nil
}

// note tells people how to prepare a picture of that size.
func (p Pixels) note(size [2]int) string {
	return fmt.Sprintf("Lay transparency on white, turn the picture as its EXIF orientation says, stretch it to %d×%d pixels "+
		"(bilinear, averaging where it shrinks). Then, for the channels red, green, blue, with pixels of 0 to 255: "+
		"(pixel × %.8g − mean) / std with mean %.6g, %.6g, %.6g and std %.6g, %.6g, %.6g.",
		size[0], size[1], p.Scale, p.Mean[0], p.Mean[1], p.Mean[2], p.Std[0], p.Std[1], p.Std[2])
}

// Metadata describes the head as its file does: texts by key. Classes, size and
// pixels are JSON, since the format holds texts only; pixels, their note for
// people and variant are left out where they are unknown.
func (h *Head) Metadata() map[string]string {
	text := func(v any) string {
		b, err := json.Marshal(v)
		if err != nil {
			panic(err) // texts and numbers that Validate takes are JSON
		}
		return string(b)
	}
	meta := map[string]string{
		keyClasses: text(h.Classes), keyBackbone: h.Backbone, keyWeights: h.Weights,
		keyDigest: h.WeightsDigest, keyPreprocessing: h.Preprocessing, keySize: text(h.Size),
	}
	if h.Variant != "" {
		meta[keyVariant] = h.Variant
	}
	if h.Pixels != (Pixels{}) {
		meta[keyPixels], meta[keyNote] = text(h.Pixels), h.Pixels.note(h.Size)
	}
	return meta
}
