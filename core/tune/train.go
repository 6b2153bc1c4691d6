package tune

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"graft/core/recipe"
	"graft/core/tune/internal/network"
	"graft/core/tune/internal/optimize"
)

// phase is a part of a run in which the same values are trained.
type phase struct {
	name   string
	epochs int // planned
	net    *network.Network
	feed   feed
	train  []example
	val    []example
	fresh  bool      // each pass shows a new view of each picture
	rates  []float64 // factor on the learning rate for each value
	decay  []bool
}

// trainer takes a run through its phases. What it needs to continue is in state.
type trainer struct {
	s      *sets
	o      *Options
	counts []float64 // weight of each class
	state  state
	opt    *optimize.Optimizer
	report *reporter
	saver  *saver

	saveFault error // the first failure to write a checkpoint
}

// state is how far a run has come.
type state struct {
	Phase    int      `json:"phase"`
	Done     int      `json:"done"` // epochs of the phase
	Position position `json:"position"`
	Steps    int      `json:"steps"` // of the optimizer, in the phase
	Epochs   []Epoch  `json:"epochs"`

	// Least is the lowest validation loss of the phase, and Since the number of
	// epochs since.
	Least float64 `json:"least"`
	Since int     `json:"since"`

	// Best is the epoch with the lowest validation loss of all, 0 for none yet.
	Best     int     `json:"best"`
	BestLoss float64 `json:"best_loss"`

	values [][]float32 // as trained so far
	best   [][]float32 // after the best epoch, if it is to be restored
}

// run takes one phase to its end, from wherever state says that it is.
func (t *trainer) run(ctx context.Context, index int, p *phase) error {
	if t.state.Phase > index {
		return nil // an earlier run has come further
	}
	if t.state.Phase < index || t.opt == nil {
		t.begin(index, p)
	}
	p.net.Values = t.state.values
	if err := p.net.Compile(); err != nil {
		return fmt.Errorf("tune: %s: %w", p.name, err)
	}
	perEpoch := p.steps(t.o.Train)
	work := perEpoch
	if p.net.Body != nil { // a step takes long
		work = t.examplesAnEpoch(p)
	}
	t.report = newReporter(p.name, t.state.Done*work, p.epochs*work, t.o)
	for t.state.Done < p.epochs && !t.patienceIsOver() {
		e, err := t.epoch(ctx, p, perEpoch)
		if err != nil {
			return inEpoch.Err(p.name, e.Number, err)
		}
		t.note(p, &e)
		t.o.Progress(Event{Kind: KindEpoch, Epoch: &e})
		t.saver.save(t, t.state.Done == p.epochs || t.patienceIsOver())
	}
	t.report.finish()
	return nil
}

// begin starts a phase: the optimizer knows nothing yet.
func (t *trainer) begin(index int, p *phase) {
	t.state.values = append(slices.Clone(t.state.values), p.net.Values[len(t.state.values):]...)
	t.state.Phase, t.state.Done, t.state.Position, t.state.Steps = index, 0, position{}, 0
	t.state.Least, t.state.Since = math.Inf(1), 0
	t.opt = optimize.New(t.o.Train, t.state.values)
}

// patienceIsOver says whether the validation loss has not improved for too long.
func (t *trainer) patienceIsOver() bool {
	return t.o.Train.Patience > 0 && t.state.Since >= t.o.Train.Patience
}

// steps returns how many steps an epoch has.
func (p *phase) steps(t recipe.Train) int {
	if t.StepsPerEpoch > 0 {
		return t.StepsPerEpoch
	}
	return (len(p.train) + t.Batch - 1) / t.Batch
}

// examplesAnEpoch is how many examples an epoch shows.
func (t *trainer) examplesAnEpoch(p *phase) int {
	if t.o.Train.StepsPerEpoch == 0 {
		return len(p.train)
	}
	pos, n := position{}, 0
	for _, b := range pos.batches(t.o.Train.StepsPerEpoch, t.o.Train.Batch, len(p.train), t.o.Train.Seed) {
		n += len(b)
	}
	return n
}

// note keeps what came out of an epoch.
func (t *trainer) note(p *phase, e *Epoch) {
	s := &t.state
	s.Done++
	if e.ValLoss < s.Least {
		s.Least, s.Since = e.ValLoss, 0
	} else {
		s.Since++
	}
	if s.Best == 0 || e.ValLoss < s.BestLoss {
		s.Best, s.BestLoss, e.Best = e.Number, e.ValLoss, true
		if t.o.Train.RestoreBest {
			s.best = make([][]float32, len(s.values))
			for i, v := range s.values {
				s.best[i] = slices.Clone(v)
			}
		}
	}
	s.Epochs = append(s.Epochs, *e)
}

// epoch is one pass over the training set, or as many steps as are asked for, then
// validation.
func (t *trainer) epoch(ctx context.Context, p *phase, perEpoch int) (Epoch, error) {
	e := Epoch{Number: len(t.state.Epochs) + 1, Epochs: t.o.Train.Epochs, Phase: p.name}
	began := t.o.Now()
	if err := p.net.Upload(); err != nil {
		return e, err
	}
	defer p.net.Release()
	pos := t.state.Position
	batches := pos.batches(t.o.Train.StepsPerEpoch, t.o.Train.Batch, len(p.train), t.o.Train.Seed)
	sum, err := t.learn(ctx, p, batches, perEpoch, &e)
	if err != nil {
		return e, err
	}
	t.state.Position = pos
	val, err := p.validate(ctx, t.checked(p))
	if err != nil {
		return e, err
	}
	e.Loss, e.Accuracy = sum.mean()
	e.ValLoss, e.ValAccuracy = val.mean()
	if math.IsNaN(e.ValLoss) || math.IsInf(e.ValLoss, 0) {
		return e, divergedLater.Err(fmt.Sprint(e.ValLoss), t.o.Train.LearningRate)
	}
	e.Seconds = t.o.Now().Sub(began).Seconds()
	return e, nil
}

// learn takes a step for each batch.
func (t *trainer) learn(ctx context.Context, p *phase, batches [][]pick, perEpoch int, e *Epoch) (tally, error) {
	var list []example
	for _, b := range batches {
		for _, k := range b {
			list = append(list, t.shown(p, k))
		}
	}
	var sum tally
	batch := newBatch(t, p)
	step, at := 0, 0 // of this epoch; examples of the step
	err := p.feed.each(ctx, list, func(i int, x []float32) error {
		batch.add(list[i].label, x, len(batches[step]))
		if at++; at < len(batches[step]) {
			return nil
		}
		done := float64(t.state.Done) + float64(step)/float64(perEpoch)
		factor := optimize.RateAt(t.o.Train, done, float64(p.epochs), perEpoch)
		e.LearningRate = t.o.Train.LearningRate * factor
		if err := batch.step(ctx, e.LearningRate, &sum); err != nil {
			return err
		}
		if math.IsNaN(sum.loss) || math.IsInf(sum.loss, 0) {
			return diverged.Err(fmt.Sprint(sum.loss), t.o.Train.LearningRate)
		}
		if p.net.Body != nil {
			t.report.add(at)
		} else {
			t.report.add(1)
		}
		step, at = step+1, 0
		return nil
	})
	return sum, err
}

// shown is the example of a pick: in the pass that it belongs to, if passes differ.
func (t *trainer) shown(p *phase, k pick) example {
	e := p.train[k.example]
	if p.fresh && t.o.views() > 0 {
		e.view = k.pass
		e.label = t.s.f.mixer.label(e.unit, e.label.class, e.view)
	}
	return e
}

// checked returns what an epoch is validated with: all, or as many batches as are
// asked for, of a fixed draw.
func (t *trainer) checked(p *phase) []example {
	n := t.o.Train.ValidationSteps * t.o.Train.Batch
	if n == 0 || n >= len(p.val) {
		return p.val
	}
	var list []example
	for _, i := range stream(t.o.Train.Seed, streamCheck, 0).Perm(len(p.val))[:n] {
		list = append(list, p.val[i])
	}
	return list
}

// validate applies the network as it stands. The loss is plain cross-entropy,
// whatever the training loss is, so that runs can be compared.
func (p *phase) validate(ctx context.Context, list []example) (tally, error) {
	var sum tally
	err := p.apply(ctx, list, func(i int, logits, _ []float32) error {
		class := list[i].label.class
		sum.add(crossEntropy(logits, class), logits, class)
		return nil
	})
	return sum, err
}

// apply calls use with the logits and the features of each example.
func (p *phase) apply(ctx context.Context, list []example, use func(i int, logits, features []float32) error) error {
	n := p.net
	size, from := n.InputSize(), 0
	c := &network.ChunkOf{X: make([]float32, n.Applied*size)}
	flush := func() error {
		if c.Count == 0 {
			return nil
		}
		logits, features, err := n.Predict(ctx, c)
		if err != nil {
			return err
		}
		width := len(features) / n.Applied
		for k := range c.Count {
			if err := use(from+k, logits[k*n.Classes:][:n.Classes], features[k*width:][:width]); err != nil {
				return err
			}
		}
		from, c.Count = from+c.Count, 0
		clear(c.X)
		return nil
	}
	err := p.feed.each(ctx, list, func(i int, x []float32) error {
		copy(c.X[c.Count*size:], x)
		if c.Count++; c.Count == n.Applied {
			return flush()
		}
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

// batch collects the examples of a step and takes it.
type batch struct {
	t      *trainer
	p      *phase
	chunks []*network.ChunkOf
	labels []label
	used   int // chunks
	sum    [][]float32
	rates  []float64
	rng    *rand.Rand // of dropout, for this step
}

func newBatch(t *trainer, p *phase) *batch {
	return &batch{t: t, p: p, sum: optimize.Zeros(p.net.Values), rates: make([]float64, len(p.rates))}
}

// add puts an example into the batch of size examples.
func (b *batch) add(l label, x []float32, size int) {
	n := b.p.net
	if b.used == 0 || b.chunks[b.used-1].Count == n.Chunk {
		if b.used == len(b.chunks) {
			b.chunks = append(b.chunks, n.NewChunk())
		}
		b.used++
	}
	if len(b.labels) == 0 {
		b.rng = stream(b.t.o.Train.Seed, streamDropout, uint64(b.t.state.Phase)<<32|uint64(b.t.opt.Steps))
	}
	c := b.chunks[b.used-1]
	copy(c.X[c.Count*n.InputSize():], x)
	weight := l.weigh(b.t.counts) / float64(size)
	l.write(c.Y[c.Count*n.Classes:][:n.Classes], b.t.o.Train.LabelSmoothing, weight)
	b.drop(c, c.Count)
	c.Count++
	b.labels = append(b.labels, l)
}

// drop draws which inputs of the dense layer an example goes without.
func (b *batch) drop(c *network.ChunkOf, k int) {
	if !b.p.net.Dropout {
		return
	}
	keep := 1 - b.t.o.Train.Dropout
	mask := c.Mask[k*b.p.net.Inputs:][:b.p.net.Inputs]
	for i := range mask {
		if mask[i] = 0; b.rng.Float64() < keep {
			mask[i] = float32(1 / keep)
		}
	}
}

// step computes the gradients and moves the values.
func (b *batch) step(ctx context.Context, rate float64, sum *tally) error {
	n := b.p.net
	for _, s := range b.sum {
		clear(s)
	}
	chunks := b.chunks[:b.used]
	if err := n.Gradients(ctx, chunks, b.sum); err != nil {
		return err
	}
	loss, k := 0.0, 0
	for _, c := range chunks {
		loss += c.Loss
	}
	for _, c := range chunks {
		for i := range c.Count {
			sum.add(loss, c.Logits[i*n.Classes:][:n.Classes], b.labels[k].main())
			k++
		}
		c.Count = 0
		clear(c.X)
		clear(c.Y)
	}
	b.used, b.labels = 0, b.labels[:0]
	for i, factor := range b.p.rates {
		b.rates[i] = rate * factor
	}
	b.t.opt.Step(n.Values, b.sum, b.rates, b.p.decay)
	b.t.state.Steps = b.t.opt.Steps
	return n.Upload()
}

// glorotUniform returns [in, out] numbers drawn evenly within ±sqrt(6/(in+out)),
// as Keras's dense layer begins.
func glorotUniform(in, out int, rng *rand.Rand) []float32 {
	limit := math.Sqrt(6 / float64(in+out))
	w := make([]float32, in*out)
	for i := range w {
		w[i] = float32((2*rng.Float64() - 1) * limit)
	}
	return w
}

// tally sums up losses and hits.
type tally struct {
	n, hits int
	loss    float64
}

func (s *tally) add(loss float64, logits []float32, class int) {
	s.n++
	s.loss += loss
	if argmax(logits) == class {
		s.hits++
	}
}

func (s *tally) mean() (loss, accuracy float64) {
	return s.loss / float64(s.n), float64(s.hits) / float64(s.n)
}

// crossEntropy returns -log softmax(logits)[class].
func crossEntropy(logits []float32, class int) float64 {
	top := float64(logits[argmax(logits)])
	sum := 0.0
	for _, l := range logits {
		sum += math.Exp(float64(l) - top)
	}
	return math.Log(sum) + top - float64(logits[class])
}

// argmax returns the index of the largest, the first of equals.
func argmax(x []float32) int {
	best := 0
	for i, v := range x {
		if v > x[best] {
			best = i
		}
	}
	return best
}
