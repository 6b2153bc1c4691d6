package reply

import (
	"io"
	"net/http"
	"time"
)

// Patience is how long a client may pause in the middle of a body or of
// reading an answer. The whole may take as long as it takes, at slowest bytes
// a second on the average: a connection is not held by a byte a minute. Tests
// have less patience.
var Patience = time.Minute

const slowest = 1 << 10

// Body returns the request's body, cut off past max bytes with an error that
// Fail knows, and given up when the client pauses for too long.
func Body(w http.ResponseWriter, r *http.Request, max int64) io.Reader {
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

// ReadAll reads a whole body of at most max bytes.
func ReadAll(w http.ResponseWriter, r *http.Request, max int64) ([]byte, error) {
	if r.ContentLength > max {
		return nil, &http.MaxBytesError{Limit: max}
	}
	return io.ReadAll(Body(w, r, max))
}

// deadline is until when more must come or be taken of a body of which so many bytes have
// been, in the time that the client took for them.
func deadline(took time.Duration, bytes int64) time.Time {
	return time.Now().Add(min(Patience, Patience+time.Duration(bytes/slowest)*time.Second-took))
}
