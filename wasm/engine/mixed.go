package main

import (
	"image"
	"time"

	"graft/core/augment"
)

// mixed is render, and then the recipe's batch steps with the same view of
// another picture. lambda is the first picture's share in the label.
func (e *engine) mixed(key, other, text string, view int) (r rendered, lambda float64, err error) {
	start := time.Now()
	b, p, err := e.pictureAndPlan(other, text)
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
