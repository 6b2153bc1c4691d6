package server

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"graft/core/recipe"
	"graft/core/weights"
)

// hubName is the form of a name on the hub: owner and repository.
var hubName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}$`)

// randomName is "random", perhaps with a seed.
var randomName = regexp.MustCompile(`^random(:[0-9]{1,16})?$`)

// named are the weights that have names of their own.
var named = []string{weights.Auto, weights.Starter, weights.ImageNetName, "keras", "keras-notop"}

// weightsName returns what to load for the name that a request gives, auto
// resolved: from here on everything goes by the weights that are used. A request
// may ask for the server's own weights, for those with a name, and for those names on
// the hub that the operator allows; never for a file of its choice on the server, and
// no file is looked at to answer it.
func (s *Server) weightsName(asked string) (string, error) {
	name, err := s.askedWeights(asked)
	return weights.Resolve(name, s.cfg.Hub), err
}

func (s *Server) askedWeights(asked string) (string, error) {
	if asked == "" || asked == s.cfg.Weights || asked == filepath.Base(s.cfg.Weights) {
		return s.cfg.Weights, nil
	}
	if slices.Contains(named, asked) || randomName.MatchString(asked) {
		return asked, nil
	}
	if !hubName.MatchString(asked) {
		return "", &recipe.Error{Field: "weights", Msg: fmt.Sprintf(`%.100q: want "auto", "starter", "imagenet", "keras", "random" or a name on the hub such as "timm/resnet50.tv_in1k"`, asked)}
	}
	if !slices.Contains(s.cfg.HubWeights, asked) && !slices.Contains(s.cfg.HubWeights, "*") {
		return "", &recipe.Error{Field: "weights", Msg: fmt.Sprintf(`%.100q: this server fetches no such name from the hub: want "auto", "starter", "imagenet", "keras" or "random"; its operator can allow more with -hub-weights`, asked)}
	}
	return asked, nil
}

// checkWeights fails for a name that cannot be that of weights, so that a typing
// error shows at once and not in the first job. Nothing is loaded or fetched.
func checkWeights(name string) error {
	if slices.Contains(named, name) || randomName.MatchString(name) {
		return nil
	}
	info, err := os.Stat(name)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return fmt.Errorf("weights %q: want a safetensors or HDF5 file, not a folder", name)
	case err == nil, hubName.MatchString(name) && filepath.Ext(name) != ".safetensors" && filepath.Ext(name) != ".h5":
		return nil
	}
	return fmt.Errorf("weights %q: no such file: want auto, starter, imagenet, keras, random, a safetensors or HDF5 file or a name on the hub such as timm/resnet50.tv_in1k", name)
}
