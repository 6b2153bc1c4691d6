package codegen

import (
	"fmt"
	"math"

	"graft/core/recipe"
)

// padded is a side of the picture at a step that moves it, with its padding.
func (t *torch) padded(st step, side int) string {
	if st.fill == "constant" {
		return fmt.Sprint(side)
	}
	pad := "PAD"
	if len(t.pads) > 1 {
		pad = fmt.Sprintf("PAD%d", len(t.pads))
	}
	return fmt.Sprintf("(%d + 2 * %s)", side, pad)
}

// level is a level as the picture at hand has it.
func (t *torch) level(v float64) string {
	if t.dtype == "uint8" {
		return num(v)
	}
	return level(v)
}

// torchOutside is the fill of a transform that has a constant one only.
func torchOutside(t *torch, st step) string {
	t.differs(noteFillRim)
	if st.fill != "constant" {
		t.differs(notePads)
		return ""
	}
	if st.cval == 0 {
		return ""
	}
	return ", fill=" + t.level(st.cval)
}

// torchPadding is the mode of a transform that pads.
func torchPadding(t *torch, st step) string {
	switch st.fill {
	case "nearest":
		return `, padding_mode="edge"`
	case "reflect":
		return `, padding_mode="symmetric"`
	case "wrap":
		t.differs(notePads)
		return ""
	}
	if st.cval == 0 {
		return ""
	}
	return ", fill=" + t.level(st.cval)
}

func torchRandomCrop(t *torch, st step) string {
	pad := int(math.Round(st.Number("padding")))
	w, h := int(math.Round(st.Number("width"))), int(math.Round(st.Number("height")))
	more := ""
	if st.opening {
		t.differs(noteSmaller)
		more = ", pad_if_needed=True"
	} else {
		t.note(noteCropScaled)
		w, h = min(w, t.size.W+2*pad), min(h, t.size.H+2*pad)
	}
	if pad > 0 {
		more = fmt.Sprintf(", padding=%d", pad) + more
	}
	crop := fmt.Sprintf("v2.RandomCrop((%d, %d)%s%s)", h, w, more, torchPadding(t, st))
	if st.opening {
		return crop // what resizes the picture follows
	}
	return fmt.Sprintf("v2.Compose([%s, v2.Resize((%d, %d))])", crop, t.size.H, t.size.W)
}

// torchFit is a fit into the result's aspect.
func torchFit(op string) func(*torch, step) string {
	return func(t *torch, st step) string {
		if !st.opening {
			t.differs(recipe.Text{
				En: st.title.En + " (" + st.Op + ") has to come first to see the picture's own aspect; here pictures are stretched.",
				Zh: "“" + st.title.Zh + "”（" + st.Op + "）只有放在首位才能看到图片自身的宽高比；这里图片被拉伸。",
			})
			return "v2.Identity()"
		}
		if op == "center_crop" {
			t.need(op, "sized")
			return "v2.Lambda(center_crop)"
		}
		t.need("resize_with_pad", "sized")
		fill := "0"
		switch {
		case st.fill == "constant":
			fill = num(st.cval)
		default:
			t.differs(notePads)
		}
		return "v2.Lambda(lambda image: resize_with_pad(image, " + fill + "))"
	}
}

func torchPad(t *torch, st step) string {
	n := int(math.Round(st.Number("pixels")))
	t.differs(recipe.Text{
		En: "{library} resizes with antialiasing; Graft interpolates.",
		Zh: "{library} 缩放时抗锯齿；Graft 直接插值。",
	})
	return fmt.Sprintf("v2.Compose([v2.Pad(%d%s), v2.Resize((%d, %d))])", n, torchPadding(t, st), t.size.H, t.size.W)
}

func torchPixelShift(t *torch, st step) string {
	t.note(notePixelShift)
	share := func(name string, side int) string {
		n := math.Round(st.Number(name)) - 1
		if n <= 0 {
			return "0"
		}
		return num(n) + " / " + t.padded(st, side)
	}
	return torchAffine(t, st, "translate=("+share("width", t.size.W)+", "+share("height", t.size.H)+")")
}

func torchTranslation(t *torch, st step) string {
	return fmt.Sprintf("v2.Lambda(lambda image: v2.functional.affine(image, 0, [%s, %s], 1, [0, 0], %s))",
		num(st.Number("x")), num(st.Number("y")), torchFill(t, st))
}

var notePixelShift = recipe.Text{
	En: "{library} draws every shift evenly; Keras, and so Graft, draws a size and then a sign, so none is twice as likely.",
	Zh: "{library} 均匀抽取各个位移；Keras（以及 Graft）先抽取大小再抽取符号，因此零位移的概率加倍。",
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

// torchLoader writes what makes batches, and mixes them.
func torchLoader(t *torch, mixes []step) string {
	if len(mixes) == 0 {
		return "batches = torch.utils.data.DataLoader(train, batch_size=32, shuffle=True)\n"
	}
	t.note(noteBatches)
	var items []string
	for _, st := range mixes {
		name := map[string]string{"mix_up": "MixUp", "cut_mix": "CutMix"}[st.Op]
		if name == "" {
			items = append(items, t.missing(st))
			continue
		}
		items = append(items, torchChance(st, fmt.Sprintf("v2.%s(alpha=%s, num_classes=len(train.classes))", name, float(st.Number("alpha"))))...)
	}
	text := "mix = v2.Compose([\n"
	for _, l := range indent(4, items...) {
		text += l + "\n"
	}
	return text + `])
batches = torch.utils.data.DataLoader(
    train, batch_size=32, shuffle=True,
    collate_fn=lambda batch: mix(*torch.utils.data.default_collate(batch)))
`
}
