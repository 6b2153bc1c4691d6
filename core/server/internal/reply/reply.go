package reply

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"strconv"

	"graft/core/dataset"
	"graft/core/disk"
	"graft/core/fault"
	"graft/core/imagefile"
	"graft/core/job"
	"graft/core/line"
	"graft/core/modelfile"
	"graft/core/recipe"
	"graft/core/refusal"
	"graft/core/server/internal/exchange"
)

var (
	errInternal   = refusal.Define(http.StatusInternalServerError, "server.internal", "internal fault: the server's log has more")
	errPanic      = refusal.Define(http.StatusInternalServerError, "server.panic", "internal fault")
	errDiskFull   = refusal.Define(http.StatusInsufficientStorage, "server.disk_full", "the server's disk is full: nothing was stored")
	errBusy       = refusal.Define(http.StatusServiceUnavailable, "server.busy", "the server has more to do than it can: try again in {seconds} s")
	errBusyClient = refusal.Define(http.StatusTooManyRequests, "server.client_busy", "this client has too many requests waiting: try again in {seconds} s")
	errTooSlow    = refusal.Define(http.StatusRequestTimeout, "server.too_slow", "the body came too slowly: send it again")
	errTooLarge   = refusal.Define(http.StatusRequestEntityTooLarge, "server.too_large", "the body is larger than {most}")
)

// Answers writes the answers of a server.
type Answers struct {
	Log         *slog.Logger // of faults that are the server's own
	LogRequests bool         // a line for each request
}

// LogOf is the log of a request: its lines name it.
func (a Answers) LogOf(r *http.Request) *slog.Logger {
	return a.Log.With("id", exchange.Of(r.Context()).ID, "method", r.Method, "path", r.URL.Path)
}

// JSON sends v as JSON. It is encoded before the status is written.
func (a Answers) JSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		a.Log.Error("server: answer", "err", err)
		status, body = http.StatusInternalServerError, []byte(`{"error":"internal fault"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(append(body, '\n'))
}

// Fail sends the answer that fits err, or status if no other fits better.
func (a Answers) Fail(w http.ResponseWriter, r *http.Request, status int, err error) {
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
		a.JSON(w, 499, fault.WireOf(err))
		return
	case errors.As(err, &body):
		err = errTooLarge.Err(disk.SizeText(body.Limit))
	case disk.Full(err):
		a.LogOf(r).Error("server: disk full", "err", err)
		err = errDiskFull.Err()
	case disk.Machine(err) != nil:
		a.LogOf(r).Error("server: the machine", "err", err)
		w.Header().Set("Retry-After", "30")
		status, err = http.StatusServiceUnavailable, disk.Machine(err)
	}
	if known := statusFor(err); known != 0 {
		status = known
	}
	if status == http.StatusInternalServerError {
		a.LogOf(r).Error("server: fault", "err", err)
		err = errInternal.Err()
	}
	wire := wireOf(err)
	exchange.Of(r.Context()).Code = wire.Code
	a.JSON(w, status, wire)
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
