package augment

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
	"graft/web/internal/i18n"
)

// parseSeed reads a typed seed.
func parseSeed(w i18n.Words, text string) (uint64, error) {
	seed, err := strconv.ParseUint(strings.TrimSpace(text), 10, 64)
	if err != nil || seed > recipe.MaxSeed {
		return 0, fmt.Errorf(w.T("The seed “%s” is no whole number from 0 to %d."), text, uint64(recipe.MaxSeed))
	}
	return seed, nil
}

// parseSize reads a typed width and height.
func parseSize(in i18n.Words, w, h string) (recipe.Size, error) {
	x, errW := strconv.Atoi(strings.TrimSpace(w))
	y, errH := strconv.Atoi(strings.TrimSpace(h))
	if errW != nil || errH != nil || x < 1 || y < 1 || x > recipe.MaxSide || y > recipe.MaxSide {
		return recipe.Size{}, fmt.Errorf(in.T("The size %s × %s is not possible: 1 to %d pixels each way are."), w, h, recipe.MaxSide)
	}
	return recipe.Size{W: x, H: y}, nil
}

func (v *View) setSeed(ctx app.Context, seed uint64) {
	v.Session.Edit(ctx, "", func(r *recipe.Recipe) { r.Seed = seed }) // parseSeed keeps to the bounds
}

func (v *View) setSize(ctx app.Context, size recipe.Size) error {
	return v.Session.Edit(ctx, "", func(r *recipe.Recipe) { r.Size = size })
}
