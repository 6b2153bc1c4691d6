package main

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"math"
	"strings"
	"testing"

	"graft/core/augment"
	"graft/core/dataset"
	"graft/core/head"
	"graft/core/imagefile"
	"graft/core/recipe"
)

// photo is a PNG of w×h with a colour of its own.
func photo(t testing.TB, w, h int, c color.NRGBA) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			p := c
			p.R += uint8(x)
			p.G += uint8(y)
			img.SetNRGBA(x, y, p)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var orange = color.NRGBA{200, 120, 20, 255}

const turned = `{"seed":5,"size":[32,24],"steps":[{"op":"rotation","degrees":40},{"op":"contrast"}]}`

// What the engine renders is what core/augment does on its own.
func TestRender(t *testing.T) {
	data := photo(t, 60, 50, orange)
	e := newEngine()
	info, err := e.open("a", data)
	if err != nil {
		t.Fatal(err)
	}
	p, err := imagefile.Decode(data, imagefile.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if want := (opened{60, 50, "png", hex.EncodeToString(p.Digest[:]), len(data)}); info != want {
		t.Errorf("open = %+v, want %+v", info, want)
	}
	r, err := recipe.Parse(turned)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := augment.Compile(r)
	if err != nil {
		t.Fatal(err)
	}
	want := image.NewNRGBA(image.Rect(0, 0, 32, 24))
	src := augment.NewSource(p)
	for _, view := range []int{0, 1, plainView} {
		if view == plainView {
			err = plan.Plain(want, src)
		} else {
			err = plan.Apply(want, src, view)
		}
		if err != nil {
			t.Fatal(err)
		}
		got, err := e.render("a", turned, view)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.image.Pix, want.Pix) {
			t.Errorf("view %d has other pixels than core/augment gives", view)
		}
		if has := strings.Contains(got.draws, `"op":"rotation"`); has != (view != plainView) {
			t.Errorf("view %d: draws %s", view, got.draws)
		}
		file, err := e.png("a", turned, view)
		if err != nil {
			t.Fatal(err)
		}
		back, err := imagefile.Decode(file, imagefile.DefaultLimits())
		if err != nil || !bytes.Equal(back.Image.Pix, want.Pix) {
			t.Errorf("view %d as PNG: %v, or other pixels", view, err)
		}
	}
}

func TestRenderAll(t *testing.T) {
	e := newEngine()
	if _, err := e.open("a", photo(t, 60, 50, orange)); err != nil {
		t.Fatal(err)
	}
	views := []int{3, plainView, 0}
	all, err := e.renderAll("a", turned, views)
	if err != nil {
		t.Fatal(err)
	}
	for i, view := range views {
		want, err := e.render("a", turned, view)
		if err != nil {
			t.Fatal(err)
		}
		each := len(want.image.Pix)
		if all.size != want.image.Rect.Size() || !bytes.Equal(all.pix[i*each:][:each], want.image.Pix) {
			t.Errorf("view %d has other pixels than alone", view)
		}
		if all.draws[i] != want.draws {
			t.Errorf("view %d: draws %s, want %s", view, all.draws[i], want.draws)
		}
	}
	if len(all.pix) != len(views)*4*32*24 {
		t.Errorf("%d bytes, want those of %d views", len(all.pix), len(views))
	}
	if _, err := e.renderAll("a", turned, make([]int, maxSheetBytes/(4*32*24)+1)); err == nil {
		t.Error("rendered more than a sheet takes")
	}
	if _, err := e.renderAll("b", turned, views); err == nil {
		t.Error("rendered a picture that is not open")
	}
}

func TestRenderFaults(t *testing.T) {
	e := newEngine()
	if _, err := e.open("a", photo(t, 3, 3, orange)); err != nil {
		t.Fatal(err)
	}
	if _, err := e.open("b", []byte("no picture")); err == nil || !strings.Contains(err.Error(), "this is text") {
		t.Errorf("open: %v", err)
	}
	for _, tc := range []struct{ key, recipe, want string }{
		{"b", turned, `picture "b": not open`},
		{"a", `{"steps":[{"op":"explode"}]}`, "steps[0].op"},
		{"a", `{`, "not a recipe"},
	} {
		if _, err := e.render(tc.key, tc.recipe, 0); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("render(%q, %s): %v, want %q", tc.key, tc.recipe, err, tc.want)
		}
	}
	e.close("a")
	if _, err := e.render("a", turned, 0); err == nil {
		t.Error("rendered a closed picture")
	}
}

// The least recently used pictures go when there is no room; the newest stays
// even if it alone is too large.
func TestOpenPicturesAreBounded(t *testing.T) {
	e := newEngine()
	e.pictures = newPictures(250)
	open := func(key string, w, h int) {
		t.Helper()
		if _, err := e.open(key, photo(t, w, h, orange)); err != nil {
			t.Fatal(err)
		}
	}
	held := func() string { return fmt.Sprint(e.pictures.Keys(), e.pictures.Held()) }
	open("a", 10, 10)
	open("b", 10, 10)
	if _, err := e.render("a", turned, 0); err != nil { // a is now newer than b
		t.Fatal(err)
	}
	open("c", 10, 10)
	if held() != "[c a] 200" {
		t.Errorf("held %s, want [c a] 200", held())
	}
	open("a", 5, 5)
	if held() != "[a c] 125" {
		t.Errorf("after opening a again held %s, want [a c] 125", held())
	}
	open("big", 30, 30)
	if held() != "[big] 900" {
		t.Errorf("held %s, want [big] 900", held())
	}
}

func TestPlansAreCached(t *testing.T) {
	p := newPlans()
	text := func(seed int) string { return fmt.Sprintf(`{"seed":%d,"size":[4,4],"steps":[]}`, seed) }
	first, err := p.get(text(0))
	if err != nil {
		t.Fatal(err)
	}
	for seed := range 6 {
		again, err := p.get(text(seed))
		if err != nil {
			t.Fatal(err)
		}
		if seed == 0 && again != first {
			t.Error("the same text was compiled twice")
		}
	}
	if again, _ := p.get(text(0)); again == first {
		t.Error("six recipes fit where there is room for four")
	}
}

func TestThumb(t *testing.T) {
	e := newEngine()
	for _, tc := range []struct{ w, h, side, tw, th int }{
		{400, 300, 100, 100, 75}, {300, 400, 100, 75, 100}, {90, 30, 100, 90, 30}, {2000, 1000, 128, 128, 64}, {2000, 3, 100, 100, 1},
	} {
		got, err := e.thumb(photo(t, tc.w, tc.h, orange), tc.side)
		if err != nil {
			t.Fatal(err)
		}
		img, err := jpeg.Decode(bytes.NewReader(got.file))
		if err != nil {
			t.Fatal(err)
		}
		if got.Width != tc.w || got.Height != tc.h || got.Format != "png" || got.MIME != "image/jpeg" || img.Bounds().Dx() != tc.tw || img.Bounds().Dy() != tc.th {
			t.Errorf("%d×%d in %d: %+v, %v, want %d×%d", tc.w, tc.h, tc.side, got.opened, img.Bounds(), tc.tw, tc.th)
		}
	}
	for _, side := range []int{0, maxThumbSide + 1} {
		if _, err := e.thumb(photo(t, 4, 4, orange), side); err == nil {
			t.Errorf("made a thumbnail of %d px", side)
		}
	}
	if _, err := e.thumb([]byte("II*\x00"), 9); err == nil || !strings.Contains(err.Error(), "TIFF") {
		t.Errorf("thumb of a TIFF: %v", err)
	}
}

func TestSample(t *testing.T) {
	e := newEngine()
	a, err := e.sample("plates", "hotdog", 0)
	if err != nil {
		t.Fatal(err)
	}
	b, err := e.sample("plates", "hotdog", 200) // past the set's usual number
	if err != nil {
		t.Fatal(err)
	}
	if a.Class != "hotdog" || a.Name == b.Name || bytes.Equal(a.Data, b.Data) {
		t.Errorf("samples %s/%s and %s/%s", a.Class, a.Name, b.Class, b.Name)
	}
	if _, err := e.open("s", a.Data); err != nil {
		t.Error(err)
	}
	for _, set := range []string{"digits", "cats", ""} {
		if _, err := e.sample(set, "hotdog", 0); err == nil {
			t.Errorf("drew a hot dog of the set %q", set)
		}
	}
}

func TestPredict(t *testing.T) {
	e := newEngine()
	features := make([]byte, 4*head.Features)
	if _, err := e.predict(features); !errors.Is(err, errNoHead) {
		t.Errorf("predict without a head: %v", err)
	}
	h := &head.Head{
		Classes: []string{"no", "yes"}, Kernel: make([]float32, 2*head.Features), Bias: []float32{0, 1},
		Backbone: "resnet50", Weights: "random", WeightsDigest: "ab", Preprocessing: "torchvision", Size: [2]int{224, 224},
	}
	h.Kernel[2*7+1] = 2 // feature 7 speaks for yes
	file, err := h.Encode()
	if err != nil {
		t.Fatal(err)
	}
	info, err := e.openHead(file)
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(info) != "{[no yes] [224 224] random ab resnet50}" {
		t.Errorf("head %v", info)
	}
	binary.LittleEndian.PutUint32(features[4*7:], math.Float32bits(1.5))
	p, err := e.predict(features)
	if err != nil {
		t.Fatal(err)
	}
	if want := 1 / (1 + math.Exp(-4)); math.Abs(float64(p[1])-want) > 1e-6 { // logits 0 and 1 + 2·1.5
		t.Errorf("p(yes) = %g, want %g", p[1], want)
	}
	if _, err := e.predict(features[1:]); err == nil {
		t.Error("took 8191 bytes of features")
	}
	if _, err := e.openHead([]byte("x")); err == nil {
		t.Error("took one byte for a head")
	}
}

func zipped(t testing.TB, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, data := range files {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// counting tells how often it was read.
type counting struct {
	io.ReaderAt
	reads int
}

func (c *counting) ReadAt(p []byte, off int64) (int, error) {
	c.reads++
	return c.ReaderAt.ReadAt(p, off)
}

func TestArchive(t *testing.T) {
	a, b := photo(t, 9, 9, orange), photo(t, 8, 8, orange)
	data := zipped(t, map[string][]byte{
		"set/cat/1.png": a, "set/dog/2.png": b, "set/.DS_Store": {1}, "../cat/3.png": a,
	})
	from := &counting{ReaderAt: bytes.NewReader(data)}
	file := blob{ReaderAt: newWindow(from, int64(len(data))), size: int64(len(data)), identity: "set.zip"}
	e := newEngine()
	c, err := e.list(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Entries) != 2 || len(c.Skipped) != 2 {
		t.Fatalf("archive lists %+v", c)
	}
	for _, en := range c.Entries {
		want := a
		if en.Class == "dog" {
			want = b
		}
		got, err := e.read(file, en.Path)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("read(%s): %v, or other bytes", en.Path, err)
		}
	}
	if from.reads > 2 {
		t.Errorf("an archive of %d bytes took %d reads", len(data), from.reads)
	}
	if _, err := e.read(file, "set/cat/9.png"); !errors.Is(err, dataset.ErrNotFound) {
		t.Errorf("read of what is not there: %v", err)
	}
	some, err := e.readAll(file, []string{"set/dog/2.png", "set/cat/9.png", "set/cat/1.png"})
	if err != nil || len(some) != 3 || !bytes.Equal(some[0].data, b) || !errors.Is(some[1].err, dataset.ErrNotFound) || !bytes.Equal(some[2].data, a) {
		t.Errorf("readAll: %d entries, %v, want three, the second not found", len(some), err)
	}
	other := zipped(t, map[string][]byte{"bird/x.png": a, "cow/y.png": b})
	next := blob{ReaderAt: bytes.NewReader(other), size: int64(len(other))}
	if got, err := e.read(next, "bird/x.png"); err != nil || !bytes.Equal(got, a) {
		t.Errorf("read from another archive: %v", err)
	}
	empty := zipped(t, nil)
	if _, err := e.list(blob{ReaderAt: bytes.NewReader(empty), size: int64(len(empty))}); !errors.Is(err, dataset.ErrEmpty) {
		t.Errorf("empty archive: %v", err)
	}
}

// An answer is cut off where it grows too large, but never empty.
func TestReadAllIsBounded(t *testing.T) {
	large := make([]byte, maxTaken/2+1)
	data := zipped(t, map[string][]byte{"a/1": large, "a/2": large, "a/3": large})
	file := blob{ReaderAt: bytes.NewReader(data), size: int64(len(data))}
	some, err := newEngine().readAll(file, []string{"a/1", "a/2", "a/3"})
	if err != nil || len(some) != 2 {
		t.Errorf("readAll of three large entries = %d, %v, want 2", len(some), err)
	}
}

func TestWindow(t *testing.T) {
	data := make([]byte, 1000)
	for i := range data {
		data[i] = byte(i * 7)
	}
	w := newWindow(bytes.NewReader(data), 1000)
	w.bytes = 64
	for _, tc := range []struct{ off, n, want int }{
		{0, 10, 10}, {5, 10, 10}, {60, 10, 10}, {900, 64, 64}, {500, 300, 300}, {990, 10, 10}, {990, 20, 10}, {1000, 1, 0}, {-1, 1, 0}, {3, 0, 0},
	} {
		p := make([]byte, tc.n)
		n, err := w.ReadAt(p, int64(tc.off))
		if n != tc.want || (err == io.EOF) != (n < tc.n) || n > 0 && !bytes.Equal(p[:n], data[tc.off:tc.off+n]) {
			t.Errorf("ReadAt(%d bytes, %d) = %d, %v, want %d of the file", tc.n, tc.off, n, err, tc.want)
		}
	}
	short := newWindow(bytes.NewReader(data[:500]), 1000)
	if _, err := short.ReadAt(make([]byte, 10), 600); err != io.ErrUnexpectedEOF {
		t.Errorf("a file that shrank: %v, want %v", err, io.ErrUnexpectedEOF)
	}
}

func BenchmarkThumb12MP(b *testing.B) {
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, image.NewNRGBA(image.Rect(0, 0, 4000, 3000)), nil); err != nil {
		b.Fatal(err)
	}
	e := newEngine()
	for b.Loop() {
		if _, err := e.thumb(buf.Bytes(), 192); err != nil {
			b.Fatal(err)
		}
	}
}
