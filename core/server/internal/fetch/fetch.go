package fetch

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"graft/core/api"
	"graft/core/disk"
	"graft/core/fault"
	"graft/core/weights"
)

// ImageNet are the weights that are fetched beside the work.
var ImageNet = weights.Name{Kind: weights.KindImageNet}

// Source is where weights come from.
type Source struct {
	There   func() bool  // are they in the cache
	Closed  func() error // why the cache cannot be opened, so that There says false
	Offline func() bool
	Get     func(ctx context.Context, progress func(done, total int64)) error
	Reason  func(err error) *fault.Error // why Get failed, in words for visitors
}

// Hub is the source of ImageNet's weights.
func Hub(o weights.Options) Source {
	return Source{
		There:   func() bool { return weights.Cached(ImageNet, o) },
		Closed:  func() error { return weights.CacheFault(ImageNet, o) },
		Offline: func() bool { return weights.Offline(o) },
		Get: func(ctx context.Context, progress func(done, total int64)) error {
			o := o
			o.Progress = progress
			_, err := weights.Fetch(ctx, ImageNet, o)
			return err
		},
		Reason: func(err error) *fault.Error { return weights.Reason(err, o) },
	}
}

// Fetcher fetches ImageNet's weights beside the work, once for everyone. Whatever
// becomes of it, no job fails for it but those that name these weights.
type Fetcher struct {
	Source Source // not changed while it is used

	log    *slog.Logger
	ending context.Context // ends a fetch when the server ends
	end    context.CancelFunc

	mu     sync.Mutex
	now    api.WeightsFetch // its State is Running, Failed, Cancelled or None
	pace   pace
	cancel context.CancelFunc
	ended  chan struct{} // closed when the latest fetch has ended; nil before the first
	fell   error         // why the latest fetch failed, if that was the machine's fault
	why    *fault.Error  // of the latest failure
}

// New returns a fetcher that has not begun.
func New(from Source, log *slog.Logger) *Fetcher {
	ending, end := context.WithCancel(context.Background())
	return &Fetcher{
		Source: from, log: log, ending: ending, end: end,
		now: api.WeightsFetch{Name: ImageNet.String(), State: api.FetchNone},
	}
}

// Status returns where it stands. Another program may have fetched the weights,
// so the cache is looked at.
func (f *Fetcher) Status() api.WeightsFetch {
	there := f.Source.There()
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.now
	if s.State == api.FetchNone && !there {
		there = f.Source.There() // a fetch may have ended since the cache was looked at
	}
	switch {
	case there:
		return api.WeightsFetch{Name: s.Name, State: api.FetchThere, Done: s.Total, Total: s.Total}
	case s.State == api.FetchRunning:
		s.PerSecond, s.SecondsLeft = f.pace.rate(s.Done, s.Total)
	case f.Source.Offline():
		return api.WeightsFetch{Name: s.Name, State: api.FetchOffline}
	}
	return s
}

// Start begins to fetch unless that is going on or the weights are there.
func (f *Fetcher) Start() api.WeightsFetch {
	if s := f.Status(); s.State == api.FetchThere || s.State == api.FetchOffline {
		return s
	}
	f.mu.Lock()
	if f.now.State != api.FetchRunning {
		ctx, cancel := context.WithCancel(f.ending)
		f.now = api.WeightsFetch{Name: f.now.Name, State: api.FetchRunning, Done: f.now.Done, Total: f.now.Total}
		f.cancel, f.ended, f.pace, f.fell = cancel, make(chan struct{}), pace{}, nil
		go f.run(ctx, f.ended)
	}
	f.mu.Unlock()
	return f.Status()
}

// run fetches, and keeps what came of it.
func (f *Fetcher) run(ctx context.Context, ended chan struct{}) {
	defer close(ended)
	err := f.Source.Get(ctx, f.progress)
	if err == nil && !f.Source.There() {
		err = errNotResNet
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	defer f.cancel()
	switch {
	case err == nil:
		f.now.State = api.FetchNone // the cache says the rest
		f.log.Info("server: ImageNet's weights are there: new jobs use them")
	case ctx.Err() != nil:
		f.now.State = api.FetchCancelled
	default:
		why := f.Source.Reason(err)
		if disk.Machine(err) != nil {
			f.fell = err
		}
		if errors.Is(err, errNotResNet) {
			why = errNotResNet.Err()
		}
		f.why = why
		f.now.State, f.now.Error, f.now.Fault = api.FetchFailed, why.Error(), why.Wire()
		f.log.Info("server: ImageNet's weights could not be fetched, so new jobs begin on the starter's; the page, or `graft weights fetch imagenet`, tries again", "why", f.now.Error, "err", err)
	}
}

func (f *Fetcher) progress(done, total int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now.Done, f.now.Total = done, max(total, done)
	f.pace.mark(done)
}

// Stop ends a fetch that is going on and waits for its end, or for ctx's. What came
// is kept.
func (f *Fetcher) Stop(ctx context.Context) {
	f.mu.Lock()
	ended := f.ended
	if f.cancel != nil {
		f.cancel()
	}
	f.mu.Unlock()
	if ended == nil {
		return
	}
	select {
	case <-ended:
	case <-ctx.Done():
	}
}

// Close ends a fetch for good and waits as Stop does.
func (f *Fetcher) Close(ctx context.Context) {
	f.end()
	f.Stop(ctx)
}

var (
	errNotResNet = fault.Define("server.not_resnet", "what came is not a ResNet-50 in torchvision's layout")
	errStopped   = fault.Define("server.fetch_stopped", "the weights could not be fetched: somebody stopped it").Within(weights.ErrUnavailable)
)

// Await returns when the weights are there: it begins to fetch them, or follows who
// does, and tells progress of it. It fails if that fails or is stopped, with the
// reason that the page shows, or with the fault of the machine, or when ctx ends.
func (f *Fetcher) Await(ctx context.Context, progress func(done, total int64)) error {
	if err := f.Source.Closed(); err != nil {
		return err
	}
	tick := time.NewTicker(time.Second / 4)
	defer tick.Stop()
	for s := f.Start(); ; s = f.Status() {
		switch s.State {
		case api.FetchThere:
			return nil
		case api.FetchCancelled, api.FetchNone: // none: they came, and somebody has removed them
			return errStopped.Err()
		case api.FetchFailed:
			if err := f.fallen(); err != nil {
				return err
			}
			return weights.ErrUnavailableFor.Err(f.reasonNow())
		case api.FetchOffline:
			return weights.ErrUnavailableFor.Err(weights.ErrOffline.Err())
		case api.FetchRunning:
			if s.Total > 0 {
				progress(s.Done, s.Total)
			}
		}
		f.mu.Lock()
		ended := f.ended
		f.mu.Unlock()
		select {
		case <-ended:
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

func (f *Fetcher) reasonNow() *fault.Error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.why
}

func (f *Fetcher) fallen() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.fell
}

// pace measures a rate over the last seconds, so that a line that slows down shows.
type pace struct {
	at   [2]time.Time // of the two latest marks
	from [2]int64
}

const paceSeconds = 3

func (p *pace) mark(done int64) {
	now := time.Now()
	if p.at[1].IsZero() || done < p.from[1] { // the first, or begun anew
		p.at, p.from = [2]time.Time{now, now}, [2]int64{done, done}
		return
	}
	if now.Sub(p.at[1]) > paceSeconds*time.Second {
		p.at[0], p.from[0] = p.at[1], p.from[1]
		p.at[1], p.from[1] = now, done
	}
}

// rate returns bytes a second and the seconds left, 0 while they cannot be told.
func (p *pace) rate(done, total int64) (perSecond, left float64) {
	if seconds := time.Since(p.at[0]).Seconds(); !p.at[0].IsZero() && seconds > 0.5 {
		perSecond = float64(done-p.from[0]) / seconds
	}
	if perSecond > 0 && total > done {
		left = float64(total-done) / perSecond
	}
	return perSecond, left
}
