package server

import (
	"cmp"
	"context"
	"encoding/binary"
	"image"
	"math"
	"net/http"
	"strconv"

	"graft/core/api"
	"graft/core/augment"
	"graft/core/head"
	"graft/core/imagefile"
	"graft/core/job"
	"graft/core/recipe"
	"graft/core/server/internal/exchange"
	"graft/core/server/internal/models"
	"graft/core/tune"
)

// predict answers with every class, the likeliest first.
func (s *Server) predict(w http.ResponseWriter, r *http.Request) {
	j, h, err := s.head(r.PathValue("id"))
	if err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	key, err := s.modelOf(j, h)
	if err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	features, weights, ok := s.features(w, r, key)
	if !ok {
		return
	}
	if weights.Digest != h.WeightsDigest {
		s.otherWeights(w, r, weights)
		return
	}
	p, err := h.Predict(features)
	if err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	s.answers.JSON(w, http.StatusOK, api.Prediction{Classes: guessesOf(h, p)})
}

func (s *Server) otherWeights(w http.ResponseWriter, r *http.Request, weights tune.Weights) {
	s.answers.Fail(w, r, 0, errOtherWeights.Err(weights.Name))
}

// embed answers with the 2048 features of a picture. Headers name the weights
// that made them and the size that the picture had then, so that a client can tell
// whether its head fits.
func (s *Server) embed(w http.ResponseWriter, r *http.Request) {
	key, err := s.embedder(r)
	if err != nil {
		s.answers.Fail(w, r, http.StatusBadRequest, err)
		return
	}
	features, weights, ok := s.features(w, r, key)
	if !ok {
		return
	}
	body := make([]byte, 0, 4*len(features))
	for _, f := range features {
		body = binary.LittleEndian.AppendUint32(body, math.Float32bits(f))
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Graft-Weights", weights.Name)
	w.Header().Set("Graft-Weights-Digest", weights.Digest)
	w.Header().Set("Graft-Input-Size", strconv.Itoa(key.Side))
	w.Write(body)
}

// embedder returns the model that a request for features names: that of a job's
// head, or a weight set and a size.
func (s *Server) embedder(r *http.Request) (models.Key, error) {
	q := r.URL.Query()
	side, err := inputSize(q.Get("size"))
	if err != nil {
		return models.Key{}, err
	}
	id := q.Get("job")
	if id == "" {
		name, err := s.weightsName(q.Get("weights"))
		return models.Key{Backbone: models.Backbone{Name: name}, Side: cmp.Or(side, recipe.DefaultInput)}, err
	}
	j, h, err := s.head(id)
	if err != nil {
		return models.Key{}, err
	}
	key, err := s.modelOf(j, h)
	if err == nil && side != 0 && side != key.Side {
		err = errOtherSize.At("size", side, key.Side)
	}
	return key, err
}

// inputSize reads the size that a request gives, 0 if it gives none.
func inputSize(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < recipe.MinInput || n > recipe.MaxInput {
		return 0, errInputSize.At("size", text, recipe.MinInput, recipe.MaxInput)
	}
	return n, nil
}

// modelOf returns the model that a job's head was trained on.
func (s *Server) modelOf(j job.Job, h *head.Head) (models.Key, error) {
	side, err := h.Side()
	if err != nil {
		return models.Key{}, err
	}
	b, err := s.backboneOf(j)
	return models.Key{Backbone: b, Side: side}, err
}

// features reads the picture in the body and returns its features. If it
// cannot, it has answered and returns false.
func (s *Server) features(w http.ResponseWriter, r *http.Request, key models.Key) (features []float32, used tune.Weights, ok bool) {
	used, ok = s.withModel(w, r, key, func(m *models.Model, img *image.NRGBA) error {
		out, err := m.Features(r.Context(), []*image.NRGBA{img})
		if err == nil {
			features = out[0]
		}
		return err
	})
	return features, used, ok
}

// withModel reads the picture in the body and hands it, at the model's size, to do with
// the model. If that fails, it has answered and returns false.
func (s *Server) withModel(w http.ResponseWriter, r *http.Request, key models.Key, do func(m *models.Model, img *image.NRGBA) error) (tune.Weights, bool) {
	sent, err := s.receive(w, r)
	if err != nil {
		s.answers.Fail(w, r, http.StatusBadRequest, err)
		return tune.Weights{}, false
	}
	defer sent.remove()
	img, err := s.plain(r.Context(), sent, key.Side)
	if err != nil {
		s.answers.Fail(w, r, http.StatusUnprocessableEntity, err)
		return tune.Weights{}, false
	}
	m, release, err := s.models.Use(r.Context(), key, func(done, total int64) {})
	if err != nil {
		s.answers.Fail(w, r, http.StatusServiceUnavailable, err)
		return tune.Weights{}, false
	}
	defer release()
	leave, err := exchange.Turn(r.Context(), s.work.compute)
	if err != nil {
		s.answers.Fail(w, r, http.StatusServiceUnavailable, err)
		return tune.Weights{}, false
	}
	defer leave()
	if err := do(m, img); err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return tune.Weights{}, false
	}
	return m.Weights, true
}

// plain decodes a picture and stretches it to what the network takes, as
// validation pictures are.
func (s *Server) plain(ctx context.Context, sent *picture, side int) (*image.NRGBA, error) {
	img := image.NewNRGBA(image.Rect(0, 0, side, side))
	err := s.decode(ctx, sent.size, sent.read, func(p *imagefile.Picture) error {
		augment.NewSource(p).Stretch(img)
		return nil
	})
	return img, err
}

// head returns a finished job and its head. The error of a job without one
// wraps errNoHead or job.ErrNotFound.
func (s *Server) head(id string) (job.Job, *head.Head, error) {
	j, body, err := s.headFile(id)
	if err != nil {
		return j, nil, err
	}
	h, err := head.Decode(body)
	return j, h, err
}

func (s *Server) headFile(id string) (job.Job, []byte, error) {
	j, err := s.jobs.Get(id)
	if err != nil {
		return j, nil, err
	}
	if j.State != job.Done {
		return j, nil, errNoHead.Err(describe(j.State))
	}
	body, err := s.jobs.Object(id, headObject)
	return j, body, err
}
