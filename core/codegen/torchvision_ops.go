package codegen

import (
	"fmt"
	"strings"
)

// torchOps are the operations as transforms, by op. Those that take a
// probability themselves are in torchOwnChance.
var torchOps = map[string]func(t *torch, st step) string{
	"flip_left_right": func(_ *torch, st step) string { return "v2.RandomHorizontalFlip(p=" + num(st.P) + ")" },
	"flip_up_down":    func(_ *torch, st step) string { return "v2.RandomVerticalFlip(p=" + num(st.P) + ")" },
	"resized_crop": func(t *torch, st step) string {
		if !st.opening {
			t.note(noteCropScaled)
		}
		return torchCrop(t, st)
	},
	"random_crop":     torchRandomCrop,
	"center_crop":     torchFit("center_crop"),
	"resize_with_pad": torchFit("resize_with_pad"),
	"pad":             torchPad,
	"pixel_shift":     torchPixelShift,
	"translation":     torchTranslation,
	"scale": func(t *torch, st step) string {
		lo, hi := st.Range("range")
		return torchAffine(t, st, "scale="+pair(lo, hi))
	},
	"perspective": func(t *torch, st step) string {
		return fmt.Sprintf("v2.RandomPerspective(%s, p=%s%s)", num(st.Number("distortion")), num(st.P), torchOutside(t, st))
	},
	"elastic": func(t *torch, st step) string {
		return fmt.Sprintf("v2.ElasticTransform(alpha=%s, sigma=%s%s)", float(st.Number("alpha")), float(st.Number("sigma")), torchOutside(t, st))
	},
	"rotation": func(t *torch, st step) string {
		return fmt.Sprintf("v2.RandomRotation(%s, %s)", num(st.Number("degrees")), torchFill(t, st))
	},
	"width_shift":    torchShift,
	"height_shift":   torchShift,
	"shear":          torchShear,
	"zoom":           torchZoom,
	"brightness":     torchJitter("brightness"),
	"contrast":       torchJitter("contrast"),
	"saturation":     torchJitter("saturation"),
	"hue":            func(_ *torch, st step) string { return "v2.ColorJitter(hue=" + num(st.Number("delta")) + ")" },
	"gaussian_noise": torchNoise,
	"gaussian_blur":  torchBlur,
	"erase":          torchErase,
	"grayscale":      torchNamed("RandomGrayscale"),
	"invert":         torchNamed("RandomInvert"),
	"equalize":       torchNamed("RandomEqualize"),
	"autocontrast":   torchNamed("RandomAutocontrast"),
	"brightness_delta": func(t *torch, st step) string {
		d := num(st.Number("delta"))
		return t.drawn("lambda image, x: (image + x).clamp(0, 1)", "-"+d, d)
	},
	"gamma": func(t *torch, st step) string { return t.drawnRange("v2.functional.adjust_gamma", st, "range") },
	"channel_shift": func(t *torch, st step) string {
		d := num(st.Number("levels"))
		return t.drawn("lambda image, x: (image + x / 255).clamp(image.min(), image.max())", "-"+d, d)
	},
	"posterize": torchPosterize,
	"solarize": func(t *torch, st step) string {
		return t.drawnRange("lambda image, x: torch.where((image * 255.5).floor() < x, image, 1 - image)", st, "threshold")
	},
	"rescale": func(_ *torch, st step) string {
		return fmt.Sprintf("v2.Lambda(lambda image: (image * %s + %s).clamp(0, 1))", num(st.Number("factor")), num(st.Number("offset")))
	},
	"samplewise_normalization":  torchSamplewise,
	"featurewise_normalization": torchFeaturewise,
	"salt_and_pepper":           torchSaltPepper,
	"sharpen":                   func(t *torch, st step) string { return t.drawnRange("v2.functional.adjust_sharpness", st, "factor") },
	"jpeg_quality":              torchJPEG,
	"fill": func(_ *torch, st step) string {
		return torchErasing(st, fmt.Sprintf("[%s / 255, %s / 255, %s / 255]", num(st.Number("red")), num(st.Number("green")), num(st.Number("blue"))))
	},
	"cutout":          torchCutout,
	"channel_dropout": torchDropChannel,
	"color_jitter": func(_ *torch, st step) string {
		return fmt.Sprintf("v2.ColorJitter(brightness=%s, contrast=%s, saturation=%s, hue=%s)", num(st.Number("brightness")),
			num(st.Number("contrast")), num(st.Number("saturation")), num(st.Number("hue")))
	},
	"rand_augment": func(t *torch, st step) string {
		return fmt.Sprintf("v2.RandAugment(num_ops=%s, magnitude=%s%s)", num(st.Number("num_ops")), num(st.Number("magnitude")), torchOutside(t, st))
	},
	"trivial_augment": func(t *torch, st step) string {
		return "v2.TrivialAugmentWide(" + strings.TrimPrefix(torchOutside(t, st), ", ") + ")"
	},
	"auto_augment": func(t *torch, st step) string {
		return "v2.AutoAugment(v2.AutoAugmentPolicy.IMAGENET" + torchOutside(t, st) + ")"
	},
}

var torchOwnChance = map[string]bool{
	"flip_left_right": true, "flip_up_down": true, "erase": true, "fill": true, "cutout": true, "perspective": true,
	"grayscale": true, "invert": true, "equalize": true, "autocontrast": true,
}

// torchPadded are the operations that padding beforehand gives another fill.
var torchPadded = map[string]bool{
	"rotation": true, "width_shift": true, "height_shift": true, "pixel_shift": true, "translation": true, "shear": true, "zoom": true, "scale": true,
}
