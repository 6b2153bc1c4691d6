package codegen_test

import (
	"strings"
	"testing"

	"graft/core/codegen"
	"graft/core/recipe"
)

func parse(t *testing.T, text string) recipe.Recipe {
	t.Helper()
	r, err := recipe.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestEveryOperationIsThere holds every library to say something of every
// operation: code, or a comment and a note in both languages.
func TestEveryOperationIsThere(t *testing.T) {
	empty := make(map[string]string)
	for _, c := range codegen.All(recipe.Recipe{V: 1, Seed: 42, Size: recipe.Size{W: 96, H: 96}}) {
		empty[c.Name] = c.Text
	}
	for _, op := range recipe.Ops() {
		r := recipe.Recipe{V: 1, Seed: 42, Size: recipe.Size{W: 96, H: 96}, Steps: []recipe.Step{op.New(1)}}
		for _, c := range codegen.All(r) {
			if c.Text == empty[c.Name] {
				t.Errorf("%s says nothing of %s", c.Name, op.Name)
			}
			if strings.Contains(c.Text, "left out: "+op.Name) && (c.Exact || len(c.Notes) < 2) {
				t.Errorf("%s leaves out %s without a note", c.Name, op.Name)
			}
			for _, n := range c.Notes {
				if n.En == "" || n.Zh == "" || strings.Contains(n.En+n.Zh, "{library}") {
					t.Errorf("%s: %s: note %+v", c.Name, op.Name, n)
				}
			}
			for i, l := range strings.Split(c.Text, "\n") {
				if strings.ContainsAny(l, "\t") || strings.TrimRight(l, " ") != l || len(l) > 130 {
					t.Errorf("%s: %s: line %d: %q", c.Name, op.Name, i+1, l)
				}
			}
		}
	}
}

func TestParametersArePassedOn(t *testing.T) {
	tests := []struct {
		name, steps string
		want        map[string][]string // by library, in this order
	}{
		{"order and probability", `{"op":"hue","delta":0.1,"p":0.3},{"op":"flip_up_down","p":0.25},{"op":"rotation","degrees":33}`, map[string][]string{
			"keras":          {"if chance(0.3):", "random_hue(image, 0.1)", "if chance(0.25):", "tf.image.flip_up_down", "rotation_range=33", "preprocessing_function=more"},
			"tfdata":         {"if chance(0.3):", "random_hue(image, 0.1)", "if chance(0.25):", "tf.image.flip_up_down", "draw(-33, 33)"},
			"torchvision":    {"ToDtype(torch.float32", "v2.RandomApply([v2.ColorJitter(hue=0.1)], p=0.3)", "v2.RandomVerticalFlip(p=0.25)", "v2.RandomRotation(33"},
			"albumentations": {"hue=(-0.1, 0.1), p=0.3)", "A.VerticalFlip(p=0.25)", "A.Rotate((-33, 33)", "p=1)"},
		}},
		{"fill of the run is that of its last step", `{"op":"zoom","range":[0.5,1.25],"fill":"wrap"},{"op":"rotation","fill":"constant","cval":51}`, map[string][]string{
			"keras":          {"zoom_range=[0.5, 1.25]", `fill_mode="constant"`, "cval=51"},
			"tfdata":         {"matrix = zoom(draw(0.5, 1.25), draw(0.5, 1.25))", "matrix @= rotation(draw(-20, 20))", `"CONSTANT", 51 / 255`},
			"torchvision":    {"scale=(1 / 1.25, 1 / 0.5)", "fill=51", "fill=51"},
			"albumentations": {`"y": (1 / 1.25, 1 / 0.5)`, "cv2.BORDER_CONSTANT, fill=51", "cv2.BORDER_CONSTANT, fill=51"},
		}},
		{"steps that are off", `{"op":"contrast","off":true},{"op":"brightness","range":[0.5,1.5]}`, map[string][]string{
			"keras":          {"brightness_range=[0.5, 1.5]"},
			"tfdata":         {"image * draw(0.5, 1.5)"},
			"torchvision":    {"ColorJitter(brightness=(0.5, 1.5))"},
			"albumentations": {"brightness=(0.5, 1.5), contrast=(1, 1)"},
		}},
		{"equal bounds", `{"op":"contrast","range":[2,2]},{"op":"saturation","range":[0,0]},{"op":"gaussian_noise","stddev":[0.1,0.1]}`, map[string][]string{
			"tfdata":      {"adjust_contrast(image, 2)", "adjust_saturation(image, 0)"},
			"torchvision": {"contrast=(2, 2)", "saturation=(0, 0)", "v2.GaussianNoise(sigma=0.1)"},
		}},
		{"a crop first is cut from the original", `{"op":"resized_crop","scale":[0.2,0.9],"ratio":[0.75,1.5]}`, map[string][]string{
			"torchvision":    {"v2.RandomResizedCrop((60, 80), scale=(0.2, 0.9), ratio=(0.75, 1.5)", "ToDtype"},
			"albumentations": {"A.RandomResizedCrop((60, 80), scale=(0.2, 0.9), ratio=(0.75, 1.5)"},
		}},
		{"a second of what the generator has once", `{"op":"rotation","degrees":5},{"op":"rotation","degrees":7}`, map[string][]string{
			"keras": {"draw(-7, 7)", "rotation_range=5,"},
		}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			for _, c := range codegen.All(parse(t, `{"size":[80,60],"steps":[`+tc.steps+`]}`)) {
				rest := c.Text
				for _, want := range tc.want[c.Name] {
					_, after, ok := strings.Cut(rest, want)
					if !ok {
						t.Errorf("%s: no %q where it belongs in\n%s", c.Name, want, c.Text)
					}
					rest = after
				}
				if strings.Contains(tc.name, "crop first") && strings.Contains(c.Text, "Resize(") {
					t.Errorf("%s resizes as well:\n%s", c.Name, c.Text)
				}
			}
		})
	}
}

func TestNotesSayWhatDiffers(t *testing.T) {
	tests := []struct {
		library, steps, part string // part of a note, "" for none
		exact                bool
	}{
		{"keras", `{"op":"rotation"},{"op":"zoom"},{"op":"flip_left_right","p":0.5}`, "", true},
		{"keras", `{"op":"rotation"},{"op":"brightness"}`, "two levels darker", false},
		{"keras", `{"op":"mix_up"}`, "left out", false},
		{"keras", `{"op":"zoom"},{"op":"rotation"}`, "order of its own", false},
		{"keras", `{"op":"contrast"},{"op":"brightness"}`, "order of its own", false},
		{"keras", `{"op":"rotation","fill":"wrap"},{"op":"brightness"},{"op":"zoom"}`, "one fill mode", false},
		{"keras", `{"op":"width_shift"}`, "keras#17398", true},
		{"tfdata", `{"op":"rotation"},{"op":"zoom"},{"op":"contrast"},{"op":"hue"}`, "", true},
		{"tfdata", `{"op":"flip_left_right"},{"op":"rotation"},{"op":"flip_up_down"}`, "", true},
		{"tfdata", `{"op":"rotation"},{"op":"resized_crop"}`, "resamples at every", false},
		{"tfdata", `{"op":"resized_crop"}`, "already scaled", true},
		{"torchvision", `{"op":"brightness"},{"op":"hue"}`, "", true},
		{"torchvision", `{"op":"contrast"}`, "mean grey", false},
		{"torchvision", `{"op":"rotation"},{"op":"zoom"}`, "resamples at every", false},
		{"torchvision", `{"op":"height_shift"}`, "whole pixels", false},
		{"albumentations", `{"op":"saturation"}`, "grey picture", false},
		{"albumentations", `{"op":"rotation"},{"op":"brightness"}`, "", true},
	}
	for _, tc := range tests {
		for _, c := range codegen.All(parse(t, `{"steps":[`+tc.steps+`]}`)) {
			if c.Name != tc.library {
				continue
			}
			found := tc.part == "" && len(c.Notes) == 1 // that of the seed
			for _, n := range c.Notes {
				found = found || tc.part != "" && strings.Contains(n.En, tc.part)
			}
			if !found || c.Exact != tc.exact {
				t.Errorf("%s of %s = exact %v, notes %+v; want exact %v, a note with %q", c.Name, tc.steps, c.Exact, c.Notes, tc.exact, tc.part)
			}
		}
	}
}
