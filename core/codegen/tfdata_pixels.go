package codegen

import (
	"fmt"
	"math"
	"strings"

	"graft/core/recipe"
)

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
