package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"graft/core/recipe"
)

// The page end to end: real uploads, real training, a real browser, and the
// program that `make build` leaves. `make test-browser` runs it.
func TestBrowser(t *testing.T) {
	if os.Getenv("GRAFT_BROWSER_TEST") == "" {
		t.Skip("set GRAFT_BROWSER_TEST=1 after make build, or run make test-browser")
	}
	sent := &wire{}
	address := sent.inFrontOf(t, startServer(t, t.TempDir()))
	b := openBrowserTab(t, sent)
	picture := drawPicture(t, 640, 427)

	b.visit(address)
	t.Run("SampleAtOnce", func(t *testing.T) { b.on(t).waitTiles(9) })
	t.Run("OwnPicture", func(t *testing.T) { ownPicture(b.on(t), picture) })
	t.Run("NothingLeavesTheTab", func(t *testing.T) { b.on(t).wantNoUpload() })
	t.Run("Seed", func(t *testing.T) { seeds(b.on(t), picture) })
	t.Run("EveryOperation", func(t *testing.T) { everyOperation(b.on(t), picture) })
	t.Run("Link", func(t *testing.T) { links(b.on(t), address) })
	t.Run("BadPicture", func(t *testing.T) { badPictures(b.on(t)) })
	archive := drawDataset(t, 24)
	t.Run("DataSet", func(t *testing.T) { dataSet(b.on(t), archive, address) })
	t.Run("Train", func(t *testing.T) { fineTune(b.on(t)) })
	t.Run("Understand", func(t *testing.T) { understand(b.on(t)) })
	t.Run("Runs", func(t *testing.T) { runs(b.on(t), address) })
	t.Run("Recognise", func(t *testing.T) { recogniseInTab(b.on(t)) })
	t.Run("HeatMap", func(t *testing.T) { heatMap(b.on(t)) })
	t.Run("Elsewhere", func(t *testing.T) { takeElsewhere(b.on(t)) })
	t.Run("Share", func(t *testing.T) { sharing(b.on(t), picture) })
	t.Run("ShareClassifier", func(t *testing.T) { shareClassifier(b.on(t)) })
	b.on(t).wantQuietConsole()
}

// startServer runs bin/graft on a free port and returns its address.
func startServer(t *testing.T, data string, more ...string) string {
	t.Helper()
	bin, err := filepath.Abs("../../bin/graft")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, bin, append([]string{"serve", "-listen", "127.0.0.1:0", "-data", data, "-weights", "random"}, more...)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 15 * time.Second
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatalf("%v: run make build first", err)
	}
	t.Cleanup(func() { stop(); cmd.Wait() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if m := regexp.MustCompile(`http://\S+/`).FindString(lines.Text()); m != "" {
			go func() {
				for lines.Scan() {
				}
			}()
			return m
		}
	}
	t.Fatal("the server ended without printing an address")
	return ""
}

// ownPicture gives the page a picture and compares every tile with what the
// command line writes for the same recipe.
func ownPicture(b *tab, picture string) {
	b.click("#tab-augment")
	b.files("#file-input", picture)
	b.waitTiles(9)
	b.compareWithCommand(picture)
}

func seeds(b *tab, picture string) {
	before := b.tile(0)
	b.click("#new-draw")
	b.wait("the seed to change", `!location.hash.includes(`+fmt.Sprintf("%q", b.lastFragment)+`)`)
	b.waitTiles(9)
	if bytes.Equal(before, b.tile(0)) {
		b.t.Error("a new draw left tile 0 as it was")
	}
	b.compareWithCommand(picture)
}

// everyOperation opens a link to a recipe of all operations at once, on a
// canvas that is not square.
func everyOperation(b *tab, picture string) {
	r := recipe.Recipe{V: recipe.Version, Seed: 20260101, Size: recipe.Size{W: 200, H: 144}}
	for _, op := range recipe.Ops() {
		r.Steps = append(r.Steps, op.New(0.7))
	}
	b.eval(fmt.Sprintf("location.hash = %q", r.Fragment()))
	b.wait("the recipe", fmt.Sprintf(`document.querySelectorAll("[data-op]").length === %d`, len(r.Steps)))
	b.waitTiles(9)
	b.compareWithCommand(picture)
}

// links opens the same address in a second tab: same grid, pixel for pixel.
func links(b *tab, address string) {
	link := b.eval("location.href")
	b.reload()
	b.waitTiles(9)
	here := b.tile(4)
	other := b.another(link)
	other.waitTiles(9)
	if !bytes.Equal(here, other.tile(4)) {
		b.t.Error("the link shows other pixels in another tab")
	}
	b.click("#share")
	b.click("#make-short")
	b.wait("a short link", `document.querySelector("#short-link")?.value.includes("/s/")`)
	short := b.eval(`document.querySelector("#short-link").value`)
	third := b.another(short)
	third.waitTiles(9)
	if !bytes.Equal(here, third.tile(4)) {
		b.t.Errorf("the short link %s shows other pixels", short)
	}
	b.eval(`document.querySelector("#share-dialog").close()`)
	if !strings.HasPrefix(short, address) {
		b.t.Errorf("the short link is %q, want it under %s", short, address)
	}
}

// badPictures gives the page what it cannot read: each is refused in words and
// the picture that was there stays.
func badPictures(b *tab) {
	before := b.tile(0)
	dir := b.t.TempDir()
	var whole bytes.Buffer
	if err := jpeg.Encode(&whole, image.NewRGBA(image.Rect(0, 0, 64, 64)), nil); err != nil {
		b.t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"text.jpg":  []byte("this is no picture"),
		"short.jpg": whole.Bytes()[:whole.Len()-40],
		"huge.png":  hugePNG(),
		"old.tiff":  []byte("II*\x00\x08\x00\x00\x00\x00\x00\x00\x00"),
	} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, data, 0o644); err != nil {
			b.t.Fatal(err)
		}
		b.files("#file-input", file)
		b.wait("an error about "+name, `[...document.querySelectorAll('[role="alert"]')].some(e => e.textContent.includes(`+fmt.Sprintf("%q", name)+`))`)
	}
	b.waitTiles(9)
	if !bytes.Equal(before, b.tile(0)) {
		b.t.Error("a bad picture replaced the good one")
	}
}

// hugePNG declares 100,000×100,000 pixels in its header.
func hugePNG() []byte {
	var buf bytes.Buffer
	if err := png.Encode(&buf, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		panic(err)
	}
	b := buf.Bytes()
	copy(b[16:24], []byte{0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0})
	return b
}

func dataSet(b *tab, archive, address string) {
	b.click("#tab-data")
	b.files("#dataset-files", archive)
	count := func(class string, n int) string {
		return fmt.Sprintf(`document.querySelector('[data-class=%q]')?.dataset.count === "%d"`, class, n)
	}
	b.wait("24 pictures of each class", count("ruby", 24)+" && "+count("jade", 24))
	b.reload()
	b.click("#tab-data")
	b.wait("the set after a reload", count("ruby", 24)+" && "+count("jade", 24))
	b.wantNoUpload()
	b.click("#upload")
	b.wait("the server to have it", `document.querySelector("#server-summary")?.dataset.dataset?.length > 0`)
}

func fineTune(b *tab) {
	// That of every operation mixes labels, which training does not take.
	r := recipe.Default()
	b.eval(fmt.Sprintf("location.hash = %q", r.Fragment()+"&view=train"))
	b.wait("the gentle recipe", fmt.Sprintf(`document.querySelectorAll("[data-op]").length === %d`, len(r.Steps)))
	b.click("#tab-train")
	b.wait("the start button", `document.querySelector("#start-training") && !document.querySelector("#start-training").disabled`)
	// What is suggested for so few pictures is many views: more than is needed here.
	b.click("#start-right")
	b.typeInto("#epochs", "20")
	b.click("#start-training")
	b.waitLong("training to end", `["done","failed","cancelled"].includes(document.querySelector("#train-state")?.dataset.state)`, 6*time.Minute)
	if state := b.eval(`document.querySelector("#train-state").dataset.state`); state != "done" {
		b.t.Fatalf("training ended as %s: %s", state, b.eval(`document.querySelector("#train-state").textContent`))
	}
	var accuracy float64
	if _, err := fmt.Sscan(b.eval(`document.querySelector("#val-accuracy").dataset.value`), &accuracy); err != nil || accuracy < 0.95 {
		b.t.Errorf("validation accuracy %g (%v), want at least 0.95", accuracy, err)
	}
	b.wait("the confusion matrix", `document.querySelector("#confusion") !== null`)
}

func recogniseInTab(b *tab) {
	b.click("#tab-recognise")
	b.wait("a head", `document.querySelector("#recognise-file") !== null && document.querySelector("#take-chosen") !== null`)
	for _, class := range []string{"ruby", "jade"} {
		file := filepath.Join(b.t.TempDir(), "new-"+class+".png")
		writeTexture(b.t, file, class, 4711)
		b.files("#recognise-file", file)
		b.wait(class+" to be recognised", fmt.Sprintf(`document.querySelector("#recognise-image")?.alt === %q && document.querySelector("#verdict")?.dataset.class === %q && Number(document.querySelector('[data-bar=%q]').dataset.p) > 0.5`, filepath.Base(file), class, class))
	}
}

// drawPicture writes a picture with shape, colour and texture.
func drawPicture(t *testing.T, w, h int) string {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{uint8(x * 255 / w), uint8(y * 255 / h), uint8((x ^ y) & 255), 255}
			if (x-w/3)*(x-w/3)+(y-h/2)*(y-h/2) < h*h/16 {
				c = color.RGBA{250, 200, 40, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	file := filepath.Join(t.TempDir(), "own.jpg")
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, img, nil); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// texture draws two classes that colour and pattern tell apart.
func texture(class string, seed uint64) *image.NRGBA {
	r := rand.New(rand.NewPCG(seed, uint64(len(class))))
	img := image.NewNRGBA(image.Rect(0, 0, 160, 120))
	base := map[string][3]float64{"ruby": {200, 40, 60}, "jade": {50, 170, 90}}[class]
	period, light := 8+r.IntN(8), 0.7+0.5*r.Float64()
	for y := range 120 {
		for x := range 160 {
			on := (x/period)%2 == 0
			if class == "jade" {
				on = (x/period+y/period)%2 == 0
			}
			gain := light
			if on {
				gain *= 0.6
			}
			at := img.PixOffset(x, y)
			for i, v := range base {
				img.Pix[at+i] = uint8(min(255, v*gain+20*r.Float64()))
			}
			img.Pix[at+3] = 255
		}
	}
	return img
}

func writeTexture(t *testing.T, file, class string, seed uint64) {
	t.Helper()
	var buf bytes.Buffer
	if err := png.Encode(&buf, texture(class, seed)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// drawDataset writes a zip of two classes with n pictures each.
func drawDataset(t *testing.T, n int) string {
	t.Helper()
	var buf bytes.Buffer
	zw := zip.NewWriter(&buf)
	for i := range n {
		for _, class := range []string{"ruby", "jade"} {
			w, err := zw.Create(fmt.Sprintf("gems/%s/%02d.png", class, i))
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(w, texture(class, uint64(i))); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "gems.zip")
	if err := os.WriteFile(file, buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// decodeBase64 reads the pixels of a canvas as the page sends them.
func decodeBase64(t *testing.T, text string) []byte {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
