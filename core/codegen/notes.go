package codegen

import "graft/core/recipe"

// What is said of more than one library.
var (
	noteSeed = recipe.Text{
		En: "The seed makes this code repeatable; its draws are the library's own, not those of Graft's tiles.",
		Zh: "种子使这段代码可重复；随机数由 {library} 自己抽取，与 Graft 的图块不同。",
	}
	noteRuns = recipe.Text{
		En: "{library} resamples at every geometry step, so the picture gets a little softer each time and what was cut off does not come back; Graft resamples a run of them once.",
		Zh: "{library} 在每个几何步骤都重新采样一次，图片会逐步变软，被裁掉的部分也不会回来；Graft 对连续的几何步骤只采样一次。",
	}
	noteCropScaled = recipe.Text{
		En: "The crop is cut from the picture already scaled to the result's size; Graft cuts it from the original, which is sharper.",
		Zh: "裁剪在已缩放到结果大小的图片上进行；Graft 从原图裁剪，更清晰。",
	}
	notePads = recipe.Text{
		En: "{library} has no such fill here; what lies outside is black.",
		Zh: "{library} 在此没有这种填充方式，外部为黑色。",
	}
	noteSmaller = recipe.Text{
		En: "A picture smaller than the window is padded; Graft takes it whole along that side.",
		Zh: "小于窗口的图片会被填充；Graft 沿该方向取整张图片。",
	}
	noteFillRim = recipe.Text{
		En: "{library} blends the picture's outermost pixel with the constant outside it; Graft ends the picture sharply.",
		Zh: "{library} 会把图片最外侧的像素与外部常数混合；Graft 的边缘是锐利的。",
	}
	noteShear = recipe.Text{
		En: "{library} slants by the tangent and keeps the height; Keras, and so Graft, slants by the sine and stretches the height by the cosine. Below 15° hardly a difference.",
		Zh: "{library} 按正切倾斜并保持高度；Keras（以及 Graft）按正弦倾斜，并按余弦拉伸高度。15° 以下几乎没有差别。",
	}
	noteInverseZoom = recipe.Text{
		En: "{library} draws the enlargement evenly; Keras, and so Graft, draws its inverse, how much is seen. The bounds are the same.",
		Zh: "{library} 均匀抽取放大倍数；Keras（以及 Graft）均匀抽取其倒数，即可见范围。上下界相同。",
	}
	noteWholePixels = recipe.Text{
		En: "{library} shifts by whole pixels only.",
		Zh: "{library} 只能平移整数个像素。",
	}
	noteContrast = recipe.Text{
		En: "{library} stretches contrast about the mean grey of the picture; tf.image, and so Graft, about each channel's own mean.",
		Zh: "{library} 以整张图片的灰度均值为中心调整对比度；tf.image（以及 Graft）以各通道自己的均值为中心。",
	}
	noteSaturation = recipe.Text{
		En: "{library} blends with the grey picture; tf.image, and so Graft, multiplies the saturation of HSV and keeps the value.",
		Zh: "{library} 与灰度图混合；tf.image（以及 Graft）在 HSV 空间中缩放饱和度并保持明度。",
	}
	noteBlurReach = recipe.Text{
		En: "The kernel has one size for all radii, that of three times the largest; Graft's reaches three times the radius drawn. Less than a level apart.",
		Zh: "卷积核大小固定为最大半径的三倍；Graft 的卷积核为所抽取半径的三倍，相差不到一级。",
	}
	noteNoiseErase = recipe.Text{
		En: "\"random\" is standard normal noise, meant for pictures that have been normalised: move this step behind Normalize.",
		Zh: "“random” 是标准正态噪声，适用于已归一化的图片：请把这一步移到 Normalize 之后。",
	}
	noteMidGrey = recipe.Text{
		En: "Graft shows a normalised picture about mid-grey, so that it can be seen and stored; in your own training leave this to what your weights want.",
		Zh: "Graft 将归一化后的图片移到中灰附近，以便显示和保存；在你自己的训练中，归一化应按权重的要求进行。",
	}
	noteBatches = recipe.Text{
		En: "Batches are mixed with themselves, shuffled, one share for the whole batch; Graft's page mixes two pictures.",
		Zh: "批次与打乱后的自身混合，整批使用同一比例；Graft 的页面混合两张图片。",
	}
	noteAboutZero = recipe.Text{
		En: "The result is floats about 0, so this step must come last; Graft shows it about mid-grey.",
		Zh: "结果为以 0 为中心的浮点数，因此这一步必须放在最后；Graft 将其显示在中灰附近。",
	}
	noteWholeLevels = recipe.Text{
		En: "{library} cuts off to whole levels after the step; Graft rounds at the end of a run.",
		Zh: "{library} 在这一步之后截断为整数级别；Graft 在一段步骤结束时取整。",
	}
	noteHueSteps = recipe.Text{
		En: "{library} turns hues by whole steps of 2° on 8-bit pictures.",
		Zh: "对 8 位图片，{library} 的色调以 2° 为一步旋转。",
	}
)
