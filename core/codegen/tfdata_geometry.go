package codegen

import (
	"fmt"
	"math"

	"graft/core/recipe"
)

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
