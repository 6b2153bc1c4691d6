package tune

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/loss"
	"github.com/gomlx/gomlx/ml/train/optimizer"

	"graft/core/head"
)

// evalBatch is how many feature vectors a validation step takes.
const evalBatch = 256

// Streams of the training seed: each use draws from its own.
const (
	streamInit = iota + 1
	streamOrder
)

// trainer is a dense layer being trained. Its variables live in a GoMLX store
// on the backend.
type trainer struct {
	s            *sets
	o            *Options
	store        *model.Store
	kernel, bias *model.Variable
	step, eval   *model.Exec
	order        []int
	rng          *rand.Rand

	x, y []float32 // buffers: a batch of scaled features, and of classes one-hot
}

// trainHead trains the head and puts it and the epochs into res.
func (s *sets) trainHead(ctx context.Context, o *Options, res *Result) (err error) {
	s.scale = noScaling()
	if !o.RawFeatures {
		s.scale = standardising(s.train)
	}
	t, err := newTrainer(s, o)
	if err != nil {
		return fmt.Errorf("tune: head: %w", err)
	}
	defer t.close()
	defer recoverError(&err)
	batches := (len(s.train) + o.Train.Batch - 1) / o.Train.Batch
	report := newReporter(PhaseHead, 0, batches*o.Train.Epochs, o)
	for n := 1; n <= o.Train.Epochs; n++ {
		e, err := t.epoch(ctx, n, report)
		if err != nil {
			return fmt.Errorf("tune: head: epoch %d: %w", n, err)
		}
		res.Epochs = append(res.Epochs, e)
		o.Progress(Event{Kind: KindEpoch, Epoch: &e})
	}
	kernel, bias, err := t.weights()
	if err != nil {
		return fmt.Errorf("tune: head: %w", err)
	}
	res.Head = &head.Head{
		Classes: res.Classes, Backbone: Backbone, Size: [2]int{Side, Side},
		Weights: o.Weights.Name, WeightsDigest: o.Weights.Digest, Preprocessing: o.Weights.Preprocessing,
		Variant: o.Weights.Variant, Pixels: o.Weights.Pixels,
	}
	res.Head.Kernel, res.Head.Bias = s.scale.fold(kernel, bias)
	if err := res.Head.Validate(); err != nil {
		return fmt.Errorf("tune: %w", err)
	}
	return nil
}

// recoverError turns a panic with an error, which is how GoMLX reports some
// failures of a backend, into that error. Bugs go on panicking.
func recoverError(err *error) {
	switch p := recover().(type) {
	case nil:
	case runtime.Error:
		panic(p)
	case error:
		*err = fmt.Errorf("tune: head: %w", p)
	default:
		panic(p)
	}
}

func newTrainer(s *sets, o *Options) (t *trainer, err error) {
	t = &trainer{s: s, o: o, store: model.NewStore(), rng: stream(o, streamOrder), order: make([]int, len(s.train))}
	for i := range t.order {
		t.order[i] = i
	}
	root := t.store.RootScope()
	init := glorotUniform(head.Features, s.classes, stream(o, streamInit))
	if t.kernel, err = root.CreateVariable("kernel", tensors.FromFlatDataAndDimensions(init, head.Features, s.classes)); err != nil {
		return nil, err
	}
	if t.bias, err = root.CreateVariable("bias", tensors.FromFlatDataAndDimensions(make([]float32, s.classes), s.classes)); err != nil {
		return nil, err
	}
	adam := optimizer.Adam().LearningRate(o.Train.LearningRate).Done() // beta and epsilon are Keras's by default
	if t.step, err = model.NewExec(o.Backend, t.store, func(scope *model.Scope, x, y *graph.Node) (*graph.Node, *graph.Node) {
		scope.Store().SetTraining(x.Graph(), true) // else some backends take Adam's state for constants
		logits := t.logits(x)
		l := loss.CategoricalCrossEntropyLogits([]*graph.Node{y}, []*graph.Node{logits})
		adam.UpdateGraph(scope, x.Graph(), l)
		return l, logits
	}); err != nil {
		return nil, err
	}
	t.eval, err = model.NewExec(o.Backend, t.store, func(_ *model.Scope, x *graph.Node) *graph.Node { return t.logits(x) })
	return t, err
}

// logits is the dense layer, [n, head.Features] to [n, classes].
func (t *trainer) logits(x *graph.Node) *graph.Node {
	g := x.Graph()
	return graph.Add(graph.Dot(x, t.kernel.NodeValue(g)).Product(), graph.InsertAxes(t.bias.NodeValue(g), 0))
}

func (t *trainer) close() {
	for _, e := range []*model.Exec{t.step, t.eval} {
		if e != nil {
			e.Finalize()
		}
	}
	t.store.Finalize()
}

func stream(o *Options, n uint64) *rand.Rand { return rand.New(rand.NewPCG(o.Train.Seed, n)) }

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

// epoch is one pass over the training set in a new order, then validation.
func (t *trainer) epoch(ctx context.Context, n int, report *reporter) (Epoch, error) {
	e := Epoch{Number: n, Epochs: t.o.Train.Epochs}
	began := t.o.Now()
	t.rng.Shuffle(len(t.order), func(i, j int) { t.order[i], t.order[j] = t.order[j], t.order[i] })
	var sum tally
	for from := 0; from < len(t.order); from += t.o.Train.Batch {
		if err := ctx.Err(); err != nil {
			return e, err
		}
		batch := t.order[from:min(from+t.o.Train.Batch, len(t.order))]
		if err := t.train(batch, &sum); err != nil {
			return e, err
		}
		if math.IsNaN(sum.loss) || math.IsInf(sum.loss, 0) {
			return e, fmt.Errorf("the loss is %g: want a learning_rate below %g", sum.loss, t.o.Train.LearningRate)
		}
		report.add(1)
	}
	val, err := t.validate(ctx)
	if err != nil {
		return e, err
	}
	e.Loss, e.Accuracy = sum.mean()
	e.ValLoss, e.ValAccuracy = val.mean()
	e.Seconds = t.o.Now().Sub(began).Seconds()
	return e, nil
}

// train makes one step of Adam.
func (t *trainer) train(batch []int, sum *tally) error {
	x := t.gather(len(batch), func(i int) example { return t.s.train[batch[i]] })
	t.y = append(t.y[:0], make([]float32, len(batch)*t.s.classes)...)
	for i, k := range batch {
		t.y[i*t.s.classes+t.s.train[k].class] = 1
	}
	y := tensors.FromFlatDataAndDimensions(t.y, len(batch), t.s.classes)
	l, logits, err := t.step.Call2(x, y)
	if err != nil {
		return err
	}
	rows, err := take(logits)
	if err != nil {
		return err
	}
	mean, err := take(l)
	if err != nil {
		return err
	}
	for i, k := range batch {
		sum.add(float64(mean[0]), rows[i*t.s.classes:][:t.s.classes], t.s.train[k].class)
	}
	return release(x, y)
}

// validate applies the layer as it stands to the validation set.
func (t *trainer) validate(ctx context.Context) (tally, error) {
	var sum tally
	for from := 0; from < len(t.s.val); from += evalBatch {
		if err := ctx.Err(); err != nil {
			return sum, err
		}
		part := t.s.val[from:min(from+evalBatch, len(t.s.val))]
		x := t.gather(len(part), func(i int) example { return part[i] })
		logits, err := t.eval.Call1(x)
		if err != nil {
			return sum, err
		}
		rows, err := take(logits)
		if err != nil {
			return sum, err
		}
		for i, e := range part {
			row := rows[i*t.s.classes:][:t.s.classes]
			sum.add(crossEntropy(row, e.class), row, e.class)
		}
		if err := release(x); err != nil {
			return sum, err
		}
	}
	return sum, nil
}

// gather returns n scaled feature vectors as a tensor.
func (t *trainer) gather(n int, at func(i int) example) *tensors.Tensor {
	if cap(t.x) < n*head.Features {
		t.x = make([]float32, n*head.Features)
	}
	t.x = t.x[:n*head.Features]
	for i := range n {
		t.s.scale.apply(t.x[i*head.Features:][:head.Features], at(i).x)
	}
	return tensors.FromFlatDataAndDimensions(t.x, n, head.Features)
}

// weights returns the kernel and the bias as they stand, for scaled features.
func (t *trainer) weights() (kernel, bias []float32, err error) {
	k, err := t.kernel.Value()
	if err != nil {
		return nil, nil, err
	}
	b, err := t.bias.Value()
	if err != nil {
		return nil, nil, err
	}
	if kernel, err = tensors.CopyFlatData[float32](k); err != nil {
		return nil, nil, err
	}
	bias, err = tensors.CopyFlatData[float32](b)
	return kernel, bias, err
}

// take copies a tensor's numbers and releases it: what the backend holds for
// it is not the garbage collector's.
func take(t *tensors.Tensor) ([]float32, error) {
	x, err := tensors.CopyFlatData[float32](t)
	if err != nil {
		return nil, err
	}
	return x, t.FinalizeAll()
}

func release(list ...*tensors.Tensor) error {
	for _, t := range list {
		if err := t.FinalizeAll(); err != nil {
			return err
		}
	}
	return nil
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
