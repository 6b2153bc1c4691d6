package main

import (
	"encoding/json"
	"fmt"
	"image"
	"time"

	"graft/core/augment"
)

// drawn is render with given values in place of drawn ones: draws is JSON, a
// list of augment.Draw.
func (e *engine) drawn(key, text, draws string) (rendered, error) {
	start := time.Now()
	src, err := e.openedPicture(key)
	if err != nil {
		return rendered{}, err
	}
	p, err := e.plans.get(text)
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

// mixed is render, and then the recipe's batch steps with the same view of
// another picture. lambda is the first picture's share in the label.
func (e *engine) mixed(key, other, text string, view int) (r rendered, lambda float64, err error) {
	start := time.Now()
	b, err := e.openedPicture(other)
	if err != nil {
		return rendered{}, 0, err
	}
	p, err := e.plans.get(text)
	if err != nil {
		return rendered{}, 0, err
	}
	second := image.NewNRGBA(p.canvas.Rect)
	if err := p.plan.Apply(second, b, view); err != nil {
		return rendered{}, 0, err
	}
	if r, err = e.render(key, text, view); err != nil {
		return rendered{}, 0, err
	}
	src, err := e.openedPicture(key)
	if err != nil {
		return rendered{}, 0, err
	}
	if lambda, err = augment.ApplyMixes(r.image, r.image, second, p.plan.Mixes(src, view)); err != nil {
		return rendered{}, 0, err
	}
	r.took = time.Since(start)
	return r, lambda, nil
}
