package recipe

import "slices"

// Every operation, in the order in which a menu shows them. Once released, a
// name, its parameters and their defaults stay: links depend on them.
var ops = slices.Concat(geometryOps, colourOps, pixelOps, policyOps, batchOps)

// fillParams are those of every operation that can show what lies outside the
// picture; names and values are Keras's fill_mode and cval.
func fillParams() []Param { return fillParamsOf("nearest") }

// fillParamsOf is fillParams with another default.
func fillParamsOf(mode string) []Param {
	return []Param{
		{Name: "fill", Kind: KindChoice, Default: Named(mode),
			Choices: []Choice{{"nearest", Text{"Stretch", "延伸"}}, {"constant", Text{"Colour", "单色"}}, {"reflect", Text{"Mirror", "镜像"}}, {"wrap", Text{"Repeat", "重复"}}},
			Title:   Text{"Edges", "边缘"}, Help: Text{"What is seen where the picture ends. Keras’s fill_mode: nearest, constant, reflect, wrap.", "图片之外显示什么。即 Keras 的 fill_mode：nearest、constant、reflect、wrap。"}},
		{Name: "cval", Kind: KindNumber, Min: 0, Max: 255, Step: 1, Default: Number(0),
			Title: Text{"Grey level", "灰度值"}, Help: Text{"What lies outside the picture when the edges are one colour: 0 is black, 255 white.", "边缘为单色时图片之外的灰度值：0 为黑，255 为白。"}},
	}
}
