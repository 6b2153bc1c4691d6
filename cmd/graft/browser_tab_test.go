package main

import (
	"bytes"
	"context"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"graft/cmd/internal/chromium"
	"graft/core/recipe"
)

// tab is a browser tab that remembers what it sent and what its console said.
type tab struct {
	t    *testing.T
	ctx  context.Context
	sent *wire // what reached the server
	*record
}

type record struct {
	sync.Mutex
	faults       []string // console errors, exceptions, requests that failed
	lastFragment string   // code of the recipe that the last comparison was about
}

func openBrowserTab(t *testing.T, sent *wire) *tab {
	t.Helper()
	ctx, stop, err := chromium.Start(context.Background(), chromedp.WindowSize(1440, 1000), nothingOutside(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return watch(t, ctx, sent)
}

// another opens a second tab of the same browser.
func (b *tab) another(address string) *tab {
	ctx, stop := chromedp.NewContext(b.ctx)
	b.t.Cleanup(stop)
	other := watch(b.t, ctx, b.sent)
	other.visit(address)
	return other
}

func watch(t *testing.T, ctx context.Context, sent *wire) *tab {
	b := &tab{t: t, ctx: ctx, sent: sent, record: &record{}}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	return b
}

func (r *record) hear(event any) {
	r.Lock()
	defer r.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" {
			var text []string
			for _, a := range e.Args {
				text = append(text, string(a.Value)+a.Description)
			}
			r.faults = append(r.faults, "console."+string(e.Type)+": "+strings.Join(text, " "))
		}
	case *runtime.EventExceptionThrown:
		r.faults = append(r.faults, (&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error())
	case *network.EventLoadingFailed:
		if e.ErrorText != "net::ERR_ABORTED" {
			r.faults = append(r.faults, "request failed: "+e.ErrorText)
		}
	}
}

// on is the same tab reporting to a subtest.
func (b *tab) on(t *testing.T) *tab {
	c := *b
	c.t = t
	return &c
}

func (b *tab) visit(address string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.Navigate(address)); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) reload() {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.Reload()); err != nil {
		b.t.Fatal(err)
	}
}

// eval returns the text of an expression's value; promises are awaited.
func (b *tab) eval(expression string) string {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[string]("Promise.resolve("+expression+").then(String)", chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// wait polls until the condition holds, a minute at most.
func (b *tab) wait(what, condition string) {
	b.t.Helper()
	b.waitLong(what, condition, time.Minute)
}

func (b *tab) waitLong(what, condition string, limit time.Duration) {
	b.t.Helper()
	for end := time.Now().Add(limit); b.eval(condition) != "true"; time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			b.screenshot()
			b.t.Fatalf("waited %v for %s: %s; console: %q; said: %s", limit, what, condition, b.faults,
				b.eval(`[...document.querySelectorAll(".toast")].map((t) => t.textContent).join("; ")`))
		}
	}
}

func (b *tab) click(selector string) {
	b.t.Helper()
	b.wait(selector, fmt.Sprintf("document.querySelector(%q) !== null", selector))
	b.eval(fmt.Sprintf("document.querySelector(%q).click()", selector))
}

func (b *tab) files(selector string, files ...string) {
	b.t.Helper()
	b.wait(selector, fmt.Sprintf("document.querySelector(%q) !== null", selector))
	if err := chromedp.Do(b.ctx, chromedp.SetUploadFiles(chromedp.CSS(selector), files, chromedp.NodeReady)); err != nil {
		b.t.Fatal(err)
	}
}

// waitTiles waits until the page runs and n tiles show the recipe in the address.
func (b *tab) waitTiles(n int) {
	b.t.Helper()
	b.wait("the page to start", `document.querySelector("#app-wasm-loader") === null`)
	b.wait(fmt.Sprintf("%d tiles", n), fmt.Sprintf(`document.querySelectorAll('.tile canvas[data-tile][data-ready="1"]').length === %d`, n))
}

// tile returns the RGBA bytes of a tile.
func (b *tab) tile(i int) []byte {
	b.t.Helper()
	return decodeBase64(b.t, b.eval(fmt.Sprintf(`(() => {
		const c = document.querySelector('.tile canvas[data-tile="%d"]');
		const bytes = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
		let text = "";
		for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
		return btoa(text);
	})()`, i)))
}

func (b *tab) recipe() recipe.Recipe {
	b.t.Helper()
	r, err := recipe.Parse(b.eval("location.href"))
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

func (b *tab) recipeJSON() string { return string(b.recipe().JSON()) }

// compareWithCommand holds each tile against what graft augment writes.
func (b *tab) compareWithCommand(picture string) {
	b.t.Helper()
	link := b.eval("location.href")
	b.lastFragment, _ = recipe.FragmentCode(link)
	dir := b.t.TempDir()
	bin, err := filepath.Abs("../../bin/graft")
	if err != nil {
		b.t.Fatal(err)
	}
	if out, err := exec.Command(bin, "augment", "-recipe", link, "-n", "9", picture, "-o", dir).CombinedOutput(); err != nil {
		b.t.Fatalf("graft augment: %v: %s", err, out)
	}
	stem := strings.TrimSuffix(filepath.Base(picture), filepath.Ext(picture))
	for i := range 9 {
		want := readPixels(b.t, filepath.Join(dir, fmt.Sprintf("%s-%d.png", stem, i)))
		if got := b.tile(i); !bytes.Equal(got, want) {
			b.t.Errorf("tile %d differs from graft augment in %d of %d bytes (recipe %s)", i, differing(got, want), len(want), b.recipeJSON())
		}
	}
}

func differing(a, b []byte) int {
	n := max(len(a), len(b)) - min(len(a), len(b))
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

func readPixels(t *testing.T, file string) []byte {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	var pix []byte
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			r, g, b, a := img.At(x, y).RGBA()
			pix = append(pix, byte(r>>8), byte(g>>8), byte(b>>8), byte(a>>8))
		}
	}
	return pix
}

// wantNoUpload fails if any request with a body, from the page or its workers,
// has reached the server, but for short links, which sharing looks into.
func (b *tab) wantNoUpload() {
	b.t.Helper()
	for _, s := range b.sent.bodies() {
		if !strings.HasPrefix(s, "POST /api/v1/links") {
			b.t.Errorf("the tab sent %s before anything was uploaded", s)
		}
	}
}

func (b *tab) wantQuietConsole() {
	b.t.Helper()
	b.Lock()
	defer b.Unlock()
	for _, f := range b.faults {
		b.t.Error(f)
	}
}

// screenshot keeps what the page looked like when a wait failed.
func (b *tab) screenshot() { b.keepShot("") }

// keepShot writes what the page looks like into the folder GRAFT_SCREENSHOTS.
func (b *tab) keepShot(name string) {
	dir := os.Getenv("GRAFT_SCREENSHOTS")
	if dir == "" {
		return
	}
	shot, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Log(err)
		return
	}
	file := strings.Trim(strings.ReplaceAll(b.t.Name(), "/", "-")+"-"+name, "-") + ".png"
	if err := os.WriteFile(filepath.Join(dir, file), shot, 0o644); err != nil {
		b.t.Log(err)
	}
}
