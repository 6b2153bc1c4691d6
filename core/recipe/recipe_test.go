package recipe_test

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"graft/core/recipe"
)

func TestParseFillsInDefaults(t *testing.T) {
	r, err := recipe.Parse(`{"steps":[{"op":"rotation","degrees":30},{"op":"flip_left_right","p":0.5}]}`)
	if err != nil {
		t.Fatal(err)
	}
	if r.V != 1 || r.Seed != 42 || r.Size != (recipe.Size{W: 224, H: 224}) {
		t.Errorf("Parse = v %d seed %d size %v, want 1, 42, 224×224", r.V, r.Seed, r.Size)
	}
	rot := r.Steps[0]
	if rot.Number("degrees") != 30 || rot.Choice("fill") != "nearest" || rot.P != 1 {
		t.Errorf("rotation = %+v, want 30 degrees, nearest, p 1", rot)
	}
	if r.Steps[1].P != 0.5 {
		t.Errorf("flip p = %g, want 0.5", r.Steps[1].P)
	}
	want := `{"v":1,"seed":42,"size":[224,224],"steps":[{"op":"rotation","degrees":30,"fill":"nearest","cval":0},{"op":"flip_left_right","p":0.5}]}`
	if got := string(r.JSON()); got != want {
		t.Errorf("JSON = %s, want %s", got, want)
	}
}

func TestParseFaults(t *testing.T) {
	tests := []struct{ name, in, field, part string }{
		{"empty", ``, "", "damaged"},
		{"not json", `{`, "", "not a recipe"},
		{"trailing", `{"steps":[]} x`, "", "follows"},
		{"unknown key", `{"stepz":[]}`, "", "stepz"},
		{"version", `{"v":2}`, "v", "reads version 1"},
		{"negative seed", `{"seed":-1}`, "seed", "-1"},
		{"seed past 2^53", `{"seed":9007199254740992}`, "seed", "want 0 to"},
		{"size zero", `{"size":[0,224]}`, "size", "want each side"},
		{"size huge", `{"size":[224,100000]}`, "size", "1024"},
		{"size one number", `{"size":[224]}`, "size", "width and height"},
		{"no operation", `{"steps":[{"degrees":3}]}`, "steps[0].op", "name of an operation"},
		{"unknown operation", `{"steps":[{"op":"sharpen_teeth"}]}`, "steps[0].op", "sharpen_teeth"},
		{"unknown parameter", `{"steps":[{"op":"rotation","angle":3}]}`, "steps[0].angle", "it has degrees"},
		{"out of range", `{"steps":[{"op":"rotation","degrees":181}]}`, "steps[0].degrees", "want 0 to 180"},
		{"wrong kind", `{"steps":[{"op":"rotation","degrees":[1,2]}]}`, "steps[0].degrees", "is a range"},
		{"range reversed", `{"steps":[{"op":"zoom","range":[1.2,0.8]}]}`, "steps[0].range", "lower bound first"},
		{"range of three", `{"steps":[{"op":"zoom","range":[1,2,3]}]}`, "steps[0].range", "3 numbers"},
		{"choice", `{"steps":[{"op":"rotation","fill":"mirror"}]}`, "steps[0].fill", "nearest, constant"},
		{"probability", `{"steps":[{"op":"hue","p":1.5}]}`, "steps[0].p", "0 to 1"},
		{"null value", `{"steps":[{"op":"hue","delta":null}]}`, "steps[0].delta", "want a number"},
		{"too many steps", `{"steps":[` + strings.Repeat(`{"op":"hue"},`, 64) + `{"op":"hue"}]}`, "steps", "at most 64"},
		{"train mode", `{"train":{"mode":"some"}}`, "train.mode", "want"},
		{"train epochs", `{"train":{"epochs":0}}`, "train.epochs", "1 to 1000"},
		{"train rate", `{"train":{"learning_rate":0}}`, "train.learning_rate", "want"},
		{"train key", `{"train":{"epoch":3}}`, "train", "epoch"},
		{"damaged link", `https://x.test/#r=!!!`, "", "damaged"},
		{"cut link", `https://x.test/#r=` + recipe.Default().Code()[:20], "", "cut off"},
		{"link without", `https://x.test/`, "", "no recipe"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			_, err := recipe.Parse(tc.in)
			var fault *recipe.Error
			if !errors.As(err, &fault) {
				t.Fatalf("Parse(%q) = %v, want *recipe.Error", tc.in, err)
			}
			if fault.Fault.Field != tc.field || !strings.Contains(fault.Fault.Text(), tc.part) {
				t.Errorf("Parse(%q) = field %q, %q; want field %q and %q in it", tc.in, fault.Fault.Field, fault.Fault.Text(), tc.field, tc.part)
			}
		})
	}
}

func TestLinkBomb(t *testing.T) {
	r := recipe.Default()
	r.Steps = nil
	for range recipe.MaxSteps {
		op, _ := recipe.Lookup("resized_crop")
		r.Steps = append(r.Steps, op.New(0.123456789))
	}
	back, err := recipe.Parse(r.Fragment())
	if err != nil || !reflect.DeepEqual(back, r) {
		t.Errorf("the largest recipe does not come back: %v", err)
	}
}

func TestRoundTrip(t *testing.T) {
	full := recipe.Default()
	train := recipe.DefaultTrain()
	train.LearningRate = 3e-4
	full.Train = &train
	full.Seed = recipe.MaxSeed
	full.Steps = nil
	for _, op := range recipe.Ops() {
		s := op.New(0.25)
		s.Off = op.Kind == recipe.Pixel
		full.Steps = append(full.Steps, s)
	}
	for name, text := range map[string]string{
		"JSON": string(full.JSON()), "code": full.Code(), "fragment": full.Fragment(),
		"address": "https://graft.example/?x=1" + full.Fragment() + "&view=train",
	} {
		got, err := recipe.Parse(text)
		if err != nil {
			t.Errorf("Parse(%s): %v", name, err)
		} else if !reflect.DeepEqual(got, full) {
			t.Errorf("Parse(%s) = %+v, want %+v", name, got, full)
		}
	}
}

func TestDescriptions(t *testing.T) {
	seen := map[string]bool{}
	for _, op := range recipe.Ops() {
		if seen[op.Name] {
			t.Errorf("%s is described twice", op.Name)
		}
		seen[op.Name] = true
		texts := []recipe.Text{op.Title, op.Help}
		for _, p := range op.Params {
			texts = append(texts, p.Title, p.Help)
			for _, c := range p.Choices {
				texts = append(texts, c.Title)
			}
			if p.Name == "op" || p.Name == "p" || p.Name == "off" {
				t.Errorf("%s: parameter %q hides a key of every step", op.Name, p.Name)
			}
		}
		for _, x := range texts {
			if x.En == "" || x.Zh == "" {
				t.Errorf("%s: a text lacks a language: %+v", op.Name, x)
			}
		}
		r := recipe.Recipe{V: 1, Size: recipe.Size{W: 1, H: 1}, Steps: []recipe.Step{op.New(1)}}
		if err := r.Validate(); err != nil {
			t.Errorf("%s: its own defaults are refused: %v", op.Name, err)
		}
	}
}

func TestCloneIsDeep(t *testing.T) {
	r := recipe.Default()
	c := r.Clone()
	c.Steps[1].Values["degrees"] = recipe.Number(99)
	if got := r.Steps[1].Number("degrees"); got != 20 {
		t.Errorf("changing the clone set the original to %g, want 20", got)
	}
}

func TestMissingValues(t *testing.T) {
	s := recipe.Step{Op: "rotation"}
	if lo, hi := s.Range("degrees"); !math.IsNaN(lo) || !math.IsNaN(hi) || !math.IsNaN(s.Number("degrees")) {
		t.Error("a missing value reads as a number, want NaN")
	}
}

// A recipe that parses must be valid, and survive both of its forms.
// A wrong type is told with its field, and without Go's words for it.
func TestWrongTypes(t *testing.T) {
	for in, want := range map[string]string{
		`{"seed":-1}`:               "recipe: seed: -1: want a whole number from 0 on",
		`{"v":"one"}`:               "recipe: v: string: want a whole number",
		`{"size":5}`:                "recipe: size: number: want a list",
		`{"train":{"epochs":"x"}}`:  "recipe: train.epochs: string: want a whole number",
		`{"train":{"views":1e9}}`:   "recipe: train.views: 1e9: want a whole number",
		`{"train":{"mode":5}}`:      "recipe: train.mode: number: want a text",
		`{"train":{"epoch":5}}`:     `recipe: train: not a recipe in JSON: unknown field "epoch"`,
		`{"train":{"seed":true}}`:   "recipe: train.seed: bool: want a whole number from 0 on",
		`{"steps":[{"op":"rotate"}`: "recipe: not a recipe in JSON: unexpected EOF",
	} {
		if _, err := recipe.ParseJSON([]byte(in)); err == nil || err.Error() != want {
			t.Errorf("ParseJSON(%s) = %v, want %s", in, err, want)
		}
	}
}
