package codegen

import (
	"fmt"
	"strings"

	"graft/core/recipe"
)

// Albumentations returns the recipe as an Albumentations pipeline.
func Albumentations(r recipe.Recipe) Code {
	s := newSheet("Albumentations", r)
	all := runs(r)
	resize := fmt.Sprintf("A.Resize(%d, %d, interpolation=cv2.INTER_AREA, p=1),", r.Size.H, r.Size.W)
	opening := len(all) > 0 && all[0][0].fits()
	if !opening {
		s.line("%s", resize)
	}
	for i, run := range all {
		if resampled(run) > 1 {
			s.differs(noteRuns)
		}
		for j, st := range run {
			st.opening = opening && i+j == 0
			albumentationsStep(s, st)
			if st.opening && st.P != 1 {
				s.line("%s", resize)
			}
		}
	}
	mixed := s.missingBatch(batches(r))
	s.note(noteSeed)

	var b strings.Builder
	b.WriteString("import albumentations as A\nimport cv2\n\naugment = A.Compose([\n")
	for _, l := range indent(4, s.body...) {
		b.WriteString(l + "\n")
	}
	fmt.Fprintf(&b, `    # A.Normalize(),  # for torchvision's ImageNet weights
], seed=%d)

image = cv2.cvtColor(cv2.imread("picture.jpg"), cv2.COLOR_BGR2RGB)
views = [augment(image=image)["image"] for _ in range(9)]
`, r.Seed%(1<<32))
	for _, m := range mixed {
		b.WriteString(m + "\n")
	}
	return s.code("albumentations", b.String())
}

func albumentationsStep(s *sheet, st step) {
	op, ok := albumentationsOps[st.Op]
	if !ok {
		op, ok = albumentationsMoreOps[st.Op]
	}
	if !ok {
		s.line("%s", s.missing(st))
		return
	}
	name, args := op(s, st)
	if strings.HasPrefix(name, "#") {
		s.line("%s", name)
		return
	}
	if args != "" {
		args += ", "
	}
	s.line("%s(%sp=%s),", name, args, num(st.P))
}

// albumentationsOps give the transform and its arguments but for p, by op.
var albumentationsOps = map[string]func(s *sheet, st step) (name, args string){
	"flip_left_right": func(*sheet, step) (string, string) { return "A.HorizontalFlip", "" },
	"flip_up_down":    func(*sheet, step) (string, string) { return "A.VerticalFlip", "" },
	"resized_crop": func(s *sheet, st step) (string, string) {
		if !st.opening {
			s.note(noteCropScaled)
		}
		a0, a1 := st.Range("scale")
		r0, r1 := st.Range("ratio")
		return "A.RandomResizedCrop", fmt.Sprintf("(%d, %d), scale=%s, ratio=%s", s.size.H, s.size.W, pair(a0, a1), pair(r0, r1))
	},
	"rotation": func(s *sheet, st step) (string, string) {
		d := st.Number("degrees")
		return "A.Rotate", pair(-d, d) + ", " + border(s, st)
	},
	"width_shift": func(s *sheet, st step) (string, string) {
		s.differs(noteWholePixels)
		f := st.Number("fraction")
		return "A.Affine", `translate_percent={"x": ` + pair(-f, f) + `, "y": (0, 0)}, ` + border(s, st)
	},
	"height_shift": func(s *sheet, st step) (string, string) {
		s.differs(noteWholePixels)
		f := st.Number("fraction")
		return "A.Affine", `translate_percent={"x": (0, 0), "y": ` + pair(-f, f) + `}, ` + border(s, st)
	},
	"shear": func(s *sheet, st step) (string, string) {
		s.differs(noteShear)
		d := st.Number("degrees")
		return "A.Affine", `shear={"x": ` + pair(-d, d) + `, "y": (0, 0)}, ` + border(s, st)
	},
	"zoom": func(s *sheet, st step) (string, string) {
		s.note(noteInverseZoom)
		lo, hi := st.Range("range")
		bounds := "(" + inverse(hi) + ", " + inverse(lo) + ")"
		return "A.Affine", `scale={"x": ` + bounds + `, "y": ` + bounds + `}, ` + border(s, st)
	},
	"brightness": jitter("brightness"),
	"contrast":   jitter("contrast"),
	"saturation": jitter("saturation"),
	"hue":        jitter("hue"),
	"gaussian_noise": func(s *sheet, st step) (string, string) {
		lo, hi := st.Range("stddev")
		return "A.GaussNoise", "std_range=" + pair(lo, hi)
	},
	"gaussian_blur": func(s *sheet, st step) (string, string) {
		lo, hi := st.Range("sigma")
		k := 2*reach(hi, s.size) + 1
		s.note(noteBlurReach)
		return "A.GaussianBlur", fmt.Sprintf("blur_limit=(%d, %d), sigma_limit=%s", k, k, pair(max(lo, 0.01), max(hi, 0.01)))
	},
	"erase": func(s *sheet, st step) (string, string) {
		a0, a1 := st.Range("scale")
		r0, r1 := st.Range("ratio")
		s.note(recipe.Text{
			En: "Albumentations draws the aspect of the erased box evenly; torchvision, and so Graft, on a logarithmic scale.",
			Zh: "Albumentations 均匀抽取擦除区域的宽高比；torchvision（以及 Graft）在对数尺度上均匀抽取。",
		})
		fill := map[string]string{"black": "0", "grey": "128", "white": "255", "noise": `"random"`}[st.Choice("value")]
		if st.Choice("value") == "noise" {
			s.differs(recipe.Text{
				En: "Albumentations' noise is even over all levels; Graft's is normal, about ImageNet's mean.",
				Zh: "Albumentations 的噪声在所有级别上均匀分布；Graft 的噪声是以 ImageNet 均值为中心的正态噪声。",
			})
		}
		return "A.Erasing", fmt.Sprintf("scale=%s, ratio=%s, fill=%s", pair(a0, a1), pair(r0, r1), fill)
	},
}

// border is a step's fill mode in OpenCV's names.
func border(s *sheet, st step) string {
	switch st.fill {
	case "constant":
		s.differs(noteFillRim)
		return "border_mode=cv2.BORDER_CONSTANT, fill=" + num(st.cval)
	case "reflect":
		return "border_mode=cv2.BORDER_REFLECT"
	case "wrap":
		return "border_mode=cv2.BORDER_WRAP"
	}
	return "border_mode=cv2.BORDER_REPLICATE"
}

// jitter is a ColorJitter that changes one thing.
func jitter(name string) func(s *sheet, st step) (string, string) {
	return func(s *sheet, st step) (string, string) {
		lo, hi := st.Range("range")
		switch name {
		case "contrast":
			s.differs(noteContrast)
		case "saturation":
			s.differs(noteSaturation)
		case "hue":
			d := st.Number("delta")
			lo, hi = -d, d
			s.differs(noteHueSteps)
		}
		args := make([]string, 0, 4)
		for _, n := range []string{"brightness", "contrast", "saturation", "hue"} {
			switch {
			case n == name:
				args = append(args, n+"="+pair(lo, hi))
			case n == "hue":
				args = append(args, "hue=(0, 0)")
			default:
				args = append(args, n+"=(1, 1)")
			}
		}
		return "A.ColorJitter", strings.Join(args, ", ")
	}
}
