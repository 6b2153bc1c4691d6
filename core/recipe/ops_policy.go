package recipe

// policyOps choose among operations of their own for each view; batchOps mix two
// finished views.
var policyOps = []Op{
	{
		Name: "color_jitter", Kind: Policy, Like: "torchvision ColorJitter",
		Title: Text{"Colour jitter", "色彩抖动"},
		Help:  Text{"Brightness, contrast, saturation and hue in random order, as torchvision blends them.", "按随机顺序改变亮度、对比度、饱和度和色调，算法与 torchvision 一致。"},
		Params: []Param{
			{Name: "brightness", Kind: KindNumber, Min: 0, Max: 2, Step: 0.01, Default: Number(0.4),
				Title: Text{"Brightness", "亮度"}, Help: Text{"The factor is drawn evenly from 1 minus to 1 plus this, not below 0.", "倍数在 1 减该值到 1 加该值之间均匀随机生成，不小于 0。"}},
			{Name: "contrast", Kind: KindNumber, Min: 0, Max: 2, Step: 0.01, Default: Number(0.4),
				Title: Text{"Contrast", "对比度"}, Help: Text{"The factor is drawn evenly from 1 minus to 1 plus this, not below 0.", "倍数在 1 减该值到 1 加该值之间均匀随机生成，不小于 0。"}},
			{Name: "saturation", Kind: KindNumber, Min: 0, Max: 2, Step: 0.01, Default: Number(0.4),
				Title: Text{"Saturation", "饱和度"}, Help: Text{"The factor is drawn evenly from 1 minus to 1 plus this, not below 0.", "倍数在 1 减该值到 1 加该值之间均匀随机生成，不小于 0。"}},
			{Name: "hue", Kind: KindNumber, Min: 0, Max: 0.5, Step: 0.01, Default: Number(0.1), Unit: "turn",
				Title: Text{"Hue", "色调"}, Help: Text{"In turns of the wheel, drawn evenly from minus to plus this.", "以圈为单位，在正负该值之间均匀随机生成。"}},
		},
	},
	{
		Name: "rand_augment", Kind: Policy, Like: "torchvision RandAugment",
		Title: Text{"RandAugment", "RandAugment"},
		Help:  Text{"Applies some of fourteen operations, drawn anew for each view, all of one strength.", "每个视图从十四种操作中随机生成几种，强度相同。"},
		Params: append([]Param{
			{Name: "num_ops", Kind: KindNumber, Min: 1, Max: 4, Step: 1, Default: Number(2),
				Title: Text{"Operations", "操作数"}, Help: Text{"How many are applied, one after the other.", "依次应用几种操作。"}},
			{Name: "magnitude", Kind: KindNumber, Min: 0, Max: 30, Step: 1, Default: Number(9),
				Title: Text{"Magnitude", "强度"}, Help: Text{"Of 30, for all of them.", "满值 30，所有操作相同。"}},
		}, fillParamsOf("constant")...),
	},
	{
		Name: "trivial_augment", Kind: Policy, Like: "torchvision TrivialAugmentWide",
		Title:  Text{"TrivialAugment", "TrivialAugment"},
		Help:   Text{"Applies one of fourteen operations with any strength: nothing to tune.", "从十四种操作中随机生成一种，强度随机：无需调参。"},
		Params: fillParamsOf("constant"),
	},
	{
		Name: "auto_augment", Kind: Policy, Like: "torchvision AutoAugment, ImageNet policy",
		Title:  Text{"AutoAugment", "AutoAugment"},
		Help:   Text{"Applies one of 25 pairs of operations that a search found good for ImageNet.", "应用为 ImageNet 搜索得到的 25 对操作之一。"},
		Params: fillParamsOf("constant"),
	},
}

var batchOps = []Op{
	{
		Name: "mix_up", Kind: Batch, Like: "torchvision v2.MixUp; Zhang et al. 2018",
		Title: Text{"MixUp", "MixUp"},
		Help:  Text{"Blends the finished view with that of another picture, and their labels in the same shares.", "将完成的视图与另一幅图片的视图按比例混合，标签也按相同比例混合。"},
		Params: []Param{
			{Name: "alpha", Kind: KindNumber, Min: 0.05, Max: 10, Step: 0.05, Default: Number(0.2), Log: true,
				Title: Text{"Alpha", "α"}, Help: Text{"The share is drawn from the beta distribution with this for both parameters: small keeps one picture nearly pure, 1 makes every share equally likely.", "比例服从两个参数均为该值的贝塔分布：较小时几乎只留一幅图，1 时各比例等可能。"}},
		},
	},
	{
		Name: "cut_mix", Kind: Batch, Like: "torchvision v2.CutMix; Yun et al. 2019",
		Title: Text{"CutMix", "CutMix"},
		Help:  Text{"Puts a box of another picture's view onto the finished view; labels are mixed by area.", "将另一幅图片视图中的一块贴到完成的视图上，标签按面积混合。"},
		Params: []Param{
			{Name: "alpha", Kind: KindNumber, Min: 0.05, Max: 10, Step: 0.05, Default: Number(1), Log: true,
				Title: Text{"Alpha", "α"}, Help: Text{"The share is drawn from the beta distribution with this for both parameters: small keeps one picture nearly pure, 1 makes every share equally likely.", "比例服从两个参数均为该值的贝塔分布：较小时几乎只留一幅图，1 时各比例等可能。"}},
		},
	},
}
