package models

import (
	"context"

	"graft/core/weights"
)

// Backbone is a weight set, and how pictures are prepared for it.
type Backbone struct {
	Name    weights.Name
	Rescale bool // pictures are only divided by 255, whatever the weights were trained with
}

// Load reads the set.
func (b Backbone) Load(ctx context.Context, o weights.Options) (*weights.Set, error) {
	w, err := weights.Load(ctx, b.Name, o)
	if err != nil || !b.Rescale {
		return w, err
	}
	return w.Prepared(weights.Rescale())
}
