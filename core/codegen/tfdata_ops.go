package codegen

import (
	"fmt"
	"math"

	"graft/core/recipe"
)

// tensorOps are the operations that are statements on image, by op.
var tensorOps = map[string]func(s *sheet, st step) []string{
	"flip_left_right": func(*sheet, step) []string { return []string{"image = tf.image.flip_left_right(image)"} },
	"flip_up_down":    func(*sheet, step) []string { return []string{"image = tf.image.flip_up_down(image)"} },
	"resized_crop":    tensorCrop,
	"brightness": func(s *sheet, st step) []string {
		lo, hi := st.Range("range")
		return []string{"image = tf.clip_by_value(image * " + tensorDraw(s, lo, hi) + ", 0, 1)"}
	},
	"contrast":    tensorImage("contrast", true),
	"saturation":  tensorImage("saturation", false),
	"hue":         tensorHue,
	"random_crop": tensorRandomCrop,
	"brightness_delta": func(_ *sheet, st step) []string {
		return []string{"image = tf.clip_by_value(tf.image.random_brightness(image, " + num(st.Number("delta")) + "), 0, 1)"}
	},
	"gamma": func(s *sheet, st step) []string {
		lo, hi := st.Range("range")
		return []string{"image = tf.image.adjust_gamma(image, " + tensorDraw(s, lo, hi) + ")"}
	},
	"grayscale": func(*sheet, step) []string {
		return []string{"image = tf.image.grayscale_to_rgb(tf.image.rgb_to_grayscale(image))"}
	},
	"channel_shift": func(s *sheet, st step) []string {
		return []string{
			"low, high = tf.reduce_min(image), tf.reduce_max(image)",
			"image = tf.clip_by_value(image + " + tensorPlusMinus(s, st.Number("levels")) + " / 255, low, high)",
		}
	},
	"invert":       func(*sheet, step) []string { return []string{"image = 1 - image"} },
	"posterize":    tensorPosterize,
	"solarize":     tensorSolarize,
	"equalize":     tensorTable("equalize"),
	"autocontrast": tensorTable("autocontrast"),
	"rescale": func(_ *sheet, st step) []string {
		return []string{fmt.Sprintf("image = tf.clip_by_value(image * %s + %s, 0, 1)", num(st.Number("factor")), num(st.Number("offset")))}
	},
	"samplewise_normalization":  tensorSamplewise,
	"featurewise_normalization": tensorFeaturewise,
	"salt_and_pepper":           tensorSaltPepper,
	"sharpen": func(s *sheet, st step) []string {
		lo, hi := st.Range("factor")
		s.need("sharpen")
		return []string{"image = sharpen(image, " + tensorDraw(s, lo, hi) + ")"}
	},
	"center_crop":     tensorFitted,
	"resize_with_pad": tensorFitted,
	"jpeg_quality":    tensorJPEG,
	"fill":            tensorFill,
	"cutout":          tensorCutout,
	"channel_dropout": tensorDropChannel,
	"gaussian_noise":  tensorNoise,
	"gaussian_blur":   tensorBlur,
	"erase":           tensorErase,
}

// tensorImage is tf.image.random_NAME, which insists on two different bounds.
func tensorImage(name string, clip bool) func(s *sheet, st step) []string {
	return func(s *sheet, st step) []string {
		lo, hi := st.Range("range")
		call := fmt.Sprintf("tf.image.random_%s(image, %s, %s)", name, num(lo), num(hi))
		if lo == hi {
			call = fmt.Sprintf("tf.image.adjust_%s(image, %s)", name, num(lo))
		}
		if clip { // on floats tf.image leaves what is beyond 0 and 1
			call = "tf.clip_by_value(" + call + ", 0, 1)"
		}
		return []string{"image = " + call}
	}
}

func tensorHue(_ *sheet, st step) []string {
	return []string{"image = tf.image.random_hue(image, " + num(st.Number("delta")) + ")"}
}

func tensorCrop(s *sheet, st step) []string {
	a0, a1 := st.Range("scale")
	r0, r1 := st.Range("ratio")
	s.note(noteCropScaled)
	s.note(recipe.Text{
		En: "tf.image draws the aspect evenly; torchvision, and so Graft, on a logarithmic scale.",
		Zh: "tf.image 均匀抽取宽高比；torchvision（以及 Graft）在对数尺度上均匀抽取。",
	})
	return []string{
		"begin, size, _ = tf.image.sample_distorted_bounding_box(",
		"    tf.shape(image), tf.zeros([1, 0, 4]), use_image_if_no_bounding_boxes=True, max_attempts=10,",
		fmt.Sprintf("    area_range=%s, aspect_ratio_range=%s)", pair(a0, a1), pair(r0, r1)),
		"image = tf.image.resize(tf.slice(image, begin, size), [HEIGHT, WIDTH])",
		"image = tf.ensure_shape(image, [HEIGHT, WIDTH, 3])",
	}
}

func tensorNoise(s *sheet, st step) []string {
	lo, hi := st.Range("stddev")
	return []string{
		"image += tf.random.normal(tf.shape(image), stddev=" + tensorDraw(s, lo, hi) + ")",
		"image = tf.clip_by_value(image, 0, 1)",
	}
}

func tensorBlur(s *sheet, st step) []string {
	lo, hi := st.Range("sigma")
	if hi == 0 {
		return []string{"# a blur of radius 0 does nothing"}
	}
	s.need("blur")
	s.note(noteBlurReach)
	return []string{fmt.Sprintf("image = blur(image, %s, reach=%d)", tensorDraw(s, max(lo, 0.01), hi), reach(hi, s.size))}
}

// reach is that of a kernel for sigma, three sigma or what reflecting allows.
func reach(sigma float64, size recipe.Size) int {
	return max(0, min(int(math.Ceil(3*sigma)), size.W-1, size.H-1))
}

func tensorErase(s *sheet, st step) []string {
	a0, a1 := st.Range("scale")
	r0, r1 := st.Range("ratio")
	s.need("erase", "random_box", "math")
	cover := map[string]string{"black": "0.0", "grey": "128 / 255", "white": "1.0", "noise": "noise"}[st.Choice("value")]
	box := fmt.Sprintf("random_box(%s, %s)", pair(a0, a1), pair(r0, r1))
	if cover != "noise" {
		return []string{fmt.Sprintf("image = erase(image, %s, %s)", box, cover)}
	}
	return []string{
		"noise = tf.random.normal([HEIGHT, WIDTH, 3], [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])",
		fmt.Sprintf("image = erase(image, %s, tf.clip_by_value(noise, 0, 1))", box),
	}
}
