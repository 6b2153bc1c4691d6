package codegen

import (
	"fmt"
	"math"
	"strings"

	"graft/core/recipe"
)

// Keras returns the recipe as an ImageDataGenerator. What it has no parameter
// for goes into its preprocessing_function, with tf.image.
func Keras(r recipe.Recipe) Code {
	s := newSheet("ImageDataGenerator", r)
	g := generator{sheet: s}
	for i, run := range runs(r) {
		for j, st := range run {
			if i+j == 0 && st.Op == "center_crop" && st.P == 1 {
				g.aspect = " keep_aspect_ratio=True,"
				continue
			}
			g.add(st)
		}
	}
	g.finish()
	g.mixed = g.missingBatch(batches(r))
	s.note(noteSeed)
	return s.code("keras", g.text(r))
}

// generator sorts steps into the generator's own parameters and the rest.
type generator struct {
	*sheet
	args   []string
	used   map[string]bool
	fill   step
	last   int // place of the last step taken in the generator's own order
	rest   []step
	aspect string   // an argument of flow_from_directory
	mixed  []string // comments on what is done to batches
	order  bool     // the recipe has another order
}

// generatorOrder is how ImageDataGenerator composes and applies.
var generatorOrder = map[string]int{
	"rotation": 1, "height_shift": 2, "width_shift": 2, "pixel_shift": 2, "shear": 3, "zoom": 4,
	"channel_shift": 5, "flip_left_right": 6, "flip_up_down": 6, "brightness": 7,
}

var noteSwapped = recipe.Text{
	En: "Keras swaps the axes of shifts (keras#17398): width_shift_range moves pictures up and down, height_shift_range left and right. The names here are the documented ones.",
	Zh: "Keras 把平移的两个轴弄反了（keras#17398）：width_shift_range 实际上下移动，height_shift_range 实际左右移动。这里按文档使用参数名。",
}

// add puts st into the generator if that has a parameter for it.
func (g *generator) add(st step) {
	place, ok := generatorOrder[st.Op]
	want := 1.0
	if isFlip(st) {
		want = 0.5
	}
	slots := generatorSlots(st.Op)
	for _, slot := range slots {
		ok = ok && !g.used[slot]
	}
	if !ok || st.P != want {
		g.rest = append(g.rest, st)
		return
	}
	// A flip before symmetric draws is the same as one after them.
	if !isFlip(st) {
		g.order = g.order || place < g.last || len(g.rest) > 0
		g.last = place
	} else if len(g.rest) > 0 || g.last > 6 {
		g.order = true
	}
	if st.hasFill() {
		if g.fill.Op != "" && (g.fill.fill != st.fill || g.fill.cval != st.cval) {
			g.differs(recipe.Text{
				En: "ImageDataGenerator has one fill mode for all; the last one is taken.",
				Zh: "ImageDataGenerator 只有一种填充方式；这里取最后一种。",
			})
		}
		g.fill = st
	}
	if g.used == nil {
		g.used = make(map[string]bool)
	}
	for _, slot := range slots {
		g.used[slot] = true
	}
	g.args = append(g.args, g.argument(st))
}

// generatorSlots are the parameters that an op takes up.
func generatorSlots(op string) []string {
	if op == "pixel_shift" {
		return []string{"width_shift", "height_shift"}
	}
	return []string{op}
}

func (g *generator) argument(st step) string {
	switch st.Op {
	case "channel_shift":
		return "channel_shift_range=" + num(st.Number("levels"))
	case "pixel_shift":
		g.note(noteSwapped)
		return fmt.Sprintf("width_shift_range=%s,  # pixels; Keras swaps the axes: keras#17398\nheight_shift_range=%s",
			num(math.Round(st.Number("width"))), num(math.Round(st.Number("height"))))
	case "flip_left_right":
		return "horizontal_flip=True"
	case "flip_up_down":
		return "vertical_flip=True"
	case "rotation":
		return "rotation_range=" + num(st.Number("degrees"))
	case "width_shift", "height_shift":
		g.note(noteSwapped)
		// From 1 on the number means pixels.
		return st.Op + "_range=" + num(math.Min(st.Number("fraction"), 0.9999)) + ",  # Keras swaps the axes: keras#17398"
	case "shear":
		return "shear_range=" + num(st.Number("degrees"))
	case "zoom":
		lo, hi := st.Range("range")
		return "zoom_range=[" + num(lo) + ", " + num(hi) + "]"
	default: // brightness
		lo, hi := st.Range("range")
		return "brightness_range=[" + num(lo) + ", " + num(hi) + "]"
	}
}

// finish writes the rest and what there is to say of the whole.
func (g *generator) finish() {
	if g.fill.Op != "" {
		if g.used["brightness"] {
			g.differs(recipe.Text{
				En: "Keras cuts levels off to whole ones before and after brightness, so pictures are up to two levels darker.",
				Zh: "Keras 在调整亮度前后都把级别截断为整数，因此图片最多暗两级。",
			})
		}
		if g.fill.fill == "wrap" {
			g.differs(recipe.Text{
				En: "Keras's wrap (scipy's) repeats the picture a pixel early: its period is the side less one.",
				Zh: "Keras 的 wrap（即 scipy 的）提前一个像素重复图片：周期为边长减一。",
			})
		}
		g.args = append(g.args, fmt.Sprintf("fill_mode=%q", g.fill.fill))
		if g.fill.fill == "constant" {
			g.args = append(g.args, "cval="+num(g.fill.cval))
		}
		if g.size.W != g.size.H {
			g.differs(recipe.Text{
				En: "Keras misses the centre of pictures that are not square (tensorflow#82838).",
				Zh: "对于非正方形图片，Keras 的中心位置有误（tensorflow#82838）。",
			})
		}
	}
	if g.order {
		g.differs(recipe.Text{
			En: "ImageDataGenerator has an order of its own: rotation, shift, shear, zoom as one map, then flips, then brightness, then preprocessing_function.",
			Zh: "ImageDataGenerator 的顺序是固定的：旋转、平移、剪切、缩放合成一次变换，然后翻转、亮度，最后 preprocessing_function。",
		})
	}
	if len(g.rest) > 0 {
		if g.fill.Op != "" && resampled(g.rest) > 0 {
			g.differs(noteRuns)
		}
		tensorBody(g.sheet, group(g.rest), nil)
	}
}

func (g *generator) text(r recipe.Recipe) string {
	var b strings.Builder
	if g.needs["math"] {
		b.WriteString("import math\n\n")
	}
	b.WriteString("import tensorflow as tf\n\n")
	if len(g.rest) > 0 {
		fmt.Fprintf(&b, "HEIGHT, WIDTH = %d, %d\n", r.Size.H, r.Size.W)
	}
	fmt.Fprintf(&b, "tf.keras.utils.set_random_seed(%d)\n", r.Seed%(1<<32))
	args := g.args
	if len(g.rest) > 0 {
		b.WriteString(tensorHelpers(g.sheet))
		b.WriteString("\n\ndef more(image):\n    \"\"\"What ImageDataGenerator has no parameter for; it calls this last.\"\"\"\n")
		b.WriteString("    image = tf.convert_to_tensor(image, tf.float32) / 255\n")
		for _, l := range indent(4, g.body...) {
			b.WriteString(l + "\n")
		}
		b.WriteString("    return image.numpy() * 255\n\n")
		args = append(args, "preprocessing_function=more")
	}
	b.WriteString("\naugment = tf.keras.preprocessing.image.ImageDataGenerator(\n")
	if g.order {
		b.WriteString("    # Whatever the order here, Keras turns, shifts, shears and zooms, then flips, then brightens.\n")
	}
	for _, a := range indent(4, args...) {
		if !strings.Contains(a, "  #") {
			a += ","
		}
		b.WriteString(a + "\n")
	}
	b.WriteString("    # rescale=1 / 255 only if your weights want it: ResNet50's preprocess_input does not\n)\n")
	fmt.Fprintf(&b, `train = augment.flow_from_directory(
    "data/train", target_size=(%d, %d),%s interpolation="bilinear", batch_size=32, seed=%d)
`, r.Size.H, r.Size.W, g.aspect, r.Seed%(1<<32))
	for _, m := range g.mixed {
		b.WriteString(m + "\n")
	}
	return b.String()
}
