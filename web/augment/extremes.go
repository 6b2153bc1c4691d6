package augment

import (
	"encoding/json"
	"fmt"
	"math"

	"graft/core/recipe"
	"graft/web/internal/i18n"
)

// extreme is a value of a parameter and the one-step recipe that shows it.
type extreme struct {
	text   string
	recipe string // JSON
	drawn  string // values in place of drawn ones, JSON; "" if the recipe says all
}

// extremesOf returns what a parameter of a step does at its ends: a range's
// lower end, middle and upper end; minus, nothing and plus for what is drawn
// either way; each choice; and for any other number the slider's ends and where
// it stands. The step is alone and always applied.
func extremesOf(w i18n.Words, r recipe.Recipe, step recipe.Step, name string) []extreme {
	o, ok := recipe.Lookup(step.Op)
	p, known := o.Param(name)
	if !ok || !known || o.Kind == recipe.Batch {
		return nil
	}
	s, now := paramScale{p}, step.Values[name]
	at := func(v recipe.Value, text string) extreme {
		one := step.Clone()
		one.P, one.Off = 1, false
		one.Values[name] = v
		alone := recipe.Recipe{V: recipe.Version, Seed: r.Seed, Size: r.Size, Steps: []recipe.Step{one}}
		return extreme{text: text, recipe: string(alone.JSON())}
	}
	var out []extreme
	switch {
	case p.Kind == recipe.KindChoice:
		for _, c := range p.Choices {
			out = append(out, at(recipe.Named(c.Name), w.Text(c.Title)))
		}
	case p.Kind == recipe.KindRange:
		for _, x := range []float64{now.X, s.middle(now.X, now.Y), now.Y} {
			out = append(out, at(recipe.Range(x, x), s.Text(w, x)))
		}
	case s.symmetric() && o.Kind != recipe.Policy:
		for _, x := range []float64{-now.X, 0, now.X} {
			e := at(now, s.Text(w, x))
			e.drawn = forced(step.Op, name, x)
			out = append(out, e)
		}
	default:
		middle := now.X
		if middle == s.Min || middle == s.Max {
			middle = s.middle(s.Min, s.Max)
		}
		for _, x := range []float64{s.Min, middle, s.Max} {
			out = append(out, at(recipe.Number(x), s.Text(w, x)))
		}
	}
	return out
}

// middle is half way on the slider, at one of its steps.
func (s paramScale) middle(lo, hi float64) float64 {
	x := (lo + hi) / 2
	if s.Log {
		x = math.Sqrt(lo * hi)
	}
	return s.clamp(tidy(math.Round(x/s.Step) * s.Step))
}

// forced is the engine's list of draws with one value given.
func forced(op, name string, x float64) string {
	b, err := json.Marshal([]draw{{Op: op, Applied: true, Values: map[string]float64{name: x}}})
	if err != nil {
		panic(fmt.Sprintf("web: %s of %s: %v", name, op, err)) // a finite number
	}
	return string(b)
}
