package codegen

import (
	"fmt"
	"math"
	"strings"

	"graft/core/recipe"
)

// additive is a RandomBrightnessContrast that multiplies by k and adds lo to hi.
func additive(k, lo, hi string) (string, string) {
	return "A.RandomBrightnessContrast", fmt.Sprintf("brightness_limit=(%s, %s), contrast_limit=(%s, %s)", lo, hi, k, k)
}

func plainTransform(name, args string) func(*sheet, step) (string, string) {
	return func(*sheet, step) (string, string) { return name, args }
}

// sequence is several transforms under one probability.
func (s *sheet) sequence(first string) (string, string) {
	return "A.Sequential", fmt.Sprintf("[%s, A.Resize(%d, %d)]", first, s.size.H, s.size.W)
}

// outside is border without a remark: padding has no rim to blend.
func outside(s *sheet, st step) string {
	if st.fill == "constant" {
		return "border_mode=cv2.BORDER_CONSTANT, fill=" + num(st.cval)
	}
	return border(s, st)
}

func albumentationsCrop(s *sheet, st step) (string, string) {
	pad := int(math.Round(st.Number("padding")))
	w, h := int(math.Round(st.Number("width"))), int(math.Round(st.Number("height")))
	crop := ""
	if pad > 0 {
		crop = fmt.Sprintf("A.Pad(%d, %s), ", pad, outside(s, st))
	}
	if !st.opening {
		s.note(noteCropScaled)
		return s.sequence(crop + fmt.Sprintf("A.RandomCrop(%d, %d)", min(h, s.size.H+2*pad), min(w, s.size.W+2*pad)))
	}
	s.differs(noteSmaller)
	return s.sequence(crop + fmt.Sprintf("A.RandomCrop(%d, %d, pad_if_needed=True)", h, w))
}

// albumentationsFit keeps the picture's own aspect.
func albumentationsFit(s *sheet, st step) (string, string) {
	if !st.opening {
		s.differs(recipe.Text{
			En: st.title.En + " (" + st.Op + ") has to come first to see the picture's own aspect; here pictures are stretched.",
			Zh: "“" + st.title.Zh + "”（" + st.Op + "）只有放在首位才能看到图片自身的宽高比；这里图片被拉伸。",
		})
		return "# " + st.Op + ": too late, the picture has its size already", ""
	}
	size := fmt.Sprintf("%d, %d", s.size.H, s.size.W)
	if st.Op == "center_crop" {
		return "A.Sequential", "[A.SmallestMaxSize(max_size_hw=(" + size + ")), A.CenterCrop(" + size + ")]"
	}
	return "A.Sequential", "[A.LongestMaxSize(max_size_hw=(" + size + ")), A.PadIfNeeded(" + size + ", " + outside(s, st) + ")]"
}

// albumentationsOps give the transform and its arguments but for p, by op.
var albumentationsOps = map[string]func(s *sheet, st step) (name, args string){
	"flip_left_right": func(*sheet, step) (string, string) { return "A.HorizontalFlip", "" },
	"flip_up_down":    func(*sheet, step) (string, string) { return "A.VerticalFlip", "" },
	"resized_crop": func(s *sheet, st step) (string, string) {
		if !st.opening {
			s.note(noteCropScaled)
		}
		a0, a1 := st.Range("scale")
		r0, r1 := st.Range("ratio")
		return "A.RandomResizedCrop", fmt.Sprintf("(%d, %d), scale=%s, ratio=%s", s.size.H, s.size.W, pair(a0, a1), pair(r0, r1))
	},
	"rotation": func(s *sheet, st step) (string, string) {
		d := st.Number("degrees")
		return "A.Rotate", pair(-d, d) + ", " + border(s, st)
	},
	"width_shift": func(s *sheet, st step) (string, string) {
		s.differs(noteWholePixels)
		f := st.Number("fraction")
		return "A.Affine", `translate_percent={"x": ` + pair(-f, f) + `, "y": (0, 0)}, ` + border(s, st)
	},
	"height_shift": func(s *sheet, st step) (string, string) {
		s.differs(noteWholePixels)
		f := st.Number("fraction")
		return "A.Affine", `translate_percent={"x": (0, 0), "y": ` + pair(-f, f) + `}, ` + border(s, st)
	},
	"shear": func(s *sheet, st step) (string, string) {
		s.differs(noteShear)
		d := st.Number("degrees")
		return "A.Affine", `shear={"x": ` + pair(-d, d) + `, "y": (0, 0)}, ` + border(s, st)
	},
	"zoom": func(s *sheet, st step) (string, string) {
		s.note(noteInverseZoom)
		lo, hi := st.Range("range")
		bounds := "(" + inverse(hi) + ", " + inverse(lo) + ")"
		return "A.Affine", `scale={"x": ` + bounds + `, "y": ` + bounds + `}, ` + border(s, st)
	},
	"brightness": jitter("brightness"),
	"contrast":   jitter("contrast"),
	"saturation": jitter("saturation"),
	"hue":        jitter("hue"),
	"gaussian_noise": func(s *sheet, st step) (string, string) {
		lo, hi := st.Range("stddev")
		return "A.GaussNoise", "std_range=" + pair(lo, hi)
	},
	"gaussian_blur": func(s *sheet, st step) (string, string) {
		lo, hi := st.Range("sigma")
		k := 2*reach(hi, s.size) + 1
		s.note(noteBlurReach)
		return "A.GaussianBlur", fmt.Sprintf("blur_limit=(%d, %d), sigma_limit=%s", k, k, pair(max(lo, 0.01), max(hi, 0.01)))
	},
	"erase": func(s *sheet, st step) (string, string) {
		a0, a1 := st.Range("scale")
		r0, r1 := st.Range("ratio")
		s.note(recipe.Text{
			En: "Albumentations draws the aspect of the erased box evenly; torchvision, and so Graft, on a logarithmic scale.",
			Zh: "Albumentations 均匀抽取擦除区域的宽高比；torchvision（以及 Graft）在对数尺度上均匀抽取。",
		})
		fill := map[string]string{"black": "0", "grey": "128", "white": "255", "noise": `"random"`}[st.Choice("value")]
		if st.Choice("value") == "noise" {
			s.differs(recipe.Text{
				En: "Albumentations' noise is even over all levels; Graft's is normal, about ImageNet's mean.",
				Zh: "Albumentations 的噪声在所有级别上均匀分布；Graft 的噪声是以 ImageNet 均值为中心的正态噪声。",
			})
		}
		return "A.Erasing", fmt.Sprintf("scale=%s, ratio=%s, fill=%s", pair(a0, a1), pair(r0, r1), fill)
	},
	"random_crop":     albumentationsCrop,
	"center_crop":     albumentationsFit,
	"resize_with_pad": albumentationsFit,
	"pad": func(s *sheet, st step) (string, string) {
		return s.sequence(fmt.Sprintf("A.Pad(%s, %s)", num(st.Number("pixels")), outside(s, st)))
	},
	"pixel_shift": func(s *sheet, st step) (string, string) {
		s.note(notePixelShift)
		part := func(name string) string {
			n := max(0, math.Round(st.Number(name))-1)
			return pair(0-n, n)
		}
		return "A.Affine", `translate_px={"x": ` + part("width") + `, "y": ` + part("height") + `}, ` + border(s, st)
	},
	"translation": func(s *sheet, st step) (string, string) {
		x, y := math.Round(st.Number("x")), math.Round(st.Number("y"))
		if x != st.Number("x") || y != st.Number("y") {
			s.differs(noteWholePixels)
		}
		return "A.Affine", `translate_px={"x": ` + pair(x, x) + `, "y": ` + pair(y, y) + `}, ` + border(s, st)
	},
	"scale": func(s *sheet, st step) (string, string) {
		lo, hi := st.Range("range")
		return "A.Affine", "scale=" + pair(lo, hi) + ", keep_ratio=True, " + border(s, st)
	},
	"perspective": func(s *sheet, st step) (string, string) {
		s.differs(recipe.Text{
			En: "Albumentations moves the corners by normal draws of this scale, in or out; torchvision, and so Graft, inwards, evenly.",
			Zh: "Albumentations 以正态分布移动四角，向内或向外；torchvision（以及 Graft）均匀地向内移动。",
		})
		d := st.Number("distortion") / 4
		return "A.Perspective", "scale=(0, " + num(d) + "), " + border(s, st)
	},
	"elastic": func(s *sheet, st step) (string, string) {
		return "A.ElasticTransform", fmt.Sprintf(`alpha=%s, sigma=%s, noise_distribution="uniform", %s`,
			num(st.Number("alpha")/2), num(st.Number("sigma")), border(s, st))
	},
	"brightness_delta": func(s *sheet, st step) (string, string) {
		s.differs(noteWholeLevels)
		d := num(st.Number("delta"))
		return additive("0", "-"+d, d)
	},
	"gamma": func(_ *sheet, st step) (string, string) {
		lo, hi := st.Range("range")
		return "A.RandomGamma", fmt.Sprintf("gamma_limit=(%s * 100, %s * 100)", num(lo), num(hi))
	},
	"grayscale": plainTransform("A.ToGray", ""),
	"channel_shift": func(s *sheet, st step) (string, string) {
		s.differs(recipe.Text{
			En: "Albumentations holds levels within 0 to 255; Keras, and so Graft, within those that the picture had.",
			Zh: "Albumentations 将级别限制在 0 到 255；Keras（以及 Graft）限制在图片原有的范围内。",
		})
		d := num(st.Number("levels")) + " / 255"
		return additive("0", "-"+d, d)
	},
	"invert": plainTransform("A.InvertImg", ""),
	"posterize": func(s *sheet, st step) (string, string) {
		lo, hi := wholeBounds(st.Range("bits"))
		if hi > 7 {
			s.differs(recipe.Text{
				En: "Albumentations posterizes to 7 bits at most; 8 bits would change nothing.",
				Zh: "Albumentations 的色调分离最多 7 位；8 位不产生变化。",
			})
		}
		return "A.Posterize", "num_bits=" + pair(min(lo, 7), min(hi, 7))
	},
	"solarize": func(_ *sheet, st step) (string, string) {
		lo, hi := st.Range("threshold")
		return "A.Solarize", fmt.Sprintf("threshold_range=(%s / 255, %s / 255)", num(min(lo, 255)), num(min(hi, 255)))
	},
	"equalize": func(s *sheet, _ step) (string, string) {
		s.differs(recipe.Text{
			En: "Albumentations' equalize rounds its table otherwise than PIL, and so Graft, does.",
			Zh: "Albumentations 的直方图均衡与 PIL（以及 Graft）的取整方式不同。",
		})
		return "A.Equalize", `mode="pil"`
	},
	"autocontrast": plainTransform("A.AutoContrast", `method="pil"`),
	"rescale": func(s *sheet, st step) (string, string) {
		s.differs(noteWholeLevels)
		o := num(st.Number("offset"))
		return additive(num(st.Number("factor"))+" - 1", o, o)
	},
	"samplewise_normalization": func(s *sheet, st step) (string, string) {
		s.differs(noteAboutZero)
		return "A.Normalize", `normalization="image"`
	},
	"featurewise_normalization": func(s *sheet, st step) (string, string) {
		s.differs(noteAboutZero)
		mean, std := features(st)
		return "A.Normalize", "mean=(" + mean + "), std=(" + std + ")"
	},
	"salt_and_pepper": func(_ *sheet, st step) (string, string) {
		lo, hi := st.Range("amount")
		salt := st.Number("salt")
		return "A.SaltAndPepper", "amount=" + pair(lo, hi) + ", salt_vs_pepper=" + pair(salt, salt)
	},
	"sharpen": func(s *sheet, st step) (string, string) {
		s.differs(recipe.Text{
			En: "Albumentations has another kernel, and alpha is a share of it from 0 to 1: one less than the factor of PIL, and so of Graft, over four.",
			Zh: "Albumentations 使用另一种卷积核，alpha 为其占比（0 到 1）：取 PIL（以及 Graft）的倍数减一再除以四。",
		})
		lo, hi := st.Range("factor")
		share := func(f float64) float64 { return min(max((f-1)/4, 0), 1) }
		return "A.Sharpen", "alpha=" + pair(share(lo), share(hi)) + ", lightness=(1, 1)"
	},
	"jpeg_quality": func(s *sheet, st step) (string, string) {
		s.differs(recipe.Text{
			En: "OpenCV's JPEG, which Albumentations uses, differs from PIL's in how it halves and doubles colour.",
			Zh: "Albumentations 使用 OpenCV 的 JPEG，其色度的缩放方式与 PIL 不同。",
		})
		lo, hi := wholeBounds(st.Range("quality"))
		return "A.ImageCompression", "quality_range=" + pair(lo, hi)
	},
	"fill": func(_ *sheet, st step) (string, string) {
		a0, a1 := st.Range("scale")
		r0, r1 := st.Range("ratio")
		return "A.Erasing", fmt.Sprintf("scale=%s, ratio=%s, fill=(%s, %s, %s)", pair(a0, a1), pair(r0, r1),
			num(st.Number("red")), num(st.Number("green")), num(st.Number("blue")))
	},
	"cutout": func(s *sheet, st step) (string, string) {
		s.differs(noteCutoutInside)
		n := cutoutSide(s, st)
		return "A.CoarseDropout", fmt.Sprintf("num_holes_range=(1, 1), hole_height_range=(%d, %d), hole_width_range=(%d, %d), fill=%s",
			n, n, n, n, num(st.Number("level")))
	},
	"channel_dropout": func(_ *sheet, st step) (string, string) {
		return "A.ChannelDropout", "channel_drop_range=(1, 1), fill=" + num(st.Number("level"))
	},
	"color_jitter": func(s *sheet, st step) (string, string) {
		s.differs(noteHueSteps)
		return "A.ColorJitter", fmt.Sprintf("brightness=%s, contrast=%s, saturation=%s, hue=%s", num(st.Number("brightness")),
			num(st.Number("contrast")), num(st.Number("saturation")), num(st.Number("hue")))
	},
}

// border is a step's fill mode in OpenCV's names.
func border(s *sheet, st step) string {
	switch st.fill {
	case "constant":
		s.differs(noteFillRim)
		return "border_mode=cv2.BORDER_CONSTANT, fill=" + num(st.cval)
	case "reflect":
		return "border_mode=cv2.BORDER_REFLECT"
	case "wrap":
		return "border_mode=cv2.BORDER_WRAP"
	}
	return "border_mode=cv2.BORDER_REPLICATE"
}

// jitter is a ColorJitter that changes one thing.
func jitter(name string) func(s *sheet, st step) (string, string) {
	return func(s *sheet, st step) (string, string) {
		lo, hi := st.Range("range")
		switch name {
		case "contrast":
			s.differs(noteContrast)
		case "saturation":
			s.differs(noteSaturation)
		case "hue":
			d := st.Number("delta")
			lo, hi = -d, d
			s.differs(noteHueSteps)
		}
		args := make([]string, 0, 4)
		for _, n := range []string{"brightness", "contrast", "saturation", "hue"} {
			switch {
			case n == name:
				args = append(args, n+"="+pair(lo, hi))
			case n == "hue":
				args = append(args, "hue=(0, 0)")
			default:
				args = append(args, n+"=(1, 1)")
			}
		}
		return "A.ColorJitter", strings.Join(args, ", ")
	}
}
