package augment

// Draw is what one step drew for one view: whether it is applied at all, and the values
// it is applied with.
type Draw struct {
	Step    int                `json:"step"` // index in the recipe
	Op      string             `json:"op"`
	Applied bool               `json:"applied"`
	Values  map[string]float64 `json:"values,omitempty"` // units of the recipe; boxes in pixels
	View    int                `json:"view,omitempty"`   // that it was drawn for: noise is this view's
	Chosen  []Chosen           `json:"chosen,omitempty"` // what a policy's values say, for people
}

// Draws returns what Apply draws for a view of src: one Draw for each step that is not
// switched off, in the recipe's order. Values have the units of the recipe, and the box
// of a resized crop is in pixels of the picture, an erased one in pixels of the result.
func (p *Plan) Draws(src *Source, view int) []Draw {
	p.draw(src, p.frame(src), view)
	out := make([]Draw, 0, len(p.steps))
	for i, s := range p.steps {
		d := Draw{Step: s.index, Op: s.name, Applied: p.drawn[i].applied, View: view}
		if d.Applied && len(s.op.names) > 0 {
			d.Values = make(map[string]float64, len(s.op.names))
			for j, name := range s.op.names {
				d.Values[name] = p.drawn[i].values[j]
			}
		}
		if d.Applied && s.op.policy {
			d.Chosen = chosen(&p.drawn[i].values)
		}
		out = append(out, d)
	}
	return out
}
