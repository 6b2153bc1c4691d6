package tune

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"graft/core/backend"
	"graft/core/dataset"
	"graft/core/recipe"
	"graft/core/resnet"
	"graft/core/weights"
)

// everything is settings in which everything that a run carries from epoch to
// epoch matters.
func everything(o *Options) {
	t := &o.Train
	t.Optimizer, t.WeightDecay, t.Schedule, t.WarmupEpochs = recipe.OptimizerAdamW, 0.01, recipe.ScheduleCosine, 1
	t.Dropout, t.LabelSmoothing, t.StepsPerEpoch, t.ValidationSteps = 0.3, 0.1, 3, 1
	t.RestoreBest, t.Batch = true, 4
	o.Now = leaps()
}

// leaps is a clock by which every epoch takes so long that its checkpoint is kept.
func leaps() func() time.Time {
	now := time.Now()
	return func() time.Time {
		now = now.Add(saveEvery)
		return now
	}
}

// cutOff runs until an epoch is over, as if the program were ended then.
func cutOff(t *testing.T, d *dataset.Dataset, o Options, epoch int) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	o.Progress = func(e Event) {
		// The epoch's own checkpoint is written after this, that of the one before
		// is there.
		if e.Kind == KindEpoch && e.Number == epoch+1 {
			cancel()
		}
	}
	if _, err := Run(ctx, d, &stats{batch: 8, side: o.side()}, o); !errors.Is(err, context.Canceled) {
		t.Fatalf("Run = %v, want it cancelled", err)
	}
}

func sameRun(t *testing.T, got, want *Result) {
	t.Helper()
	for _, r := range []*Result{got, want} {
		for i := range r.Epochs {
			r.Epochs[i].Seconds = 0
		}
	}
	if !reflect.DeepEqual(got.Epochs, want.Epochs) {
		t.Errorf("epochs %+v, want %+v", got.Epochs, want.Epochs)
	}
	if !reflect.DeepEqual(got.Head, want.Head) || got.Best != want.Best || !reflect.DeepEqual(got.Confusion, want.Confusion) {
		t.Errorf("best epoch %d, confusion %v, want %d, %v, and one head", got.Best, got.Confusion, want.Best, want.Confusion)
	}
	if (got.Backbone == nil) != (want.Backbone == nil) || got.Backbone != nil && got.Backbone.Digest != want.Backbone.Digest {
		t.Error("the backbones differ")
	}
}

// A run that is cut off and taken up again is the run that was never cut off,
// wherever that happened.
func TestResume(t *testing.T) {
	d := open(t, writeDataset(t, 10, 32, redAndBlue))
	o := options(t)
	o.CacheDir = t.TempDir()
	o.Train.Epochs = 6
	everything(&o)
	want := run(t, d, &stats{batch: 8}, o)
	o.Checkpoint = filepath.Join(t.TempDir(), "run.checkpoint")
	for _, at := range [][]int{{1}, {3}, {4}, {2, 4}} {
		for _, epoch := range at {
			cutOff(t, d, o, epoch)
		}
		first := 0
		o.Progress = func(e Event) {
			if e.Progress != nil && e.Progress.Phase == PhaseHead && first == 0 {
				first = e.Done
			}
		}
		got := run(t, d, &stats{batch: 8}, o)
		if last := at[len(at)-1]; first < 3*last {
			t.Errorf("cut off after epoch %v: it went on after %d steps, want %d", at, first, 3*last)
		}
		sameRun(t, got, want)
		if _, err := os.Stat(o.Checkpoint); !os.IsNotExist(err) {
			t.Errorf("the checkpoint of a finished run is still there: %v", err)
		}
	}
}

// The backbone's two modes, on the real network at a small side: cut off in each
// phase.
func TestResumeBackbone(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the network")
	}
	b, err := backend.Open("auto")
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	d := open(t, writeDataset(t, 5, 32, redAndBlue))
	w := weights.Random(0)
	for _, mode := range []recipe.Mode{recipe.ModeStage4, recipe.ModeAll} {
		t.Run(string(mode), func(t *testing.T) {
			o := options(t)
			o.Backend, o.CacheDir, o.RawFeatures = b.Compute, t.TempDir(), true
			o.Weights = WeightsOf(w)
			o.Trainable = func(part resnet.Part) *resnet.Trainable { return resnet.NewTrainable(b, w, part, 32) }
			o.Train.Epochs, o.Train.HeadEpochs, o.Train.BackboneRate, o.Train.Views = 4, 2, 0.1, 1
			everything(&o)
			o.Train.Mode, o.Train.StepsPerEpoch, o.Train.InputSize = mode, 1, 32
			ex := &stats{batch: 8, side: 32}
			want := run(t, d, ex, o)
			if want.Epochs[1].Phase != PhaseHead || want.Epochs[2].Phase != PhaseBackbone || want.Backbone == nil {
				t.Errorf("epochs %+v, backbone %v, want two of each phase and one", want.Epochs, want.Backbone)
			}
			o.Checkpoint = filepath.Join(t.TempDir(), "run.checkpoint")
			if mode == recipe.ModeStage4 {
				cutOff(t, d, o, 1)
			}
			cutOff(t, d, o, 3)
			sameRun(t, run(t, d, ex, o), want)
		})
	}
}

// What cannot be taken up is not: a damaged file with a word, another run's
// without.
func TestCheckpointOfAnother(t *testing.T) {
	d := open(t, writeDataset(t, 10, 32, redAndBlue))
	o := options(t)
	o.CacheDir, o.Now, o.Train.Epochs = t.TempDir(), leaps(), 4
	o.Checkpoint = filepath.Join(t.TempDir(), "run.checkpoint")
	want := run(t, d, &stats{batch: 8}, o)
	cutOff(t, d, o, 2)
	kept, err := os.ReadFile(o.Checkpoint)
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string][]byte{
		"cut off": kept[:len(kept)-9], "damaged": append([]byte(nil), kept...), "text": []byte("nothing"), "empty": {},
	} {
		if name == "damaged" {
			body[len(body)/2] ^= 1
		}
		if err := os.WriteFile(o.Checkpoint, body, 0o644); err != nil {
			t.Fatal(err)
		}
		got := run(t, d, &stats{batch: 8}, o)
		sameRun(t, got, want)
		if !strings.Contains(strings.Join(got.Warnings, "\n"), "checkpoint of an earlier run could not be read") {
			t.Errorf("%s: warnings %q, want a word on the checkpoint", name, got.Warnings)
		}
	}
	if err := os.WriteFile(o.Checkpoint, kept, 0o644); err != nil {
		t.Fatal(err)
	}
	o.Train.LearningRate *= 2
	if got := run(t, d, &stats{batch: 8}, o); len(got.Warnings) != len(want.Warnings) || reflect.DeepEqual(got.Head, want.Head) {
		t.Errorf("with another rate: warnings %q, want a run of its own", got.Warnings)
	}
}

func FuzzCheckpoint(f *testing.F) {
	f.Add([]byte(checkpointMagic))
	f.Add([]byte(checkpointMagic + "\x10\x00\x00\x00\x00\x00\x00\x00" + `{"values":[1,1]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		tr := &trainer{o: &Options{Train: recipe.DefaultTrain()}}
		c := &saver{}
		if err := c.read(strings.NewReader(string(b)), int64(len(b)), tr); err == nil && tr.opt != nil && len(tr.state.values) < 2 {
			t.Error("a checkpoint without values was taken up")
		}
	})
}
