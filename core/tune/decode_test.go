package tune

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

func TestBudget(t *testing.T) {
	ctx := context.Background()
	b := newBudget(10)
	if !b.take(ctx, 25) {
		t.Fatal("what is larger than all of it has to pass when nothing is out")
	}
	short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	if b.take(short, 1) {
		t.Error("took 1 with 25 of 10 out")
	}
	b.give(25)
	if !b.take(ctx, 6) || !b.take(ctx, 4) {
		t.Error("6 and 4 of 10 did not fit")
	}
	var done sync.WaitGroup
	done.Go(func() {
		if !b.take(ctx, 5) {
			t.Error("did not get 5 after 6 came back")
		}
	})
	b.give(6)
	done.Wait()
	if b.out != 9 {
		t.Errorf("%d out, want 4 and 5", b.out)
	}
}

// The decoder runs ahead of the extractor by a few pictures, not by all.
func TestReadsAheadBounded(t *testing.T) {
	dir := writeDataset(t, 60, 16, redAndBlue)
	d := open(t, dir)
	o := options(t)
	o.Train.Views = 30
	ex := &stats{batch: 4}
	ex.before = func(context.Context) error {
		ex.before = nil
		time.Sleep(300 * time.Millisecond) // long enough for a decoder without bounds to read everything
		for i := 5; i < 60; i++ {
			os.Remove(filepath.Join(dir, fmt.Sprintf("red/%02d.png", i)))
			os.Remove(filepath.Join(dir, fmt.Sprintf("blue/%02d.png", i)))
		}
		return nil
	}
	run(t, d, ex, o)
	// 10 pictures were left there. For the others: a job for each of at most 8
	// workers, as many waiting, and one in hand.
	if n := len(ex.seen) / 31; n < 8 || n > 10+17 {
		t.Errorf("about %d of 120 pictures were read, %d of them ahead of the extractor", n, n-10)
	}
}
