package tune

import "time"

// window is how far back a rate looks: long enough to be steady, short enough
// to notice that the machine has become busy.
const window = 15 * time.Second

// rate measures speed over the last seconds.
type rate struct {
	samples []sample
	done    int
}

type sample struct {
	at   time.Time
	done int
}

// start marks the beginning of the work.
func (r *rate) start(at time.Time) { r.samples = append(r.samples[:0], sample{at, 0}) }

// add says that n more are done.
func (r *rate) add(n int, at time.Time) {
	r.done += n
	r.samples = append(r.samples, sample{at, r.done})
	for len(r.samples) > 2 && at.Sub(r.samples[1].at) >= window {
		r.samples = r.samples[1:]
	}
}

// perSecond returns the speed, or 0 if it is not known yet. The first batch
// does not count: backends compile the network while they run it.
func (r *rate) perSecond() float64 {
	from := 0
	if len(r.samples) > 0 && r.samples[0].done == 0 {
		from = 1
	}
	if len(r.samples)-from < 2 {
		return 0
	}
	first, last := r.samples[from], r.samples[len(r.samples)-1]
	seconds := last.at.Sub(first.at).Seconds()
	if seconds <= 0 {
		return 0
	}
	return float64(last.done-first.done) / seconds
}

// reporter turns finished work into progress events, at most four a second and
// always the first and the last.
type reporter struct {
	phase       string
	done, total int
	emit        func(Event)
	now         func() time.Time
	rate        rate
	last        time.Time
}

const reportEvery = 250 * time.Millisecond

func newReporter(phase string, done, total int, o *Options) *reporter {
	r := &reporter{phase: phase, done: done, total: total, emit: o.Progress, now: o.Now}
	at := r.now()
	r.rate.start(at)
	r.report(at)
	return r
}

// add says that n more are done, and drop that n fewer need be done.
func (r *reporter) add(n int) {
	at := r.now()
	r.done += n
	r.rate.add(n, at)
	if r.done >= r.total || at.Sub(r.last) >= reportEvery {
		r.report(at)
	}
}

// finish says that what is left need not be done.
func (r *reporter) finish() {
	if r.done < r.total {
		r.drop(r.total - r.done)
	}
}

func (r *reporter) drop(n int) {
	r.total -= n
	r.report(r.now())
}

func (r *reporter) report(at time.Time) {
	r.last = at
	p := Progress{Phase: r.phase, Done: r.done, Total: r.total, PerSecond: r.rate.perSecond()}
	if p.PerSecond > 0 {
		p.SecondsLeft = float64(r.total-r.done) / p.PerSecond
	}
	r.emit(Event{Kind: KindProgress, Progress: &p})
}
