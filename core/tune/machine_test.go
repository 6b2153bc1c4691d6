//go:build unix

package tune

import (
	"context"
	"path/filepath"
	"reflect"
	"syscall"
	"testing"

	"graft/core/disk"
)

// A picture that cannot be opened for want of file descriptors is not left out: the
// run ends with that fault, and the next one has all pictures.
func TestTooManyOpenFiles(t *testing.T) {
	d := open(t, writeDataset(t, 30, 32, redAndBlue))
	want := run(t, d, &stats{batch: 4}, options(t))
	o := options(t)
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &was); err != nil {
		t.Skip("open files cannot be limited here: ", err)
	}
	restore := func() { syscall.Setrlimit(syscall.RLIMIT_NOFILE, &was) }
	defer restore()
	ex := &stats{batch: 4}
	ex.before = func(context.Context) error {
		if ex.calls == 24 {
			return syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: 3, Max: was.Max})
		}
		return nil
	}
	if _, err := Run(context.Background(), d, ex, o); disk.Machine(err) == nil {
		t.Errorf("Run = %v, want the fault of the machine", err)
	}
	restore()
	got := run(t, d, &stats{batch: 4}, o)
	if len(got.Skipped) != 0 || !reflect.DeepEqual(got.Head, want.Head) {
		t.Errorf("%d pictures left out, want none and the head of a run without a fault", len(got.Skipped))
	}
}

// A checkpoint that cannot be opened is not begun anew over.
func TestCheckpointThatCannotBeOpened(t *testing.T) {
	d := open(t, writeDataset(t, 10, 32, redAndBlue))
	o := options(t)
	o.CacheDir = t.TempDir()
	o.Train.Epochs = 6
	everything(&o)
	o.Checkpoint = filepath.Join(t.TempDir(), "run.checkpoint")
	cutOff(t, d, o, 3)
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &was); err != nil {
		t.Skip("open files cannot be limited here: ", err)
	}
	restore := func() { syscall.Setrlimit(syscall.RLIMIT_NOFILE, &was) }
	defer restore()
	limited := o
	limited.CacheDir, limited.Progress = "", func(e Event) {
		if e.Progress != nil && e.Progress.Phase == PhaseFeatures && e.Progress.Done == e.Progress.Total {
			syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: 3, Max: was.Max})
		}
	}
	if _, err := Run(context.Background(), d, &stats{batch: 8}, limited); disk.Machine(err) == nil {
		t.Errorf("Run = %v, want the fault of the machine", err)
	}
	restore()
	first := 0
	o.Progress = func(e Event) {
		if e.Progress != nil && e.Progress.Phase == PhaseHead && first == 0 {
			first = e.Done
		}
	}
	o.KeepCheckpoint = true
	if run(t, d, &stats{batch: 8}, o); first < 9 {
		t.Errorf("the next run began after %d steps, want 9", first)
	}
	first = 0
	if run(t, d, &stats{batch: 8}, o); first != 18 {
		t.Errorf("a run whose checkpoint was kept went on after %d steps, want all 18", first)
	}
}
