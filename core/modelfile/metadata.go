package modelfile

import (
	"fmt"
	"strings"

	"graft/core/head"
	"graft/core/weights"
)

// metadata describes the classifier: what the head's own file says, and what a
// head of an earlier version leaves out.
func metadata(w *weights.Set, h *head.Head) map[string]string {
	full, p := *h, w.Preprocess
	full.Variant = string(w.Variant)
	full.Pixels = head.Pixels{Scale: p.Scale, Mean: p.Mean, Std: p.Std}
	return full.Metadata()
}

// Labels returns the classes, a line each, in the order of the outputs.
func Labels(h *head.Head) []byte {
	return []byte(strings.Join(h.Classes, "\n") + "\n")
}

// check says why w and h are not one classifier, if they are not.
func check(w *weights.Set, h *head.Head) error {
	if err := h.Validate(); err != nil {
		return fmt.Errorf("modelfile: %w", err)
	}
	if w.Digest != h.WeightsDigest {
		return fmt.Errorf("modelfile: the head was trained on the weights %s (%.12s…), these are %s (%.12s…): want the same",
			h.Weights, h.WeightsDigest, w.Name, w.Digest)
	}
	return nil
}
