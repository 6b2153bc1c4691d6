package export_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"graft/core/augment"
	"graft/core/export"
	"graft/core/imagefile"
	"graft/core/recipe"
)

func TestStems(t *testing.T) {
	type p = export.Picture
	tests := []struct {
		name string
		in   []p
		want string
	}{
		{"plain", []p{{"cat", "a.jpg"}, {"cat", "b.tar.png"}}, "a|b.tar"},
		{"one stem in two classes", []p{{"cat", "a.jpg"}, {"dog", "a.jpg"}}, "a|a"},
		{"two endings", []p{{"cat", "a.jpg"}, {"cat", "a.png"}}, "a.jpg|a.png"},
		{"case", []p{{"cat", "A.jpg"}, {"cat", "a.png"}}, "A.jpg|a.png"},
		{"classes by case", []p{{"Cat", "a.png"}, {"cat", "a.png"}}, "a.png|a.png (2)"},
		{"three of a name", []p{{"", "a.png"}, {"", "a.png"}, {"", "a.png"}}, "a.png|a.png (2)|a.png (3)"},
		{"a stem that another has for a name", []p{{"", "a.jpg"}, {"", "a.png"}, {"", "a.jpg.gif"}}, "a.jpg (2)|a.png|a.jpg"},
		{"no ending", []p{{"", "a"}, {"", ""}}, "a|picture"},
		{"bad names", []p{{"", "../x.png"}, {"", ".png"}, {"", "a:b\x00.png"}, {"", "名.png"}}, "_._x|_png|a_b_|名"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			if got := strings.Join(export.Stems(tc.in), "|"); got != tc.want {
				t.Errorf("Stems(%v) = %s, want %s", tc.in, got, tc.want)
			}
		})
	}
}

func TestPaths(t *testing.T) {
	for _, tc := range []struct{ got, want string }{
		{export.ViewFile("", "cat", 0, export.PNG), "cat-0.png"},
		{export.ViewFile("pets", "cat", 12, export.JPEG), "pets/cat-12.jpg"},
		{export.ViewFile("../a/b", "cat", 1, export.PNG), "_._a_b/cat-1.png"},
		{export.OriginalFile("pets", "cat", "Cat.JPG"), "pets/cat-original.jpg"},
		{export.OriginalFile("", "cat", "cat"), "cat-original"},
	} {
		if tc.got != tc.want {
			t.Errorf("got %s, want %s", tc.got, tc.want)
		}
	}
}

// Thousands of one name, as cameras give them, take no longer than others do.
func TestStemsOfOneName(t *testing.T) {
	const n = 50_000
	pictures := make([]export.Picture, n)
	for i := range pictures {
		pictures[i] = export.Picture{Class: "cat", Name: "image.jpg"}
	}
	stems := export.Stems(pictures)
	if stems[0] != "image.jpg" || stems[1] != "image.jpg (2)" || stems[n-1] != "image.jpg (50000)" {
		t.Errorf("stems %q, %q, … %q", stems[0], stems[1], stems[n-1])
	}
}

func picture(t *testing.T) (*augment.Source, []byte) {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 40, 30))
	for y := range 30 {
		for x := range 40 {
			img.SetNRGBA(x, y, color.NRGBA{uint8(6 * x), uint8(8 * y), uint8(x * y), 255})
		}
	}
	var buf bytes.Buffer
	if err := imagefile.EncodePNG(&buf, img); err != nil {
		t.Fatal(err)
	}
	p, err := imagefile.Decode(buf.Bytes(), imagefile.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return augment.NewSource(p), buf.Bytes()
}

// What the manifest says is enough to make the pixels again.
func TestManifestReproduces(t *testing.T) {
	r := recipe.Default()
	r.Size = recipe.Size{W: 32, H: 24}
	src, data := picture(t)
	it := export.Item{Picture: export.Picture{Class: "leaf", Name: "a.png"}, Stem: "a", Path: "set/leaf/a.png"}
	m, err := export.NewMaker(r, export.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	var manifest bytes.Buffer
	manifest.Write(export.NewHeader("v1", r, export.DefaultOptions(), 3, true).JSON())
	files := map[string][]byte{}
	keep := func(f export.File) {
		files[f.Name] = f.Data
		manifest.Write(f.Line.JSON())
	}
	keep(m.Original(src, it, data))
	for view := range 3 {
		f, err := m.View(src, it, view)
		if err != nil {
			t.Fatal(err)
		}
		keep(f)
	}
	lines := json.NewDecoder(&manifest)
	var h export.Header
	if err := lines.Decode(&h); err != nil || h.Graft != "v1" || h.Views != 3 || !h.Originals {
		t.Fatalf("header %+v (%v)", h, err)
	}
	plan, err := augment.Compile(h.Recipe)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for ; lines.More(); n++ {
		var l export.Line
		if err := lines.Decode(&l); err != nil {
			t.Fatal(err)
		}
		if l.Original != "set/leaf/a.png" || l.Class != "leaf" || len(l.Digest) != 64 {
			t.Errorf("line %+v", l)
		}
		if l.View == nil {
			if l.File != "leaf/a-original.png" || !bytes.Equal(files[l.File], data) {
				t.Errorf("the original is %q, or has other bytes", l.File)
			}
			continue
		}
		dst := image.NewNRGBA(image.Rect(0, 0, 32, 24))
		if err := plan.ApplyDrawn(dst, src, l.Draws); err != nil {
			t.Fatal(err)
		}
		if got, err := png.Decode(bytes.NewReader(files[l.File])); err != nil || !samePixels(got, dst) {
			t.Errorf("%s: other pixels than what the manifest says it drew (%v)", l.File, err)
		}
	}
	if n != 4 || len(files) != 4 {
		t.Errorf("%d lines and %d files, want 4", n, len(files))
	}
}

func samePixels(a, b image.Image) bool {
	for y := range b.Bounds().Dy() {
		for x := range b.Bounds().Dx() {
			r1, g1, b1, a1 := a.At(x, y).RGBA()
			r2, g2, b2, a2 := b.At(x, y).RGBA()
			if r1 != r2 || g1 != g2 || b1 != b2 || a1 != a2 {
				return false
			}
		}
	}
	return a.Bounds() == b.Bounds()
}

func TestJPEG(t *testing.T) {
	src, _ := picture(t)
	var sizes []int
	for _, quality := range []int{20, 95} {
		m, err := export.NewMaker(recipe.Default(), export.Options{Format: export.JPEG, Quality: quality})
		if err != nil {
			t.Fatal(err)
		}
		f, err := m.View(src, export.Item{Stem: "a"}, 0)
		if err != nil {
			t.Fatal(err)
		}
		if img, err := jpeg.Decode(bytes.NewReader(f.Data)); err != nil || img.Bounds().Dx() != 224 || f.Name != "a-0.jpg" {
			t.Errorf("%s: %v, want a JPEG of 224 px", f.Name, err)
		}
		sizes = append(sizes, len(f.Data))
	}
	if sizes[0] >= sizes[1] {
		t.Errorf("quality 20 and 95 take %v bytes, want fewer for the first", sizes)
	}
}

func TestOptions(t *testing.T) {
	for _, o := range []export.Options{{}, {Format: "gif"}, {Format: export.JPEG}, {Format: export.JPEG, Quality: 101}} {
		if _, err := export.NewMaker(recipe.Default(), o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
}

func TestHeaderNamesWhatIsLeftOut(t *testing.T) {
	r := recipe.Default()
	op, _ := recipe.Lookup("mix_up")
	r.Steps = append(r.Steps, op.New(1))
	r.Train = &recipe.Train{}
	h := export.NewHeader("v1", r, export.DefaultOptions(), 1, false)
	if len(h.LeftOut) != 1 || h.LeftOut[0] != "mix_up" || h.Recipe.Train != nil || h.Quality != 0 {
		t.Errorf("header %+v, want mix_up left out, no training and no quality", h)
	}
}
