package server

import (
	"context"
	"path/filepath"
	"slices"

	"graft/core/api"
	"graft/core/recipe"
	"graft/core/server/internal/fetch"
	"graft/core/server/internal/models"
	"graft/core/weights"
)

// weightsName returns what to load for the name that a request gives, auto
// resolved: from here on everything goes by the weights that are used. A request
// may ask for the server's own weights, for those with a name, and for those names on
// the hub that the operator allows; never for a file of its choice on the server, and
// no file is looked at to answer it.
func (s *Server) weightsName(asked string) (weights.Name, error) {
	name, err := s.askedWeights(asked)
	return weights.Resolve(name, s.cfg.Hub), err
}

func (s *Server) askedWeights(asked string) (weights.Name, error) {
	own := s.cfg.Weights
	if asked == "" || asked == own.String() || asked == filepath.Base(own.String()) {
		return own, nil
	}
	name, err := weights.ParseName(asked)
	if err != nil {
		return name, errWeightsName.At("weights", asked)
	}
	if name.Kind == weights.KindHub && !slices.Contains(s.cfg.HubWeights, asked) && !slices.Contains(s.cfg.HubWeights, "*") {
		return name, errWeightsHub.At("weights", asked)
	}
	return name, nil
}

// keptWeights reads the name that a job keeps: what weightsName returned when the job
// was made. That may be a file which was the server's own then; a text that has the
// form of a name never is a file, unless it is the server's own now.
func (s *Server) keptWeights(text string) (weights.Name, error) {
	if text == s.cfg.Weights.String() {
		return s.cfg.Weights, nil
	}
	if name, err := weights.ParseName(text); err == nil {
		return name, nil
	}
	return weights.ParseNameOrFile(text)
}

// shownWeights is the name that a job keeps as the API shows it: without the server's
// own paths.
func shownWeights(text string) string {
	if name, err := weights.ParseName(text); err == nil {
		return name.String()
	}
	return filepath.Base(text)
}

// awaitWeights returns when the weights of a model can be read. ImageNet's are
// fetched once for everyone, and nobody who waits for them keeps a model's place.
func (s *Server) awaitWeights(ctx context.Context, key models.Key, progress func(done, total int64)) error {
	if !isImageNet(key) {
		return nil
	}
	return s.fetch.Await(ctx, progress)
}

// mustAwait says whether awaitWeights would wait.
func (s *Server) mustAwait(key models.Key) bool {
	return isImageNet(key) && !s.models.Has(key) && s.fetch.Status().State != api.FetchThere
}

// isOwn says whether a model is the one for requests that name neither weights nor size.
func (s *Server) isOwn(key models.Key) bool {
	own, err := s.weightsName("")
	return err == nil && key == models.Key{Backbone: models.Backbone{Name: own}, Side: recipe.DefaultInput}
}

func isImageNet(key models.Key) bool {
	return key.Name == fetch.ImageNet
}
