package reply

import (
	"io"
	"net/http"
	"time"

	"graft/core/server/internal/exchange"
)

// RequestID is the header that names a request, in its answer and in the log.
const RequestID = "X-Request-Id"

// Watched names each request in its answer, gives up on a client that does not read its answer,
// and tells the log what became of it.
func (a Answers) Watched(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x, began := exchange.Of(r.Context()), time.Now()
		w.Header().Set(RequestID, x.ID)
		out := &answering{ResponseWriter: w, control: http.NewResponseController(w)}
		if r.ContentLength != 0 {
			out.body = &arriving{ReadCloser: r.Body}
			r.Body = out.body
			out.control.SetReadDeadline(began.Add(Patience)) // of what no handler reads; body sets it anew
		}
		out.expect() // what the answer before this one left would end a "100 Continue"
		defer func() {
			if a.LogRequests {
				line := []any{"client", x.Client, "status", max(out.status, http.StatusOK), "bytes", out.sent, "ms", time.Since(began).Milliseconds()}
				if x.Code != "" {
					line = append(line, "code", x.Code)
				}
				a.LogOf(r).Info("request", line...)
			}
		}()
		next.ServeHTTP(out, r)
	})
}

// answering is an answer on its way: see Patience.
type answering struct {
	http.ResponseWriter
	control *http.ResponseController
	body    *arriving // of the request; nil if it has none
	status  int
	sent    int64
	took    time.Duration // the client, to take what was sent
}

func (a *answering) WriteHeader(status int) {
	if a.status == 0 && status >= 200 {
		a.begin(status)
	}
	a.expect()
	a.ResponseWriter.WriteHeader(status)
}

// begin notes that the answer begins. If the request has a body that nobody has read to
// its end, the answer does not wait for that, and ends the connection.
func (a *answering) begin(status int) {
	a.status = status
	if a.body != nil && !a.body.ended {
		a.Header().Set("Connection", "close")
	}
}

func (a *answering) Write(b []byte) (n int, err error) {
	if a.status == 0 {
		a.begin(http.StatusOK)
	}
	for err == nil && len(b) > 0 {
		part := b[:min(len(b), 64<<10)] // for each of which there is time
		a.expect()
		began := time.Now()
		var m int
		m, err = a.ResponseWriter.Write(part)
		n, b = n+m, b[m:]
		a.sent, a.took = a.sent+int64(m), a.took+time.Since(began)
	}
	return n, err
}

// expect has what is written next fail if it is not taken within Patience, or if all
// has been taken too slowly: what the server itself took to make it does not count.
func (a *answering) expect() {
	a.control.SetWriteDeadline(deadline(a.took, a.sent)) // not supported: no deadline
}

// Unwrap lets a ResponseController reach what is underneath.
func (a *answering) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// arriving is the body of a request, and whether it has been read to its end.
type arriving struct {
	io.ReadCloser
	ended bool
}

func (b *arriving) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.ended = b.ended || err == io.EOF
	return n, err
}
