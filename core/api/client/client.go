package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"graft/core/api"
	"graft/core/fault"
)

// Client is the client of the HTTP API, version 1. Base, as in "https://graft.example",
// is "" in a page for the server that it came from.
type Client struct {
	Base string
	Send Sender
}

// Sender sends a request and returns the whole answer, of at most limit bytes. It fails
// if none comes; an answer of any status is none of its business.
type Sender func(ctx context.Context, r Request, limit int) (Answer, error)

// Request is one to a server. It is in our own words, not net/http's, whose client would
// be a third of the page's WebAssembly for what the browser does anyway.
type Request struct {
	Method, URL string
	ContentType string // "" without a body
	Body        []byte
}

// Answer is what came back, whatever its status.
type Answer struct {
	Status      int
	ContentType string
	Body        []byte
}

const (
	longestAnswer = 64 << 20         // bytes
	patience      = 30 * time.Second // that an answer may take
	makingFile    = 5 * time.Minute  // that one may take which makes a file
)

// At is the address of a path on the server that is asked.
func (c Client) At(path string) string { return c.Base + path }

// ErrNoServer is what a call returns if nothing answers, or if what answers is
// not Graft's server: the page also stands on static hosts.
var ErrNoServer = errors.New("client: no trainer answers at this address")

// Error is a fault that the server described.
type Error struct {
	Status int
	Wire   fault.Wire
}

// Fault is what the server said.
func (e *Error) Fault() fault.Wire { return e.Wire }

func (e *Error) Error() string {
	if e.Wire.Field == "" {
		return e.Wire.Error
	}
	return e.Wire.Field + ": " + e.Wire.Error
}

// NoneConfigured says whether err is the answer of an edge that has no trainer.
func NoneConfigured(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Wire.Field == "TRAINER_URL"
}

// Health returns what the server says of itself.
func (c Client) Health(ctx context.Context) (h api.Health, err error) {
	err = c.call(ctx, "GET", api.PathHealth, nil, &h)
	return h, err
}

// Datasets lists the data sets, the newest first. One that comes or goes meanwhile may
// end the list early; the next time it is whole.
func (c Client) Datasets(ctx context.Context) (all []api.Dataset, err error) {
	err = c.pages(ctx, api.PathDatasets, func(path string) (next string, err error) {
		var some api.Datasets
		err = c.call(ctx, "GET", path, nil, &some)
		all = append(all, some.Datasets...)
		return some.Next, err
	})
	return all, err
}

// RemoveDataset deletes a data set that no unfinished job works on.
func (c Client) RemoveDataset(ctx context.Context, id string) error {
	return c.call(ctx, "DELETE", api.PathDataset(id), nil, nil)
}

// PictureURL is where a picture of a data set is shown, side pixels at most.
func (c Client) PictureURL(dataset, digest string, side int) string {
	return c.At(api.PathDataset(dataset) + "/pictures/" + digest + "?side=" + strconv.Itoa(side))
}

// Start begins a fine-tuning and returns the job's id.
func (c Client) Start(ctx context.Context, r api.JobRequest) (id string, err error) {
	r.Recipe.Train = nil // said once, beside it
	var made api.JobCreated
	err = c.call(ctx, "POST", api.PathJobs, r, &made)
	return made.ID, err
}

// Job returns what the server knows of a job.
func (c Client) Job(ctx context.Context, id string) (j api.Job, err error) {
	err = c.call(ctx, "GET", api.PathJob(id), nil, &j)
	return j, err
}

// Jobs lists the jobs, the newest first, as [Client.Datasets] lists data sets.
func (c Client) Jobs(ctx context.Context) (all []api.Job, err error) {
	err = c.pages(ctx, api.PathJobs, func(path string) (next string, err error) {
		var some api.Jobs
		err = c.call(ctx, "GET", path, nil, &some)
		all = append(all, some.Jobs...)
		return some.Next, err
	})
	return all, err
}

// Report returns what a done job says of its head, checked.
func (c Client) Report(ctx context.Context, id string) (*api.Report, error) {
	r := new(api.Report)
	if err := c.call(ctx, "GET", api.PathJob(id)+"/report", nil, r); err != nil {
		return nil, err
	}
	return r, r.Check()
}

// Rename gives a job a name, "" takes it away.
func (c Client) Rename(ctx context.Context, id, name string) error {
	return c.call(ctx, "PATCH", api.PathJob(id), api.JobChange{Name: &name}, nil)
}

// Cancel stops a job that waits or runs.
func (c Client) Cancel(ctx context.Context, id string) error {
	return c.call(ctx, "POST", api.PathJob(id)+"/cancel", nil, nil)
}

// Remove deletes a finished job.
func (c Client) Remove(ctx context.Context, id string) error {
	return c.call(ctx, "DELETE", api.PathJob(id), nil, nil)
}

// WeightsFetch returns where fetching ImageNet's weights stands.
func (c Client) WeightsFetch(ctx context.Context) (f api.WeightsFetch, err error) {
	err = c.call(ctx, "GET", api.PathWeightsFetch, nil, &f)
	return f, err
}

// SetFetch begins to fetch ImageNet's weights, or stops.
func (c Client) SetFetch(ctx context.Context, on bool) (f api.WeightsFetch, err error) {
	method := "POST"
	if !on {
		method = "DELETE"
	}
	err = c.call(ctx, method, api.PathWeightsFetch, nil, &f)
	return f, err
}

// Make has the server make a file that it makes when it is first asked for.
func (c Client) Make(ctx context.Context, path string) error {
	ctx, stop := context.WithTimeout(ctx, makingFile)
	defer stop()
	answer, err := c.Send(ctx, Request{Method: "HEAD", URL: c.At(path)}, longestAnswer)
	if err != nil {
		return ErrNoServer
	}
	if answer.Status < 400 {
		return nil
	}
	return c.call(ctx, "GET", path, nil, nil) // a HEAD says no more than the status
}

// pages has get get the parts of a list, one after the other, as servers that bound them
// send it.
func (c Client) pages(ctx context.Context, path string, get func(path string) (next string, err error)) error {
	for after := ""; ; {
		next, err := get(path + after)
		if err != nil || next == "" {
			return err
		}
		after = "?after=" + url.QueryEscape(next)
	}
}

// call makes one request; body and into are JSON, or nil.
func (c Client) call(ctx context.Context, method, path string, body, into any) error {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	r := Request{Method: method, URL: c.At(path)}
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return fmt.Errorf("client: encode %s: %w", path, err)
		}
		r.ContentType, r.Body = "application/json", b
	}
	answer, err := c.Send(ctx, r, longestAnswer)
	if err != nil {
		return ErrNoServer
	}
	return answer.Decode(into)
}

// Statuses of what is no server of ours, see Decode.
const (
	statusNotFound   = 404
	statusNotAllowed = 405
)

// Decode reads the server's JSON: the value, or the fault it describes. A
// static host answers with a page of HTML, a proxy without a trainer with 502.
func (a Answer) Decode(into any) error {
	isJSON := strings.Contains(a.ContentType, "json")
	if a.Status >= 400 {
		e := &Error{Status: a.Status}
		if isJSON && json.Unmarshal(a.Body, &e.Wire) == nil && e.Wire.Error != "" {
			return e
		}
		if a.Status == statusNotFound || a.Status == statusNotAllowed || a.Status >= 500 {
			return ErrNoServer
		}
		e.Wire = fault.Wire{Error: fmt.Sprintf("the server answered %d", a.Status)}
		return e
	}
	if into == nil {
		return nil
	}
	if !isJSON {
		return ErrNoServer
	}
	if err := json.Unmarshal(a.Body, into); err != nil {
		return fmt.Errorf("client: the server's answer cannot be read: %w", err)
	}
	return nil
}
