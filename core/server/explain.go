package server

import (
	"cmp"
	"context"
	"errors"
	"image"
	"net/http"
	"slices"

	"graft/core/api"
	"graft/core/head"
	"graft/core/resnet"
	"graft/core/server/internal/models"
)

// mapper is a model that can say what it sees where.
type mapper interface {
	Map(ctx context.Context, picture *image.NRGBA) (*resnet.Map, error)
}

// mapsShown is of how many classes an explanation has a map if none is named: as
// many as the page shows bars.
const mapsShown = 8

// explain answers with a prediction and its class-activation maps.
func (s *Server) explain(w http.ResponseWriter, r *http.Request) {
	j, h, err := s.head(r.PathValue("id"))
	if err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	name := r.URL.Query().Get("class")
	if name != "" && !slices.Contains(h.Classes, name) {
		s.answers.Fail(w, r, 0, errNoSuchClass.At("class", name, len(h.Classes)))
		return
	}
	if h.Top != nil {
		s.answers.Fail(w, r, 0, errSoftmaxHead.Err())
		return
	}
	key, err := s.modelOf(j, h)
	if err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	var places *resnet.Map
	weights, ok := s.withModel(w, r, key, func(m *models.Model, img *image.NRGBA) (err error) {
		seer, ok := m.Extractor.(mapper)
		if !ok {
			return errors.New("the model has no maps")
		}
		places, err = seer.Map(r.Context(), img)
		return err
	})
	if !ok {
		return
	}
	if weights.Digest != h.WeightsDigest {
		s.otherWeights(w, r, weights)
		return
	}
	e, err := explanation(h, places, name)
	if err != nil {
		s.answers.Fail(w, r, http.StatusInternalServerError, err)
		return
	}
	s.answers.JSON(w, http.StatusOK, e)
}

// explanation applies the head to what is seen at each place.
func explanation(h *head.Head, places *resnet.Map, class string) (*api.Explanation, error) {
	p, err := h.Predict(mean(places))
	if err != nil {
		return nil, err
	}
	e := &api.Explanation{Classes: guessesOf(h, p), Side: places.Side, Maps: []api.ActivationMap{}}
	for i, g := range e.Classes {
		if class != "" && g.Name != class || class == "" && i >= mapsShown {
			continue
		}
		k := slices.Index(h.Classes, g.Name)
		values, err := h.Activation(k, places.Values)
		if err != nil {
			return nil, err
		}
		e.Maps = append(e.Maps, api.ActivationMap{Class: g.Name, Bias: h.Bias[k], Values: values})
	}
	return e, nil
}

// mean is the features of a picture from its map.
func mean(m *resnet.Map) []float32 {
	sums := make([]float64, resnet.FeatureSize)
	for i, v := range m.Values {
		sums[i%resnet.FeatureSize] += float64(v)
	}
	out := make([]float32, len(sums))
	for i, v := range sums {
		out[i] = float32(v / float64(m.Side*m.Side))
	}
	return out
}

// guessesOf pairs probabilities with classes, the likeliest first.
func guessesOf(h *head.Head, p []float32) []api.Guess {
	guesses := make([]api.Guess, len(p))
	for i := range p {
		guesses[i] = api.Guess{Name: h.Classes[i], P: p[i]}
	}
	slices.SortStableFunc(guesses, func(a, b api.Guess) int { return cmp.Compare(b.P, a.P) })
	return guesses
}
