package web

import "graft/core/recipe"

// preset is a recipe to start from.
type preset struct {
	name  string
	title recipe.Text
	help  recipe.Text
	make  func() recipe.Recipe
}

var presets = []preset{
	{"gentle", recipe.Text{En: "Gentle", Zh: "温和"},
		recipe.Text{En: "Mild and typical: what a new visitor sees", Zh: "温和而常见的组合，首次打开时的默认配方"}, recipe.Default},
	{"article", recipe.Text{En: "Article", Zh: "随笔"},
		recipe.Text{En: "The source article’s: flips, a crop of 10–100 %, brightness 50–150 %, any hue, 200 × 200", Zh: "原文随笔中的组合：翻转、10–100 % 随机裁剪、亮度 50–150 %、任意色调、200 × 200"}, articleRecipe},
	{"none", recipe.Text{En: "None", Zh: "清空"},
		recipe.Text{En: "No step: begin with nothing", Zh: "没有任何步骤，从头开始"}, emptyRecipe},
}

// articleRecipe is what the article that Graft grew from does, one after the
// other, to its picture.
func articleRecipe() recipe.Recipe {
	r := recipe.Default()
	r.Size = recipe.Size{W: 200, H: 200}
	r.Steps = nil
	add := func(op string, p float64, values map[string]recipe.Value) {
		o, ok := recipe.Lookup(op)
		if !ok {
			return
		}
		s := o.New(p)
		for name, v := range values {
			s.Values[name] = v
		}
		r.Steps = append(r.Steps, s)
	}
	add("flip_left_right", 0.5, nil)
	add("flip_up_down", 0.5, nil)
	add("resized_crop", 1, map[string]recipe.Value{"scale": recipe.Range(0.1, 1), "ratio": recipe.Range(0.5, 2)})
	add("brightness", 1, map[string]recipe.Value{"range": recipe.Range(0.5, 1.5)})
	add("hue", 1, map[string]recipe.Value{"delta": recipe.Number(0.5)})
	return r
}

func emptyRecipe() recipe.Recipe {
	r := recipe.Default()
	r.Steps = nil
	return r
}

// with returns the preset for a document: seed and training settings stay.
func (p preset) with(now recipe.Recipe) recipe.Recipe {
	r := p.make()
	r.Seed, r.Train = now.Seed, now.Train
	if p.name == "none" {
		r.Size = now.Size
	}
	return r
}

// is says whether the document is this preset.
func (p preset) is(now recipe.Recipe) bool {
	return string(p.with(now).JSON()) == string(now.JSON())
}
