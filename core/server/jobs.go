package server

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"graft/core/api"
	"graft/core/dataset"
	"graft/core/disk"
	"graft/core/fault"
	"graft/core/job"
	"graft/core/recipe"
	"graft/core/server/internal/paging"
	"graft/core/server/internal/reply"
	"graft/core/server/internal/sets"
	"graft/core/weights"
)

// request is what a job is made from, as the queue keeps it.
type request struct {
	Dataset string        `json:"dataset"`
	Recipe  recipe.Recipe `json:"recipe"`          // without its Train
	Train   recipe.Train  `json:"train"`           // complete; its Weights are what is loaded
	Side    int           `json:"side"`            // width and height in pixels of the pictures that the network gets; 0 in jobs from before it was kept
	Asked   string        `json:"asked,omitempty"` // "auto" where Train.Weights is what that stood for
}

// side is the width and height in pixels of the pictures that the network gets.
func (q request) side() int { return cmp.Or(q.Side, q.Recipe.InputSize(q.Train)) }

// requestOf returns what j was made from. Only createJob writes it.
func requestOf(j job.Job) request {
	q, err := readRequest(j.Request)
	if err != nil {
		return request{}
	}
	return q
}

// readRequest reads what createJob wrote, perhaps before there were all the
// settings that there are now: a job that names no size in any way is of 224.
func readRequest(raw []byte) (request, error) {
	q := request{Train: recipe.DefaultTrain()}
	var old struct {
		Train struct {
			InputSize *int `json:"input_size"`
		} `json:"train"`
	}
	err := errors.Join(json.Unmarshal(raw, &q), json.Unmarshal(raw, &old))
	if q.Side == 0 && old.Train.InputSize == nil && q.side() != recipe.DefaultInput {
		q.Train.InputSize = recipe.DefaultInput // the only size there was, whatever the recipe's
	}
	return q, err
}

const (
	maxJobBody = 64 << 10 // bytes of a POST: a recipe, and some
)

func (s *Server) createJob(w http.ResponseWriter, r *http.Request) {
	raw, err := reply.ReadAll(w, r, maxJobBody)
	if err != nil {
		s.answers.Fail(w, r, http.StatusBadRequest, err)
		return
	}
	q, err := s.parseRequest(raw)
	if err != nil {
		s.answers.Fail(w, r, http.StatusBadRequest, err)
		return
	}
	if _, err := s.sets.Path(q.Dataset); errors.Is(err, sets.ErrNotFound) {
		s.answers.Fail(w, r, 0, fault.Of(err).In("dataset"))
		return
	} else if err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	if err := s.splits(q); disk.Machine(err) != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	} else if err != nil {
		s.answers.Fail(w, r, 0, errSplit.At("dataset", strings.TrimPrefix(err.Error(), "dataset: ")))
		return
	}
	if err := s.room.Any(); err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	j, err := s.submit(r.Context(), q)
	if errors.Is(err, errManyJobs) || errors.Is(err, errManyOwnJobs) {
		w.Header().Set("Retry-After", "60")
	}
	if err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	w.Header().Set("Location", "/api/v1/jobs/"+j.ID)
	s.answers.JSON(w, http.StatusAccepted, api.JobCreated{ID: j.ID, Input: q.input()})
}

// parseRequest reads the body of POST /api/v1/jobs. train may be left out, or
// be part of the recipe, as it is in a link.
func (s *Server) parseRequest(raw []byte) (request, error) {
	var b struct {
		Dataset string          `json:"dataset"`
		Recipe  json.RawMessage `json:"recipe"`
		Train   json.RawMessage `json:"train"`
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&b); err != nil {
		return request{}, jobFault(err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return request{}, errJobMore.Err()
	}
	if b.Dataset == "" {
		return request{}, errNoDataset.At("dataset")
	}
	if given(b.Recipe) == nil {
		return request{}, errNoRecipe.At("recipe")
	}
	rec, err := recipe.ParseJSON(b.Recipe)
	if err != nil {
		return request{}, within("recipe", err)
	}
	q := request{Dataset: b.Dataset, Recipe: rec, Train: recipe.DefaultTrain()}
	if rec.Train != nil {
		q.Train, q.Recipe.Train = *rec.Train, nil
	}
	if given(b.Train) != nil {
		if q.Train, err = recipe.ParseTrain(b.Train); err != nil {
			return request{}, err
		}
	}
	asked, err := s.askedWeights(q.Train.Weights)
	if err != nil {
		return request{}, within("train", err)
	}
	q.Train.Weights = weights.Resolve(asked, s.cfg.Hub).String()
	if asked.Kind == weights.KindAuto {
		q.Asked = asked.String()
	}
	q.Side = q.side()
	return q, nil
}

// splits says why the data set of a request cannot be split, if it cannot: before
// the job waits for its turn, and for weights.
func (s *Server) splits(q request) error {
	set, err := s.sets.Open(q.Dataset)
	if err != nil {
		return err
	}
	_, _, err = dataset.Split(set.Items, len(set.Classes), q.Train.ValidationSplit, q.Train.Seed)
	return err
}

// jobFault says what in the JSON of a job is wrong, without Go's words for it.
func jobFault(err error) error {
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind) && kind.Field != "":
		return errWantText.At(kind.Field, kind.Value)
	case errors.As(err, &kind):
		return errNotObject.Err(kind.Value)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errJobCutOff.Err()
	}
	return errNotJob.Err(strings.TrimPrefix(err.Error(), "json: "))
}

// given returns nil for what was left out or null.
func given(raw json.RawMessage) json.RawMessage {
	if string(raw) == "null" {
		return nil
	}
	return raw
}

// within puts the place before the field of an error that has one.
func within(place string, err error) error {
	if e := fault.Of(err); e != nil {
		return e.In(place)
	}
	return err
}

func (s *Server) listJobs(w http.ResponseWriter, r *http.Request) {
	p, err := paging.Of(r)
	if err != nil {
		s.answers.Fail(w, r, http.StatusBadRequest, err)
		return
	}
	some, next, err := paging.Cut(s.jobs.List(), p, func(j job.Job) (time.Time, string) { return j.Created, j.ID })
	if err != nil {
		s.answers.Fail(w, r, http.StatusBadRequest, err)
		return
	}
	list, positions := []api.Job{}, s.jobs.Positions()
	for _, j := range some {
		list = append(list, summaryAt(j, positions[j.ID]))
	}
	s.answers.JSON(w, http.StatusOK, api.Jobs{Jobs: list, Next: next})
}

func (s *Server) showJob(w http.ResponseWriter, r *http.Request) {
	j, err := s.jobs.Get(r.PathValue("id"))
	if err == nil {
		var d api.Job
		if d, err = s.details(j); err == nil {
			s.answers.JSON(w, http.StatusOK, d)
			return
		}
	}
	s.answers.Fail(w, r, http.StatusInternalServerError, err)
}

func (s *Server) cancelJob(w http.ResponseWriter, r *http.Request) {
	j, err := s.jobs.Cancel(r.PathValue("id"))
	if errors.Is(err, job.ErrFinal) {
		s.answers.Fail(w, r, 0, errEnded.Err(j.State))
		return
	}
	if err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	s.answers.JSON(w, http.StatusOK, s.summary(j))
}

// shown is t as the API shows it: without the server's own paths.
func shown(t recipe.Train) recipe.Train {
	t.Weights = shownWeights(t.Weights)
	return t
}
