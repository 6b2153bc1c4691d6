package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"time"

	"graft/core/dataset"
	"graft/core/disk"
	"graft/core/fault"
	"graft/core/imagefile"
	"graft/core/job"
	"graft/core/line"
	"graft/core/modelfile"
	"graft/core/recipe"
	"graft/core/refusal"
)

// answer sends v as JSON. It is encoded before the status is written.
func (s *Server) answer(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		s.log().Error("server: answer", "err", err)
		status, body = http.StatusInternalServerError, []byte(`{"error":"internal fault"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(append(body, '\n'))
}

// fail sends the answer that fits err, or status if no other fits better.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, status int, err error) {
	var body *http.MaxBytesError
	var full *line.FullError
	switch {
	case errors.As(err, &full):
		kind := errBusy
		if full.Client {
			kind = errBusyClient
		}
		w.Header().Set("Retry-After", strconv.Itoa(full.Seconds()))
		err = kind.Err(full.Seconds())
	case errors.Is(err, os.ErrDeadlineExceeded):
		err = errTooSlow.Err()
	case r.Context().Err() != nil:
		// Nobody reads this; 499 is what proxies log for it.
		s.answer(w, 499, fault.WireOf(err))
		return
	case errors.As(err, &body):
		err = errTooLarge.Err(bytesText(body.Limit))
	case disk.Full(err):
		s.logOf(r).Error("server: disk full", "err", err)
		err = errDiskFull.Err()
	case disk.Machine(err) != nil:
		s.logOf(r).Error("server: the machine", "err", err)
		w.Header().Set("Retry-After", "30")
		status, err = http.StatusServiceUnavailable, disk.Machine(err)
	}
	if known := statusFor(err); known != 0 {
		status = known
	}
	if status == http.StatusInternalServerError {
		s.logOf(r).Error("server: fault", "err", err)
		err = errInternal.Err()
	}
	wire := wireOf(err)
	exchangeOf(r.Context()).code = wire.Code
	s.answer(w, status, wire)
}

// statusFor returns the status that a known fault is answered with, 0 for any other.
func statusFor(err error) int {
	if status := refusal.Status(err); status != 0 {
		return status
	}
	var inRecipe *recipe.Error
	is := func(kinds ...error) bool {
		return slices.ContainsFunc(kinds, func(kind error) bool { return errors.Is(err, kind) })
	}
	switch {
	case errors.As(err, &inRecipe):
		return http.StatusBadRequest
	case is(imagefile.ErrLimit, dataset.ErrTooBig):
		return http.StatusRequestEntityTooLarge
	case is(job.ErrNotFound):
		return http.StatusNotFound
	case is(job.ErrFinal, job.ErrUnfinal, modelfile.ErrNoPlace):
		return http.StatusConflict
	case is(job.ErrClosed):
		return http.StatusServiceUnavailable
	case is(dataset.ErrNotArchive, dataset.ErrDamaged, dataset.ErrEmpty, dataset.ErrOneClass):
		return http.StatusUnprocessableEntity
	}
	return 0
}

// wireOf is err as it is sent: with its field apart, if it has one.
func wireOf(err error) fault.Wire {
	var inRecipe *recipe.Error
	if e := fault.Of(err); e != nil && (e.Field != "" || errors.As(err, &inRecipe)) {
		return e.Wire()
	}
	return fault.WireOf(err)
}

// bytesText writes a size for people.
func bytesText(n int64) string {
	for _, u := range []struct {
		size int64
		name string
	}{{1 << 30, "GB"}, {1 << 20, "MB"}, {1 << 10, "KB"}} {
		if n >= u.size {
			return fmt.Sprintf("%.4g %s", float64(n)/float64(u.size), u.name)
		}
	}
	return fmt.Sprintf("%d bytes", n)
}

// patience is how long a client may pause in the middle of a body or of
// reading an answer. The whole may take as long as it takes, at slowest bytes
// a second on the average: a connection is not held by a byte a minute. Tests
// have less patience.
var patience = time.Minute

const slowest = 1 << 10

// body returns the request's body, cut off past max bytes with an error that
// fail knows, and given up when the client pauses for too long.
func body(w http.ResponseWriter, r *http.Request, max int64) io.Reader {
	return &patient{r: http.MaxBytesReader(w, r.Body, max), control: http.NewResponseController(w), began: time.Now()}
}

type patient struct {
	r       io.Reader
	control *http.ResponseController
	began   time.Time
	got     int64
}

func (p *patient) Read(b []byte) (int, error) {
	p.control.SetReadDeadline(deadline(time.Since(p.began), p.got)) // not supported: no deadline
	n, err := p.r.Read(b)
	p.got += int64(n)
	if err == io.EOF {
		// After any other error it stays: net/http reads on, for the next request.
		p.control.SetReadDeadline(time.Time{})
	}
	return n, err
}

// readAll reads a whole body of at most max bytes.
func readAll(w http.ResponseWriter, r *http.Request, max int64) ([]byte, error) {
	if r.ContentLength > max {
		return nil, &http.MaxBytesError{Limit: max}
	}
	return io.ReadAll(body(w, r, max))
}
