package augment

import (
	"graft/core/recipe"
	"graft/web/internal/i18n"
)

// preset is a recipe to start from.
type preset struct {
	recipe.Preset
	keepsSize bool // of the document
}

// presets are core/recipe's, and nothing at all.
var presets = append(builtInPresets(), preset{keepsSize: true, Preset: recipe.Preset{
	Name:   "none",
	Title:  recipe.Text{En: i18n.Key("No steps")},
	Help:   recipe.Text{En: i18n.Key("No step: begin with an empty recipe.")},
	Recipe: emptyRecipe(),
}})

func builtInPresets() []preset {
	var list []preset
	for _, p := range recipe.Presets() {
		list = append(list, preset{Preset: p})
	}
	return list
}

func emptyRecipe() recipe.Recipe {
	r := recipe.Default()
	r.Steps = nil
	return r
}

// with returns the preset for a document: seed and training settings stay.
func (p preset) with(now recipe.Recipe) recipe.Recipe {
	r := p.Recipe.Clone()
	r.Seed, r.Train = now.Seed, now.Train
	if p.keepsSize {
		r.Size = now.Size
	}
	return r
}

// is says whether the document is this preset. It is asked at every move of a
// slider, so it looks at what is cheap first.
func (p preset) is(now recipe.Recipe) bool {
	if len(now.Steps) != len(p.Recipe.Steps) || !p.keepsSize && now.Size != p.Recipe.Size {
		return false
	}
	for i, s := range p.Recipe.Steps {
		if now.Steps[i].Op != s.Op {
			return false
		}
	}
	return string(p.with(now).JSON()) == string(now.JSON())
}

// presetOf returns the preset that the document is, if it is one.
func presetOf(now recipe.Recipe) (preset, bool) {
	for _, p := range presets {
		if p.is(now) {
			return p, true
		}
	}
	return preset{}, false
}
