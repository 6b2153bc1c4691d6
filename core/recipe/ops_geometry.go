package recipe

// geometryOps move pixels.
var geometryOps = []Op{
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
				Title: Text{"Area", "面积"}, Help: Text{"The box's share of the picture's area, drawn evenly.", "裁剪区域占原图面积的比例，均匀随机生成。"}},
			{Name: "ratio", Kind: KindRange, Min: 0.1, Max: 10, Step: 0.05, Default: Range(0.5, 2), Log: true,
				Title: Text{"Aspect", "宽高比"}, Help: Text{"The box's width over its height, drawn evenly on a logarithmic scale.", "裁剪区域的宽高比，在对数尺度上均匀随机生成。"}},
		},
	},
	{
		Name: "random_crop", Kind: Geometry, Like: "tf.image.random_crop; torchvision RandomCrop",
		Title: Text{"Random crop", "随机裁剪"},
		Help:  Text{"Cuts out a window of so many pixels of the picture, anywhere, and scales it to the result.", "从原图任意位置裁出固定像素大小的窗口，再缩放到结果大小。"},
		Params: append([]Param{
			{Name: "width", Kind: KindNumber, Min: 1, Max: 4096, Step: 1, Default: Number(200), Unit: "px",
				Title: Text{"Width", "宽度"}, Help: Text{"Of the window, in pixels of the picture; a narrower picture is taken whole.", "窗口宽度，以原图像素计；原图更窄时取全宽。"}},
			{Name: "height", Kind: KindNumber, Min: 1, Max: 4096, Step: 1, Default: Number(200), Unit: "px",
				Title: Text{"Height", "高度"}, Help: Text{"Of the window, in pixels of the picture; a lower picture is taken whole.", "窗口高度，以原图像素计；原图更矮时取全高。"}},
			{Name: "padding", Kind: KindNumber, Min: 0, Max: 512, Step: 1, Default: Number(0), Unit: "px",
				Title: Text{"Padding", "边距"}, Help: Text{"How far the window may reach beyond the picture on each side.", "窗口在每一侧可超出原图多少像素。"}},
		}, fillParamsOf("constant")...),
	},
	{
		Name: "center_crop", Kind: Geometry, Like: "tf.keras smart_resize; torchvision Resize, CenterCrop",
		Title: Text{"Centre crop", "居中裁剪"},
		Help:  Text{"Takes the largest part in the middle with the shape of the result, so that nothing is distorted.", "取中间与结果形状相同的最大区域，避免变形。"},
	},
	{
		Name: "resize_with_pad", Kind: Geometry, Like: "tf.image.resize_with_pad",
		Title:  Text{"Fit with bars", "等比缩放并填边"},
		Help:   Text{"Shows the whole picture undistorted, with bars where the result is wider or higher.", "不变形地显示整幅图片，多出的部分填边。"},
		Params: fillParamsOf("constant"),
	},
	{
		Name: "rotation", Kind: Geometry, Like: "ImageDataGenerator rotation_range",
		Title: Text{"Rotation", "旋转"},
		Help:  Text{"Turns the picture about its centre.", "绕中心旋转图片。"},
		Params: append([]Param{
			{Name: "degrees", Kind: KindNumber, Min: 0, Max: 180, Step: 1, Default: Number(20), Unit: "°",
				Title: Text{"Angle", "角度"}, Help: Text{"Drawn evenly from minus to plus this.", "在正负该值之间均匀随机生成。"}},
		}, fillParams()...),
	},
	{
		Name: "width_shift", Kind: Geometry, Like: "ImageDataGenerator width_shift_range",
		Title: Text{"Width shift", "水平平移"},
		Help:  Text{"Moves the picture left or right.", "左右移动图片。"},
		Params: append([]Param{
			{Name: "fraction", Kind: KindNumber, Min: 0, Max: 1, Step: 0.01, Default: Number(0.1), Unit: "%",
				Title: Text{"Shift", "位移"}, Help: Text{"Share of the width, drawn evenly from minus to plus this.", "占宽度的比例，在正负该值之间均匀随机生成。"}},
		}, fillParams()...),
	},
	{
		Name: "height_shift", Kind: Geometry, Like: "ImageDataGenerator height_shift_range",
		Title: Text{"Height shift", "垂直平移"},
		Help:  Text{"Moves the picture up or down.", "上下移动图片。"},
		Params: append([]Param{
			{Name: "fraction", Kind: KindNumber, Min: 0, Max: 1, Step: 0.01, Default: Number(0.1), Unit: "%",
				Title: Text{"Shift", "位移"}, Help: Text{"Share of the height, drawn evenly from minus to plus this.", "占高度的比例，在正负该值之间均匀随机生成。"}},
		}, fillParams()...),
	},
	{
		Name: "pixel_shift", Kind: Geometry, Like: "ImageDataGenerator width_shift_range=int",
		Title: Text{"Shift by pixels", "按像素平移"},
		Help:  Text{"Moves the picture by whole pixels of the result, left or right and up or down.", "按结果的整像素上下左右移动图片。"},
		Params: append([]Param{
			{Name: "width", Kind: KindNumber, Min: 0, Max: 512, Step: 1, Default: Number(5), Unit: "px",
				Title: Text{"Across", "水平"}, Help: Text{"One of 0, 1, … up to one less than this, either way.", "在 0 到该值减一之间取整数，方向随机。"}},
			{Name: "height", Kind: KindNumber, Min: 0, Max: 512, Step: 1, Default: Number(5), Unit: "px",
				Title: Text{"Down", "垂直"}, Help: Text{"One of 0, 1, … up to one less than this, either way.", "在 0 到该值减一之间取整数，方向随机。"}},
		}, fillParams()...),
	},
	{
		Name: "translation", Kind: Geometry, Like: "torchvision functional.affine translate; Albumentations Affine translate_px",
		Title: Text{"Translation", "固定平移"},
		Help:  Text{"Moves every picture by the same number of pixels of the result.", "将每幅图片移动相同的像素数（以结果像素计）。"},
		Params: append([]Param{
			{Name: "x", Kind: KindNumber, Min: -1024, Max: 1024, Step: 1, Default: Number(10), Unit: "px",
				Title: Text{"Right", "向右"}, Help: Text{"To the right; a negative number moves left.", "向右移动；负数向左。"}},
			{Name: "y", Kind: KindNumber, Min: -1024, Max: 1024, Step: 1, Default: Number(0), Unit: "px",
				Title: Text{"Down", "向下"}, Help: Text{"Down; a negative number moves up.", "向下移动；负数向上。"}},
		}, fillParams()...),
	},
	{
		Name: "shear", Kind: Geometry, Like: "ImageDataGenerator shear_range",
		Title: Text{"Shear", "剪切"},
		Help:  Text{"Slants the picture, as a pushed deck of cards.", "像推斜一副牌那样倾斜图片。"},
		Params: append([]Param{
			{Name: "degrees", Kind: KindNumber, Min: 0, Max: 60, Step: 1, Default: Number(10), Unit: "°",
				Title: Text{"Angle", "角度"}, Help: Text{"Drawn evenly from minus to plus this.", "在正负该值之间均匀随机生成。"}},
		}, fillParams()...),
	},
	{
		Name: "zoom", Kind: Geometry, Like: "ImageDataGenerator zoom_range",
		Title: Text{"Zoom", "缩放"},
		Help:  Text{"Enlarges (below 1) or shrinks (above 1) the picture, each axis on its own, as Keras does.", "放大（小于 1）或缩小（大于 1）图片，两个方向各自随机生成，与 Keras 一致。"},
		Params: append([]Param{
			{Name: "range", Kind: KindRange, Min: 0.1, Max: 4, Step: 0.01, Default: Range(0.8, 1.2), Unit: "×",
				Title: Text{"Factor", "倍数"}, Help: Text{"How much of the picture is seen along an axis, drawn evenly.", "沿每个方向可见的范围，均匀随机生成。"}},
		}, fillParams()...),
	},
	{
		Name: "scale", Kind: Geometry, Like: "torchvision RandomAffine scale; Albumentations Affine",
		Title: Text{"Scale", "等比缩放"},
		Help:  Text{"Enlarges (above 1) or shrinks (below 1) the picture about its centre, both axes alike.", "以中心放大（大于 1）或缩小（小于 1）图片，两个方向一致。"},
		Params: append([]Param{
			{Name: "range", Kind: KindRange, Min: 0.1, Max: 4, Step: 0.01, Default: Range(0.8, 1.2), Unit: "×",
				Title: Text{"Factor", "倍数"}, Help: Text{"Drawn evenly; 1 leaves the picture as it is.", "均匀随机生成；1 表示不变。"}},
		}, fillParams()...),
	},
	{
		Name: "pad", Kind: Geometry, Like: "torchvision Pad, Resize",
		Title: Text{"Pad", "加边"},
		Help:  Text{"Sets the picture into a border and scales both to the result.", "在图片四周加边，再一起缩放到结果大小。"},
		Params: append([]Param{
			{Name: "pixels", Kind: KindNumber, Min: 0, Max: 256, Step: 1, Default: Number(16), Unit: "px",
				Title: Text{"Border", "边宽"}, Help: Text{"On each side, in pixels of the result before it is scaled back.", "每侧的宽度，以缩回之前的结果像素计。"}},
		}, fillParamsOf("constant")...),
	},
	{
		Name: "perspective", Kind: Geometry, Like: "torchvision RandomPerspective",
		Title: Text{"Perspective", "透视"},
		Help:  Text{"Moves each corner towards the middle, as if the picture were seen from aside.", "将四角各自向中间移动，如同从侧面看图片。"},
		Params: append([]Param{
			{Name: "distortion", Kind: KindNumber, Min: 0, Max: 1, Step: 0.01, Default: Number(0.5), Unit: "%",
				Title: Text{"Distortion", "畸变"}, Help: Text{"How far a corner may move, as a share of half a side; drawn evenly.", "每个角可移动的距离占半边长的比例，均匀随机生成。"}},
		}, fillParamsOf("constant")...),
	},
	{
		Name: "elastic", Kind: Geometry, Like: "torchvision ElasticTransform",
		Title: Text{"Elastic", "弹性形变"},
		Help:  Text{"Displaces every pixel by smooth noise, as if the picture were drawn on rubber; suits handwriting and tissue.", "用平滑噪声移动每个像素，如同画在橡皮上；适合手写体与组织切片。"},
		Params: append([]Param{
			{Name: "alpha", Kind: KindNumber, Min: 0, Max: 500, Step: 1, Default: Number(50),
				Title: Text{"Strength", "强度"}, Help: Text{"Twice what the noise, −1 to 1 before it is smoothed, is multiplied by to give pixels.", "噪声（平滑前为 −1 到 1）换算为像素时所乘数值的两倍。"}},
			{Name: "sigma", Kind: KindNumber, Min: 1, Max: 7.5, Step: 0.1, Default: Number(5), Unit: "px",
				Title: Text{"Smoothness", "平滑度"}, Help: Text{"Standard deviation of the Gaussian that smooths the noise.", "平滑噪声的高斯核标准差。"}},
		}, fillParamsOf("constant")...),
	},
}
