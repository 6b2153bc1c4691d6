package augment

import (
	"fmt"
	"image"

	"graft/core/recipe"
)

// Plan applies one recipe. It reuses its buffers: after the first picture
// nothing is allocated. One goroutine at a time may use it.
type Plan struct {
	size   recipe.Size
	steps  []step
	drawn  []drawn // of steps, for the view at hand
	stages []stage
	active []*drawn
	colour *colouring
	copied *image.NRGBA // what a resampling of the result itself reads
}

type step struct {
	index int // in the recipe
	name  string
	op    *operation
	p     float64
	par   params
	key   streamKey
}

// stage is a run of adjacent steps, all geometry or all colour and pixel.
type stage struct {
	geometry bool
	from, to int // steps[from:to]
	fill     fill
}

// Compile fails if r is not valid.
func Compile(r recipe.Recipe) (*Plan, error) {
	if err := r.Validate(); err != nil {
		return nil, err
	}
	p := &Plan{size: r.Size}
	ordinal := make(map[string]int)
	var whole, neighbours bool
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
		whole = whole || op.needsMean
		neighbours = neighbours || op.planes != nil
		p.addStage(op, s)
		p.steps = append(p.steps, step{i, s.Op, op, s.P, op.read(s), newStreamKey(r.Seed, s.Op, n)})
	}
	p.drawn = make([]drawn, len(p.steps))
	p.active = make([]*drawn, 0, len(p.steps))
	for i, s := range p.stages {
		if !s.geometry && p.colour == nil {
			p.colour = newColouring(r.Size.W, r.Size.H, whole, neighbours)
		}
		if s.geometry && i > 0 && p.copied == nil {
			p.copied = image.NewNRGBA(image.Rect(0, 0, r.Size.W, r.Size.H))
		}
	}
	return p, nil
}

// addStage puts the step to come into the last stage or opens one. The first
// stage is geometry, even if it is empty: it takes the picture to the result.
func (p *Plan) addStage(op *operation, s recipe.Step) {
	geometry := op.affine != nil
	if len(p.stages) == 0 {
		p.stages = append(p.stages, stage{geometry: true})
	}
	if p.stages[len(p.stages)-1].geometry != geometry {
		p.stages = append(p.stages, stage{geometry: geometry, from: len(p.steps), to: len(p.steps)})
	}
	last := &p.stages[len(p.stages)-1]
	last.to++
	// One resampling shows one kind of outside: that of the last step that has one.
	if mode := s.Choice("fill"); mode != "" {
		last.fill = fill{fillModes[mode], uint8(s.Number("cval"))}
	}
}

// Size returns the size of the results.
func (p *Plan) Size() recipe.Size { return p.size }

// Apply writes view number view of src onto dst. It fails if dst is not Size.
func (p *Plan) Apply(dst *image.NRGBA, src *Source, view int) error {
	if err := p.check(dst); err != nil {
		return err
	}
	at := frame{src.W(), src.H(), p.size.W, p.size.H}
	p.draw(src, at, view)
	if len(p.stages) == 0 {
		return p.Plain(dst, src)
	}
	for i, s := range p.stages {
		if !s.geometry {
			if active := p.applied(s); len(active) > 0 {
				p.colour.run(dst, active)
			}
			continue
		}
		m, any := p.compose(s, at)
		if i == 0 {
			m = m.scaled(float64(at.srcW)/float64(at.w), float64(at.srcH)/float64(at.h))
			resample(dst, src.levels, m, s.fill)
		} else if any {
			p.again(dst, m, s.fill)
		}
	}
	return nil
}

// Plain writes src onto dst without augmentation, stretched to the size: what
// validation and prediction see. It fails if dst is not Size.
func (p *Plan) Plain(dst *image.NRGBA, src *Source) error {
	if err := p.check(dst); err != nil {
		return err
	}
	src.Stretch(dst)
	return nil
}

// Stretch writes the whole picture onto the whole of dst.
func (s *Source) Stretch(dst *image.NRGBA) {
	w, h := dst.Rect.Dx(), dst.Rect.Dy()
	if w < 1 || h < 1 {
		return
	}
	m := identity.scaled(float64(s.W())/float64(w), float64(s.H())/float64(h))
	resample(dst, s.levels, m, fill{})
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
		if p.drawn[i].applied {
			p.active = append(p.active, &p.drawn[i])
		}
	}
	return p.active
}

// compose returns the map of a geometry stage on this view, and whether any of
// its steps is applied. A result's pixel goes through the last step first.
func (p *Plan) compose(s stage, at frame) (m affine, any bool) {
	m = identity
	for i := s.from; i < s.to; i++ {
		if d := &p.drawn[i]; d.applied {
			m, any = m.of(d.op.affine(&d.values, at)), true
		}
	}
	return m, any
}

// again resamples the result itself, for geometry that follows colour.
func (p *Plan) again(dst *image.NRGBA, m affine, f fill) {
	w, h := p.size.W, p.size.H
	for y := range h {
		copy(p.copied.Pix[y*p.copied.Stride:][:4*w], dst.Pix[y*dst.Stride:][:4*w])
	}
	levels := [1]level{imageLevel(p.copied)}
	resample(dst, levels[:], m, f)
}
