package augment

import (
	"fmt"
	"image"

	"graft/core/recipe"
)

// Plan is a recipe made ready to run: it writes the views of pictures, and tells what it
// drew for them. It reuses its buffers, so that after the first picture nothing is
// allocated, and one goroutine at a time may use it; several compile a plan each.
type Plan struct {
	size   recipe.Size
	steps  []step
	drawn  []drawn // of steps, for the view at hand
	stages []stage
	active []*drawn
	colour *colouring
	copied *image.NRGBA // what a resampling of the result itself reads
	own    *canvas      // what a step of its own kind works on
	rows   *alignedRows
	mixes  []step // of batches: not part of a view
}

type step struct {
	index int // in the recipe
	name  string
	op    *operation
	p     float64
	par   params
	key   streamKey
	tally *tally // of an op that measures
}

// stage is a run of adjacent steps, all geometry or all colour and pixel, or
// one step that is neither.
type stage struct {
	geometry bool
	canvas   bool
	from, to int // steps[from:to]
	fill     fill
}

// Compile makes the plan of a recipe: adjacent geometry steps become one resampling,
// adjacent colour and pixel steps one pass. It fails if r is not valid, with the error of
// [recipe.Recipe.Validate].
func Compile(r recipe.Recipe) (*Plan, error) {
	if err := r.Validate(); err != nil {
		return nil, err
	}
	p := &Plan{size: r.Size}
	ordinal := make(map[string]int)
	var needs scratchNeeds
	for i, s := range r.Steps {
		op, ok := operations[s.Op]
		if !ok {
			return nil, fmt.Errorf("augment: operation %q: described by the recipe, but not built", s.Op)
		}
		n := ordinal[s.Op]
		ordinal[s.Op]++ // steps that are off count: switching one leaves the others' draws
		if s.Off {
			continue
		}
		st := step{i, s.Op, op, s.P, op.read(s), newStreamKey(r.Seed, s.Op, n), nil}
		if op.batch != nil {
			p.mixes = append(p.mixes, st)
			continue
		}
		if op.measure != nil {
			st.tally = new(tally)
		}
		needs.add(op)
		p.addStage(op, s)
		p.steps = append(p.steps, st)
	}
	p.drawn = make([]drawn, len(p.steps))
	p.active = make([]*drawn, 0, len(p.steps))
	p.makeScratch(needs)
	p.rows = newAlignedRows(p.size.W)
	return p, nil
}

// scratchNeeds says what the steps of a plan work with.
type scratchNeeds struct{ measured, neighbours, own bool }

func (n *scratchNeeds) add(op *operation) {
	n.measured = n.measured || op.measure != nil || op.canvas != nil
	n.neighbours = n.neighbours || op.planes != nil || op.canvas != nil
	n.own = n.own || op.canvas != nil
}

func (p *Plan) makeScratch(needs scratchNeeds) {
	w, h := p.size.W, p.size.H
	for i, s := range p.stages {
		if !s.geometry && p.colour == nil {
			p.colour = newColouring(w, h, needs.measured, needs.neighbours)
		}
		if (s.canvas || s.geometry && i > 0) && p.copied == nil {
			p.copied = image.NewNRGBA(image.Rect(0, 0, w, h))
		}
	}
	if needs.own {
		p.own = newCanvas(p)
	}
}

// addStage puts the step to come into the last stage or opens one. The first
// stage is geometry, even if it is empty: it takes the picture to the result.
func (p *Plan) addStage(op *operation, s recipe.Step) {
	geometry, whole := op.isGeometry(), op.canvas != nil
	if len(p.stages) == 0 {
		p.stages = append(p.stages, stage{geometry: true})
	}
	if before := p.stages[len(p.stages)-1]; before.geometry != geometry || before.canvas || whole {
		p.stages = append(p.stages, stage{geometry: geometry, canvas: whole, from: len(p.steps), to: len(p.steps)})
	}
	last := &p.stages[len(p.stages)-1]
	last.to++
	// One resampling shows one kind of outside: that of the last step that has one.
	if mode := s.Choice("fill"); mode != "" {
		last.fill = fill{fillModes[mode], uint8(s.Number("cval"))}
		if op.fades && last.fill.mode == fillConstant {
			last.fill.mode = fillFade
		}
	}
}

// Size returns the width and height in pixels of the views, which dst must have.
func (p *Plan) Size() recipe.Size { return p.size }

// Apply writes a view of src onto dst. Views are numbered from 0; each number is another
// draw, and the same number always the same pixels. dst is opaque afterwards; all its
// pixels are written. It fails if dst is not of the plan's Size.
func (p *Plan) Apply(dst *image.NRGBA, src *Source, view int) error {
	if err := p.check(dst); err != nil {
		return err
	}
	at := p.frame(src)
	p.draw(src, at, view)
	p.render(dst, src, at)
	return nil
}

func (p *Plan) frame(src *Source) frame { return frame{src.W(), src.H(), p.size.W, p.size.H} }

// render writes onto dst what p.drawn says.
func (p *Plan) render(dst *image.NRGBA, src *Source, at frame) {
	if len(p.stages) == 0 {
		src.stretch(dst, p.rows)
	}
	for i, s := range p.stages {
		if !s.geometry {
			p.renderOn(dst, s, at)
			continue
		}
		m, seen, any := p.compose(s, at)
		if !any {
			s.fill = fill{} // nothing of the outside shows round what nothing has moved
		}
		if i == 0 {
			sx, sy := float64(at.srcW)/float64(at.w), float64(at.srcH)/float64(at.h)
			resampleProjective(dst, src.halvings, seen.box(sx, sy), m.scaled(sx, sy), s.fill, p.rows)
		} else if any {
			p.again(dst, m, seen, s.fill)
		}
	}
}

// renderOn applies the steps of a stage that is not geometry.
func (p *Plan) renderOn(dst *image.NRGBA, s stage, at frame) {
	active := p.applied(s)
	switch {
	case len(active) == 0:
	case s.canvas:
		p.own.begin(dst, at, s.fill)
		active[0].op.canvas(active[0], p.own)
	default:
		p.colour.run(dst, active)
	}
}

// Plain writes src onto dst without augmentation, stretched to the size whatever its
// aspect: what validation and prediction see. It fails if dst is not of the plan's Size.
func (p *Plan) Plain(dst *image.NRGBA, src *Source) error {
	if err := p.check(dst); err != nil {
		return err
	}
	src.stretch(dst, p.rows)
	return nil
}

// Stretch writes the whole picture onto the whole of dst, whatever the aspect of either,
// through the halvings that fit: without aliasing, and the same on every platform. An
// empty dst stays as it is.
func (s *Source) Stretch(dst *image.NRGBA) { s.stretch(dst, newAlignedRows(dst.Rect.Dx())) }

func (s *Source) stretch(dst *image.NRGBA, rows *alignedRows) {
	w, h := dst.Rect.Dx(), dst.Rect.Dy()
	if w < 1 || h < 1 {
		return
	}
	m := identity.scaled(float64(s.W())/float64(w), float64(s.H())/float64(h))
	resample(dst, s.halvings, s.halvings[0].box(), m, fill{}, rows)
}

func (p *Plan) check(dst *image.NRGBA) error {
	if w, h := dst.Rect.Dx(), dst.Rect.Dy(); w != p.size.W || h != p.size.H {
		return fmt.Errorf("augment: picture of %d×%d to draw on: want %d×%d", w, h, p.size.W, p.size.H)
	}
	return nil
}

// draw fills p.drawn.
func (p *Plan) draw(src *Source, at frame, view int) {
	for i := range p.steps {
		s, d := &p.steps[i], &p.drawn[i]
		*d = drawn{op: s.op, stream: s.key.open(&src.digest, view)}
		if d.stream.unit() < s.p {
			d.applied = s.op.draw(&s.par, &d.stream, at, &d.values)
		}
	}
}

// applied returns the steps of a stage that this view has.
func (p *Plan) applied(s stage) []*drawn {
	p.active = p.active[:0]
	for i := s.from; i < s.to; i++ {
		if d := &p.drawn[i]; d.applied {
			d.tally = p.steps[i].tally
			p.active = append(p.active, d)
		}
	}
	return p.active
}

// compose returns the map of a geometry stage on this view, and whether any of
// its steps is applied. A result's pixel goes through the last step first.
//
// seen is what the crops and flips that come before all else show: the steps
// after them find the picture ending there.
func (p *Plan) compose(s stage, at frame) (m projective, seen extent, any bool) {
	m.affine = identity
	seen = m.extent(at.w, at.h)
	inside := true
	for i := s.from; i < s.to; i++ {
		d := &p.drawn[i]
		switch {
		case !d.applied:
			continue
		case d.op.affine != nil:
			m = m.of(projective{affine: d.op.affine(&d.values, at)})
		default:
			m = m.of(d.op.projective(&d.values, at))
		}
		any = true
		if inside = inside && d.op.inside; inside {
			seen, inside = seen.narrowed(m.extent(at.w, at.h))
		}
	}
	return m, seen, any
}

// again resamples the result itself, for geometry that follows colour.
func (p *Plan) again(dst *image.NRGBA, m projective, seen extent, f fill) {
	halvings := [1]halving{p.copy(dst)}
	resampleProjective(dst, halvings[:], seen.box(1, 1), m, f, p.rows)
}

// copy keeps a copy of dst for a resampling to read.
func (p *Plan) copy(dst *image.NRGBA) halving {
	w, h := p.size.W, p.size.H
	for y := range h {
		copy(p.copied.Pix[y*p.copied.Stride:][:4*w], dst.Pix[y*dst.Stride:][:4*w])
	}
	return imageHalving(p.copied)
}
