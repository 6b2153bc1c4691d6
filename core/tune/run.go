package tune

import (
	"context"
	"fmt"
	"runtime"
	"slices"

	"graft/core/disk"
	"graft/core/head"
	"graft/core/recipe"
	"graft/core/resnet"
	"graft/core/tune/internal/network"
)

// fit trains what the options say and puts the head, the backbone and the epochs
// into res.
func (s *sets) fit(ctx context.Context, o *Options, res *Result) error {
	t, err := s.newTrainer(o)
	if err != nil {
		return err
	}
	if err := t.saver.restore(t); disk.Machine(err) != nil {
		return fmt.Errorf("tune: checkpoint: %w", err) // it may be whole
	} else if err != nil {
		res.warn(warnBeganAnew, err)
	}
	for i := range t.state.Epochs {
		o.Progress(Event{Kind: KindEpoch, Epoch: &t.state.Epochs[i]})
	}
	first, err := s.headPhase(t)
	if err != nil {
		return err
	}
	defer first.close()
	began := o.Now()
	if first.epochs > 0 {
		if err := t.run(ctx, 0, first); err != nil {
			return err
		}
	}
	res.Timings.HeadSeconds = o.Now().Sub(began).Seconds()
	last := first
	if o.Train.TunesBackbone() {
		began = o.Now()
		if last, err = s.backbonePhase(ctx, t, res); err != nil {
			return err
		}
		defer last.close()
		if err := t.run(ctx, 1, last); err != nil {
			return err
		}
		res.Timings.BackboneSeconds = o.Now().Sub(began).Seconds()
	}
	res.Epochs = t.state.Epochs
	if err := t.finish(ctx, last, res); err != nil {
		return err
	}
	if t.saveFault != nil {
		res.warn(warnNoCheckpoints, t.saveFault)
	}
	if !o.KeepCheckpoint {
		t.saver.remove()
	}
	return nil
}

func (s *sets) newTrainer(o *Options) (*trainer, error) {
	if o.Train.Top == recipe.TopSoftmax {
		if err := s.useTop(o); err != nil {
			return nil, err
		}
	}
	inputs := len(s.train[0].z)
	s.scale = network.NoScaling(inputs)
	if !o.RawFeatures && s.top == nil {
		s.scale = network.Standardising(denseInputs(s.train))
	}
	t := &trainer{s: s, o: o, counts: classWeights(o.Train.ClassWeights, s.train, s.classes), saver: newSaver(o, s)}
	t.state.values = [][]float32{glorotUniform(inputs, s.classes, stream(o.Train.Seed, streamInit, 0)), make([]float32, s.classes)}
	return t, nil
}

// headPhase trains the dense layer on features.
func (s *sets) headPhase(t *trainer) (*phase, error) {
	o := t.o
	epochs := o.Train.Epochs
	if o.Train.TunesBackbone() {
		epochs = o.Train.HeadEpochs
	}
	inputs := len(s.scale.Mean)
	n := &network.Network{
		Guard:   network.Guard{Name: o.Backend.Name(), Limit: network.StepLimit},
		Backend: o.Backend, Workers: 1, Chunk: min(o.Train.Batch, len(s.train)), Applied: min(256, len(s.val)), Classes: s.classes, Inputs: inputs,
		Scale: s.scale, Dropout: o.Train.Dropout > 0,
		Values: t.state.values[:2], Shapes: [][]int{{inputs, s.classes}, {s.classes}},
	}
	return &phase{
		name: PhaseHead, epochs: epochs, net: n, feed: featureFeed{s.scale}, train: s.train, val: s.val,
		rates: []float64{1, 1}, decay: []bool{true, false},
	}, nil
}

// backbonePhase trains the dense layer and a part of the backbone.
func (s *sets) backbonePhase(ctx context.Context, t *trainer, res *Result) (*phase, error) {
	o := t.o
	part := resnet.Everything
	if o.Train.Mode == recipe.ModeStage4 {
		part = resnet.LastStage
	}
	tr := o.Trainable(part)
	if tr.Side() != o.side() {
		return nil, fmt.Errorf("tune: the network to train takes pictures of %[1]d×%[1]d pixels: want %[2]d×%[2]d, as recipe and settings say", tr.Side(), o.side())
	}
	p := s.tunedPhase(t, tr)
	pixels := pixelFeed{o, s.f.mixer, tr.Side(), tr.Fill}
	if p.feed = pixels; part == resnet.Everything {
		p.fresh, p.train = true, plain(s.train)
		return p, nil
	}
	maps, err := newMapFeed(ctx, pixels, tr, s, o, res)
	p.feed = maps
	return p, err
}

// tunedPhase is the phase without what feeds it.
func (s *sets) tunedPhase(t *trainer, tr *resnet.Trainable) *phase {
	o := t.o
	inputs := len(s.scale.Mean)
	n := &network.Network{
		Guard:   network.Guard{Name: tr.Backend().String(), Limit: network.StepLimit},
		Backend: o.Backend, Classes: s.classes, Inputs: inputs, Scale: s.scale, Top: s.top,
		Dropout: o.Train.Dropout > 0, Body: &network.Body{Input: tr.Input(), Graph: tr.Graph},
		Values: slices.Clone(t.state.values[:2]), Shapes: [][]int{{inputs, s.classes}, {s.classes}},
	}
	n.Chunk, n.Workers = chunkSize(tr, o.Train.Batch)
	n.Applied = n.Chunk
	if inline := tr.Backend().Inline; inline != nil {
		n.Backend = inline
	}
	p := &phase{name: PhaseBackbone, epochs: o.Train.Epochs - o.Train.HeadEpochs, net: n, train: s.train, val: s.val,
		rates: []float64{1, 1}, decay: []bool{true, false}}
	if len(t.state.values) == 2 { // else a checkpoint has them
		for _, tensor := range tr.Tensors() {
			n.Values = append(n.Values, slices.Clone(tensor.Data))
		}
	}
	for _, tensor := range tr.Tensors() {
		n.Shapes = append(n.Shapes, tensor.Shape)
		n.Body.Shapes = append(n.Body.Shapes, tensor.Shape)
		p.rates, p.decay = append(p.rates, o.Train.BackboneRate), append(p.decay, tensor.Decay)
	}
	return p
}

// plain returns the examples that are pictures as they are.
func plain(list []example) []example {
	return slices.DeleteFunc(slices.Clone(list), func(e example) bool { return e.view != plainView })
}

// chunkSize returns how many examples one run of the graph takes and how many runs
// go on at a time, for the memory that the activations need: a picture of 224 pixels
// takes 0.1 to 0.15 GB in the last stage, 0.4 GB in the whole network, and others in
// proportion to their area. On pure Go each run has a processor to itself.
func chunkSize(tr *resnet.Trainable, batch int) (chunk, workers int) {
	b := tr.Backend()
	cpus := runtime.GOMAXPROCS(0)
	switch {
	case b.Inline != nil && tr.Part() == resnet.Everything:
		chunk, workers = 2, min(cpus, 4)
	case b.Inline != nil:
		chunk, workers = 4, min(cpus, 8)
	case b.Device != "cpu":
		chunk, workers = 64, 1
	case tr.Part() == resnet.Everything:
		chunk, workers = 4, 1
	default:
		chunk, workers = 16, 1
	}
	chunk, workers = forArea(chunk, workers, tr.Side())
	return min(chunk, batch), workers
}

// forArea makes chunk and workers, which suit pictures of 224 pixels, fit the memory
// for larger ones: fewer of each, at least one. Smaller pictures stay as many: what
// comes out is the same, but for rounding, whatever a run holds.
func forArea(chunk, workers, side int) (int, int) {
	const plain = recipe.DefaultInput * recipe.DefaultInput
	area := side * side
	if area <= plain {
		return chunk, workers
	}
	pictures := chunk * workers * plain / area // that fit
	chunk = max(1, chunk*plain/area)
	return chunk, max(1, min(workers, pictures/chunk))
}

// finish makes the head, and the backbone if it was trained, of the last or the
// best epoch.
func (t *trainer) finish(ctx context.Context, last *phase, res *Result) error {
	values := t.state.values
	if t.o.Train.RestoreBest && t.state.best != nil {
		values = t.state.best
	}
	h := &head.Head{
		Classes: res.Classes, Backbone: Backbone, Size: [2]int{t.o.side(), t.o.side()},
		Weights: t.o.Weights.Name, WeightsDigest: t.o.Weights.Digest, Preprocessing: t.o.Weights.Preprocessing,
		Variant: t.o.Weights.Variant, Pixels: t.o.Weights.Pixels,
	}
	h.Top = t.s.top
	if len(values) > 2 {
		if err := t.tuned(ctx, last, values, res, h); err != nil {
			return err
		}
	}
	h.Kernel, h.Bias = t.s.scale.Fold(values[0], values[1])
	if err := h.Validate(); err != nil {
		return fmt.Errorf("tune: %w", err)
	}
	res.Head = h
	if t.o.Train.RestoreBest && t.state.Best > 0 {
		res.Best = t.state.Best
	}
	return nil
}

// tuned makes the backbone's weights and takes the features of every picture anew,
// for the report is to be about what comes out.
func (t *trainer) tuned(ctx context.Context, p *phase, values [][]float32, res *Result, h *head.Head) error {
	w, err := t.o.Trainable(p.part()).Weights(t.o.Weights.Name+" (fine-tuned)", values[2:])
	if err != nil {
		return fmt.Errorf("tune: %w", err)
	}
	res.Backbone = w
	h.Weights, h.WeightsDigest = w.Name, w.Digest
	p.net.Values = values
	if err := p.net.Upload(); err != nil {
		return fmt.Errorf("tune: %w", err)
	}
	list := slices.Concat(plain(t.s.train), t.s.val)
	report := newReporter(PhaseCheck, 0, len(list), t.o)
	return p.apply(ctx, list, func(i int, _, features []float32) error {
		copy(list[i].x, features)
		report.add(1)
		return nil
	})
}

// close releases what the phase holds of the backend.
func (p *phase) close() {
	p.net.Close()
	if f, ok := p.feed.(*mapFeed); ok {
		f.close()
	}
}

func (p *phase) part() resnet.Part {
	if p.fresh {
		return resnet.Everything
	}
	return resnet.LastStage
}
