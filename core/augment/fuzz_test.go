package augment

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"testing"

	"graft/core/imagefile"
	"graft/core/recipe"
)

// FuzzOperation runs operations with any accepted parameters on odd pictures:
// opaque always, and the same whichever way the view is asked for.
func FuzzOperation(f *testing.F) {
	for i := range recipe.Ops() {
		f.Add([]byte{byte(i), 200, 1, 0, 2, 0, 3, 0}, uint8(i), uint8(1+i%3), uint8(40), uint8(20), uint8(1+i%30), 3)
		f.Add([]byte{byte(i), 255, 255, 255, 255, 255, 0, 0, byte(i + 1), 255}, uint8(i), uint8(37), uint8(21), uint8(31), uint8(17), -1)
	}
	f.Fuzz(func(t *testing.T, spec []byte, kind, w, h, outW, outH uint8, view int) {
		r := with(1+int(outW)%48, 1+int(outH)%48, stepsOf(spec)...)
		src := NewSource(odd(t, kind, 1+int(w)%96, 1+int(h)%96))
		p := compile(t, r) // whatever is within its range must be accepted
		first, again := image.NewNRGBA(image.Rect(0, 0, r.Size.W, r.Size.H)), image.NewNRGBA(image.Rect(0, 0, r.Size.W, r.Size.H))
		for _, dst := range []*image.NRGBA{first, again} {
			if err := p.Apply(dst, src, view); err != nil {
				t.Fatal(err)
			}
		}
		if !first.Opaque() {
			t.Fatalf("%s: not opaque", r.JSON())
		}
		if !bytes.Equal(first.Pix, again.Pix) {
			t.Fatalf("%s: other pixels the second time", r.JSON())
		}
		if err := p.ApplyDrawn(again, src, p.Draws(src, view)); err != nil {
			t.Fatalf("%s: its own draws are refused: %v", r.JSON(), err)
		}
		if !bytes.Equal(first.Pix, again.Pix) {
			t.Fatalf("%s: its own draws give other pixels", r.JSON())
		}
		checkMixes(t, p, src, first, view)
	})
}

// checkMixes mixes a view with a white picture.
func checkMixes(t *testing.T, p *Plan, src *Source, img *image.NRGBA, view int) {
	white := image.NewNRGBA(img.Rect)
	for i := range white.Pix {
		white.Pix[i] = 255
	}
	lambda, err := ApplyMixes(img, img, white, p.Mixes(src, view))
	if err != nil || !(lambda >= 0 && lambda <= 1) || !img.Opaque() {
		t.Fatalf("mixed: lambda %g, %v, opaque %t", lambda, err, img.Opaque())
	}
}

// stepsOf reads up to four steps from bytes: an operation, its probability, and
// two bytes for each number of each parameter, all within what is accepted.
func stepsOf(spec []byte) []recipe.Step {
	next := func() int {
		if len(spec) == 0 {
			return 0
		}
		b := spec[0]
		spec = spec[1:]
		return int(b)
	}
	var steps []recipe.Step
	for len(spec) > 0 && len(steps) < 4 {
		o := recipe.Ops()[next()%len(recipe.Ops())]
		s := o.New(float64(next()) / 255)
		for _, p := range o.Params {
			at := func() float64 { return p.Min + (p.Max-p.Min)*float64(next()<<8|next())/65535 }
			switch p.Kind {
			case recipe.KindNumber:
				s.Values[p.Name] = recipe.Number(min(at(), p.Max))
			case recipe.KindRange:
				a, b := min(at(), p.Max), min(at(), p.Max)
				s.Values[p.Name] = recipe.Range(min(a, b), max(a, b))
			case recipe.KindChoice:
				s.Values[p.Name] = recipe.Named(p.Choices[next()%len(p.Choices)].Name)
			}
		}
		steps = append(steps, s)
	}
	return steps
}

// odd is a picture that strains an operation: flat, of one extreme, transparent
// in part or whole, or noise.
func odd(t *testing.T, kind uint8, w, h int) *imagefile.Picture {
	if kind%5 == 0 {
		return synthetic(w, h)
	}
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	s := stream{uint64(kind), 2, 3, 4}
	for y := range h {
		for x := range w {
			var c color.NRGBA // kind 1: transparent
			switch kind % 5 {
			case 2:
				c = color.NRGBA{kind, kind, kind, 255}
			case 3:
				c = color.NRGBA{uint8(s.below(256)), uint8(s.below(256)), uint8(s.below(256)), 255}
			case 4:
				c = color.NRGBA{255, 0, uint8(x), uint8(y * 255 / h)}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, img); err != nil {
		t.Fatal(err)
	}
	p, err := imagefile.Decode(file.Bytes(), imagefile.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// FuzzCompileApply runs whole documents.
func FuzzCompileApply(f *testing.F) {
	f.Add(string(every().JSON()), uint16(30), uint16(20), 3)
	f.Add(string(recipe.Default().JSON()), uint16(1), uint16(1), -1)
	f.Add(`{"size":[7,5],"steps":[{"op":"zoom","range":[4,4],"fill":"wrap"},{"op":"gaussian_blur","sigma":[10,10]},{"op":"shear","degrees":60}]}`, uint16(3), uint16(200), 0)
	f.Fuzz(func(t *testing.T, doc string, w, h uint16, view int) {
		r, err := recipe.Parse(doc)
		if err != nil || w < 1 || h < 1 || w > 256 || h > 256 {
			return
		}
		if r.Size.W*r.Size.H > 64*64 {
			r.Size = recipe.Size{W: min(r.Size.W, 64), H: min(r.Size.H, 64)}
		}
		src := NewSource(synthetic(int(w), int(h)))
		img := apply(t, r, src, view)
		if !img.Opaque() {
			t.Fatalf("%s: not opaque", doc)
		}
		if again := apply(t, r, src, view); !bytes.Equal(again.Pix, img.Pix) {
			t.Fatalf("%s: other pixels the second time", doc)
		}
	})
}

// Whatever values are given, they are applied or refused.
func FuzzApplyDrawn(f *testing.F) {
	src := NewSource(synthetic(40, 30))
	for i := range recipe.Ops() {
		f.Add(uint16(i), 1.0, 2.0, 3.0, 4.0)
		f.Add(uint16(i), 0.5, math.Inf(1), -1e-300, 0.0)
	}
	f.Fuzz(func(t *testing.T, which uint16, a, b, c, d float64) {
		o := recipe.Ops()[int(which)%len(recipe.Ops())]
		p := compile(t, with(17, 13, o.New(1)))
		values := map[string]float64{}
		for i, name := range operations[o.Name].names {
			if name != "" {
				values[name] = [4]float64{a, b, c, d}[i%4]
			}
		}
		dst := image.NewNRGBA(image.Rect(0, 0, 17, 13))
		err := p.ApplyDrawn(dst, src, []Draw{{Op: o.Name, Applied: true, Values: values}})
		for i := 3; err == nil && i < len(dst.Pix); i += 4 {
			if dst.Pix[i] != 255 {
				t.Fatalf("%s %v: alpha %d", o.Name, values, dst.Pix[i])
			}
		}
	})
}
