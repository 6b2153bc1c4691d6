package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"graft/core/recipe"
)

func TestPageIsNotStale(t *testing.T) {
	got, err := os.ReadFile("../../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, page(recipe.Ops())) {
		t.Error("docs/operations.md is stale: make generate writes it")
	}
}

func TestTrainingPageIsNotStale(t *testing.T) {
	got, err := os.ReadFile("../../../docs/training.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, trainingPage()) {
		t.Error("docs/training.md is stale: make generate writes it")
	}
	for _, s := range recipe.Settings() {
		if !bytes.Contains(got, []byte("| `"+s.Name+"` | ")) || !bytes.Contains(got, []byte(s.Help.Zh)) {
			t.Errorf("%s is not on the page", s.Name)
		}
	}
}

func TestPageHasEverything(t *testing.T) {
	text := string(page(recipe.Ops()))
	for _, o := range recipe.Ops() {
		for _, part := range []string{"### `" + o.Name + "`", o.Help.En, o.Help.Zh, o.Like} {
			if !strings.Contains(text, part) {
				t.Errorf("%s: no %q", o.Name, part)
			}
		}
		if _, ok := kinds[o.Kind]; !ok {
			t.Errorf("%s: kind %q has no heading in both languages", o.Name, o.Kind)
		}
		for _, p := range o.Params {
			if row := "| `" + p.Name + "` | " + values(p); !strings.Contains(text, row) {
				t.Errorf("%s: no row %q", o.Name, row)
			}
		}
	}
}

func TestValues(t *testing.T) {
	tests := []struct {
		p    recipe.Param
		want string
	}{
		{recipe.Param{Kind: recipe.KindNumber, Max: 180, Unit: "°"}, "0 to 180 °"},
		{recipe.Param{Kind: recipe.KindRange, Min: 0.1, Max: 4}, "range within 0.1 to 4"},
		{recipe.Param{Kind: recipe.KindNumber, Min: -1, Max: 1, Unit: "%"}, "-1 to 1 (a share)"},
		{recipe.Param{Kind: recipe.KindChoice, Choices: []recipe.Choice{{Name: "a"}, {Name: "b"}}}, "`a`, `b`"},
	}
	for _, tc := range tests {
		if got := values(tc.p); got != tc.want {
			t.Errorf("values(%+v) = %q, want %q", tc.p, got, tc.want)
		}
	}
}
