package tune

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

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
