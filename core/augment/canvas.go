package augment

import "image"

// canvas is what a step of its own kind works on: the result so far, and the
// buffers of its plan.
type canvas struct {
	plan *Plan
	dst  *image.NRGBA
	at   frame
	fill fill
	subs [maxPolicyOps]drawn // the ops that a policy has chosen
	own  [maxPolicyOps]tally // theirs

	active [1]*drawn // of subs
}

func newCanvas(p *Plan) *canvas {
	return &canvas{plan: p}
}

func (c *canvas) begin(dst *image.NRGBA, at frame, f fill) {
	c.dst, c.at, c.fill = dst, at, f
}
