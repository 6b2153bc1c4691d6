package main

import (
	"os"
	"testing"
	"time"
)

// The sample sets are offered with pictures of them, drawn in the tab, and each
// becomes a set of its classes; nothing is downloaded for it.
func TestBrowserSamples(t *testing.T) {
	if os.Getenv("GRAFT_BROWSER_TEST") == "" {
		t.Skip("set GRAFT_BROWSER_TEST=1 after make build, or run make test-browser")
	}
	sent := &wire{}
	b := openBrowserTab(t, sent)
	b.visit(sent.inFrontOf(t, startServer(t, t.TempDir())))
	b.waitTiles(9)
	b.wait("no picture of a set behind another view", `document.querySelectorAll(".sample-strip").length === 3 &&
		document.querySelectorAll('.sample-strip[style*="blob:"]').length === 0`)
	b.click("#tab-data")
	b.wait("a picture of each set", `document.querySelectorAll('.sample-strip[style*="blob:"]').length === 3`)
	b.wait("three sets in English", `/28×28/.test(document.querySelector("#use-sample-digits").textContent)`)
	b.keepShot("sets")
	b.click("#use-sample-garden")
	b.wait("no set to be taken while one is drawn", `[...document.querySelectorAll(".sample-set, #sample-menu")].every((e) => e.disabled)`)
	count := `Object.fromEntries([...document.querySelectorAll("[data-class]")].map((c) => [c.dataset.class, +c.dataset.count]))`
	b.waitLong("five classes of forty", `JSON.stringify(Object.entries(`+count+`).sort()) ===
		'[["beetle",40],["butterfly",40],["dragonfly",40],["snail",40],["spider",40]]'`, 4*time.Minute)
	b.wait("the menu to be closed", `document.querySelector("#sample-sets").hidden`)
	b.wait("the end of drawing", `!document.querySelector("#sample-menu").disabled`)
	b.click("#sample-menu")
	b.click("#use-sample-digits")
	b.waitLong("ten classes more", `Object.values(`+count+`).length === 15 && Object.values(`+count+`).every((n) => n === 40)`, 4*time.Minute)
	b.wantNoUpload()
	b.wantQuietConsole()
}
