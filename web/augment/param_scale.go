package augment

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"graft/core/recipe"
	"graft/web/internal/i18n"
)

// logPositions is how many places a logarithmic slider has.
const logPositions = 200

// paramScale turns a parameter's values into slider positions and text, and
// back. Shares of a whole (unit %) are written as percentages.
type paramScale struct {
	recipe.Param
}

// probabilityParam describes a step's probability as if it were a parameter.
var probabilityParam = recipe.Param{
	Name: "p", Kind: recipe.KindNumber, Min: 0, Max: 1, Step: 0.01, Default: recipe.Number(1), Unit: "%",
	Title: recipe.Text{En: i18n.Key("Probability")},
	Help:  recipe.Text{En: i18n.Key("How often the step is applied.")},
}

func (s paramScale) factor() float64 {
	if s.Unit == "%" {
		return 100
	}
	return 1
}

// decimals is how many digits a value on the slider needs.
func (s paramScale) decimals() int {
	for d, step := 0, s.Step*s.factor(); d < 6; d, step = d+1, step*10 {
		if step >= 1-1e-9 && math.Abs(step-math.Round(step)) < 1e-6 {
			return d
		}
	}
	return 6
}

// Number writes a value without its unit, with as many digits as the slider's
// steps have, or up to two more if the value lies between steps.
func (s paramScale) Number(v float64) string {
	v *= s.factor()
	d := s.decimals()
	for extra := 0; extra < 2; extra++ {
		if x := math.Pow10(d); math.Abs(math.Round(v*x)/x-v) < 1e-9*math.Max(1, math.Abs(v)) {
			break
		}
		d++
	}
	return strings.Replace(strconv.FormatFloat(v, 'f', d, 64), "-", "−", 1)
}

// UnitText is the unit as it stands behind a number.
func (s paramScale) UnitText(w i18n.Words) string {
	if s.Unit == "turn" {
		return w.T("turn")
	}
	return s.Unit
}

// Text writes a value with its unit.
func (s paramScale) Text(w i18n.Words, v float64) string {
	unit := s.UnitText(w)
	if s.Unit == "turn" || s.Unit == "px" {
		unit = "\u202f" + unit
	} else if s.Unit == "%" {
		unit = "\u202f%"
	}
	return s.Number(v) + unit
}

// Parse reads what a person typed: with or without the unit, with a comma or a
// point, any minus. A value past a bound is the bound.
func (s paramScale) Parse(w i18n.Words, text string) (float64, error) {
	t := strings.NewReplacer("−", "-", ",", ".", "\u202f", "", " ", "").Replace(text)
	t = strings.TrimSuffix(strings.TrimSuffix(t, s.Unit), s.UnitText(w))
	v, err := strconv.ParseFloat(t, 64)
	if err != nil || math.IsNaN(v) {
		return 0, fmt.Errorf("web: number: %q: want one within %s to %s", text, s.Text(w, s.Min), s.Text(w, s.Max))
	}
	return s.clamp(tidy(v / s.factor())), nil
}

func (s paramScale) clamp(v float64) float64 { return math.Min(math.Max(v, s.Min), s.Max) }

// Positions is the slider's maximum; its minimum is 0 and its step 1.
func (s paramScale) Positions() int {
	if s.Log {
		return logPositions
	}
	return int(math.Round((s.Max - s.Min) / s.Step))
}

// Position is where the slider stands for a value.
func (s paramScale) Position(v float64) int {
	v = s.clamp(v)
	if s.Log {
		return int(math.Round(math.Log(v/s.Min) / math.Log(s.Max/s.Min) * logPositions))
	}
	return int(math.Round((v - s.Min) / s.Step))
}

// Value is what a slider at a position means; old is the value before. On a
// logarithmic scale neighbouring positions can round to one value: the value
// then moves by one step in the slider's direction, so that no key is lost.
func (s paramScale) Value(position int, old float64) float64 {
	if !s.Log {
		return s.clamp(tidy(s.Min + float64(position)*s.Step))
	}
	exact := s.Min * math.Pow(s.Max/s.Min, float64(position)/logPositions)
	v := s.clamp(tidy(math.Round(exact/s.Step) * s.Step))
	if moved := position - s.Position(old); v == old && moved != 0 {
		v = s.clamp(tidy(old + math.Copysign(s.Step, float64(moved))))
	}
	return v
}

// Nudge moves a value by n steps.
func (s paramScale) Nudge(v float64, n int) float64 {
	return s.clamp(tidy(v + float64(n)*s.Step))
}

// tidy drops the dust of binary fractions: 0.30000000000000004 is 0.3.
func tidy(v float64) float64 { return math.Round(v*1e9) / 1e9 }

// Summary writes a value in a few characters, for a closed card.
func (s paramScale) Summary(w i18n.Words, v recipe.Value) string {
	switch v.Kind {
	case recipe.KindNumber:
		if s.symmetric() {
			return "±" + s.Text(w, v.X)
		}
		return s.Text(w, v.X)
	case recipe.KindRange:
		return s.Number(v.X) + "–" + s.Text(w, v.Y)
	}
	for _, c := range s.Choices {
		if c.Name == v.Name {
			return w.Text(c.Title)
		}
	}
	return v.Name
}

// symmetric says whether the parameter is drawn from minus to plus its value.
func (s paramScale) symmetric() bool {
	return s.Kind == recipe.KindNumber && strings.Contains(s.Help.En, "minus to plus")
}
