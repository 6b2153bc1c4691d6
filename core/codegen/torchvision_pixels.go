package codegen

import (
	"fmt"

	"graft/core/recipe"
)

// level is a level as the picture at hand has it.
func (t *torch) level(v float64) string {
	if t.dtype == "uint8" {
		return num(v)
	}
	return level(v)
}

func torchPosterize(_ *torch, st step) string {
	lo, hi := wholeBounds(st.Range("bits"))
	if lo == hi {
		return "v2.RandomPosterize(" + num(lo) + ", p=1)"
	}
	return fmt.Sprintf("v2.RandomChoice([v2.RandomPosterize(bits, p=1) for bits in range(%s, %s)])", num(lo), num(hi+1))
}

func torchSamplewise(t *torch, st step) string {
	t.note(noteMidGrey)
	if st.Choice("mode") == "center" {
		return "v2.Lambda(lambda image: (image - image.mean() + 128 / 255).clamp(0, 1))"
	}
	t.need("normalised")
	return "v2.Lambda(lambda image: normalised(image, " + num(st.Number("stddev")) + "))"
}

func torchFeaturewise(t *torch, st step) string {
	t.differs(noteAboutZero)
	mean, std := features(st)
	return "v2.Normalize([" + mean + "], [" + std + "])"
}

func torchSaltPepper(t *torch, st step) string {
	t.need("salt_and_pepper")
	return t.drawnRange("lambda image, x: salt_and_pepper(image, x, "+num(st.Number("salt"))+")", st, "amount")
}

func torchJPEG(_ *torch, st step) string {
	lo, hi := wholeBounds(st.Range("quality"))
	return "v2.JPEG(quality=" + pair(lo, hi) + ")"
}

var noteCutoutInside = recipe.Text{
	En: "{library} keeps the square inside the picture; Cutout, and so Graft, puts its middle anywhere and cuts off the rest.",
	Zh: "{library} 的方块总在图片之内；Cutout（以及 Graft）的中心可在任意位置，超出部分被裁掉。",
}

func torchCutout(t *torch, st step) string {
	t.differs(noteCutoutInside)
	side := cutoutSide(t.sheet, st)
	share := fmt.Sprintf("%d**2 / (%d * %d)", side, t.size.W, t.size.H)
	return fmt.Sprintf("v2.RandomErasing(p=%s, scale=(%s, %s), ratio=(1, 1), value=%s)", num(st.P), share, share, level(st.Number("level")))
}

func torchDropChannel(t *torch, st step) string {
	t.need("drop_channel")
	return "v2.Lambda(lambda image: drop_channel(image, " + level(st.Number("level")) + "))"
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
