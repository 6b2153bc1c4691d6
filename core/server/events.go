package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"graft/core/job"
)

// streamEvents sends a job's events as they happen, beginning after the one
// that the client saw last. It ends with the job. To a client that comes back
// for more it answers 204, which tells an EventSource to stop.
func (s *Server) streamEvents(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	j, err := s.jobs.Get(id)
	if err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	after, err := lastEventID(r)
	if err != nil {
		s.answers.Fail(w, r, http.StatusBadRequest, err)
		return
	}
	if r.Method == http.MethodHead { // there is no end to wait for
		w.Header().Set("Content-Type", "text/event-stream")
		return
	}
	leave, err := s.streams.enter(r.Context())
	if err != nil {
		w.Header().Set("Retry-After", "30")
		s.answers.Fail(w, r, http.StatusServiceUnavailable, err)
		return
	}
	defer leave()
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	news := s.follow(ctx, id, after)
	var first job.Event
	if j.State.Final() {
		var ok bool
		if first, ok = <-news; !ok {
			w.WriteHeader(http.StatusNoContent)
			return
		}
	}
	st := &stream{w: w, control: http.NewResponseController(w), heartbeat: s.heartbeat}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no") // a proxy must not collect
	if st.send("retry: 2000\n\n") != nil || first.ID > 0 && st.event(first) != nil {
		return
	}
	st.run(ctx, news)
}

// lastEventID reads the header that an EventSource sends when it comes back,
// or the query parameter for clients that cannot set headers.
func lastEventID(r *http.Request) (int64, error) {
	text := r.Header.Get("Last-Event-ID")
	if text == "" {
		text = r.URL.Query().Get("last_event_id")
	}
	if text == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 0 {
		return 0, errEventID.At("last_event_id", text)
	}
	return id, nil
}

// follow turns the queue's iterator into a channel, closed at its end.
func (s *Server) follow(ctx context.Context, id string, after int64) <-chan job.Event {
	news := make(chan job.Event)
	go func() {
		defer close(news)
		for e, err := range s.jobs.Events(ctx, id, after) {
			if err != nil {
				s.cfg.Log.Error("server: events", "job", id, "err", err)
				return
			}
			select {
			case news <- e:
			case <-ctx.Done():
				return
			}
		}
	}()
	return news
}

type stream struct {
	w         http.ResponseWriter
	control   *http.ResponseController
	heartbeat time.Duration
}

func (st *stream) run(ctx context.Context, news <-chan job.Event) {
	beat := time.NewTicker(st.heartbeat)
	defer beat.Stop()
	for {
		var err error
		select {
		case e, ok := <-news:
			if !ok {
				return
			}
			err = st.event(e)
		case <-beat.C:
			err = st.send(": alive\n\n")
		case <-ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}

func (st *stream) event(e job.Event) error {
	if e.ID == 0 { // not kept, so nobody comes back for what follows it
		return st.send(fmt.Sprintf("event: %s\ndata: %s\n\n", e.Kind, e.Data))
	}
	return st.send(fmt.Sprintf("id: %d\nevent: %s\ndata: %s\n\n", e.ID, e.Kind, e.Data))
}

// send writes and flushes, and gives up on a client that does not read.
func (st *stream) send(text string) error {
	if _, err := st.w.Write([]byte(text)); err != nil {
		return err
	}
	if err := st.control.Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}
