package recipe

// colourOps map the colour of each pixel.
var colourOps = []Op{
	{
		Name: "brightness", Kind: Colour, Like: "ImageDataGenerator brightness_range",
		Title: Text{"Brightness", "亮度"},
		Help:  Text{"Multiplies every channel by one factor, saturating at black and white.", "将所有通道乘以同一倍数，超出范围时截断。"},
		Params: []Param{
			{Name: "range", Kind: KindRange, Min: 0, Max: 3, Step: 0.01, Default: Range(0.5, 1.5), Unit: "×",
				Title: Text{"Factor", "倍数"}, Help: Text{"Drawn evenly; 1 leaves the picture as it is.", "均匀随机生成；1 表示不变。"}},
		},
	},
	{
		Name: "brightness_delta", Kind: Colour, Like: "tf.image.random_brightness",
		Title: Text{"Brightness, added", "亮度增减"},
		Help:  Text{"Adds one number to every channel, saturating at black and white.", "将所有通道加上同一数值，超出范围时截断。"},
		Params: []Param{
			{Name: "delta", Kind: KindNumber, Min: 0, Max: 1, Step: 0.01, Default: Number(0.2), Unit: "%",
				Title: Text{"Delta", "增量"}, Help: Text{"As a share of full scale, drawn evenly from minus to plus this.", "占满量程的比例，在正负该值之间均匀随机生成。"}},
		},
	},
	{
		Name: "contrast", Kind: Colour, Like: "tf.image.random_contrast",
		Title: Text{"Contrast", "对比度"},
		Help:  Text{"Stretches each channel about its own mean.", "以各通道的均值为中心拉伸。"},
		Params: []Param{
			{Name: "range", Kind: KindRange, Min: 0, Max: 3, Step: 0.01, Default: Range(0.7, 1.3), Unit: "×",
				Title: Text{"Factor", "倍数"}, Help: Text{"Drawn evenly; 1 leaves the picture as it is, 0 makes it flat.", "均匀随机生成；1 表示不变，0 表示全平。"}},
		},
	},
	{
		Name: "saturation", Kind: Colour, Like: "tf.image.random_saturation",
		Title: Text{"Saturation", "饱和度"},
		Help:  Text{"Multiplies the saturation of every pixel in HSV.", "在 HSV 空间中将每个像素的饱和度乘以一个倍数。"},
		Params: []Param{
			{Name: "range", Kind: KindRange, Min: 0, Max: 3, Step: 0.01, Default: Range(0.6, 1.4), Unit: "×",
				Title: Text{"Factor", "倍数"}, Help: Text{"Drawn evenly; 1 leaves the picture as it is, 0 makes it grey.", "均匀随机生成；1 表示不变，0 表示灰度。"}},
		},
	},
	{
		Name: "hue", Kind: Colour, Like: "tf.image.random_hue",
		Title: Text{"Hue", "色调"},
		Help:  Text{"Turns every colour round the colour wheel.", "将所有颜色沿色环旋转。"},
		Params: []Param{
			{Name: "delta", Kind: KindNumber, Min: 0, Max: 0.5, Step: 0.01, Default: Number(0.05), Unit: "turn",
				Title: Text{"Turn", "旋转量"}, Help: Text{"In turns of the wheel, drawn evenly from minus to plus this; 0.5 is every colour.", "以圈为单位，在正负该值之间均匀随机生成；0.5 覆盖全部颜色。"}},
		},
	},
	{
		Name: "gamma", Kind: Colour, Like: "tf.image.adjust_gamma; Albumentations RandomGamma",
		Title: Text{"Gamma", "伽马"},
		Help:  Text{"Raises every channel, as a share of full scale, to a power.", "将各通道（占满量程的比例）取幂。"},
		Params: []Param{
			{Name: "range", Kind: KindRange, Min: 0.1, Max: 5, Step: 0.05, Default: Range(0.7, 1.5), Log: true,
				Title: Text{"Exponent", "指数"}, Help: Text{"Drawn evenly; below 1 brightens, above 1 darkens.", "均匀随机生成；小于 1 变亮，大于 1 变暗。"}},
		},
	},
	{
		Name: "grayscale", Kind: Colour, Like: "tf.image.rgb_to_grayscale; torchvision RandomGrayscale",
		Title: Text{"Greyscale", "灰度"},
		Help:  Text{"Replaces the colours by their brightness.", "用亮度代替颜色。"},
	},
	{
		Name: "channel_shift", Kind: Colour, Like: "ImageDataGenerator channel_shift_range",
		Title: Text{"Channel shift", "通道偏移"},
		Help:  Text{"Adds one number of levels to all channels, held within the darkest and the brightest level of the picture.", "将所有通道加上同一级数，并限制在图片最暗与最亮级之间。"},
		Params: []Param{
			{Name: "levels", Kind: KindNumber, Min: 0, Max: 255, Step: 1, Default: Number(50),
				Title: Text{"Levels", "级数"}, Help: Text{"Of 255, drawn evenly from minus to plus this.", "满级 255，在正负该值之间均匀随机生成。"}},
		},
	},
	{
		Name: "invert", Kind: Colour, Like: "torchvision RandomInvert; PIL ImageOps.invert",
		Title: Text{"Invert", "反相"},
		Help:  Text{"Turns black into white and every colour into its opposite.", "黑变白，每种颜色变为其补色。"},
	},
	{
		Name: "posterize", Kind: Colour, Like: "torchvision RandomPosterize; PIL ImageOps.posterize",
		Title: Text{"Posterize", "色调分离"},
		Help:  Text{"Keeps only the highest bits of each channel.", "每个通道只保留最高的几位。"},
		Params: []Param{
			{Name: "bits", Kind: KindRange, Min: 1, Max: 8, Step: 1, Default: Range(3, 6),
				Title: Text{"Bits", "位数"}, Help: Text{"A whole number, drawn evenly; 8 leaves the picture as it is.", "整数，均匀随机生成；8 表示不变。"}},
		},
	},
	{
		Name: "solarize", Kind: Colour, Like: "torchvision RandomSolarize; PIL ImageOps.solarize",
		Title: Text{"Solarize", "曝光过度"},
		Help:  Text{"Inverts every channel value from a threshold on.", "将不低于阈值的通道值反相。"},
		Params: []Param{
			{Name: "threshold", Kind: KindRange, Min: 0, Max: 256, Step: 1, Default: Range(96, 192),
				Title: Text{"Threshold", "阈值"}, Help: Text{"Level from which on values are inverted, drawn evenly; 256 leaves the picture as it is.", "从该级起反相，均匀随机生成；256 表示不变。"}},
		},
	},
	{
		Name: "equalize", Kind: Colour, Like: "torchvision RandomEqualize; PIL ImageOps.equalize",
		Title: Text{"Equalize", "直方图均衡"},
		Help:  Text{"Spreads the levels of each channel so that all are used about equally.", "拉开各通道的级数，使各级使用得大致相同。"},
	},
	{
		Name: "autocontrast", Kind: Colour, Like: "torchvision RandomAutocontrast; PIL ImageOps.autocontrast",
		Title: Text{"Autocontrast", "自动对比度"},
		Help:  Text{"Stretches each channel so that its darkest level is black and its brightest is full.", "拉伸各通道，使最暗级为 0、最亮级为满值。"},
	},
	{
		Name: "rescale", Kind: Colour, Like: "tf.keras.layers.Rescaling",
		Title: Text{"Rescale", "数值缩放"},
		Help:  Text{"Multiplies every channel, 0 to 1, by a factor and adds an offset, saturating. Scaling by 1/255 is not a step: the weights bring their own.", "将各通道（0 到 1）乘以系数再加偏移，超出范围时截断。1/255 的缩放不算步骤：权重自带预处理。"},
		Params: []Param{
			{Name: "factor", Kind: KindNumber, Min: 0, Max: 4, Step: 0.01, Default: Number(0.8), Unit: "×",
				Title: Text{"Factor", "系数"}, Help: Text{"Every picture is multiplied by it.", "每幅图片都乘以它。"}},
			{Name: "offset", Kind: KindNumber, Min: -1, Max: 1, Step: 0.01, Default: Number(0.1), Unit: "%",
				Title: Text{"Offset", "偏移"}, Help: Text{"Added after that, as a share of full scale.", "随后加上，占满量程的比例。"}},
		},
	},
	{
		Name: "samplewise_normalization", Kind: Colour, Like: "ImageDataGenerator samplewise_center, samplewise_std_normalization",
		Title: Text{"Normalise each picture", "逐图标准化"},
		Help:  Text{"Moves the mean of the picture to mid-grey and, if asked to, gives all pictures the same contrast. Keras makes numbers about 0; eight bits hold them about mid-grey, and that is what the network gets.", "将图片均值移到中灰，并可统一对比度。Keras 得到以 0 为中心的数；八位图以中灰为中心，网络看到的也是如此。"},
		Params: []Param{
			{Name: "mode", Kind: KindChoice, Default: Named("center_and_std"),
				Choices: []Choice{{"center", Text{"Centre", "仅中心化"}}, {"center_and_std", Text{"Centre and deviation", "中心化并除以标准差"}}},
				Title:   Text{"What", "内容"}, Help: Text{"Whether the deviation is normalised too.", "是否同时归一标准差。"}},
			{Name: "stddev", Kind: KindNumber, Min: 0.05, Max: 0.5, Step: 0.01, Default: Number(0.25), Unit: "%",
				Title: Text{"Deviation", "标准差"}, Help: Text{"Share of full scale that one standard deviation is given.", "一个标准差占满量程的比例。"}},
		},
	},
	{
		Name: "featurewise_normalization", Kind: Colour, Like: "ImageDataGenerator featurewise_center, featurewise_std_normalization",
		Title: Text{"Normalise by the data set", "按数据集标准化"},
		Help:  Text{"Subtracts the mean of the data set from each channel and divides by its deviation; shown and kept about mid-grey. The defaults are ImageNet's.", "各通道减去数据集均值并除以标准差，以中灰为中心显示和保存。默认值为 ImageNet 的统计量。"},
		Params: []Param{
			{Name: "mean_red", Kind: KindNumber, Min: 0, Max: 1, Step: 0.001, Default: Number(0.485), Unit: "%",
				Title: Text{"Red mean", "红色均值"}, Help: Text{"Of the data set, as a share of full scale.", "数据集的均值，占满量程的比例。"}},
			{Name: "mean_green", Kind: KindNumber, Min: 0, Max: 1, Step: 0.001, Default: Number(0.456), Unit: "%",
				Title: Text{"Green mean", "绿色均值"}, Help: Text{"Of the data set, as a share of full scale.", "数据集的均值，占满量程的比例。"}},
			{Name: "mean_blue", Kind: KindNumber, Min: 0, Max: 1, Step: 0.001, Default: Number(0.406), Unit: "%",
				Title: Text{"Blue mean", "蓝色均值"}, Help: Text{"Of the data set, as a share of full scale.", "数据集的均值，占满量程的比例。"}},
			{Name: "std_red", Kind: KindNumber, Min: 0.01, Max: 1, Step: 0.001, Default: Number(0.229), Unit: "%",
				Title: Text{"Red deviation", "红色标准差"}, Help: Text{"Of the data set, as a share of full scale.", "数据集的标准差，占满量程的比例。"}},
			{Name: "std_green", Kind: KindNumber, Min: 0.01, Max: 1, Step: 0.001, Default: Number(0.224), Unit: "%",
				Title: Text{"Green deviation", "绿色标准差"}, Help: Text{"Of the data set, as a share of full scale.", "数据集的标准差，占满量程的比例。"}},
			{Name: "std_blue", Kind: KindNumber, Min: 0.01, Max: 1, Step: 0.001, Default: Number(0.225), Unit: "%",
				Title: Text{"Blue deviation", "蓝色标准差"}, Help: Text{"Of the data set, as a share of full scale.", "数据集的标准差，占满量程的比例。"}},
			{Name: "stddev", Kind: KindNumber, Min: 0.05, Max: 0.5, Step: 0.01, Default: Number(0.25), Unit: "%",
				Title: Text{"Deviation", "标准差"}, Help: Text{"Share of full scale that one standard deviation is given.", "一个标准差占满量程的比例。"}},
		},
	},
}
