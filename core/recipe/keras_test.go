package recipe_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"graft/core/recipe"
)

// steps writes a recipe's steps as its JSON has them.
func steps(r recipe.Recipe) string {
	_, s, _ := strings.Cut(string(r.JSON()), `"steps":`)
	s, _, _ = strings.Cut(s, `,"train"`)
	return strings.TrimSuffix(s, "}")
}

const nearest = `"fill":"nearest","cval":0`

func TestParseKeras(t *testing.T) {
	for _, tc := range []struct {
		name, in string
		want     string
		notes    int
	}{
		{"nothing", `ImageDataGenerator()`, `[]`, 0},
		{"parameters alone", "rotation_range=20", `[{"op":"rotation","degrees":20,` + nearest + `}]`, 0},
		// The order is the original's: R·T·S·Z, flips, then colours.
		{"all", `train = keras.preprocessing.image.ImageDataGenerator(
			horizontal_flip=True,  # a comment, with (brackets
			vertical_flip = True,
			brightness_range=(0.5, 1.5), channel_shift_range=50.,
			zoom_range=0.2, shear_range=10, height_shift_range=.1, width_shift_range=0.25,
			rotation_range=40, fill_mode="constant", cval=7,
		).flow_from_directory("x", target_size=(1, 2))`,
			`[{"op":"rotation","degrees":40,FILL},{"op":"width_shift","fraction":0.25,FILL},{"op":"height_shift","fraction":0.1,FILL},` +
				`{"op":"shear","degrees":10,FILL},{"op":"zoom","range":[0.8,1.2],FILL},` +
				`{"op":"flip_left_right","p":0.5},{"op":"flip_up_down","p":0.5},` +
				`{"op":"channel_shift","levels":50},{"op":"brightness","range":[0.5,1.5]}]`, 0},
		{"positions", `ImageDataGenerator(False, False, False, False, False, 1e-6, 15)`, `[{"op":"rotation","degrees":15,` + nearest + `}]`, 0},
		{"zoom by list", `ImageDataGenerator(zoom_range=[0.5, 1])`, `[{"op":"zoom","range":[0.5,1],` + nearest + `}]`, 0},
		{"no zoom", `ImageDataGenerator(zoom_range=[1, 1.0], rotation_range=0, rescale=None)`, `[]`, 0},
		{"whole pixels", `ImageDataGenerator(width_shift_range=5, height_shift_range=-3)`, `[{"op":"pixel_shift","width":5,"height":3,` + nearest + `}]`, 0},
		{"pixels", `ImageDataGenerator(width_shift_range=56.0)`, `[{"op":"width_shift","fraction":0.25,` + nearest + `}]`, 1},
		{"full turn", `ImageDataGenerator(rotation_range=360)`, `[{"op":"rotation","degrees":180,` + nearest + `}]`, 0},
		{"rescale is units", `ImageDataGenerator(rescale=1./255)`, `[]`, 1},
		{"rescale is not", `ImageDataGenerator(rescale=2 * (1 / 255))`, `[{"op":"rescale","factor":2,"offset":0}]`, 1},
		{"samplewise", `ImageDataGenerator(samplewise_center=True)`, `[{"op":"samplewise_normalization","mode":"center","stddev":0.25}]`, 1},
		{"samplewise std", `ImageDataGenerator(samplewise_std_normalization=True)`, `[{"op":"samplewise_normalization","mode":"center_and_std","stddev":0.25}]`, 1},
		{"featurewise", `ImageDataGenerator(featurewise_center=True)`,
			`[{"op":"featurewise_normalization","mean_red":0.485,"mean_green":0.456,"mean_blue":0.406,"std_red":0.25,"std_green":0.25,"std_blue":0.25,"stddev":0.25}]`, 1},
		{"a function", `ImageDataGenerator(preprocessing_function=lambda x: f(x, 3) / 2, vertical_flip=True)`, `[{"op":"flip_up_down","p":0.5}]`, 1},
		{"another", `ImageDataGenerator(preprocessing_function=tf.keras.applications.resnet50.preprocess_input)`, `[]`, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r, notes, err := recipe.ParseKeras(tc.in, recipe.KerasOptions{})
			if err != nil {
				t.Fatal(err)
			}
			want := strings.ReplaceAll(tc.want, "FILL", `"fill":"constant","cval":7`)
			if got := steps(r); got != want {
				t.Errorf("steps %s\nwant  %s", got, want)
			}
			if len(notes) != tc.notes {
				t.Errorf("notes %v, want %d", notes, tc.notes)
			}
		})
	}
}

// The parameters that Keras swaps move along the other axis, by their own side.
func TestParseKerasAsKeras(t *testing.T) {
	o := recipe.KerasOptions{Size: recipe.Size{W: 200, H: 100}, AsKeras: true}
	r, _, err := recipe.ParseKeras(`ImageDataGenerator(width_shift_range=0.25, height_shift_range=4)`, o)
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"op":"height_shift","fraction":0.5,` + nearest + `},{"op":"pixel_shift","width":4,"height":0,` + nearest + `}]`
	if got := steps(r); got != want || r.Size != o.Size {
		t.Errorf("size %v, steps %s, want %s", r.Size, got, want)
	}
}

func TestParseKerasTrain(t *testing.T) {
	r, notes, err := recipe.ParseKeras(`ImageDataGenerator(validation_split=0.25)`, recipe.KerasOptions{})
	if err != nil || r.Train == nil || r.Train.ValidationSplit != 0.25 || len(notes) != 1 {
		t.Errorf("%+v, %v, %v: want a split of 0.25 and a note", r.Train, notes, err)
	}
}

func TestParseKerasFaults(t *testing.T) {
	for _, tc := range []struct{ name, in, field, part string }{
		{"no parameter", `ImageDataGenerator(rotate=3)`, "rotate", "no parameter"},
		{"twice", `ImageDataGenerator(rotation_range=3, rotation_range=4)`, "rotation_range", "twice"},
		{"no end", `ImageDataGenerator(rotation_range=3`, "", "no end"},
		{"no parentheses", `ImageDataGenerator rotation_range=3`, "", "parentheses"},
		{"no comma", `ImageDataGenerator(rotation_range=3 shear_range=4)`, "", "comma"},
		{"no value", `ImageDataGenerator(rotation_range=)`, "rotation_range", "want a value"},
		{"text for a number", `ImageDataGenerator(rotation_range="3")`, "rotation_range", "want a number"},
		{"name for a number", `ImageDataGenerator(rotation_range=ANGLE)`, "rotation_range", "want a number"},
		{"fill", `ImageDataGenerator(rotation_range=3, fill_mode="mirror")`, "fill_mode", "want one of nearest"},
		{"cval", `ImageDataGenerator(rotation_range=3, cval=300)`, "cval", "0 to 255"},
		{"shear", `ImageDataGenerator(shear_range=80)`, "shear_range", "at most 60"},
		{"zoom of three", `ImageDataGenerator(zoom_range=[1, 2, 3])`, "zoom_range", "two numbers"},
		{"zoom through nothing", `ImageDataGenerator(zoom_range=1)`, "zoom_range", "0.1 to 4"},
		{"brightness", `ImageDataGenerator(brightness_range=0.5)`, "brightness_range", "two numbers"},
		{"list of shifts", `ImageDataGenerator(width_shift_range=[-1, 0, 1])`, "width_shift_range", "list"},
		{"shift too far", `ImageDataGenerator(width_shift_range=300.)`, "width_shift_range", "whole side"},
		{"zca", `ImageDataGenerator(zca_whitening=True)`, "zca_whitening", "nothing like it"},
		{"rescale", `ImageDataGenerator(rescale=1)`, "rescale", "1/255"},
		{"endless", `ImageDataGenerator(rescale=1/0)`, "rescale", "no end"},
		{"flip", `ImageDataGenerator(horizontal_flip="yes")`, "horizontal_flip", "True or False"},
		{"split", `ImageDataGenerator(validation_split=0.99)`, "validation_split", "0.05 to 0.9"},
		{"deep", `ImageDataGenerator(cval=` + strings.Repeat("(", 50) + "1", "cval", "parentheses"},
		{"prose", `hello there`, "", "rotation_range=20"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, _, err := recipe.ParseKeras(tc.in, recipe.KerasOptions{})
			var fault *recipe.Error
			if !errors.As(err, &fault) {
				t.Fatalf("error %v, want a *recipe.Error", err)
			}
			if fault.Fault.Field != tc.field || !strings.Contains(fault.Fault.Text(), tc.part) {
				t.Errorf("field %q, %q; want %q and %q in it", fault.Fault.Field, fault.Fault.Text(), tc.field, tc.part)
			}
		})
	}
}

// What parses is valid, and survives its JSON.
// Off the square Keras turns about the centre of the transposed picture; shifts
// alone have no centre.
func TestParseKerasCentre(t *testing.T) {
	translation := func(x, y string) string {
		return `{"op":"translation","x":` + x + `,"y":` + y + `,` + nearest + `}`
	}
	rotation := `{"op":"rotation","degrees":20,` + nearest + `}`
	for _, tc := range []struct {
		call    string
		w, h    int
		asKeras bool
		want    string
	}{
		{"rotation_range=20, vertical_flip=True", 201, 100, true,
			"[" + translation("50.5", "-50.5") + "," + rotation + "," + translation("-50.5", "50.5") + `,{"op":"flip_up_down","p":0.5}]`},
		{"rotation_range=20", 201, 100, false, "[" + rotation + "]"},
		{"rotation_range=20", 100, 100, true, "[" + rotation + "]"},
		{"height_shift_range=4", 200, 100, true, `[{"op":"pixel_shift","width":4,"height":0,` + nearest + `}]`},
	} {
		r, notes, err := recipe.ParseKeras(tc.call, recipe.KerasOptions{Size: recipe.Size{W: tc.w, H: tc.h}, AsKeras: tc.asKeras})
		if got := steps(r); err != nil || got != tc.want {
			t.Errorf("%s at %d×%d: %s, %v\nwant %s", tc.call, tc.w, tc.h, got, err, tc.want)
		}
		if moved := strings.Contains(tc.want, "translation"); (len(notes) == 1) != moved {
			t.Errorf("%s at %d×%d: notes %v", tc.call, tc.w, tc.h, notes)
		}
	}
}

func FuzzParseKeras(f *testing.F) {
	f.Add(`ImageDataGenerator(rotation_range=20, zoom_range=[0.8, 1.2], fill_mode='wrap', horizontal_flip=True)`, false)
	f.Add("rescale=1./255, width_shift_range=-3, # no\nbrightness_range=(0.5, 1.5), preprocessing_function=lambda x: g(x)[0]", true)
	f.Add(`ImageDataGenerator(True, validation_split=(0.1+0.1)*2, channel_shift_range=1_0e0)`, false)
	f.Fuzz(func(t *testing.T, text string, asKeras bool) {
		r, notes, err := recipe.ParseKeras(text, recipe.KerasOptions{AsKeras: asKeras})
		if err != nil {
			var fault *recipe.Error
			if !errors.As(err, &fault) {
				t.Fatalf("%v is no *recipe.Error", err)
			}
			return
		}
		for _, n := range notes {
			if n.En == "" || n.Zh == "" {
				t.Fatalf("a note lacks a language: %+v", n)
			}
		}
		if back, err := recipe.ParseJSON(r.JSON()); err != nil || string(back.JSON()) != string(r.JSON()) {
			t.Fatalf("%s came back as %s, %v", r.JSON(), back.JSON(), err)
		}
	})
}

func ExampleParseKeras() {
	r, notes, err := recipe.ParseKeras(`ImageDataGenerator(rescale=1./255, rotation_range=40, horizontal_flip=True)`, recipe.KerasOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range r.Steps {
		fmt.Println(s.Op, s.P)
	}
	fmt.Println(notes[0].En)
	// Output:
	// rotation 1
	// flip_left_right 0.5
	// rescale=1/255 is no step: the weights bring the preprocessing that they were trained with
}
