package codegen

import (
	"fmt"
	"math"

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
