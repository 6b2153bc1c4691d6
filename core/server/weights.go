package server

import (
	"os"
	"path/filepath"
	"regexp"

	"graft/core/recipe"
)

// hubName is the form of a name on the hub: owner and repository.
var hubName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}$`)

// randomName is "random", perhaps with a seed.
var randomName = regexp.MustCompile(`^random(:[0-9]{1,16})?$`)

// weightsName returns what to load for the name that a request gives. A
// request may ask for the server's own weights, for "random", "imagenet" or a
// name on the hub; never for a file of its choice on the server.
func (s *Server) weightsName(asked string) (string, error) {
	switch asked {
	case "", s.cfg.Weights, filepath.Base(s.cfg.Weights):
		return s.cfg.Weights, nil
	case "imagenet":
		return asked, nil
	}
	if randomName.MatchString(asked) {
		return asked, nil
	}
	if _, err := os.Lstat(asked); err == nil || !hubName.MatchString(asked) {
		return "", &recipe.Error{Field: "weights", Msg: `want "imagenet", "random" or a name on the hub such as "timm/resnet50.tv_in1k"`}
	}
	return asked, nil
}
