package fault_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"testing"

	"graft/core/fault"
)

var (
	wide   = fault.Define("test.wide", "something is wrong")
	narrow = fault.Define("test.narrow", "test: {name:%.4q} of {size}: want at most {most:%.2f} GB").Within(wide)
	around = fault.Define("test.around", "{path}: {cause}")
	other  = fault.Define("test.other", `{a}, as in {{"n": {{…}} {{`)
)

func TestError(t *testing.T) {
	e := narrow.Err("a name", 7, 2.0)
	for _, tc := range []struct {
		err  error
		text string
		json string
	}{
		{e, `test: "a na" of 7: want at most 2.00 GB`, `{"error":"test: \"a na\" of 7: want at most 2.00 GB","code":"test.narrow","args":{"most":"2.00","name":"a na","size":7}}`},
		{narrow.At("steps[1]", "x", 1, 2.5), `steps[1]: test: "x" of 1: want at most 2.50 GB`, `{"error":"test: \"x\" of 1: want at most 2.50 GB","code":"test.narrow","field":"steps[1]","args":{"most":"2.50","name":"x","size":1}}`},
		{wide.Err().In("recipe"), "recipe: something is wrong", `{"error":"something is wrong","code":"test.wide","field":"recipe"}`},
		{wide.At("size").In("recipe"), "recipe.size: something is wrong", `{"error":"something is wrong","code":"test.wide","field":"recipe.size"}`},
		{around.Err("a/b", e), `a/b: test: "a na" of 7: want at most 2.00 GB`, `{"error":"a/b: test: \"a na\" of 7: want at most 2.00 GB","code":"test.around","args":{"cause":{"error":"test: \"a na\" of 7: want at most 2.00 GB","code":"test.narrow","args":{"most":"2.00","name":"a na","size":7}},"path":"a/b"}}`},
		{around.Err([]string{"a", "b"}, io.EOF), "[a b]: EOF", `{"error":"[a b]: EOF","code":"test.around","args":{"cause":"EOF","path":"a, b"}}`},
		{fmt.Errorf("outer: %w", wide.Err()), "outer: something is wrong", `{"error":"outer: something is wrong","code":"test.wide"}`},
		{other.Err(3), `3, as in {"n": {…}} {`, `{"error":"3, as in {\"n\": {…}} {","code":"test.other","args":{"a":3}}`},
		{fmt.Errorf("outer: %w", wide), "outer: something is wrong", `{"error":"outer: something is wrong","code":"test.wide"}`},
		{io.EOF, "EOF", `{"error":"EOF"}`},
	} {
		if got := tc.err.Error(); got != tc.text {
			t.Errorf("Error = %s, want %s", got, tc.text)
		}
		if got, err := json.Marshal(fault.WireOf(tc.err)); err != nil || string(got) != tc.json {
			t.Errorf("%v on the wire = %s, %v, want %s", tc.err, got, err, tc.json)
		}
	}
}

func TestIs(t *testing.T) {
	e := fmt.Errorf("outer: %w", around.Err("x", narrow.Err("n", 1, 2.0)))
	for target, want := range map[error]bool{narrow: true, wide: true, around: true, other: false, io.EOF: false} {
		if got := errors.Is(e, target); got != want {
			t.Errorf("errors.Is(%v, %v) = %v, want %v", e, target, got, want)
		}
	}
	if !errors.Is(around.Err("x", io.EOF), io.EOF) {
		t.Error("a value that is an error is not wrapped")
	}
	if fault.Of(e).Kind() != around || fault.Of(io.EOF) != nil {
		t.Error("Of: want the first fault in the tree, and nil if there is none")
	}
}

func TestKinds(t *testing.T) {
	all := fault.Kinds()
	if i := slices.Index(all, narrow); i < 0 || !slices.Equal(all[i].Names(), []string{"name", "size", "most"}) || all[i].Code() != "test.narrow" {
		t.Errorf("Kinds has not test.narrow with its names")
	}
	for name, slip := range map[string]func(){
		"defined twice":   func() { fault.Define("test.wide", "again") },
		"not closed":      func() { fault.Define("test.open", "a {b") },
		"too few values":  func() { narrow.Err("x") },
		"too many values": func() { wide.Err(math.Pi) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			slip()
		}()
	}
}

func ExampleDefine() {
	large := fault.Define("example.large", "an archive of {size}: want at most {most}")
	err := large.Err("3 GB", "2 GB")
	fmt.Println(err)
	fmt.Println(errors.Is(err, large))
	// Output:
	// an archive of 3 GB: want at most 2 GB
	// true
}
