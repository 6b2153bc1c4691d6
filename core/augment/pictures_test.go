package augment

import (
	"crypto/sha256"
	"image"
	"image/color"
	"testing"

	"graft/core/imagefile"
	"graft/core/recipe"
)

// synthetic draws a picture with edges, gradients and flat parts, all different
// under every flip and turn.
func synthetic(w, h int) *imagefile.Picture {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{uint8(x * 255 / w), uint8(y * 255 / h), uint8((x*7 ^ y*3) & 255), 255}
			if (x/16+y/16)%5 == 0 {
				c.R, c.G = 240, 30
			}
			if x*3 < w && y*4 < h {
				c = color.NRGBA{20, 90, 200, 255}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return picture(img)
}

func picture(img *image.NRGBA) *imagefile.Picture {
	return &imagefile.Picture{Image: img, Format: imagefile.PNG, Digest: sha256.Sum256(img.Pix)}
}

// grey makes a picture from levels, one a pixel.
func grey(w int, levels ...uint8) *imagefile.Picture {
	img := image.NewNRGBA(image.Rect(0, 0, w, len(levels)/w))
	for i, v := range levels {
		img.SetNRGBA(i%w, i/w, color.NRGBA{v, v, v, 255})
	}
	return picture(img)
}

func reds(img *image.NRGBA) []uint8 {
	var out []uint8
	for i := 0; i < len(img.Pix); i += 4 {
		out = append(out, img.Pix[i])
	}
	return out
}

// with returns a recipe for a result of w×h.
func with(w, h int, steps ...recipe.Step) recipe.Recipe {
	return recipe.Recipe{V: recipe.Version, Seed: 42, Size: recipe.Size{W: w, H: h}, Steps: steps}
}

// stepOf is an op at its defaults but for what set says.
func stepOf(t testing.TB, op string, set map[string]recipe.Value) recipe.Step {
	t.Helper()
	o, ok := recipe.Lookup(op)
	if !ok {
		t.Fatalf("no op %q", op)
	}
	s := o.New(1)
	for name, v := range set {
		if _, ok := s.Values[name]; !ok {
			t.Fatalf("%s has no %q", op, name)
		}
		s.Values[name] = v
	}
	return s
}

type set = map[string]recipe.Value

func compile(t testing.TB, r recipe.Recipe) *Plan {
	t.Helper()
	p, err := Compile(r)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func apply(t testing.TB, r recipe.Recipe, src *Source, view int) *image.NRGBA {
	t.Helper()
	dst := image.NewNRGBA(image.Rect(0, 0, r.Size.W, r.Size.H))
	if err := compile(t, r).Apply(dst, src, view); err != nil {
		t.Fatal(err)
	}
	return dst
}

// article is the recipe of the source article: crop, flips and colours.
func article(t testing.TB) recipe.Recipe {
	flip := stepOf(t, "flip_left_right", nil)
	flip.P = 0.5
	return with(224, 224,
		stepOf(t, "resized_crop", nil), flip, stepOf(t, "rotation", nil),
		stepOf(t, "brightness", nil), stepOf(t, "contrast", nil), stepOf(t, "saturation", nil))
}
