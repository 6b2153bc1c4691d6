package recipe_test

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"errors"
	"testing"

	"graft/core/recipe"
)

// documents are where the search for bad ones begins: each operation at its
// defaults, and what a person or an older version may have written.
func documents() []string {
	docs := []string{
		string(recipe.Default().JSON()),
		`{}`,
		`{"v":1,"seed":7,"size":[28,28],"steps":[{"op":"erase","p":0.1,"off":true,"value":"noise"}],"train":{"epochs":3}}`,
		`{"seed":9007199254740991,"size":[1024,1],"steps":[],"train":null}`,
		`{"seed":1e3,"steps":[{"op":"zoom","range":[4e-1,0.4]},{"op":"hue","delta":0.50}]}`,
	}
	for _, o := range recipe.Ops() {
		r := recipe.Recipe{V: recipe.Version, Size: recipe.Size{W: 9, H: 5}, Steps: []recipe.Step{o.New(0.25)}}
		docs = append(docs, string(r.JSON()))
	}
	return docs
}

// checkParsed holds what a parser gave to its word: a fault is an *Error, and a
// recipe is valid and reads back from either form.
func checkParsed(t *testing.T, r recipe.Recipe, err error) {
	t.Helper()
	if err != nil {
		var fault *recipe.Error
		if !errors.As(err, &fault) {
			t.Fatalf("%v is no *recipe.Error", err)
		}
		return
	}
	if err := r.Validate(); err != nil {
		t.Fatalf("parsed but invalid: %v", err)
	}
	for _, form := range []string{string(r.JSON()), r.Code(), "https://example.org/" + r.Fragment()} {
		back, err := recipe.Parse(form)
		if err != nil {
			t.Fatalf("%q does not parse back: %v", form, err)
		}
		if string(back.JSON()) != string(r.JSON()) {
			t.Fatalf("%s came back as %s", r.JSON(), back.JSON())
		}
	}
}

func FuzzParseJSON(f *testing.F) {
	for _, d := range documents() {
		f.Add([]byte(d))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		r, err := recipe.ParseJSON(doc)
		checkParsed(t, r, err)
	})
}

// The link form, as text of any kind and as a well-formed link to any bytes.
func FuzzParseCode(f *testing.F) {
	for _, d := range documents() {
		f.Add(d)
	}
	f.Add(recipe.Default().Code())
	f.Add("https://example.org/?lang=zh" + recipe.Default().Fragment() + "&view=augment")
	f.Add("#r=q1YqU7Iy1FEqTk1N==")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := recipe.Parse(text)
		checkParsed(t, r, err)
		r, err = recipe.ParseCode(text)
		checkParsed(t, r, err)

		packed, err := recipe.ParseCode(packed(t, text))
		plain, perr := recipe.ParseJSON([]byte(text))
		if (err == nil) != (perr == nil) || string(packed.JSON()) != string(plain.JSON()) {
			t.Fatalf("as a link %s, %v; as JSON %s, %v", packed.JSON(), err, plain.JSON(), perr)
		}
	})
}

func packed(t *testing.T, text string) string {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(b.Bytes())
}
