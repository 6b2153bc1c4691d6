package recipe

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
)

// Value is the value of a parameter: a number, a range or a choice.
type Value struct {
	Kind ParamKind
	X, Y float64 // the number in X; the range from X to Y
	Name string  // the choice
}

// Number is the value of a parameter of KindNumber.
func Number(x float64) Value { return Value{Kind: KindNumber, X: x} }

// Range is the value of a parameter of KindRange, lo <= hi.
func Range(lo, hi float64) Value { return Value{Kind: KindRange, X: lo, Y: hi} }

// Named is the value of a parameter of KindChoice.
func Named(name string) Value { return Value{Kind: KindChoice, Name: name} }

// MarshalJSON writes 20, [0.5,1.5] or "nearest".
func (v Value) MarshalJSON() ([]byte, error) {
	switch v.Kind {
	case KindNumber:
		return formatFloat(nil, v.X), nil
	case KindRange:
		b := formatFloat([]byte{'['}, v.X)
		b = formatFloat(append(b, ','), v.Y)
		return append(b, ']'), nil
	case KindChoice:
		return json.Marshal(v.Name)
	}
	return nil, badKind.Err(v.Kind)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (v *Value) UnmarshalJSON(b []byte) error {
	b = bytes.TrimSpace(b)
	if len(b) == 0 {
		return emptyValue.Err()
	}
	switch b[0] {
	case '[':
		var xy []float64
		if err := json.Unmarshal(b, &xy); err != nil {
			return notARange.Err(string(b))
		}
		if len(xy) != 2 {
			return notTwo.Err(string(b), len(xy))
		}
		*v = Range(xy[0], xy[1])
	case '"':
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return notAText.Err(string(b), err)
		}
		*v = Named(s)
	default:
		var x float64
		if err := json.Unmarshal(b, &x); err != nil || bytes.Equal(b, []byte("null")) {
			return notAValue.Err(string(b))
		}
		*v = Number(x)
	}
	return nil
}

// formatFloat writes the shortest decimal that reads back as x, the same on
// every platform.
func formatFloat(b []byte, x float64) []byte {
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return strconv.AppendInt(b, int64(x), 10)
	}
	return strconv.AppendFloat(b, x, 'g', -1, 64)
}

// check says whether v fits p.
func (p Param) check(v Value) error {
	if v.Kind != p.Kind {
		return otherKind.Err(v.Kind, p.Kind, show(p.Default))
	}
	switch v.Kind {
	case KindChoice:
		for _, c := range p.Choices {
			if c.Name == v.Name {
				return nil
			}
		}
		names := ""
		for i, c := range p.Choices {
			if i > 0 {
				names += ", "
			}
			names += c.Name
		}
		return whatChoice.Err(v.Name, names)
	case KindRange:
		if !(v.X <= v.Y) {
			return upsideDown.Err(v.X, v.Y)
		}
		if !(v.X >= p.Min && v.Y <= p.Max) {
			return rangeOutside.Err(v.X, v.Y, p.Min, p.Max)
		}
	case KindNumber:
		if !(v.X >= p.Min && v.X <= p.Max) {
			return outside.Err(v.X, p.Min, p.Max)
		}
	}
	return nil
}

func show(v Value) string {
	b, err := v.MarshalJSON()
	if err != nil {
		return "?"
	}
	return string(b)
}
