package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"time"

	"graft/core/dataset"
	"graft/core/disk"
	"graft/core/imagefile"
	"graft/core/job"
	"graft/core/line"
	"graft/core/link"
	"graft/core/modelfile"
	"graft/core/recipe"
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

// problem sends an error. field names what in the request is at fault.
func (s *Server) problem(w http.ResponseWriter, status int, field, format string, args ...any) {
	s.answer(w, status, link.Problem{Error: fmt.Sprintf(format, args...), Field: field})
}

// fail sends the answer that fits err, or status if no other fits better.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, status int, err error) {
	var field string
	var fault *recipe.Error
	var body *http.MaxBytesError
	var full *line.FullError
	switch {
	case errors.As(err, &full):
		status = http.StatusServiceUnavailable
		if full.Client {
			status = http.StatusTooManyRequests
		}
		w.Header().Set("Retry-After", strconv.Itoa(full.Seconds()))
		err = full
	case errors.Is(err, os.ErrDeadlineExceeded):
		status = http.StatusRequestTimeout
		err = errors.New("the body came too slowly: send it again")
	case r.Context().Err() != nil:
		// Nobody reads this; 499 is what proxies log for it.
		status = 499
	case errors.As(err, &fault):
		status, field = http.StatusBadRequest, fault.Field
		err = errors.New(fault.Msg)
	case errors.As(err, &body):
		status = http.StatusRequestEntityTooLarge
		err = fmt.Errorf("the body is larger than %s", bytesText(body.Limit))
	case errors.Is(err, imagefile.ErrLimit), errors.Is(err, dataset.ErrTooBig):
		status = http.StatusRequestEntityTooLarge
	case errors.Is(err, job.ErrNotFound), errors.Is(err, errNoSet), errors.Is(err, errNoPicture):
		status = http.StatusNotFound
	case errors.Is(err, job.ErrFinal), errors.Is(err, job.ErrUnfinal), errors.Is(err, errNoHead), errors.Is(err, errOtherWeights), errors.Is(err, modelfile.ErrNoPlace):
		status = http.StatusConflict
	case errors.Is(err, job.ErrClosed):
		status = http.StatusServiceUnavailable
	case errors.Is(err, dataset.ErrNotArchive), errors.Is(err, dataset.ErrDamaged),
		errors.Is(err, dataset.ErrEmpty), errors.Is(err, dataset.ErrOneClass):
		status = http.StatusUnprocessableEntity
	case disk.MachineFault(err) != "" && !disk.Full(err):
		status = http.StatusServiceUnavailable
		w.Header().Set("Retry-After", "30")
		s.log().Error("server: the machine", "method", r.Method, "path", r.URL.Path, "err", err)
		err = errors.New(disk.MachineFault(err))
	case disk.Full(err):
		status = http.StatusInsufficientStorage
		s.log().Error("server: disk full", "method", r.Method, "path", r.URL.Path, "err", err)
		err = errors.New("the server's disk is full: nothing was stored")
	case errors.Is(err, errNoRoom):
		status = http.StatusInsufficientStorage
	}
	if status == http.StatusInternalServerError {
		s.log().Error("server: fault", "method", r.Method, "path", r.URL.Path, "err", err)
		err = errors.New("internal fault: the server's log has more")
	}
	s.problem(w, status, field, "%v", err)
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
