package tune

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"graft/core/dataset"
	"graft/core/head"
	"graft/core/recipe"
)

func open(t testing.TB, dir string) *dataset.Dataset {
	t.Helper()
	d, err := dataset.OpenDir(context.Background(), dir, dataset.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func options(t testing.TB) Options {
	o := Options{
		Recipe: recipe.Default(), Train: recipe.DefaultTrain(), Backend: goBackend(t),
		Weights: Weights{Name: "stats", Digest: "0123abcd", Preprocessing: "none"},
	}
	o.Train.Views, o.Train.Epochs = 2, 10
	return o
}

func run(t testing.TB, d *dataset.Dataset, ex Extractor, o Options) *Result {
	t.Helper()
	res, err := Run(context.Background(), d, ex, o)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func TestRun(t *testing.T) {
	d := open(t, writeDataset(t, 30, 64, redAndBlue))
	o := options(t)
	var events []Event
	o.Progress = func(e Event) { events = append(events, e) }
	res := run(t, d, &stats{batch: 8}, o)

	last := res.Epochs[len(res.Epochs)-1]
	if len(res.Epochs) != 10 || last.ValAccuracy < 0.95 || last.Accuracy < 0.95 {
		t.Errorf("after %d epochs %+v, want 10 and accuracies of 0.95", len(res.Epochs), last)
	}
	if first := res.Epochs[0]; !(last.Loss < first.Loss) || !(last.ValLoss < first.ValLoss) {
		t.Errorf("losses went from %+v to %+v, want them to fall", first, last)
	}
	if res.TrainCount != 48 || res.ValCount != 12 {
		t.Errorf("%d pictures to train, %d to validate, want 48 and 12", res.TrainCount, res.ValCount)
	}
	right := res.Confusion[0][0] + res.Confusion[1][1]
	if all := right + res.Confusion[0][1] + res.Confusion[1][0]; all != 12 || float64(right)/12 != last.ValAccuracy {
		t.Errorf("confusion %v, want 12 pictures and the accuracy %g of the last epoch", res.Confusion, last.ValAccuracy)
	}
	if len(res.Warnings) != 0 || len(res.Skipped) != 0 {
		t.Errorf("warnings %q, skipped %v, want none", res.Warnings, res.Skipped)
	}
	want := &head.Head{
		Classes: []string{"blue", "red"}, Kernel: res.Head.Kernel, Bias: res.Head.Bias, Backbone: "resnet50",
		Weights: "stats", WeightsDigest: "0123abcd", Preprocessing: "none", Size: [2]int{224, 224},
	}
	if !reflect.DeepEqual(res.Head, want) {
		t.Errorf("head %+v, want %+v", *res.Head, *want)
	}
	checkEvents(t, events, 48*3+12, 10, 10*5)
}

// checkEvents checks the order and the numbers of the events of an uncached run.
func checkEvents(t *testing.T, events []Event, vectors, epochs, steps int) {
	t.Helper()
	epoch, phase, done := 0, "", 0
	for i, e := range events {
		switch e.Kind {
		case KindEpoch:
			if epoch++; e.Number != epoch || e.Epochs != epochs {
				t.Errorf("event %d is epoch %d of %d, want %d of %d", i, e.Number, e.Epochs, epoch, epochs)
			}
		case KindProgress:
			if e.Progress.Phase != phase {
				phase, done = e.Progress.Phase, 0
			}
			want := map[string]int{PhaseFeatures: vectors, PhaseHead: steps}[e.Progress.Phase]
			if e.Done < done || e.Done > e.Total || e.Total != want {
				t.Errorf("event %d: %+v after %d done, want %d in all", i, *e.Progress, done, want)
			}
			done = e.Done
			if next := i + 1; (next == len(events) || events[next].Kind == KindProgress && events[next].Progress.Phase != phase) && done != e.Total {
				t.Errorf("phase %s ends with %d of %d", phase, done, e.Total)
			}
		}
	}
	if epoch != epochs || phase != PhaseHead {
		t.Errorf("%d epochs, last phase %q, want %d and %q", epoch, phase, epochs, PhaseHead)
	}
}

func TestEventJSON(t *testing.T) {
	for _, tc := range []struct {
		e    Event
		want string
	}{
		{Event{Kind: KindProgress, Progress: &Progress{Phase: PhaseFeatures, Done: 0, Total: 9}},
			`{"kind":"progress","phase":"features","done":0,"total":9}`},
		{Event{Kind: KindProgress, Progress: &Progress{Phase: PhaseFeatures, Done: 3, Total: 9, PerSecond: 2, SecondsLeft: 3}},
			`{"kind":"progress","phase":"features","done":3,"total":9,"per_second":2,"seconds_left":3}`},
		{Event{Kind: KindEpoch, Epoch: &Epoch{Number: 1, Epochs: 2, Loss: 0.5, ValLoss: 0.25, Seconds: 1, LearningRate: 0.001, Phase: PhaseHead, Best: true}},
			`{"kind":"epoch","epoch":1,"epochs":2,"loss":0.5,"accuracy":0,"val_loss":0.25,"val_accuracy":0,"seconds":1,"learning_rate":0.001,"phase":"head","best":true}`},
	} {
		got, err := json.Marshal(tc.e)
		if err != nil || string(got) != tc.want {
			t.Errorf("JSON = %s, %v, want %s", got, err, tc.want)
		}
		var back Event
		if err := json.Unmarshal(got, &back); err != nil || !reflect.DeepEqual(back, tc.e) {
			t.Errorf("reading %s: %+v, %v", got, back, err)
		}
	}
}

// With a recipe that blackens everything, what is not black was not augmented.
func TestOnlyTrainingIsAugmented(t *testing.T) {
	d := open(t, writeDataset(t, 10, 32, redAndBlue))
	for _, size := range []recipe.Size{{W: 224, H: 224}, {W: 120, H: 90}} {
		o := options(t)
		op, _ := recipe.Lookup("brightness")
		black := op.New(1)
		black.Values["range"] = recipe.Range(0, 0)
		o.Recipe.Steps, o.Recipe.Size = []recipe.Step{black}, size
		ex := &stats{batch: 5}
		res := run(t, d, ex, o)
		blacks := 0
		for _, p := range ex.seen {
			if lit(p) == 0 {
				blacks++
			}
		}
		if res.TrainCount != 16 || blacks != 32 || len(ex.seen)-blacks != 20 {
			t.Errorf("size %v: %d black pictures and %d others, want 2 views of each of 16, and all 20 as they are", size, blacks, len(ex.seen)-blacks)
		}
	}
}

// lit returns how many colour values are not 0.
func lit(p *image.NRGBA) int {
	n := 0
	for i, v := range p.Pix {
		if i%4 != 3 && v != 0 {
			n++
		}
	}
	return n
}

// A recipe without a step that does anything needs no views.
func TestNoStepsNoViews(t *testing.T) {
	d := open(t, writeDataset(t, 10, 32, redAndBlue))
	o := options(t)
	for i := range o.Recipe.Steps {
		o.Recipe.Steps[i].Off = i%2 == 0
		if i%2 == 1 {
			o.Recipe.Steps[i].P = 0
		}
	}
	ex := &stats{batch: 8}
	run(t, d, ex, o)
	if len(ex.seen) != 20 {
		t.Errorf("%d pictures through the extractor, want each of 20 once", len(ex.seen))
	}
}

func TestSameSeedSameHead(t *testing.T) {
	d := open(t, writeDataset(t, 12, 48, redAndBlue))
	o := options(t)
	a := run(t, d, &stats{batch: 8}, o)
	b := run(t, d, &stats{batch: 8}, o)
	if !reflect.DeepEqual(a.Head, b.Head) || !reflect.DeepEqual(a.Confusion, b.Confusion) {
		t.Error("two runs with one seed gave two heads")
	}
	for i := range a.Epochs {
		a.Epochs[i].Seconds, b.Epochs[i].Seconds = 0, 0
	}
	if !reflect.DeepEqual(a.Epochs, b.Epochs) {
		t.Errorf("two runs with one seed: %v and %v", a.Epochs, b.Epochs)
	}
	o.Train.Seed++
	if c := run(t, d, &stats{batch: 8}, o); reflect.DeepEqual(a.Head.Kernel, c.Head.Kernel) {
		t.Error("two seeds gave one kernel")
	}
}

func TestUnreadable(t *testing.T) {
	dir := writeDataset(t, 10, 32, redAndBlue)
	d := open(t, dir)
	damage := func(name, how string) {
		t.Helper()
		path := filepath.Join(dir, name)
		var err error
		switch how {
		case "gone":
			err = os.Remove(path)
		case "text":
			err = os.WriteFile(path, []byte("no picture"), 0o644)
		case "cut":
			err = os.Truncate(path, 100)
		case "another":
			writePNG(t, path, image.NewNRGBA(image.Rect(0, 0, 8, 8)))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	damage("red/00.png", "gone")
	damage("red/01.png", "text")
	damage("blue/02.png", "cut")
	damage("blue/03.png", "another")
	o := options(t)
	var last Event
	o.Progress = func(e Event) {
		if e.Progress != nil && e.Progress.Phase == PhaseFeatures {
			last = e
		}
	}
	res := run(t, d, &stats{batch: 8}, o)
	if len(res.Skipped) != 4 || res.TrainCount+res.ValCount != 16 {
		t.Errorf("skipped %v, %d+%d used, want 4 and 16", res.Skipped, res.TrainCount, res.ValCount)
	}
	reasons := map[string]string{"red/00.png": "no such file", "red/01.png": "imagefile", "blue/02.png": "imagefile", "blue/03.png": "changed"}
	for _, s := range res.Skipped {
		if want := reasons[s.Path]; want == "" || !strings.Contains(s.Reason, want) {
			t.Errorf("skipped %s: %q, want a reason with %q", s.Path, s.Reason, want)
		}
	}
	if want := res.TrainCount*3 + res.ValCount; last.Done != want || last.Total != want {
		t.Errorf("progress ends with %+v, want %d of as many", *last.Progress, want)
	}
	if !strings.Contains(strings.Join(res.Warnings, "\n"), "4 pictures could not be read") {
		t.Errorf("warnings %q, want one of the 4 pictures", res.Warnings)
	}

	for i := range 10 {
		os.Remove(filepath.Join(dir, fmt.Sprintf("red/%02d.png", i)))
	}
	_, err := Run(context.Background(), d, &stats{batch: 8}, options(t))
	if err == nil || !strings.Contains(err.Error(), `class "red": no picture to train on`) {
		t.Errorf("with a class gone: %v, want an error that names it", err)
	}
}

func TestWarnings(t *testing.T) {
	dir := writeDataset(t, 10, 32, redAndBlue)
	copyFile := func(from, to string) {
		b, err := os.ReadFile(filepath.Join(dir, from))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, to), b, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	copyFile("red/03.png", "blue/odd.png")
	copyFile("red/04.png", "blue/odder.png")
	copyFile("red/05.png", "red/twin.png") // in one class that does no harm
	res := run(t, open(t, dir), &stats{batch: 8}, options(t))
	all := strings.Join(res.Warnings, "\n")
	for _, want := range []string{"2 pictures are in more than one class", "Only 5 validation pictures: the accuracy moves by 20 %"} {
		if !strings.Contains(all, want) {
			t.Errorf("warnings %q, want one with %q", res.Warnings, want)
		}
	}
}

func TestCancel(t *testing.T) {
	d := open(t, writeDataset(t, 10, 32, redAndBlue))
	for _, tc := range []struct {
		name string
		at   func(cancel func(), o *Options, ex *stats)
	}{
		{"within a batch", func(cancel func(), o *Options, ex *stats) {
			ex.before = func(ctx context.Context) error {
				cancel()
				<-ctx.Done()
				return ctx.Err()
			}
		}},
		{"an extractor that does not look", func(cancel func(), o *Options, ex *stats) {
			ex.before = func(context.Context) error { cancel(); return nil }
		}},
		{"before anything", func(cancel func(), o *Options, ex *stats) { cancel() }},
		{"while the head is trained", func(cancel func(), o *Options, ex *stats) {
			o.Progress = func(e Event) {
				if e.Kind == KindEpoch && e.Number == 2 {
					cancel()
				}
			}
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			o, ex := options(t), &stats{batch: 4}
			tc.at(cancel, &o, ex)
			began := time.Now()
			res, err := Run(ctx, d, ex, o)
			if res != nil || !errors.Is(err, context.Canceled) {
				t.Errorf("Run = %v, %v, want context.Canceled", res, err)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("stopped after %v", took)
			}
		})
	}
}

func TestRunErrors(t *testing.T) {
	d := open(t, writeDataset(t, 4, 16, redAndBlue))
	for _, tc := range []struct {
		name   string
		change func(d *dataset.Dataset, o *Options, ex *stats)
		want   string
	}{
		{"no backend", func(_ *dataset.Dataset, o *Options, _ *stats) { o.Backend = nil }, "no backend"},
		{"epochs", func(_ *dataset.Dataset, o *Options, _ *stats) { o.Train.Epochs = 0 }, "train.epochs: 0"},
		{"recipe", func(_ *dataset.Dataset, o *Options, _ *stats) { o.Recipe.Steps[0].Op = "melt" }, `"melt" is no operation`},
		{"one class", func(d *dataset.Dataset, _ *Options, _ *stats) { d.Classes = d.Classes[:1] }, "classes: 1 of them"},
		{"batch", func(_ *dataset.Dataset, _ *Options, ex *stats) { ex.batch = 0 }, "batch of 0"},
		{"extractor fails", func(_ *dataset.Dataset, _ *Options, ex *stats) {
			ex.before = func(context.Context) error { return errors.New("out of memory") }
		}, "tune: features: out of memory"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d2, o, ex := *d, options(t), &stats{batch: 4}
			tc.change(&d2, &o, ex)
			if _, err := Run(context.Background(), &d2, ex, o); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("Run = %v, want an error with %q", err, tc.want)
			}
		})
	}
}
