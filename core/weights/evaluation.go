package weights

import (
	"fmt"

	"graft/core/weights/layout"
)

// Filter is how a picture is resampled, as Pillow names it.
type Filter string

const (
	Nearest  Filter = "nearest"
	Bilinear Filter = "bilinear" // over all pixels under a triangle, when making smaller
	Bicubic  Filter = "bicubic"
)

// Evaluation is how the originals cut a whole picture to 224 by 224 pixels when
// they measure these weights: it is what published accuracies go with.
//
// Fine-tuning does not use it. There a picture is stretched as the tab shows it,
// so that the head sees what the visitor sees.
type Evaluation struct {
	// Resize is the length in pixels that the shorter side is given before the
	// middle is cut out, at least 224; 0 stretches the picture to 224 by 224.
	Resize int    `json:"resize"`
	Filter Filter `json:"filter"`
}

// Evaluation returns the cut that goes with a preprocessing: that of Keras's load_img
// and flow_from_directory, or of torchvision's transforms of IMAGENET1K_V1.
func (p Preprocess) Evaluation() Evaluation {
	if p.Name == Keras().Name {
		return Evaluation{0, Nearest}
	}
	return Evaluation{256, Bilinear}
}

// maxResize bounds Resize.
const maxResize = 1024

// Validate says what is wrong with e, if anything.
func (e Evaluation) Validate() error {
	if e.Resize != 0 && (e.Resize < layout.Side || e.Resize > maxResize) {
		return fmt.Errorf("weights: evaluation: resize %d: want 0, or %d to %d", e.Resize, layout.Side, maxResize)
	}
	if e.Filter != Nearest && e.Filter != Bilinear && e.Filter != Bicubic {
		return fmt.Errorf("weights: evaluation: filter %q: want %q, %q or %q", string(e.Filter), Nearest, Bilinear, Bicubic)
	}
	return nil
}
