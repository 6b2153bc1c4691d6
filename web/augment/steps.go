package augment

import (
	"graft/core/recipe"
	"graft/web/internal/i18n"
)

// moveStep moves the step at from so that it stands at to.
func moveStep(steps []recipe.Step, from, to int) {
	if from < 0 || to < 0 || from >= len(steps) || to >= len(steps) {
		return
	}
	s := steps[from]
	if from < to {
		copy(steps[from:to], steps[from+1:to+1])
	} else {
		copy(steps[to+1:from+1], steps[to:from])
	}
	steps[to] = s
}

// newStep returns a step of op as it is added from the menu: flips and erase
// every second time, everything else always, at the defaults.
func newStep(o recipe.Op) recipe.Step {
	switch o.Name {
	case "flip_left_right", "flip_up_down", "erase":
		return o.New(0.5)
	}
	return o.New(1)
}

// setValue returns the number or range in which thumb (0 the lower, 1 the
// upper) has moved to x; it does not pass the other.
func setValue(v recipe.Value, thumb int, x float64) recipe.Value {
	switch {
	case v.Kind != recipe.KindRange:
		return recipe.Number(x)
	case thumb == 0:
		return recipe.Range(min(x, v.Y), v.Y)
	}
	return recipe.Range(v.X, max(x, v.X))
}

// summary writes what a step does in a few words, for a closed card.
func summary(w i18n.Words, s recipe.Step) string {
	o, _ := recipe.Lookup(s.Op)
	text := ""
	if s.P != 1 {
		text = paramScale{probabilityParam}.Text(w, s.P)
	}
	for _, p := range o.Params {
		if p.Kind == recipe.KindChoice || p.Name == "cval" {
			continue
		}
		if text != "" {
			text += " · "
		}
		text += paramScale{p}.Summary(w, s.Values[p.Name])
	}
	return text
}
