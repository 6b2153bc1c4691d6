package resnet

import (
	"context"
	"image"

	"graft/core/backend"
	"graft/core/weights"
)

// engine is one way of running the network.
type engine interface {
	// run writes the features of each picture to features, [FeatureSize] each,
	// and unless maps is nil its last feature map to maps, [places, FeatureSize]
	// each. It gets at most the pictures of one run, and may be called again
	// before it returns if sizes says so. It returns soon after ctx ends if it can.
	run(ctx context.Context, pictures []*image.NRGBA, features, maps [][]float32) error
	// sizes is what the engine works best with.
	sizes() sizes
	close()
}

// sizes is how an engine wants its pictures.
type sizes struct {
	run      int  // the most pictures of one run
	parallel int  // runs that may go on at once
	fixed    bool // a run has places for run pictures or for one, not for other numbers
}

// newEngine returns the fastest engine that the backend has.
//
//   - ONNX Runtime gets the network as an ONNX file of our own. GoMLX would write
//     ReLU as Max, which keeps ONNX Runtime from merging it with the convolution.
//   - Where GoMLX's pure-Go backend runs, our own kernels do
//     (internal/nhwc): they are three times as fast.
//   - XLA gets GoMLX's graph.
func newEngine(b *backend.Backend, w *weights.Set, run, side int) (engine, error) {
	switch {
	case b.LoadONNX != nil:
		return newONNXEngine(b, w, run, side)
	case b.Inline != nil:
		return newGoEngine(w, run, side)
	default:
		return newGraphEngine(b, w, run, side, formOf(b))
	}
}

// formOf is the form of convolution that suits the backend.
func formOf(b *backend.Backend) Form {
	if b.MatrixConv {
		return Matrices
	}
	return Convolutions
}

// runPictures is how many pictures are computed together unless the caller
// says: measured on two cores at 224 pixels, 4 to 32 are equally fast.
func runPictures(b *backend.Backend, side int) int {
	if b.Device != "cpu" {
		return forArea(64, side, 256)
	}
	return forArea(8, side, 32)
}

// forArea is how many pictures of a side take the memory of so many of 224 pixels,
// at least one and at most so many.
func forArea(pictures, side, most int) int {
	return min(max(pictures*Side*Side/(side*side), 1), most)
}
