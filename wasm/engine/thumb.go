package main

import (
	"fmt"

	"graft/core/imagefile"
	"graft/core/thumbnail"
)

// thumb is a small copy of a picture.
type thumb struct {
	opened
	MIME string `json:"mime"`
	file []byte
}

const maxThumbSide = 2048 // px

// thumb makes a JPEG whose longer side is at most side pixels; small pictures
// are not enlarged. Its error is imagefile's where data is no picture.
func (e *engine) thumb(data []byte, side int) (thumb, error) {
	if side < 1 || side > maxThumbSide {
		return thumb{}, fmt.Errorf("engine: thumbnail of %d px: want 1 to %d", side, maxThumbSide)
	}
	p, err := imagefile.Decode(data, e.limits)
	if err != nil {
		return thumb{}, err
	}
	small, err := thumbnail.JPEG(p, side)
	if err != nil {
		return thumb{}, fmt.Errorf("engine: thumbnail: %w", err)
	}
	return thumb{describe(p, len(data)), "image/jpeg", small}, nil
}
