package recipe

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
)

// JSON returns the canonical form: fixed key order, every parameter written
// out, no white space. Equal recipes have equal JSON.
func (r Recipe) JSON() []byte {
	b := []byte(`{"v":`)
	b = strconv.AppendInt(b, int64(r.V), 10)
	b = strconv.AppendUint(append(b, `,"seed":`...), r.Seed, 10)
	b = append(b, fmt.Sprintf(`,"size":[%d,%d],"steps":[`, r.Size.W, r.Size.H)...)
	for i, s := range r.Steps {
		if i > 0 {
			b = append(b, ',')
		}
		b = s.appendJSON(b)
	}
	b = append(b, ']')
	if r.Train != nil {
		t, err := json.Marshal(r.Train)
		if err == nil { // only NaN and infinities fail, and Validate refuses those
			b = append(append(b, `,"train":`...), t...)
		}
	}
	return append(b, '}')
}

// MarshalJSON returns JSON.
func (r Recipe) MarshalJSON() ([]byte, error) { return r.JSON(), nil }

// UnmarshalJSON reads and validates a recipe.
func (r *Recipe) UnmarshalJSON(b []byte) error {
	p, err := ParseJSON(b)
	if err == nil {
		*r = p
	}
	return err
}

func (s Step) appendJSON(b []byte) []byte {
	b = append(b, `{"op":`...)
	b = strconv.AppendQuote(b, s.Op)
	if s.P != 1 {
		b = formatFloat(append(b, `,"p":`...), s.P)
	}
	if s.Off {
		b = append(b, `,"off":true`...)
	}
	o, _ := Lookup(s.Op)
	for _, p := range o.Params {
		if v, ok := s.Values[p.Name]; ok {
			if j, err := v.MarshalJSON(); err == nil {
				b = strconv.AppendQuote(append(b, ','), p.Name)
				b = append(append(b, ':'), j...)
			}
		}
	}
	return append(b, '}')
}

type document struct {
	V     *int                         `json:"v"`
	Seed  *uint64                      `json:"seed"`
	Size  *[]int                       `json:"size"`
	Steps []map[string]json.RawMessage `json:"steps"`
	Train *json.RawMessage             `json:"train"`
}

// ParseJSON reads a recipe document, fills in what it leaves out (version 1,
// seed 42, 224×224, probability 1, each parameter's default) and validates it.
// Every fault is an *Error.
func ParseJSON(b []byte) (Recipe, error) {
	if len(b) > MaxBytes {
		return Recipe{}, wrong("", tooLong, len(b), MaxBytes)
	}
	var d document
	if err := strict(b, &d); err != nil {
		return Recipe{}, err
	}
	r := Recipe{V: Version, Seed: 42, Size: Size{224, 224}}
	if d.V != nil {
		r.V = *d.V
	}
	if r.V < 1 || r.V > Version {
		return Recipe{}, wrong("v", badVersion, r.V, Version)
	}
	if d.Seed != nil {
		r.Seed = *d.Seed
	}
	if d.Size != nil {
		if len(*d.Size) != 2 {
			return Recipe{}, wrong("size", notASize, len(*d.Size))
		}
		r.Size = Size{(*d.Size)[0], (*d.Size)[1]}
	}
	if len(d.Steps) > MaxSteps {
		return Recipe{}, wrong("steps", tooManySteps, len(d.Steps), MaxSteps)
	}
	for i, m := range d.Steps {
		s, err := parseStep(fmt.Sprintf("steps[%d]", i), m)
		if err != nil {
			return Recipe{}, err
		}
		r.Steps = append(r.Steps, s)
	}
	if d.Train != nil && !bytes.Equal(*d.Train, []byte("null")) {
		t, err := ParseTrain(*d.Train)
		if err != nil {
			return Recipe{}, err
		}
		r.Train = &t
	}
	return r, r.Validate()
}

func parseStep(at string, m map[string]json.RawMessage) (Step, error) {
	var name string
	if err := json.Unmarshal(m["op"], &name); err != nil {
		return Step{}, wrong(at+".op", noOperation)
	}
	o, ok := Lookup(name)
	if !ok {
		return Step{}, wrong(at+".op", whatOperation, name)
	}
	s := o.New(1)
	for key, raw := range m {
		switch key {
		case "op":
		case "p":
			if err := json.Unmarshal(raw, &s.P); err != nil {
				return Step{}, wrong(at+".p", notAP, string(raw))
			}
		case "off":
			if err := json.Unmarshal(raw, &s.Off); err != nil {
				return Step{}, wrong(at+".off", notAFlag, string(raw))
			}
		default:
			if _, ok := o.Param(key); !ok {
				return Step{}, wrong(at+"."+key, whatParameter, name, o.paramNames())
			}
			var v Value
			if err := v.UnmarshalJSON(raw); err != nil {
				return Step{}, wrongIn(at+"."+key, err)
			}
			s.Values[key] = v
		}
	}
	return s, nil
}

// strict decodes one JSON value and nothing after it; unknown keys are faults.
func strict(b []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	err := dec.Decode(into)
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) && kind.Field != "" {
		return wrong(kind.Field, wrongType, strings.TrimPrefix(kind.Value, "number "), kindName(kind.Type))
	}
	if err != nil {
		return wrong("", notJSON, strings.TrimPrefix(err.Error(), "json: "))
	}
	if _, err := dec.Token(); err != io.EOF {
		return wrong("", more)
	}
	return nil
}

// kindName is what a field of type t holds.
func kindName(t reflect.Type) error {
	switch k := t.Kind(); {
	case k == reflect.String:
		return aText.Err()
	case k == reflect.Float64:
		return aNumber.Err()
	case k == reflect.Slice:
		return aList.Err()
	case k == reflect.Uint64:
		return aWholeFrom0.Err()
	case k == reflect.Int:
		return aWhole.Err()
	}
	return anObject.Err()
}
