package augment

import (
	"encoding/json"
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"

	"graft/core/recipe"
	"graft/web/internal/i18n"
)

// draw is what one step drew for one view, as the engine tells it.
type draw struct {
	Step    int                `json:"step"`
	Op      string             `json:"op"`
	Applied bool               `json:"applied"`
	Values  map[string]float64 `json:"values"`
	Chosen  []chosen           `json:"chosen,omitempty"` // by a policy
}

// chosen is an operation that a policy chose, and its magnitude.
type chosen struct {
	Op        string  `json:"op"`
	Magnitude float64 `json:"magnitude"`
}

// parseDraws reads the engine's list; what cannot be read is nothing.
func parseDraws(text string) []draw {
	var all []draw
	if json.Unmarshal([]byte(text), &all) != nil {
		return nil
	}
	return all
}

// title is the operation's name in the page's language.
func (d draw) title(w i18n.Words) string {
	if o, ok := recipe.Lookup(d.Op); ok {
		return w.Text(o.Title)
	}
	return d.Op
}

// text writes what was drawn: "−12.3°", "×1.04 ↔ ×0.93 ↕", "" for a flip.
func (d draw) text(in i18n.Words) string {
	if w, ok := d.Values["width"]; ok {
		return fmt.Sprintf(in.T("%s × %s px at %s, %s"),
			signed(w, 0), signed(d.Values["height"], 0), signed(d.Values["x"], 0), signed(d.Values["y"], 0))
	}
	if _, ok := d.Values["op1"]; ok {
		return d.choice(in)
	}
	if len(d.Values) > 4 {
		return "" // corners of a perspective say nothing as numbers
	}
	names := make([]string, 0, len(d.Values))
	for name := range d.Values {
		names = append(names, name)
	}
	sort.Strings(names)
	for i, name := range names {
		names[i] = d.number(in, name)
	}
	return strings.Join(names, " ")
}

// choice writes what a policy chose: "rotate −12, invert".
func (d draw) choice(w i18n.Words) string {
	var all []string
	for _, c := range d.Chosen {
		text := strings.ReplaceAll(c.Op, "_", " ")
		if c.Magnitude != 0 {
			text += " " + signed(c.Magnitude, 2)
		}
		all = append(all, text)
	}
	if all == nil {
		return w.T("nothing")
	}
	return strings.Join(all, w.T(", "))
}

// number writes one drawn value in the unit of the operation's parameter.
func (d draw) number(w i18n.Words, name string) string {
	v := d.Values[name]
	arrow := map[string]string{"x": "\u202f↔", "y": "\u202f↕"}[name]
	switch d.unit() {
	case "%":
		return signed(v*100, 1) + "\u202f%" + arrow
	case "°":
		return signed(v, 1) + "°" + arrow
	case "px":
		return signed(v, 2) + "\u202fpx" + arrow
	case "turn":
		return signed(v, 3) + "\u202f" + w.T("turn")
	case "×":
		return "×" + signed(v, 2) + arrow
	}
	return signed(v, 2) + arrow
}

// unit is that of the operation's first parameter that has one.
func (d draw) unit() string {
	o, _ := recipe.Lookup(d.Op)
	for _, p := range o.Params {
		if p.Unit != "" {
			return p.Unit
		}
	}
	return ""
}

// signed writes v with at most d decimals and a true minus.
func signed(v float64, d int) string {
	x := math.Pow10(d)
	v = math.Round(v*x) / x
	return strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), "-", "−", 1)
}
