package server

import (
	"context"
	"path/filepath"
	"slices"

	"graft/core/weights"
)

// backbone is a weight set, and how pictures are prepared for it.
type backbone struct {
	name    weights.Name
	rescale bool // pictures are only divided by 255, whatever the weights were trained with
}

// load reads the set.
func (b backbone) load(ctx context.Context, o weights.Options) (*weights.Set, error) {
	w, err := weights.Load(ctx, b.name, o)
	if err != nil || !b.rescale {
		return w, err
	}
	return w.Prepared(weights.Rescale())
}

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
