package main

import (
	"time"

	"graft/cmd/graft/internal/terminal"
)

// fetchProgress draws a fetch of weights: bytes, rate and time left. The rate is
// over the last seconds, so that a part that was there before does not count.
func fetchProgress(b *terminal.Bar) func(done, total int64) {
	var at [2]time.Time // of the two latest marks
	var from [2]int64
	return func(done, total int64) {
		now := time.Now()
		if at[1].IsZero() || done < from[1] { // another file, or begun anew
			at, from = [2]time.Time{now, now}, [2]int64{done, done}
		}
		if now.Sub(at[1]) > 2*time.Second {
			at[0], from[0] = at[1], from[1]
			at[1], from[1] = now, done
		}
		rate, left := 0.0, 0.0
		if seconds := now.Sub(at[0]).Seconds(); seconds > 0.5 {
			rate = float64(done-from[0]) / seconds
		}
		if rate > 0 && total > done {
			left = float64(total-done) / rate
		}
		b.Show("weights", done>>20, max(total, done)>>20, rate/(1<<20), left, "MB")
	}
}
