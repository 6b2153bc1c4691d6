package recipe

// pixelOps need the position or the neighbours of a pixel.
var pixelOps = []Op{
	{
		Name: "gaussian_noise", Kind: Pixel, Like: "Albumentations GaussNoise",
		Title: Text{"Gaussian noise", "高斯噪声"},
		Help:  Text{"Adds independent normal noise to every channel of every pixel.", "为每个像素的每个通道加入独立的正态噪声。"},
		Params: []Param{
			{Name: "stddev", Kind: KindRange, Min: 0, Max: 0.5, Step: 0.005, Default: Range(0.02, 0.08), Unit: "%",
				Title: Text{"Strength", "强度"}, Help: Text{"Standard deviation as a share of full scale, drawn evenly.", "标准差占满量程的比例，均匀随机生成。"}},
		},
	},
	{
		Name: "salt_and_pepper", Kind: Pixel, Like: "Albumentations SaltAndPepper",
		Title: Text{"Salt and pepper", "椒盐噪声"},
		Help:  Text{"Turns single pixels white or black.", "将零星像素变为白色或黑色。"},
		Params: []Param{
			{Name: "amount", Kind: KindRange, Min: 0, Max: 0.5, Step: 0.005, Default: Range(0.01, 0.06), Unit: "%",
				Title: Text{"Amount", "比例"}, Help: Text{"Share of the pixels that are hit, drawn evenly.", "受影响像素的比例，均匀随机生成。"}},
			{Name: "salt", Kind: KindNumber, Min: 0, Max: 1, Step: 0.01, Default: Number(0.5), Unit: "%",
				Title: Text{"Salt", "盐的比例"}, Help: Text{"Share of white ones among them.", "其中白点的比例。"}},
		},
	},
	{
		Name: "gaussian_blur", Kind: Pixel, Like: "torchvision GaussianBlur",
		Title: Text{"Blur", "高斯模糊"},
		Help:  Text{"Softens the picture with a Gaussian.", "用高斯核柔化图片。"},
		Params: []Param{
			{Name: "sigma", Kind: KindRange, Min: 0, Max: 10, Step: 0.1, Default: Range(0.1, 2), Unit: "px",
				Title: Text{"Radius", "半径"}, Help: Text{"Standard deviation of the Gaussian in pixels of the result, drawn evenly.", "高斯核的标准差，以结果像素计，均匀随机生成。"}},
		},
	},
	{
		Name: "sharpen", Kind: Pixel, Like: "torchvision RandomAdjustSharpness; PIL ImageEnhance.Sharpness",
		Title: Text{"Sharpness", "锐度"},
		Help:  Text{"Sharpens the picture (above 1) or softens it (below 1).", "锐化（大于 1）或柔化（小于 1）图片。"},
		Params: []Param{
			{Name: "factor", Kind: KindRange, Min: 0, Max: 5, Step: 0.05, Default: Range(1.2, 3), Unit: "×",
				Title: Text{"Factor", "倍数"}, Help: Text{"Drawn evenly; 1 leaves the picture as it is.", "均匀随机生成；1 表示不变。"}},
		},
	},
	{
		Name: "jpeg_quality", Kind: Pixel, Like: "torchvision JPEG; tf.image.random_jpeg_quality",
		Title: Text{"JPEG quality", "JPEG 质量"},
		Help:  Text{"Shows the traces of saving as a JPEG: blocks and smeared colours.", "呈现 JPEG 压缩的痕迹：方块与色彩涂抹。"},
		Params: []Param{
			{Name: "quality", Kind: KindRange, Min: 1, Max: 100, Step: 1, Default: Range(20, 80),
				Title: Text{"Quality", "质量"}, Help: Text{"A whole number, drawn evenly; low is bad.", "整数，均匀随机生成；越低越差。"}},
		},
	},
	{
		Name: "erase", Kind: Pixel, Like: "torchvision RandomErasing",
		Title: Text{"Erase", "随机擦除"},
		Help:  Text{"Covers a random box, so that the network learns not to lean on one spot.", "遮住一块随机区域，使网络不依赖某一处。"},
		Params: []Param{
			{Name: "scale", Kind: KindRange, Min: 0.005, Max: 1, Step: 0.005, Default: Range(0.02, 0.33), Unit: "%",
				Title: Text{"Area", "面积"}, Help: Text{"The box's share of the result, drawn evenly.", "遮挡区域占结果面积的比例，均匀随机生成。"}},
			{Name: "ratio", Kind: KindRange, Min: 0.1, Max: 10, Step: 0.05, Default: Range(0.3, 3.3), Log: true,
				Title: Text{"Aspect", "宽高比"}, Help: Text{"The box's width over its height, drawn evenly on a logarithmic scale.", "遮挡区域的宽高比，在对数尺度上均匀随机生成。"}},
			{Name: "value", Kind: KindChoice, Default: Named("black"),
				Choices: []Choice{{"black", Text{"Black", "黑色"}}, {"grey", Text{"Grey", "灰色"}}, {"white", Text{"White", "白色"}}, {"noise", Text{"Noise", "噪声"}}},
				Title:   Text{"Fill", "填充"}, Help: Text{"What covers the box.", "用什么填充遮挡区域。"}},
		},
	},
	{
		Name: "fill", Kind: Pixel, Like: "torchvision RandomErasing value=(r, g, b)",
		Title: Text{"Fill", "颜色填充"},
		Help:  Text{"Covers a random box with a colour of your choice.", "用指定颜色遮住一块随机区域。"},
		Params: []Param{
			{Name: "scale", Kind: KindRange, Min: 0.005, Max: 1, Step: 0.005, Default: Range(0.02, 0.33), Unit: "%",
				Title: Text{"Area", "面积"}, Help: Text{"The box's share of the result, drawn evenly.", "遮挡区域占结果面积的比例，均匀随机生成。"}},
			{Name: "ratio", Kind: KindRange, Min: 0.1, Max: 10, Step: 0.05, Default: Range(0.3, 3.3), Log: true,
				Title: Text{"Aspect", "宽高比"}, Help: Text{"The box's width over its height, drawn evenly on a logarithmic scale.", "遮挡区域的宽高比，在对数尺度上均匀随机生成。"}},
			{Name: "red", Kind: KindNumber, Min: 0, Max: 255, Step: 1, Default: Number(124),
				Title: Text{"Red", "红色"}, Help: Text{"Level of the channel in the box.", "区域内该通道的级数。"}},
			{Name: "green", Kind: KindNumber, Min: 0, Max: 255, Step: 1, Default: Number(116),
				Title: Text{"Green", "绿色"}, Help: Text{"Level of the channel in the box.", "区域内该通道的级数。"}},
			{Name: "blue", Kind: KindNumber, Min: 0, Max: 255, Step: 1, Default: Number(104),
				Title: Text{"Blue", "蓝色"}, Help: Text{"Level of the channel in the box.", "区域内该通道的级数。"}},
		},
	},
	{
		Name: "cutout", Kind: Pixel, Like: "Cutout (DeVries, Taylor 2017); Albumentations CoarseDropout",
		Title: Text{"Cutout", "方块遮挡"},
		Help:  Text{"Covers a square anywhere; at the edge, part of it.", "在任意位置遮住一个方块，边缘处可只遮一部分。"},
		Params: []Param{
			{Name: "size", Kind: KindNumber, Min: 0.01, Max: 1, Step: 0.01, Default: Number(0.25), Unit: "%",
				Title: Text{"Side", "边长"}, Help: Text{"Of the square, as a share of the shorter side.", "方块边长占短边的比例。"}},
			{Name: "level", Kind: KindNumber, Min: 0, Max: 255, Step: 1, Default: Number(0),
				Title: Text{"Grey level", "灰度值"}, Help: Text{"What it is covered with.", "用什么级数覆盖。"}},
		},
	},
	{
		Name: "channel_dropout", Kind: Pixel, Like: "Albumentations ChannelDropout",
		Title: Text{"Channel dropout", "通道丢弃"},
		Help:  Text{"Fills one of the three channels, drawn evenly, with one level.", "均匀随机生成三个通道之一，用同一级数填满。"},
		Params: []Param{
			{Name: "level", Kind: KindNumber, Min: 0, Max: 255, Step: 1, Default: Number(0),
				Title: Text{"Grey level", "灰度值"}, Help: Text{"What it is filled with.", "用什么级数填充。"}},
		},
	},
}
