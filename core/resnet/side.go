package resnet

import (
	"fmt"

	"graft/core/weights/layout"
)

const (
	// FeatureSize is the length of a picture's features: the channels of the
	// last stage, averaged over the picture.
	FeatureSize = layout.FeatureSize
	// Side is the width and height in pixels of the pictures that go in unless the
	// caller says otherwise: what published weights were trained on.
	Side = layout.Side
	// MinSide and MaxSide bound what the caller may say: Keras's smallest
	// input_shape, and 5.2 times the work and memory of 224.
	MinSide, MaxSide = 32, 512
)

// CheckSide says what is wrong with a width and height in pixels, if anything.
func CheckSide(side int) error {
	if side < MinSide || side > MaxSide {
		return fmt.Errorf("resnet: pictures of %d by %d pixels: want a side of %d to %d", side, side, MinSide, MaxSide)
	}
	return nil
}

// Places is how many places in each direction the last feature map has of pictures
// of that side: each of five layers with a stride of 2 halves it, rounded up.
func Places(side int) int { return (side + 31) / 32 }
