package main

import (
	"graft/core/recipe"
)

// testCase is one line of the table.
type testCase struct {
	Name   string
	Recipe recipe.Recipe
}

var size = recipe.Size{W: 224, H: 224}

// The source's size, in the proportions of a photo.
const sourceW, sourceH = 512, 384

// cases returns the whole recipes first, then each operation alone.
func cases() []testCase {
	def := recipe.Default()
	def.Size = size
	list := []testCase{
		{"default", def},
		{"article", steps(half("flip_left_right"), "resized_crop", "rotation", "brightness", "contrast", "saturation")},
		{"heavy", steps(half("flip_left_right"), "resized_crop", "rotation", "shear", "zoom", "brightness", "contrast",
			"saturation", "hue", "gaussian_blur", "gaussian_noise", "erase")},
	}
	for _, o := range recipe.Ops() {
		list = append(list, testCase{o.Name, steps(o.New(1))})
	}
	return list
}

// steps makes a recipe of steps and of the names of operations with their
// defaults.
func steps(all ...any) recipe.Recipe {
	r := recipe.Recipe{V: recipe.Version, Seed: 42, Size: size}
	for _, s := range all {
		switch s := s.(type) {
		case recipe.Step:
			r.Steps = append(r.Steps, s)
		case string:
			r.Steps = append(r.Steps, step(s, 1))
		}
	}
	return r
}

func half(op string) recipe.Step { return step(op, 0.5) }

func step(op string, p float64) recipe.Step {
	o, ok := recipe.Lookup(op)
	if !ok {
		panic("bench/augment: no such operation: " + op)
	}
	return o.New(p)
}
