package main

import (
	"encoding/json"
	"fmt"
	"time"

	"graft/core/augment"
)

// drawn is render with given values in place of drawn ones: draws is JSON, a
// list of augment.Draw.
func (e *engine) drawn(key, text, draws string) (rendered, error) {
	start := time.Now()
	src, p, err := e.pictureAndPlan(key, text)
	if err != nil {
		return rendered{}, err
	}
	var given []augment.Draw
	if err := json.Unmarshal([]byte(draws), &given); err != nil {
		return rendered{}, fmt.Errorf("engine: draws: %w", err)
	}
	if err := p.plan.ApplyDrawn(p.canvas, src, given); err != nil {
		return rendered{}, err
	}
	return rendered{p.canvas, draws, time.Since(start)}, nil
}
