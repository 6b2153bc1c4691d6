package job

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"sync"
	"time"
)

// events is the log of one job. The file is the truth; size and last say how
// much of it counts, so that a line cut off by a crash or a full disk does not.
type events struct {
	path string

	mu      sync.Mutex
	loaded  bool
	size    int64
	last    int64         // id of the last event
	kind    string        // of the last event
	changed chan struct{} // closed at the next append
}

// load finds the end of the last whole line.
func (l *events) load() error {
	if l.loaded {
		return nil
	}
	f, err := os.Open(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		l.loaded = true
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	var size int64
	var last Event
	for r := bufio.NewReader(f); ; {
		line, err := r.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return err // it is read from its beginning the next time
		}
		var e Event
		if err == io.EOF || json.Unmarshal(line, &e) != nil {
			l.loaded, l.size, l.last, l.kind = true, size, last.ID, last.Kind
			return nil
		}
		size += int64(len(line))
		last = e
	}
}

// add appends an event and wakes those who wait for it. If it fails, the log
// is as before.
func (l *events) add(kind string, data any) error {
	raw, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("job: event %s: %w", kind, err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.load(); err != nil {
		return fmt.Errorf("job: event %s: %w", kind, err)
	}
	line, err := json.Marshal(Event{ID: l.last + 1, Kind: kind, Time: now(), Data: raw})
	if err != nil {
		return fmt.Errorf("job: event %s: %w", kind, err)
	}
	line = append(line, '\n')
	f, err := os.OpenFile(l.path, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("job: event %s: %w", kind, err)
	}
	// At size, not at the end: this writes over a line that was cut off.
	_, err = f.WriteAt(line, l.size)
	if err == nil && State(kind).Known() {
		err = f.Sync() // what a run tells meanwhile, the next attempt tells again
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("job: event %s: %w", kind, err)
	}
	l.size += int64(len(line))
	l.last++
	l.kind = kind
	l.wake()
	return nil
}

// lastKind returns the kind of the last event, or "" if there is none to be read.
func (l *events) lastKind() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.load() != nil {
		return ""
	}
	return l.kind
}

// wake lets everyone look again. The caller holds mu.
func (l *events) wake() {
	if l.changed != nil {
		close(l.changed)
		l.changed = nil
	}
}

// nudge lets everyone look again.
func (l *events) nudge() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wake()
}

// watch returns what is closed when there is something new to see.
func (l *events) watch() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.changed == nil {
		l.changed = make(chan struct{})
	}
	return l.changed
}

// end returns how many bytes of the file count.
func (l *events) end() (int64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.load(); err != nil {
		return 0, fmt.Errorf("job: events: %w", err)
	}
	return l.size, nil
}

// read calls yield for each event in bytes from to until of the file and says
// whether it wants more.
func (l *events) read(from, until int64, yield func(Event) bool) (bool, error) {
	if from == until {
		return true, nil
	}
	f, err := os.Open(l.path)
	if err != nil {
		return false, fmt.Errorf("job: events: %w", err)
	}
	defer f.Close()
	r := bufio.NewReader(io.NewSectionReader(f, from, until-from))
	for {
		line, err := r.ReadBytes('\n')
		if err == io.EOF && len(line) == 0 {
			return true, nil
		}
		if err != nil {
			return false, fmt.Errorf("job: events: %w", err)
		}
		var e Event
		if err := json.Unmarshal(bytes.TrimSpace(line), &e); err != nil {
			return false, fmt.Errorf("job: events: %w", err)
		}
		if !yield(e) {
			return false, nil
		}
	}
}

// Events yields what happened to a job after event number after, then what
// happens, until the job is in a final state, ctx is done or the queue is
// closed. The last event of a finished job always has its state as kind.
func (q *Queue) Events(ctx context.Context, id string, after int64) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		e, err := q.entry(id)
		if err != nil {
			yield(Event{}, err)
			return
		}
		var at int64
		last, told := Event{}, ""
		for {
			// In this order: what happens after the watch wakes us, and a final
			// state is set after its event is in the log.
			changed, job := e.log.watch(), q.snapshot(e)
			size, err := e.log.end()
			more := err == nil
			if more {
				more, err = e.log.read(at, size, func(v Event) bool {
					last = v
					return v.ID <= after || yield(v, nil)
				})
			}
			if err != nil {
				yield(Event{}, err)
			}
			if !more {
				return
			}
			at = size
			if job.Waits != told && job.Waits != "" && !yield(waiting(job), nil) {
				return
			}
			told = job.Waits
			if job.State.Final() {
				// A full disk or a crash can have cost the log its last line.
				if v := last.next(job); last.Kind != string(job.State) && v.ID > after {
					yield(v, nil)
				}
				return
			}
			select {
			case <-changed:
			case <-ctx.Done():
				return
			case <-q.closing.Done():
				return
			}
		}
	}
}

// waiting is the event that says why j waits.
func waiting(j Job) Event {
	data, err := json.Marshal(map[string]string{"why": j.Waits})
	if err != nil {
		panic(err) // strings always marshal
	}
	return Event{Kind: KindWaits, Time: now(), Data: data}
}

// Logged returns what happened to a job so far.
func (q *Queue) Logged(id string) ([]Event, error) {
	e, err := q.entry(id)
	if err != nil {
		return nil, err
	}
	size, err := e.log.end()
	if err != nil {
		return nil, err
	}
	var all []Event
	_, err = e.log.read(0, size, func(v Event) bool { all = append(all, v); return true })
	return all, err
}

// next is the event that j's final state makes after e.
func (e Event) next(j Job) Event {
	return Event{ID: e.ID + 1, Kind: string(j.State), Time: j.Ended, Data: finalData(j)}
}

// finalData is what the event of a final state carries.
func finalData(j Job) json.RawMessage {
	switch {
	case j.State == Failed:
		data, err := json.Marshal(map[string]string{"error": j.Error})
		if err != nil {
			panic(err) // strings always marshal
		}
		return data
	case j.State == Done && j.Result != nil:
		return j.Result
	}
	return json.RawMessage(`{}`)
}

func now() time.Time { return time.Now().UTC() }
