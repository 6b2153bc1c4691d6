package codegen

import (
	"fmt"
	"strings"

	"graft/core/recipe"
)

// TFData returns the recipe as a function of tf.image, mapped over a tf.data
// pipeline. A run of geometry is one matrix and one resampling, as in Graft.
func TFData(r recipe.Recipe) Code {
	s := newSheet("tf.data", r)
	body := tensorBody(s, runs(r), tensorOnOpening)
	mix := tensorBatches(s, batches(r))
	s.note(noteSeed)

	var b strings.Builder
	if s.needs["math"] {
		b.WriteString("import math\n\n")
	}
	fmt.Fprintf(&b, "import tensorflow as tf\n\nHEIGHT, WIDTH = %d, %d\ntf.random.set_seed(%d)\n", r.Size.H, r.Size.W, r.Seed%(1<<32))
	b.WriteString(tensorHelpers(s))
	b.WriteString("\n\ndef augment(image):\n")
	b.WriteString("    \"\"\"A random view of a picture [HEIGHT, WIDTH, 3] of levels 0 to 255.\"\"\"\n")
	b.WriteString("    image = tf.ensure_shape(tf.cast(image, tf.float32) / 255, [HEIGHT, WIDTH, 3])\n")
	for _, l := range indent(4, body...) {
		b.WriteString(l + "\n")
	}
	b.WriteString("    return image * 255  # then what your weights want, such as resnet50.preprocess_input\n")
	fmt.Fprintf(&b, `

train = tf.keras.utils.image_dataset_from_directory(
    "data/train", label_mode="categorical", image_size=(HEIGHT, WIDTH),%s batch_size=None, seed=%d)
train = train.map(lambda image, label: (augment(image), label), num_parallel_calls=tf.data.AUTOTUNE)
train = train.batch(32)%s.prefetch(tf.data.AUTOTUNE)
`, tensorAspect(runs(r), "crop_to_aspect_ratio", "pad_to_aspect_ratio"), r.Seed%(1<<32), mix)
	return s.code("tfdata", b.String())
}

// tensorBody returns the statements that take image, a float tensor of 0 to 1,
// through runs.
// The loader does a first step that is in opening.
func tensorBody(s *sheet, all [][]step, opening map[string]bool) []string {
	for i, run := range all {
		moved := false // something in this run has been resampled
		for j := 0; len(run) > 0; j++ {
			if i+j == 0 && opening[run[0].Op] && run[0].P == 1 {
				s.line("# %s: by what opens the pictures, below", run[0].Op)
				run = run[1:]
				continue
			}
			n := max(matrixGroup(run), 1)
			if moved && resampled(run[:n]) > 0 {
				s.differs(noteRuns)
			}
			moved = moved || resampled(run[:n]) > 0
			if matrixGroup(run) > 0 {
				tensorWarp(s, run[:n])
			} else {
				tensorStep(s, run[0])
			}
			run = run[n:]
		}
	}
	return s.body
}

// matrixGroup returns how many steps at the head of run go into one matrix:
// from a step that has a matrix to the last such one before a step without.
// Flips before and after are left to tf.image, which is simpler.
func matrixGroup(run []step) int {
	last := 0
	for i, s := range run {
		if _, ok := tensorMatrix[s.Op]; ok {
			last = i + 1
		} else if !isFlip(s) || i == 0 {
			break
		}
	}
	return last
}

// tensorMatrix are the geometry operations as matrices, by op: they take (x, y)
// of the result to the picture, as those of ImageDataGenerator.
var tensorMatrix = map[string]func(s *sheet, st step) string{
	"pixel_shift": tensorPixelShift,
	"translation": func(s *sheet, st step) string {
		s.need("shift")
		return fmt.Sprintf("shift(%s / WIDTH, %s / HEIGHT)", num(-st.Number("x")), num(-st.Number("y")))
	},
	"pad": func(s *sheet, st step) string {
		s.need("zoom")
		n := num(2 * st.Number("pixels"))
		return fmt.Sprintf("zoom((WIDTH + %s) / WIDTH, (HEIGHT + %s) / HEIGHT)", n, n)
	},
	"scale": func(s *sheet, st step) string {
		s.need("zoom", "scale")
		lo, hi := st.Range("range")
		return "scale(" + tensorDraw(s, lo, hi) + ")"
	},
	"perspective": func(s *sheet, st step) string {
		s.need("perspective", "corners")
		return "perspective(corners(" + num(st.Number("distortion")) + "))"
	},
	"rotation": func(s *sheet, st step) string {
		s.need("rotation", "math")
		return "rotation(" + tensorPlusMinus(s, st.Number("degrees")) + ")"
	},
	"width_shift": func(s *sheet, st step) string {
		s.need("shift")
		return "shift(" + tensorPlusMinus(s, st.Number("fraction")) + ", 0.0)"
	},
	"height_shift": func(s *sheet, st step) string {
		s.need("shift")
		return "shift(0.0, " + tensorPlusMinus(s, st.Number("fraction")) + ")"
	},
	"shear": func(s *sheet, st step) string {
		s.need("shear", "math")
		return "shear(" + tensorPlusMinus(s, st.Number("degrees")) + ")"
	},
	"zoom": func(s *sheet, st step) string {
		s.need("zoom")
		lo, hi := st.Range("range")
		return "zoom(" + tensorDraw(s, lo, hi) + ", " + tensorDraw(s, lo, hi) + ")"
	},
}

var tensorFlips = map[string]string{
	"flip_left_right": "tf.linalg.diag([-1.0, 1.0, 1.0])",
	"flip_up_down":    "tf.linalg.diag([1.0, -1.0, 1.0])",
}

var tensorFills = map[string]string{"nearest": "NEAREST", "constant": "CONSTANT", "reflect": "REFLECT", "wrap": "WRAP"}

func tensorDraw(s *sheet, lo, hi float64) string {
	s.need("draw")
	return "draw(" + num(lo) + ", " + num(hi) + ")"
}

func tensorPlusMinus(s *sheet, n float64) string { return tensorDraw(s, -n, n) }

// tensorWarp writes a group of matrices and their resampling.
func tensorWarp(s *sheet, group []step) {
	s.need("warp")
	fill := fmt.Sprintf("%q", tensorFills[group[0].fill])
	switch group[0].fill {
	case "constant":
		fill += ", " + level(group[0].cval)
		s.differs(noteFillRim)
	case "wrap":
		s.differs(recipe.Text{
			En: "TensorFlow's WRAP does not blend across the seam, where the last pixel meets the first.",
			Zh: "TensorFlow 的 WRAP 在接缝处（最后一个像素与第一个像素相接处）不作混合。",
		})
	}
	if len(group) == 1 {
		tensorChance(s, group[0], "image = warp(image, "+tensorMatrix[group[0].Op](s, group[0])+", "+fill+")")
		return
	}
	for i, st := range group {
		m, ok := tensorFlips[st.Op]
		if !ok {
			m = tensorMatrix[st.Op](s, st)
		}
		switch {
		case i == 0 && st.P == 1:
			s.line("matrix = %s", m)
			continue
		case i == 0:
			s.line("matrix = tf.eye(3)")
		}
		tensorChance(s, st, "matrix @= "+m)
	}
	s.line("image = warp(image, matrix, %s)", fill)
}

// tensorChance writes statements that a share st.P of the pictures goes through.
func tensorChance(s *sheet, st step, statements ...string) {
	if st.P != 1 {
		s.need("chance")
		s.line("if chance(%s):", num(st.P))
		statements = indent(4, statements...)
	}
	s.body = append(s.body, statements...)
}

// tensorStep writes a step that is not a matrix.
func tensorStep(s *sheet, st step) {
	if isFlip(st) && st.P == 0.5 {
		s.line("image = tf.image.random_%s(image)", st.Op)
		return
	}
	op, ok := tensorOps[st.Op]
	if !ok {
		s.line("%s", s.missing(st))
		return
	}
	tensorChance(s, st, op(s, st)...)
}
