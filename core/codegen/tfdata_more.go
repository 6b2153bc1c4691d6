package codegen

import (
	"fmt"
	"math"
	"strings"

	"graft/core/recipe"
)

// tensorOnOpening are the operations that Keras's loaders do, when they come first.
var tensorOnOpening = map[string]bool{"center_crop": true, "resize_with_pad": true}

// tensorAspect is the argument of a loader for a first step that fits pictures
// into their size, or "".
func tensorAspect(all [][]step, crop, pad string) string {
	if len(all) == 0 || all[0][0].P != 1 {
		return ""
	}
	switch all[0][0].Op {
	case "center_crop":
		return " " + crop + "=True,"
	case "resize_with_pad":
		return " " + pad + "=True,"
	}
	return ""
}

// tensorBatches returns what follows .batch(32).
func tensorBatches(s *sheet, all []step) string {
	text := ""
	for _, st := range all {
		s.need("mixing", st.Op)
		s.note(noteBatches)
		call := fmt.Sprintf("%s(images, labels, %s)", st.Op, num(st.Number("alpha")))
		if st.P != 1 {
			s.need("chance")
			call = fmt.Sprintf("tf.cond(chance(%s), lambda: %s, lambda: (images, labels))", num(st.P), call)
		}
		text += ".map(lambda images, labels: " + call + ")"
	}
	return text
}

// tensorFitted stands for a fit that comes too late for the loader.
func tensorFitted(s *sheet, st step) []string {
	s.differs(recipe.Text{
		En: st.title.En + " (" + st.Op + ") has to come first, always applied, to be done by {library}'s loader; here pictures are stretched.",
		Zh: "“" + st.title.Zh + "”（" + st.Op + "）只有放在首位且总是应用时才能由 {library} 的加载器完成；这里图片被拉伸。",
	})
	return []string{"pass  # " + st.Op + ": too late, the picture has its size already"}
}

func tensorPixelShift(s *sheet, st step) string {
	s.need("shift", "signed")
	part := func(name, side string) string {
		if n := math.Round(st.Number(name)); n > 0 {
			return fmt.Sprintf("signed(%s) / %s", num(n), side)
		}
		return "0.0"
	}
	// The height is drawn first, as Keras draws it, but stands second: no matter.
	return "shift(" + part("width", "WIDTH") + ", " + part("height", "HEIGHT") + ")"
}

func tensorRandomCrop(s *sheet, st step) []string {
	pad := int(math.Round(st.Number("padding")))
	w := min(int(math.Round(st.Number("width"))), s.size.W+2*pad)
	h := min(int(math.Round(st.Number("height"))), s.size.H+2*pad)
	s.note(noteCropScaled)
	from := "image"
	if pad > 0 {
		mode := ""
		switch st.fill {
		case "constant":
			mode = ", constant_values=" + level(st.cval)
		case "reflect":
			mode = `, mode="SYMMETRIC"`
		default:
			s.differs(recipe.Text{
				En: "tf.pad has no such fill; the padding is black.",
				Zh: "tf.pad 没有这种填充方式，填充为黑色。",
			})
		}
		from = fmt.Sprintf("tf.pad(image, [[%d, %d], [%d, %d], [0, 0]]%s)", pad, pad, pad, pad, mode)
	}
	return []string{fmt.Sprintf("image = tf.image.resize(tf.image.random_crop(%s, [%d, %d, 3]), [HEIGHT, WIDTH])", from, h, w)}
}

func tensorWhole(s *sheet, lo, hi float64) string {
	lo, hi = wholeBounds(lo, hi)
	s.need("whole")
	return "whole(" + num(lo) + ", " + num(hi) + ")"
}

// wholeBounds are the whole numbers between lo and hi, or the one nearest to
// their middle.
func wholeBounds(lo, hi float64) (float64, float64) {
	a, b := math.Ceil(lo), math.Floor(hi)
	if b < a {
		a = math.Round((lo + hi) / 2)
		b = a
	}
	return a, b
}

func tensorPosterize(s *sheet, st step) []string {
	lo, hi := st.Range("bits")
	return []string{
		"step = 2 ** (8 - " + tensorWhole(s, lo, hi) + ")",
		"image = tf.floor(tf.floor(image * 255.5) / step) * step / 255",
	}
}

func tensorSolarize(s *sheet, st step) []string {
	lo, hi := st.Range("threshold")
	return []string{"image = tf.where(tf.floor(image * 255.5) < " + tensorDraw(s, lo, hi) + ", image, 1 - image)"}
}

func tensorTable(name string) func(*sheet, step) []string {
	return func(s *sheet, _ step) []string {
		s.need(name)
		return []string{"image = " + name + "(image)"}
	}
}

func tensorSamplewise(s *sheet, st step) []string {
	s.note(noteMidGrey)
	if st.Choice("mode") == "center" {
		return []string{"image = tf.clip_by_value(image - tf.reduce_mean(image) + 128 / 255, 0, 1)"}
	}
	return []string{fmt.Sprintf("image = tf.clip_by_value(tf.image.per_image_standardization(image) * %s + 128 / 255, 0, 1)", num(st.Number("stddev")))}
}

// features are the means and the deviations of a featurewise normalisation.
func features(st step) (mean, std string) {
	list := func(prefix string) string {
		var out []string
		for _, c := range []string{"red", "green", "blue"} {
			out = append(out, num(st.Number(prefix+c)))
		}
		return strings.Join(out, ", ")
	}
	return list("mean_"), list("std_")
}

func tensorFeaturewise(s *sheet, st step) []string {
	s.note(noteMidGrey)
	mean, std := features(st)
	return []string{
		"image = (image - [" + mean + "]) / [" + std + "]",
		"image = tf.clip_by_value(image * " + num(st.Number("stddev")) + " + 128 / 255, 0, 1)",
	}
}

func tensorSaltPepper(s *sheet, st step) []string {
	lo, hi := st.Range("amount")
	return []string{
		"noise = tf.random.uniform([HEIGHT, WIDTH, 1])",
		"amount = " + tensorDraw(s, lo, hi),
		fmt.Sprintf("image = tf.where(noise < amount, tf.cast(noise < amount * %s, tf.float32), image)", num(st.Number("salt"))),
	}
}

func tensorJPEG(s *sheet, st step) []string {
	lo, hi := st.Range("quality")
	return []string{
		"image = tf.image.adjust_jpeg_quality(image, tf.cast(" + tensorWhole(s, lo, hi) + ", tf.int32), \"INTEGER_ACCURATE\")",
		"image = tf.ensure_shape(image, [HEIGHT, WIDTH, 3])",
	}
}

func tensorFill(s *sheet, st step) []string {
	a0, a1 := st.Range("scale")
	r0, r1 := st.Range("ratio")
	s.need("erase", "random_box", "math")
	return []string{
		fmt.Sprintf("colour = tf.constant([%s, %s, %s], tf.float32) / 255", num(st.Number("red")), num(st.Number("green")), num(st.Number("blue"))),
		fmt.Sprintf("image = erase(image, random_box(%s, %s), colour)", pair(a0, a1), pair(r0, r1)),
	}
}

// cutoutSide is the side of a cutout's square in pixels.
func cutoutSide(s *sheet, st step) int {
	return max(1, int(math.Round(st.Number("size")*float64(min(s.size.W, s.size.H)))))
}

func tensorCutout(s *sheet, st step) []string {
	s.need("erase", "cutout_box")
	return []string{fmt.Sprintf("image = erase(image, cutout_box(%d), %s)", cutoutSide(s, st), level(st.Number("level")))}
}

func tensorDropChannel(s *sheet, st step) []string {
	s.need("random_channel")
	return []string{
		"dropped = tf.one_hot(random_channel(), 3)",
		"image = image * (1 - dropped) + dropped * " + level(st.Number("level")),
	}
}
