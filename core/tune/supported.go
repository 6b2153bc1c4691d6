package tune

import (
	"fmt"

	"graft/core/recipe"
)

// Supported returns nil, or a *recipe.Error for the first setting whose value
// this version cannot train with yet.
func Supported(t recipe.Train) error {
	same := recipe.DefaultTrain()
	for _, s := range recipe.Settings() {
		switch s.Group {
		case recipe.GroupOptimizer, recipe.GroupSchedule, recipe.GroupRegularisation, recipe.GroupLoop, recipe.GroupArticle:
		default:
			if s.Name != "mode" {
				continue
			}
		}
		if s.Applies(t) && s.Get(t) != s.Get(same) {
			return &recipe.Error{Field: "train." + s.Name, Msg: fmt.Sprintf("%q: this version trains with %q only", s.Get(t), s.Get(same))}
		}
	}
	return nil
}
