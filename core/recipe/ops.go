package recipe

// Every operation, in the order in which a menu shows them. Once released, a
// name, its parameters and their defaults stay: links depend on them.
var ops = []Op{
	{
		Name: "flip_left_right", Kind: Geometry, Like: "tf.image.random_flip_left_right",
		Title: Text{"Flip left–right", "左右翻转"},
		Help:  Text{"Mirrors the picture about its vertical axis.", "沿竖直轴镜像翻转图片。"},
	},
	{
		Name: "flip_up_down", Kind: Geometry, Like: "tf.image.random_flip_up_down",
		Title: Text{"Flip up–down", "上下翻转"},
		Help:  Text{"Mirrors the picture about its horizontal axis; suits pictures without an up, such as aerial ones.", "沿水平轴镜像翻转图片，适合没有上下之分的图片，例如航拍图。"},
	},
	{
		Name: "resized_crop", Kind: Geometry, Like: "torchvision RandomResizedCrop",
		Title: Text{"Resized crop", "随机裁剪并缩放"},
		Help:  Text{"Cuts out a random box and scales it to the whole result.", "随机裁出一块区域，再缩放到结果大小。"},
		Params: []Param{
			{Name: "scale", Kind: KindRange, Min: 0.01, Max: 1, Step: 0.01, Default: Range(0.1, 1), Unit: "%",
				Title: Text{"Area", "面积"}, Help: Text{"The box's share of the picture's area, drawn evenly.", "裁剪区域占原图面积的比例，均匀抽取。"}},
			{Name: "ratio", Kind: KindRange, Min: 0.1, Max: 10, Step: 0.05, Default: Range(0.5, 2), Log: true,
				Title: Text{"Aspect", "宽高比"}, Help: Text{"The box's width over its height, drawn evenly on a logarithmic scale.", "裁剪区域的宽高比，在对数尺度上均匀抽取。"}},
		},
	},
	{
		Name: "rotation", Kind: Geometry, Like: "ImageDataGenerator rotation_range",
		Title: Text{"Rotation", "旋转"},
		Help:  Text{"Turns the picture about its centre.", "绕中心旋转图片。"},
		Params: append([]Param{
			{Name: "degrees", Kind: KindNumber, Min: 0, Max: 180, Step: 1, Default: Number(20), Unit: "°",
				Title: Text{"Angle", "角度"}, Help: Text{"Drawn evenly from minus to plus this.", "在正负该值之间均匀抽取。"}},
		}, fillParams()...),
	},
	{
		Name: "width_shift", Kind: Geometry, Like: "ImageDataGenerator width_shift_range",
		Title: Text{"Width shift", "水平平移"},
		Help:  Text{"Moves the picture left or right.", "左右移动图片。"},
		Params: append([]Param{
			{Name: "fraction", Kind: KindNumber, Min: 0, Max: 1, Step: 0.01, Default: Number(0.1), Unit: "%",
				Title: Text{"Shift", "位移"}, Help: Text{"Share of the width, drawn evenly from minus to plus this.", "占宽度的比例，在正负该值之间均匀抽取。"}},
		}, fillParams()...),
	},
	{
		Name: "height_shift", Kind: Geometry, Like: "ImageDataGenerator height_shift_range",
		Title: Text{"Height shift", "垂直平移"},
		Help:  Text{"Moves the picture up or down.", "上下移动图片。"},
		Params: append([]Param{
			{Name: "fraction", Kind: KindNumber, Min: 0, Max: 1, Step: 0.01, Default: Number(0.1), Unit: "%",
				Title: Text{"Shift", "位移"}, Help: Text{"Share of the height, drawn evenly from minus to plus this.", "占高度的比例，在正负该值之间均匀抽取。"}},
		}, fillParams()...),
	},
	{
		Name: "shear", Kind: Geometry, Like: "ImageDataGenerator shear_range",
		Title: Text{"Shear", "剪切"},
		Help:  Text{"Slants the picture, as a pushed deck of cards.", "像推斜一副牌那样倾斜图片。"},
		Params: append([]Param{
			{Name: "degrees", Kind: KindNumber, Min: 0, Max: 60, Step: 1, Default: Number(10), Unit: "°",
				Title: Text{"Angle", "角度"}, Help: Text{"Drawn evenly from minus to plus this.", "在正负该值之间均匀抽取。"}},
		}, fillParams()...),
	},
	{
		Name: "zoom", Kind: Geometry, Like: "ImageDataGenerator zoom_range",
		Title: Text{"Zoom", "缩放"},
		Help:  Text{"Enlarges (below 1) or shrinks (above 1) the picture, each axis on its own, as Keras does.", "放大（小于 1）或缩小（大于 1）图片，两个方向各自抽取，与 Keras 一致。"},
		Params: append([]Param{
			{Name: "range", Kind: KindRange, Min: 0.1, Max: 4, Step: 0.01, Default: Range(0.8, 1.2), Unit: "×",
				Title: Text{"Factor", "倍数"}, Help: Text{"How much of the picture is seen along an axis, drawn evenly.", "沿每个方向可见的范围，均匀抽取。"}},
		}, fillParams()...),
	},
	{
		Name: "brightness", Kind: Colour, Like: "ImageDataGenerator brightness_range",
		Title: Text{"Brightness", "亮度"},
		Help:  Text{"Multiplies every channel by one factor, saturating at black and white.", "将所有通道乘以同一倍数，超出范围时截断。"},
		Params: []Param{
			{Name: "range", Kind: KindRange, Min: 0, Max: 3, Step: 0.01, Default: Range(0.5, 1.5), Unit: "×",
				Title: Text{"Factor", "倍数"}, Help: Text{"Drawn evenly; 1 leaves the picture as it is.", "均匀抽取；1 表示不变。"}},
		},
	},
	{
		Name: "contrast", Kind: Colour, Like: "tf.image.random_contrast",
		Title: Text{"Contrast", "对比度"},
		Help:  Text{"Stretches each channel about its own mean.", "以各通道的均值为中心拉伸。"},
		Params: []Param{
			{Name: "range", Kind: KindRange, Min: 0, Max: 3, Step: 0.01, Default: Range(0.7, 1.3), Unit: "×",
				Title: Text{"Factor", "倍数"}, Help: Text{"Drawn evenly; 1 leaves the picture as it is, 0 makes it flat.", "均匀抽取；1 表示不变，0 表示全平。"}},
		},
	},
	{
		Name: "saturation", Kind: Colour, Like: "tf.image.random_saturation",
		Title: Text{"Saturation", "饱和度"},
		Help:  Text{"Multiplies the saturation of every pixel in HSV.", "在 HSV 空间中将每个像素的饱和度乘以一个倍数。"},
		Params: []Param{
			{Name: "range", Kind: KindRange, Min: 0, Max: 3, Step: 0.01, Default: Range(0.6, 1.4), Unit: "×",
				Title: Text{"Factor", "倍数"}, Help: Text{"Drawn evenly; 1 leaves the picture as it is, 0 makes it grey.", "均匀抽取；1 表示不变，0 表示灰度。"}},
		},
	},
	{
		Name: "hue", Kind: Colour, Like: "tf.image.random_hue",
		Title: Text{"Hue", "色调"},
		Help:  Text{"Turns every colour round the colour wheel.", "将所有颜色沿色环旋转。"},
		Params: []Param{
			{Name: "delta", Kind: KindNumber, Min: 0, Max: 0.5, Step: 0.01, Default: Number(0.05), Unit: "turn",
				Title: Text{"Turn", "旋转量"}, Help: Text{"In turns of the wheel, drawn evenly from minus to plus this; 0.5 is every colour.", "以圈为单位，在正负该值之间均匀抽取；0.5 覆盖全部颜色。"}},
		},
	},
	{
		Name: "gaussian_noise", Kind: Pixel, Like: "Albumentations GaussNoise",
		Title: Text{"Gaussian noise", "高斯噪声"},
		Help:  Text{"Adds independent normal noise to every channel of every pixel.", "为每个像素的每个通道加入独立的正态噪声。"},
		Params: []Param{
			{Name: "stddev", Kind: KindRange, Min: 0, Max: 0.5, Step: 0.005, Default: Range(0.02, 0.08), Unit: "%",
				Title: Text{"Strength", "强度"}, Help: Text{"Standard deviation as a share of full scale, drawn evenly.", "标准差占满量程的比例，均匀抽取。"}},
		},
	},
	{
		Name: "gaussian_blur", Kind: Pixel, Like: "torchvision GaussianBlur",
		Title: Text{"Blur", "高斯模糊"},
		Help:  Text{"Softens the picture with a Gaussian.", "用高斯核柔化图片。"},
		Params: []Param{
			{Name: "sigma", Kind: KindRange, Min: 0, Max: 10, Step: 0.1, Default: Range(0.1, 2), Unit: "px",
				Title: Text{"Radius", "半径"}, Help: Text{"Standard deviation of the Gaussian in pixels of the result, drawn evenly.", "高斯核的标准差，以结果像素计，均匀抽取。"}},
		},
	},
	{
		Name: "erase", Kind: Pixel, Like: "torchvision RandomErasing",
		Title: Text{"Erase", "随机擦除"},
		Help:  Text{"Covers a random box, so that the network learns not to lean on one spot.", "遮住一块随机区域，使网络不依赖某一处。"},
		Params: []Param{
			{Name: "scale", Kind: KindRange, Min: 0.005, Max: 1, Step: 0.005, Default: Range(0.02, 0.33), Unit: "%",
				Title: Text{"Area", "面积"}, Help: Text{"The box's share of the result, drawn evenly.", "遮挡区域占结果面积的比例，均匀抽取。"}},
			{Name: "ratio", Kind: KindRange, Min: 0.1, Max: 10, Step: 0.05, Default: Range(0.3, 3.3), Log: true,
				Title: Text{"Aspect", "宽高比"}, Help: Text{"The box's width over its height, drawn evenly on a logarithmic scale.", "遮挡区域的宽高比，在对数尺度上均匀抽取。"}},
			{Name: "value", Kind: KindChoice, Default: Named("black"),
				Choices: []Choice{{"black", Text{"Black", "黑色"}}, {"grey", Text{"Grey", "灰色"}}, {"white", Text{"White", "白色"}}, {"noise", Text{"Noise", "噪声"}}},
				Title:   Text{"Fill", "填充"}, Help: Text{"What covers the box.", "用什么填充遮挡区域。"}},
		},
	},
}

// fillParams are those of every operation that can show what lies outside the
// picture; names and values are Keras's fill_mode and cval.
func fillParams() []Param {
	return []Param{
		{Name: "fill", Kind: KindChoice, Default: Named("nearest"),
			Choices: []Choice{{"nearest", Text{"Nearest", "最近像素"}}, {"constant", Text{"Constant", "常数"}}, {"reflect", Text{"Reflect", "反射"}}, {"wrap", Text{"Wrap", "环绕"}}},
			Title:   Text{"Outside", "边界填充"}, Help: Text{"What is seen where the picture ends.", "图片之外显示什么。"}},
		{Name: "cval", Kind: KindNumber, Min: 0, Max: 255, Step: 1, Default: Number(0),
			Title: Text{"Grey level", "灰度值"}, Help: Text{"Level used outside the picture when the fill is constant.", "常数填充时使用的灰度值。"}},
	}
}
