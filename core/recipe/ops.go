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
			Choices: []Choice{{"nearest", Text{"Nearest", "最近像素"}}, {"constant", Text{"Constant", "常数"}}, {"reflect", Text{"Reflect", "反射"}}, {"wrap", Text{"Wrap", "环绕"}}},
			Title:   Text{"Outside", "边界填充"}, Help: Text{"What is seen where the picture ends.", "图片之外显示什么。"}},
		{Name: "cval", Kind: KindNumber, Min: 0, Max: 255, Step: 1, Default: Number(0),
			Title: Text{"Grey level", "灰度值"}, Help: Text{"Level used outside the picture when the fill is constant.", "常数填充时使用的灰度值。"}},
	}
}
