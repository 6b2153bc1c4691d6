package tune

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"graft/core/head"
	"graft/core/recipe"
	"graft/core/tune/internal/network"
	"graft/core/tune/internal/optimize"
)

// Validation losses fall while the head learns, and rise as it grows sure of the
// pictures whose labels are wrong.
func TestPatienceAndBest(t *testing.T) {
	s := randomSets(60, 3)
	for i := range s.val {
		if i%5 < 2 {
			s.val[i].label = labelOf((i + 1) % 3)
		}
	}
	o := Options{Backend: goBackend(t), Train: recipe.DefaultTrain(), Progress: func(Event) {}, Now: fixedClock()}
	o.Train.Epochs, o.Train.LearningRate = 40, 0.003
	res := &Result{Classes: []string{"a", "b", "c"}}
	fit := func() *Result {
		r := *res
		if err := s.fit(context.Background(), &o, &r); err != nil {
			t.Fatal(err)
		}
		return &r
	}
	all := fit()
	best, least := 0, math.Inf(1)
	for i, e := range all.Epochs {
		if e.ValLoss < least {
			best, least = i+1, e.ValLoss
			if !e.Best {
				t.Errorf("epoch %d is the best so far and does not say so", i+1)
			}
		} else if e.Best {
			t.Errorf("epoch %d says that it is the best so far", i+1)
		}
	}
	if best == len(all.Epochs) || all.Best != 0 {
		t.Fatalf("the best of %d epochs is %d, kept %d: the test needs one that overfits", len(all.Epochs), best, all.Best)
	}
	o.Train.Patience, o.Train.RestoreBest = 3, true
	early := fit()
	if len(early.Epochs) != best+3 || early.Best != best {
		t.Errorf("%d epochs, the %d. kept, want the end 3 after the best, %d", len(early.Epochs), early.Best, best)
	}
	// The head is that of the best epoch: a run that ends there has it too.
	o.Train.Patience, o.Train.RestoreBest, o.Train.Epochs = 0, false, best
	there := fit()
	for i, k := range there.Head.Kernel {
		if early.Head.Kernel[i] != k {
			t.Fatalf("kernel number %d is %g, that of the best epoch %g", i, early.Head.Kernel[i], k)
		}
	}
}

// The loss that is reported is the one that is minimised: smoothed and weighted.
func TestObjective(t *testing.T) {
	s := randomSets(12, 3)
	for i := range s.train { // 8 of class 0, 2 of each other
		if s.train[i].label = labelOf(0); i >= 8 {
			s.train[i].label = labelOf(1 + i%2)
		}
	}
	o := Options{Backend: goBackend(t), Train: recipe.DefaultTrain(), RawFeatures: true, Progress: func(Event) {}, Now: fixedClock()}
	o.Train.Epochs, o.Train.LearningRate, o.Train.Batch = 1, 1e-7, 12
	o.Train.LabelSmoothing, o.Train.ClassWeights = 0.3, recipe.ClassWeightsBalanced
	res := &Result{Classes: []string{"a", "b", "c"}}
	if err := s.fit(context.Background(), &o, res); err != nil {
		t.Fatal(err)
	}
	kernel := glorotUniform(head.Features, 3, stream(o.Train.Seed, streamInit, 0))
	want := 0.0
	for _, e := range s.train {
		logits := make([]float64, 3)
		for i, x := range e.x {
			for c := range logits {
				logits[c] += float64(x) * float64(kernel[i*3+c])
			}
		}
		p := softmax64(logits)
		weight := map[int]float64{0: 12.0 / 24, 1: 12.0 / 6, 2: 12.0 / 6}[e.label.class]
		for c := range p {
			target := 0.1
			if c == e.label.class {
				target += 0.7
			}
			want -= weight * target * math.Log(p[c]) / 12
		}
	}
	if got := res.Epochs[0].Loss; math.Abs(got-want) > 1e-4*want {
		t.Errorf("loss %g, want %g", got, want)
	}
}

// Dropout leaves out about its share of the inputs, keeps their mean, and is of a
// step: the same in every run.
func TestDropout(t *testing.T) {
	train := recipe.DefaultTrain()
	train.Dropout = 0.25
	n := &network.Network{Chunk: 4, Inputs: head.Features, Classes: 2, Dropout: true, Body: nil, Values: [][]float32{{}, {}}}
	tr := &trainer{o: &Options{Train: train}, counts: []float64{1, 1}, opt: &optimize.Optimizer{}}
	mask := func(step int) []float32 {
		tr.opt.Steps = step
		b := newBatch(tr, &phase{net: n})
		b.add(labelOf(0), make([]float32, head.Features), 1)
		return b.chunks[0].Mask[:head.Features]
	}
	first := mask(3)
	zeros, sum := 0, 0.0
	for _, v := range first {
		if v == 0 {
			zeros++
		}
		sum += float64(v)
	}
	if share := float64(zeros) / head.Features; math.Abs(share-0.25) > 0.04 || math.Abs(sum/head.Features-1) > 0.06 {
		t.Errorf("%g of the inputs left out, mean %g, want 0.25 and 1", share, sum/head.Features)
	}
	again, other := mask(3), mask(4)
	differ := 0
	for i := range first {
		if first[i] != again[i] {
			t.Fatal("one step, two masks")
		}
		if first[i] != other[i] {
			differ++
		}
	}
	if differ == 0 {
		t.Error("two steps, one mask")
	}
}

// Mixed views: labels are soft, the pixels are those that are mixed, and the cache
// gives the same again.
func TestMixedLabels(t *testing.T) {
	d := open(t, writeDataset(t, 10, 32, redAndBlue))
	for _, name := range []string{"mix_up", "cut_mix"} {
		o := options(t)
		op, _ := recipe.Lookup(name)
		step := op.New(1)
		step.Values["alpha"] = recipe.Number(5) // shares near a half
		o.Recipe.Steps = []recipe.Step{step}
		o.CacheDir, o.Train.Epochs = t.TempDir(), 15
		ex := &stats{batch: 8}
		first := run(t, d, ex, o)
		if last := first.Epochs[14]; last.ValAccuracy < 0.9 {
			t.Errorf("%s: %+v, want whole pictures told apart", name, last)
		}
		// Both colours are in the mixed views of many pictures; a training loss of
		// soft labels cannot fall to 0.
		if last := first.Epochs[14]; last.Loss < 0.1 {
			t.Errorf("%s: the loss fell to %g: the labels are not soft", name, last.Loss)
		}
		again := &stats{batch: 8}
		sameRun(t, run(t, d, again, o), first)
		if again.calls != 0 {
			t.Errorf("%s: %d calls of the extractor in a second run, want none", name, again.calls)
		}
	}
}

// The partner is another picture, the same in every run, and its share is what the
// recipe drew.
func TestMixer(t *testing.T) {
	d := open(t, writeDataset(t, 6, 32, redAndBlue))
	r := recipe.Default()
	op, _ := recipe.Lookup("cut_mix")
	r.Steps = append(r.Steps, op.New(0.5))
	var units []*unit
	for _, it := range d.Items {
		units = append(units, &unit{item: it})
	}
	m, err := newMixer(r, units)
	if err != nil {
		t.Fatal(err)
	}
	mixed, partners := 0, map[*unit]bool{}
	for _, u := range units {
		for view := range 20 {
			mixes, other := m.draw(u, view)
			l := m.label(u, u.item.Class, view)
			if other == nil {
				if l != labelOf(u.item.Class) || m.key(u, view) != u.item.Digest {
					t.Errorf("a view that is not mixed has the label %+v", l)
				}
				continue
			}
			mixed++
			partners[other] = true
			if other == u || l.other != other.item.Class || l.share != mixes[0].Lambda || m.key(u, view) == u.item.Digest {
				t.Errorf("label %+v of a view mixed with a picture of class %d, λ %g", l, other.item.Class, mixes[0].Lambda)
			}
		}
		if _, other := m.draw(u, plainView); other != nil {
			t.Error("a plain view is mixed")
		}
	}
	if share := float64(mixed) / float64(20*len(units)); math.Abs(share-0.5) > 0.12 || len(partners) < len(units)/2 {
		t.Errorf("%g of the views are mixed, with %d partners, want a half, with most", share, len(partners))
	}
}

// A partner that is gone ends the run with its name: its label would be a lie.
func TestPartnerGone(t *testing.T) {
	dir := writeDataset(t, 5, 32, redAndBlue)
	d := open(t, dir)
	o := options(t)
	op, _ := recipe.Lookup("mix_up")
	o.Recipe.Steps = []recipe.Step{op.New(1)}
	for _, name := range []string{"00.png", "01.png", "02.png"} { // at most one of them is for validation
		if err := os.Remove(filepath.Join(dir, "red", name)); err != nil {
			t.Fatal(err)
		}
	}
	o.Train.ValidationSplit, o.Train.Views = 0.05, 30
	if _, err := Run(context.Background(), d, &stats{batch: 8}, o); err == nil || !strings.Contains(err.Error(), "mixed with red/0") {
		t.Errorf("Run = %v, want the picture that is gone named", err)
	}
}

// The article's setup: a head on a softmax that is nearly the same for every
// picture stays at chance where one on the features does not.
func TestTopSoftmax(t *testing.T) {
	d := open(t, writeDataset(t, 20, 32, redAndBlue))
	o := options(t)
	article := recipe.TrainPresets()[0].Train
	article.Preprocess = "" // the extractor here has no weights that want any
	o.Train = article
	if _, err := Run(context.Background(), d, &stats{batch: 8}, o); err == nil || !strings.Contains(err.Error(), "1000-way layer") {
		t.Errorf("without a top: %v, want a word on it", err)
	}
	o.Top = &head.Top{Kernel: make([]float32, head.Features*1000), Bias: make([]float32, 1000)}
	for i := range o.Top.Kernel {
		o.Top.Kernel[i] = float32(math.Sin(float64(i))) / 50
	}
	res := run(t, d, &stats{batch: 8}, o)
	if last := res.Epochs[2]; math.Abs(last.Loss-math.Ln2) > 0.02 || res.Head.Inputs() != 1000 {
		t.Errorf("%+v with %d inputs, want the loss of a coin, %g, and 1000", last, res.Head.Inputs(), math.Ln2)
	}
	o.Train = recipe.TrainPresets()[1].Train
	if last := run(t, d, &stats{batch: 8}, o).Epochs[2]; last.ValLoss > 0.4 {
		t.Errorf("on the features: %+v, want them told apart", last)
	}
}
