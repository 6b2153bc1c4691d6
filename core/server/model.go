package server

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"graft/core/head"
	"graft/core/job"
	"graft/core/modelfile"
	"graft/core/recipe"
	"graft/core/server/internal/exchange"
	"graft/core/server/internal/models"
	"graft/core/weights"
)

// Names under which a job keeps what it trained.
const (
	HeadObject     = headObject
	BackboneObject = "backbone.safetensors" // only if the job trained the backbone too
)

// weigher returns the numbers of a weight set, or of a job's own backbone.
type weigher func(ctx context.Context, b models.Backbone) (*weights.Set, error)

func (cfg Config) weigh(ctx context.Context, b models.Backbone) (*weights.Set, error) {
	return b.Load(ctx, cfg.Hub)
}

// modelForm is a form in which backbone and head are sent as one file. It is
// made when it is first asked for and kept as an object of the job for a while: see
// sweepModels.
type modelForm struct {
	ending  string
	version int // counts changes of what write writes
	write   func(io.Writer, *weights.Set, *head.Head) error
}

var (
	onnxModel  = modelForm{".onnx", 1, modelfile.WriteONNX}
	torchModel = modelForm{".safetensors", 1, modelfile.WriteSafetensors}
)

// object is the name under which a job keeps the file. A version of Graft that
// writes it otherwise does not take it for its own.
func (f modelForm) object() string { return fmt.Sprintf("model-%d%s", f.version, f.ending) }

// downloadModel sends backbone and head in one file. What it holds follows from
// the head, which names its backbone by digest; so the ETag is made from that.
func (s *Server) downloadModel(form modelForm) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		j, body, err := s.headFile(r.PathValue("id"))
		if err != nil {
			s.answers.Fail(w, r, http.StatusInternalServerError, err)
			return
		}
		file, err := s.modelFile(r.Context(), j, body, form)
		if err != nil {
			s.answers.Fail(w, r, http.StatusServiceUnavailable, err)
			return
		}
		defer file.Close()
		attach(w, j, "model", form.ending)
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("ETag", fmt.Sprintf(`"%x"`, sha256.Sum256(append([]byte(form.object()+"\n"), body...))))
		http.ServeContent(w, r, "", j.Ended, file)
	}
}

// modelFile opens the file, writing it if it is not there yet.
func (s *Server) modelFile(ctx context.Context, j job.Job, body []byte, form modelForm) (*os.File, error) {
	if file, err := s.keptModel(j, form); !errors.Is(err, job.ErrNotFound) {
		return file, err
	}
	leave, err := exchange.Turn(ctx, s.work.write)
	if err != nil {
		return nil, err
	}
	defer leave()
	if file, err := s.keptModel(j, form); !errors.Is(err, job.ErrNotFound) { // somebody else had it written
		return file, err
	}
	h, err := head.Decode(body)
	if err != nil {
		return nil, err
	}
	w, err := s.backbone(ctx, j)
	if err != nil {
		return nil, err
	}
	if w.Digest != h.WeightsDigest {
		return nil, errOtherWeights.Err(h.Weights)
	}
	s.roomForModel()
	if err := s.jobs.PutObject(j.ID, form.object(), func(out io.Writer) error { return form.write(out, w, h) }); err != nil {
		return nil, err
	}
	return s.jobs.OpenObject(j.ID, form.object())
}

// keptModel opens the file that was written before, and notes that it was asked for.
func (s *Server) keptModel(j job.Job, form modelForm) (*os.File, error) {
	file, err := s.jobs.OpenObject(j.ID, form.object())
	if err == nil {
		now := time.Now()
		os.Chtimes(file.Name(), now, now) // if not, it goes sooner
	}
	return file, err
}

// backbone returns the weights that a job's head belongs to: the job's own, if
// it trained them, else those that it began with.
func (s *Server) backbone(ctx context.Context, j job.Job) (*weights.Set, error) {
	b, err := s.backboneOf(j)
	if err != nil {
		return nil, err
	}
	w, err := s.weigh(ctx, b)
	if err != nil && b.Name.Kind == weights.KindFile {
		// Whoever asks does not learn where the server keeps its files.
		return nil, errors.New(strings.ReplaceAll(err.Error(), filepath.Dir(b.Name.Path)+string(filepath.Separator), ""))
	}
	return w, err
}

// backboneOf returns the backbone of a job's head: the file of the job's own, if it
// trained it, else the weights that it began with, as the job prepares pictures for
// them.
func (s *Server) backboneOf(j job.Job) (models.Backbone, error) {
	own, err := s.jobs.OpenObject(j.ID, BackboneObject)
	if err == nil {
		own.Close()
		return models.Backbone{Name: weights.Name{Kind: weights.KindFile, Path: own.Name()}}, nil
	}
	if !errors.Is(err, job.ErrNotFound) {
		return models.Backbone{}, err
	}
	return s.startBackbone(requestOf(j).Train)
}

// startBackbone is what a job begins with.
func (s *Server) startBackbone(t recipe.Train) (models.Backbone, error) {
	name, err := s.keptWeights(t.Weights)
	return models.Backbone{Name: name, Rescale: t.Preprocess == recipe.PreprocessRescale}, err
}

// downloadLabels sends the classes, a line each, in the order of the outputs.
func (s *Server) downloadLabels(w http.ResponseWriter, r *http.Request) {
	j, h, err := s.head(r.PathValue("id"))
	if err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	attach(w, j, "labels", ".txt")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	body := modelfile.Labels(h)
	w.Header().Set("ETag", fmt.Sprintf(`"%x"`, sha256.Sum256(body)))
	http.ServeContent(w, r, "", j.Ended, bytes.NewReader(body))
}

// attach makes the answer a file of the job to be saved, kept by nobody between.
func attach(w http.ResponseWriter, j job.Job, kind, ending string) {
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%s%s"`, kind, j.ID[:8], ending))
	w.Header().Set("Cache-Control", "private, no-cache")
}
