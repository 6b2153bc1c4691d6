package state

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"graft/core/fault"
	"graft/core/recipe"
	"graft/web/internal/bridge"
	"graft/web/internal/ui"
)

// Client is the client of the HTTP API, version 1. Base is "" for the server that the
// page came from.
type Client struct {
	Base string
	Send Sender
}

// Sender sends a request and returns the whole answer, of at most limit bytes: in the
// page it is bridge.Fetch.
type Sender func(ctx context.Context, r bridge.Request, limit int) (bridge.Answer, error)

// longestAnswer bounds an answer in bytes.
const longestAnswer = 64 << 20

// At is the address of a call: of the trainer that is used, which may be another
// than the server that the page came from.
func (a Client) At(path string) string { return a.Base + path }

// ErrNoServer is what a call returns if nothing answers, or if what answers is
// not Graft's server: the page also stands on static hosts.
var ErrNoServer = errors.New("web: no trainer answers at this address")

// APIError is a fault that the server described.
type APIError struct {
	Status int    `json:"-"`
	Msg    string `json:"error"`
	Code   string `json:"code"`
	Field  string `json:"field"`

	Args map[string]any `json:"args"`
}

// Fault is what the server said, to be put into the page's language.
func (e *APIError) Fault() fault.Wire {
	return fault.Wire{Error: e.Msg, Code: e.Code, Field: e.Field, Args: e.Args}
}

func (e *APIError) Error() string {
	if e.Field == "" {
		return e.Msg
	}
	return e.Field + ": " + e.Msg
}

// ServerHealth is what the server says of itself.
type ServerHealth struct {
	Status  string `json:"status"`
	Backend string `json:"backend"`
	Device  string `json:"device"`
	Version string `json:"version"`
	Weights string `json:"weights"` // default weight set; may be absent

	WeightsNow string `json:"weights_now"` // what that is now, if it is auto; may be absent
}

// RemoteSet is a data set on the server.
type RemoteSet struct {
	ID      string          `json:"id"`
	Classes []RemoteClass   `json:"classes"`
	Skipped []RemoteSkipped `json:"skipped"`

	SkippedMore int `json:"skipped_more"`
}

// RemoteClass is a class of it.
type RemoteClass struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// RemoteSkipped is a file that the server left out.
type RemoteSkipped struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// Pictures returns how many the set has.
func (s RemoteSet) Pictures() int {
	n := 0
	for _, c := range s.Classes {
		n += c.Count
	}
	return n
}

// Counted returns the classes with their pictures, to be listed.
func (s RemoteSet) Counted() []ui.Counted {
	list := make([]ui.Counted, len(s.Classes))
	for i, c := range s.Classes {
		list[i] = ui.Counted{Name: c.Name, Count: c.Count}
	}
	return list
}

// JobRequest starts a fine-tuning.
type JobRequest struct {
	Dataset string        `json:"dataset"`
	Recipe  recipe.Recipe `json:"recipe"`
	Train   recipe.Train  `json:"train"`
}

func (a Client) health(ctx context.Context) (h ServerHealth, err error) {
	err = a.call(ctx, "GET", "/healthz", nil, &h)
	return h, err
}

func (a Client) start(ctx context.Context, r JobRequest) (id string, err error) {
	r.Recipe.Train = nil // said once, beside it
	var answer struct {
		ID string `json:"id"`
	}
	err = a.call(ctx, "POST", "/api/v1/jobs", r, &answer)
	return answer.ID, err
}

// Job returns what the server knows of a job.
func (a Client) Job(ctx context.Context, id string) (j Job, err error) {
	err = a.call(ctx, "GET", "/api/v1/jobs/"+id, nil, &j)
	return j, err
}

func (a Client) jobs(ctx context.Context) ([]Job, error) {
	var all []Job
	err := a.pages(ctx, "/api/v1/jobs", func(answer json.RawMessage) error {
		some, err := decodeJobs(answer)
		all = append(all, some...)
		return err
	})
	return all, err
}

// pages gets the parts of a list, one after the other, as servers that bound them send
// it. A job or set that comes or goes meanwhile ends it early; the next time it is whole.
func (a Client) pages(ctx context.Context, path string, each func(answer json.RawMessage) error) error {
	for after := ""; ; {
		var answer json.RawMessage
		if err := a.call(ctx, "GET", path+after, nil, &answer); err != nil {
			return err
		}
		if err := each(answer); err != nil {
			return err
		}
		var more struct {
			Next string `json:"next"`
		}
		if json.Unmarshal(answer, &more) != nil || more.Next == "" {
			return nil
		}
		after = "?after=" + url.QueryEscape(more.Next)
	}
}

// datasets lists what the server has.
func (a Client) datasets(ctx context.Context) ([]RemoteSet, error) {
	var all []RemoteSet
	err := a.pages(ctx, "/api/v1/datasets", func(answer json.RawMessage) error {
		some, err := decodeSets(answer)
		all = append(all, some...)
		return err
	})
	return all, err
}

// decodeSets reads a list of data sets, as it is or as the value of "datasets".
func decodeSets(answer []byte) ([]RemoteSet, error) {
	var wrapped struct {
		Datasets []RemoteSet `json:"datasets"`
	}
	if err := json.Unmarshal(answer, &wrapped); err == nil {
		return wrapped.Datasets, nil
	}
	var list []RemoteSet
	err := json.Unmarshal(answer, &list)
	return list, err
}

// report returns what a done job says of its head.
func (a Client) report(ctx context.Context, id string) (*Report, error) {
	r := new(Report)
	if err := a.call(ctx, "GET", "/api/v1/jobs/"+id+"/report", nil, r); err != nil {
		return nil, err
	}
	return r, r.check()
}

// rename gives a job a name, "" takes it away.
func (a Client) rename(ctx context.Context, id, name string) error {
	return a.call(ctx, "PATCH", "/api/v1/jobs/"+id, map[string]string{"name": name}, nil)
}

// remove deletes a finished job.
func (a Client) remove(ctx context.Context, id string) error {
	return a.call(ctx, "DELETE", "/api/v1/jobs/"+id, nil, nil)
}

// removeSet deletes a data set that no unfinished job works on.
func (a Client) removeSet(ctx context.Context, id string) error {
	return a.call(ctx, "DELETE", "/api/v1/datasets/"+id, nil, nil)
}

// PictureURL is where a picture of a data set is shown, side pixels at most.
func (a Client) PictureURL(dataset, digest string, side int) string {
	return a.At(fmt.Sprintf("/api/v1/datasets/%s/pictures/%s?side=%d", dataset, digest, side))
}

func (a Client) cancel(ctx context.Context, id string) error {
	return a.call(ctx, "POST", "/api/v1/jobs/"+id+"/cancel", nil, nil)
}

// call makes one request; body and into are JSON, or nil.
func (a Client) call(ctx context.Context, method, path string, body, into any) error {
	ctx, stop := context.WithTimeout(ctx, 30*time.Second)
	defer stop()
	r := bridge.Request{Method: method, URL: a.At(path)}
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return fmt.Errorf("web: encode %s: %w", path, err)
		}
		r.ContentType, r.Body = "application/json", b
	}
	answer, err := a.Send(ctx, r, longestAnswer)
	if err != nil {
		return ErrNoServer
	}
	return decodeAnswer(answer.Status, answer.ContentType, answer.Body, into)
}

// Statuses of what is no server of ours, see decodeAnswer.
const (
	statusNotFound   = 404
	statusNotAllowed = 405
)

// decodeAnswer reads the server's JSON: the value, or the fault it describes. A
// static host answers with a page of HTML, a proxy without a trainer with 502.
func decodeAnswer(status int, mediaType string, body []byte, into any) error {
	isJSON := strings.Contains(mediaType, "json")
	if status >= 400 {
		fault := &APIError{Status: status}
		if isJSON && json.Unmarshal(body, fault) == nil && fault.Msg != "" {
			return fault
		}
		if status == statusNotFound || status == statusNotAllowed || status >= 500 {
			return ErrNoServer
		}
		return &APIError{Status: status, Msg: fmt.Sprintf("the server answered %d", status)}
	}
	if into == nil {
		return nil
	}
	if !isJSON {
		return ErrNoServer
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("web: the server's answer cannot be read: %w", err)
	}
	return nil
}

// Made has the server make a file that it makes when it is first asked for.
func (a Client) Made(ctx context.Context, path string) error {
	ctx, stop := context.WithTimeout(ctx, 5*time.Minute)
	defer stop()
	answer, err := a.Send(ctx, bridge.Request{Method: "HEAD", URL: a.At(path)}, longestAnswer)
	if err != nil {
		return ErrNoServer
	}
	if answer.Status < 400 {
		return nil
	}
	return a.call(ctx, "GET", path, nil, nil) // a HEAD says no more than the status
}

// NoneConfigured says whether the page stands on an edge that has no trainer.
func NoneConfigured(err error) bool {
	var fault *APIError
	return errors.As(err, &fault) && fault.Field == "TRAINER_URL"
}
