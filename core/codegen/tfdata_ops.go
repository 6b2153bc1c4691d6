package codegen

import (
	"fmt"
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
