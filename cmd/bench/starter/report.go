package main

import (
	"fmt"
	"math"
	"strings"
)

// tally counts answers.
type tally struct {
	Right int `json:"right"`
	Count int `json:"count"`
}

func (t *tally) add(u tally) { t.Right += u.Right; t.Count += u.Count }

func (t tally) share() float64 { return float64(t.Right) / float64(max(t.Count, 1)) }

// interval is Wilson's, at 95 %.
func (t tally) interval() (lo, hi float64) {
	if t.Count == 0 {
		return 0, 1
	}
	const z = 1.959964
	n, p := float64(t.Count), t.share()
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(middle-half, 0), min(middle+half, 1)
}

func (t tally) String() string {
	if t.Count == 0 {
		return "–"
	}
	lo, hi := t.interval()
	return fmt.Sprintf("%.1f %% (%d of %d; %.1f–%.1f)", 100*t.share(), t.Right, t.Count, 100*lo, 100*hi)
}

const heading = `| set | weights | held out (95 % interval) | of each run | freshly drawn | seconds a run |
| --- | --- | --- | --- | --- | --- |`

func (r row) String() string {
	runs := make([]string, len(r.Runs))
	for i, v := range r.Runs {
		runs[i] = fmt.Sprintf("%.1f", 100*v)
	}
	return fmt.Sprintf("| %s | %s | %s | %s | %s | %.1f |", r.Set, r.Weights, r.Held, strings.Join(runs, ", "), r.Fresh, r.Seconds)
}
