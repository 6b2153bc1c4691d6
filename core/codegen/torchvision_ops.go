package codegen

import (
	"fmt"

	"graft/core/recipe"
)

// torchFill are the arguments of every transform that resamples.
func torchFill(t *torch, st step) string {
	text := "interpolation=v2.InterpolationMode.BILINEAR"
	if st.fill == "constant" {
		t.differs(noteFillRim)
	}
	if st.fill == "constant" && st.cval != 0 {
		text += ", fill=" + t.level(st.cval)
	}
	return text
}

// torchAffine is a RandomAffine without rotation.
func torchAffine(t *torch, st step, args string) string {
	return "v2.RandomAffine(0, " + args + ", " + torchFill(t, st) + ")"
}

func torchCrop(t *torch, st step) string {
	a0, a1 := st.Range("scale")
	r0, r1 := st.Range("ratio")
	return fmt.Sprintf("v2.RandomResizedCrop((%d, %d), scale=%s, ratio=%s)", t.size.H, t.size.W, pair(a0, a1), pair(r0, r1))
}

// torchShift says the share of the padded picture, where there is padding.
func torchShift(t *torch, st step) string {
	t.differs(noteWholePixels)
	side := t.size.W
	if st.Op == "height_shift" {
		side = t.size.H
	}
	share := num(st.Number("fraction"))
	if st.fill != "constant" {
		share = fmt.Sprintf("%s * %d / %s", share, side, t.padded(st, side))
	}
	if st.Op == "width_shift" {
		return torchAffine(t, st, "translate=("+share+", 0)")
	}
	return torchAffine(t, st, "translate=(0, "+share+")")
}

func torchShear(t *torch, st step) string {
	t.differs(noteShear)
	d := num(st.Number("degrees"))
	return torchAffine(t, st, "shear="+d)
}

func torchZoom(t *torch, st step) string {
	t.differs(recipe.Text{
		En: "torchvision enlarges both axes alike; Keras, and so Graft, draws a factor for each.",
		Zh: "torchvision 两个方向使用同一倍数；Keras（以及 Graft）分别抽取。",
	})
	t.note(noteInverseZoom)
	lo, hi := st.Range("range")
	return torchAffine(t, st, "scale=("+inverse(hi)+", "+inverse(lo)+")")
}

func torchJitter(name string) func(t *torch, st step) string {
	return func(t *torch, st step) string {
		switch name {
		case "contrast":
			t.differs(noteContrast)
		case "saturation":
			t.differs(noteSaturation)
		}
		lo, hi := st.Range("range")
		return "v2.ColorJitter(" + name + "=" + pair(lo, hi) + ")"
	}
}

// torchNoise: v2.GaussianNoise knows one sigma only.
func torchNoise(t *torch, st step) string {
	lo, hi := st.Range("stddev")
	if lo == hi {
		return "v2.GaussianNoise(sigma=" + float(lo) + ")"
	}
	return t.drawn("lambda image, x: (image + x * torch.randn_like(image)).clamp(0, 1)", num(lo), num(hi))
}

func torchBlur(t *torch, st step) string {
	lo, hi := st.Range("sigma")
	if hi == 0 {
		return "v2.Identity()"
	}
	t.note(noteBlurReach)
	return fmt.Sprintf("v2.GaussianBlur(%d, sigma=%s)", 2*reach(hi, t.size)+1, pair(max(lo, 0.01), hi))
}

func torchErase(t *torch, st step) string {
	value := map[string]string{"black": "0", "grey": "128 / 255", "white": "1", "noise": `"random"`}[st.Choice("value")]
	if st.Choice("value") == "noise" {
		t.differs(noteNoiseErase)
	}
	return torchErasing(st, value)
}

func torchErasing(st step, value string) string {
	a0, a1 := st.Range("scale")
	r0, r1 := st.Range("ratio")
	return fmt.Sprintf("v2.RandomErasing(p=%s, scale=%s, ratio=%s, value=%s)", num(st.P), pair(a0, a1), pair(r0, r1), value)
}
