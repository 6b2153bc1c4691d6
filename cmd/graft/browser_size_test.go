package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// The input size from its field to the head: what the page says of it, what the
// trainer does with it, and what the tab asks features of.
func TestBrowserInputSize(t *testing.T) {
	if os.Getenv("GRAFT_BROWSER_TEST") == "" {
		t.Skip("set GRAFT_BROWSER_TEST=1 after make build, or run make test-browser")
	}
	sent := &wire{}
	address := sent.inFrontOf(t, startServer(t, t.TempDir()))
	archive, err := os.ReadFile(drawDataset(t, 12))
	if err != nil {
		t.Fatal(err)
	}
	var set struct{ ID string }
	postFor(t, address+"api/v1/datasets", "application/zip", archive, &set)
	b := openBrowserTab(t, sent)
	b.visit(address)
	b.waitTiles(9)
	b.click("#tab-train")
	b.wait("the start button", `document.querySelector("#start-training") && !document.querySelector("#start-training").disabled`)
	says := func(text string) {
		b.t.Helper()
		b.wait("the page to say "+text, `document.querySelector("#input-note").textContent.includes("`+text+`")`)
	}
	says("pictures of 224×224 pixels, as the recipe makes them")
	b.click("#start-right")
	b.typeInto("#epochs", "20")
	b.typeInto("#input-size", "31")
	b.wait("31 to be refused", `document.querySelector("#input-size").value === "" && document.querySelector('.toast[role="alert"]')?.textContent.includes("31: want 0 (the recipe’s) or 32 to 512")`)
	b.typeInto("#input-size", "50")
	says("makes 224×224 pixels; each picture is resized to 50×50")
	b.typeInto("#input-size", "")
	says("pictures of 224×224 pixels")
	b.typeInto("#input-size", "50")
	says("50×50")
	b.shot("input-size")
	b.click("#start-training")
	b.waitLong("training to end", `["done","failed","cancelled"].includes(document.querySelector("#train-state")?.dataset.state)`, 6*time.Minute)
	if state := b.eval(`document.querySelector("#train-state").dataset.state`); state != "done" {
		t.Fatalf("training ended as %s: %s", state, b.eval(`document.querySelector("#train-state").textContent`))
	}
	b.wait("the run's input size", `[...document.querySelectorAll("#used dd")].some((e) => e.textContent === "50")`)
	b.click("#tab-recognise")
	b.wait("a head", `document.querySelector("#recognise-file") !== null && document.querySelector("#take-chosen") !== null`)
	file := filepath.Join(t.TempDir(), "new.png")
	writeTexture(t, file, "jade", 4711)
	b.files("#recognise-file", file)
	b.wait("jade to be recognised", `document.querySelector("#verdict")?.dataset.class === "jade"`)
	b.click("#heat-switch")
	b.wait("a heat map of 2×2 places", `document.querySelector("#heat-words")?.textContent.includes("2×2 places")`)
	b.wantQuietConsole()
}
