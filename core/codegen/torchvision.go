package codegen

import (
	"fmt"
	"math"
	"strings"

	"graft/core/recipe"
)

// Torchvision returns the recipe as a torchvision v2 pipeline.
func Torchvision(r recipe.Recipe) Code {
	t := torch{sheet: newSheet("torchvision", r), dtype: "uint8"}
	all := runs(r)
	first := t.first(all)
	for i, run := range all {
		if i == 0 {
			run = run[first:]
		}
		if resampled(run) > 1 {
			t.differs(noteRuns)
		}
		t.run(run)
	}
	t.as("float32")
	text := t.text(r)
	t.note(noteSeed)
	return t.code("torchvision", text)
}

// torch writes the items of a v2.Compose.
type torch struct {
	*sheet
	head []string // what brings the picture to its size
	pads []string // constants, as in PAD = 60

	dtype string // of the picture at the step at hand
}

// first writes what brings the picture to its size, and returns how many steps
// of the first run that took: a crop that comes first works on the original.
func (t *torch) first(all [][]step) int {
	resize := fmt.Sprintf("v2.Resize((%d, %d)),", t.size.H, t.size.W)
	if len(all) > 0 && all[0][0].fits() {
		st := all[0][0]
		st.opening = true
		t.head = append(t.head, torchChance(st, torchOps[st.Op](t, st))...)
		if st.P != 1 || st.Op != "resized_crop" {
			t.head = append(t.head, resize)
		}
		return 1
	}
	t.head = append(t.head, resize)
	return 0
}

// run writes a run. torchvision fills with a constant only, so a run that fills
// otherwise is padded before and cut to size after.
func (t *torch) run(run []step) {
	padded := false
	for i, st := range run {
		if !padded && torchPadded[st.Op] && st.fill != "constant" {
			t.pad(run[i:])
			padded = true
		}
		t.step(st)
		if padded && !moreFill(run[i+1:]) {
			t.line("v2.CenterCrop((%d, %d)),", t.size.H, t.size.W)
			padded = false
		}
	}
}

// moreFill says whether a step with a fill follows before one that needs the
// picture at its size.
func moreFill(run []step) bool {
	for _, st := range run {
		if !torchPadded[st.Op] && !isFlip(st) {
			return false
		}
		if torchPadded[st.Op] {
			return true
		}
	}
	return false
}

func (t *torch) step(st step) {
	op, ok := torchOps[st.Op]
	if !ok {
		t.line("%s", t.missing(st))
		return
	}
	item := op(t, st)
	t.as(torchType[st.Op])
	t.body = append(t.body, torchChance(st, item)...)
}

// torchType are the operations that Graft does on bytes, as PIL does, and those
// that need floats; the others take either.
var torchType = map[string]string{
	"brightness": "uint8", "color_jitter": "uint8", "posterize": "uint8", "equalize": "uint8", "autocontrast": "uint8",
	"jpeg_quality": "uint8", "rand_augment": "uint8", "trivial_augment": "uint8", "auto_augment": "uint8",

	"brightness_delta": "float32", "contrast": "float32", "saturation": "float32", "hue": "float32", "gamma": "float32",
	"channel_shift": "float32", "solarize": "float32", "rescale": "float32", "samplewise_normalization": "float32",
	"featurewise_normalization": "float32", "gaussian_noise": "float32", "salt_and_pepper": "float32",
	"gaussian_blur": "float32", "sharpen": "float32", "erase": "float32", "fill": "float32", "cutout": "float32",
	"channel_dropout": "float32",
}

// as makes the picture of that type, if it is not; "" is any.
func (t *torch) as(dtype string) {
	if dtype != "" && dtype != t.dtype {
		t.line("v2.ToDtype(torch.%s, scale=True),", dtype)
		t.dtype = dtype
	}
}

func torchChance(st step, item string) []string {
	if st.P == 1 || torchOwnChance[st.Op] {
		return []string{item + ","}
	}
	return []string{"v2.RandomApply([" + item + "], p=" + num(st.P) + "),"}
}

// pad writes the padding before a run, wide enough for what it can show.
func (t *torch) pad(run []step) {
	width := min(overhang(run, t.size), t.size.W, t.size.H)
	name := "PAD"
	if len(t.pads) > 0 {
		name = fmt.Sprintf("PAD%d", len(t.pads)+1)
	}
	t.pads = append(t.pads, fmt.Sprintf("%s = %d  # as far as the geometry that follows can see", name, width))
	switch run[0].fill {
	case "nearest":
		t.line("v2.Pad(%s, padding_mode=\"edge\"),", name)
	case "reflect":
		t.line("v2.Pad(%s, padding_mode=\"symmetric\"),", name)
	default:
		t.need("wrap")
		t.line("v2.Lambda(lambda image: torch.nn.functional.pad(image, [%s] * 4, mode=\"circular\")),", name)
	}
	if width == min(t.size.W, t.size.H) {
		t.differs(recipe.Text{
			En: "{library} pads at most by the picture's own side; what lies further out is black.",
			Zh: "{library} 最多按图片自身的边长填充，更远处为黑色。",
		})
	}
}

// overhang returns how many pixels beyond the picture a run can show: the box
// that holds the result, taken through the steps from the last to the first.
func overhang(run []step, size recipe.Size) int {
	halfW, halfH := float64(size.W)/2, float64(size.H)/2
	x, y := halfW, halfH
	for i := len(run) - 1; i >= 0; i-- {
		switch st := run[i]; st.Op {
		case "rotation":
			x, y = turned(x, y, st.Number("degrees"))
		case "width_shift":
			x += st.Number("fraction") * float64(size.W)
		case "height_shift":
			y += st.Number("fraction") * float64(size.H)
		case "shear":
			x += y * math.Tan(st.Number("degrees")*math.Pi/180)
		case "zoom":
			_, hi := st.Range("range")
			x, y = x*max(1, hi), y*max(1, hi)
		case "scale":
			lo, _ := st.Range("range")
			x, y = x/min(1, lo), y/min(1, lo)
		case "pixel_shift":
			x, y = x+st.Number("width"), y+st.Number("height")
		case "translation":
			x, y = x+math.Abs(st.Number("x")), y+math.Abs(st.Number("y"))
		default:
			if !isFlip(st) {
				x, y = halfW, halfH // the picture is cut to size before it
			}
		}
	}
	return int(math.Ceil(max(x-halfW, y-halfH))) + 2
}

// turned returns the half sides of the box round a box turned by up to degrees.
func turned(x, y, degrees float64) (w, h float64) {
	w, h = x, y
	for d := 0.0; d <= min(degrees, 90); d++ {
		sin, cos := math.Sincos(d * math.Pi / 180)
		w, h = max(w, x*cos+y*sin), max(h, x*sin+y*cos)
	}
	sin, cos := math.Sincos(min(degrees, 90) * math.Pi / 180)
	return max(w, x*cos+y*sin), max(h, x*sin+y*cos)
}

func (t *torch) text(r recipe.Recipe) string {
	var b strings.Builder
	b.WriteString("import torch\nfrom torchvision import datasets\nfrom torchvision.transforms import v2\n\n")
	if t.needs["sized"] {
		fmt.Fprintf(&b, "HEIGHT, WIDTH = %d, %d\n", r.Size.H, r.Size.W)
	}
	fmt.Fprintf(&b, "torch.manual_seed(%d)\n", r.Seed)
	for _, p := range t.pads {
		b.WriteString(p + "\n")
	}
	for _, h := range torchHelpers {
		if t.needs[h.name] {
			b.WriteString("\n\n" + h.text)
		}
	}
	b.WriteString("\naugment = v2.Compose([\n    v2.ToImage(),\n")
	for _, l := range indent(4, t.head...) {
		b.WriteString(l + "\n")
	}
	for _, l := range indent(4, t.body...) {
		b.WriteString(l + "\n")
	}
	b.WriteString(`    # v2.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),  # for torchvision's ImageNet weights
])

train = datasets.ImageFolder("data/train", transform=augment)
`)
	b.WriteString(torchLoader(t, batches(r)))
	return b.String()
}
