package main

import (
	"bytes"
	"fmt"
	"image/jpeg"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"graft/cmd/internal/workerd"
	"graft/core/recipe"
)

// The sharing part of TestBrowser against the Worker at the edge, which has no
// trainer; then with a server on this computer, which the page is told to use.
func TestBrowserEdge(t *testing.T) {
	if os.Getenv("GRAFT_BROWSER_TEST") == "" {
		t.Skip("set GRAFT_BROWSER_TEST=1 after make build edge, or run make test-browser")
	}
	sent := &wire{}
	address := sent.inFrontOf(t, startEdge(t))
	b := openBrowserTab(t, sent)
	picture := drawPicture(t, 640, 427)

	b.visit(address)
	t.Run("SampleAtOnce", func(t *testing.T) { b.on(t).waitTiles(9) })
	t.Run("OwnPicture", func(t *testing.T) { ownPicture(b.on(t), picture) })
	t.Run("EveryOperation", func(t *testing.T) { everyOperation(b.on(t), picture) })
	t.Run("Link", func(t *testing.T) { links(b.on(t), address) })
	t.Run("NothingLeavesTheTab", func(t *testing.T) { b.on(t).wantNoUpload() })
	t.Run("Share", func(t *testing.T) { sharing(b.on(t), picture) })
	t.Run("NoTrainer", func(t *testing.T) { noTrainer(b.on(t)) })
	t.Run("Nearby", func(st *testing.T) { nearby(t, b.on(st), address) }) // the server outlives the step
	archive := drawDataset(t, 24)
	t.Run("DataSet", func(t *testing.T) { sentNearby(b.on(t), archive) })
	t.Run("Train", func(t *testing.T) { fineTune(b.on(t)) })
	t.Run("Recognise", func(t *testing.T) { recogniseInTab(b.on(t)) })
	t.Run("ShareClassifier", func(t *testing.T) { shareClassifier(b.on(t)) })
	b.on(t).wantQuietConsole()
}

// startEdge runs bin/edge under workerd and returns its address.
func startEdge(t *testing.T) string {
	t.Helper()
	if missing := workerd.Missing("../edge"); missing != "" {
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip("the page is not tested on the Worker: " + missing)
	}
	w, err := workerd.Start("../edge", "../../bin/edge", workerd.Options{Limit: 1_000_000})
	if err != nil {
		t.Fatalf("%v: run make edge first", err)
	}
	t.Cleanup(func() {
		w.Stop()
		if t.Failed() {
			t.Logf("the Worker said: %s", w.Said())
		}
	})
	return w.Address
}

const leaves = `document.querySelectorAll("#link-leaves li").length`

// sharing makes a link with a picture and a preview of it, opens it elsewhere,
// and deletes it.
func sharing(b *tab, picture string) {
	b.click("#tab-augment")
	r := recipe.Default()
	b.eval(fmt.Sprintf("location.hash = %q", r.Fragment()))
	b.files("#file-input", picture)
	b.wait("the picture", `document.querySelector("#original")?.alt.includes("own.jpg")`)
	b.waitTiles(9)
	before := len(b.sent.bodies())
	b.click("#share")
	b.wait("nothing attached", leaves+` === 1 && !document.querySelector("#attach-picture").checked && !document.querySelector("#attach-card").checked`)
	b.click("#attach-picture")
	b.wait("the picture to be encoded", leaves+" === 2")
	b.click("#attach-card")
	b.wait("the preview image", leaves+` === 3 && document.querySelector("#card-image")?.naturalWidth === 1200`)
	b.shot("share")
	if now := len(b.sent.bodies()); now != before {
		b.t.Errorf("%d requests with a body before the link was asked for", now-before)
	}
	b.fill("#link-lifetime", "day")
	b.click("#make-short")
	b.wait("a short link", `document.querySelector("#short-link")?.value.includes("/s/")`)
	short := b.eval(`document.querySelector("#short-link").value`)
	b.shot("shared")
	b.wait("the picture as it was attached", `document.querySelector(".source-facts").textContent.includes("JPEG")`)
	b.waitTiles(9)
	here := b.tile(4)

	wantCard(b.t, short)
	other := b.another(short)
	other.wait("the picture of the link", `location.hash.includes("&picture=") && document.querySelector("#original")?.alt.includes("Picture of the link")`)
	other.waitTiles(9)
	if !bytes.Equal(here, other.tile(4)) {
		b.t.Error("the link shows other pixels than its maker sees")
	}
	other.reload()
	other.wait("the picture after a reload", `document.querySelector("#original")?.alt.includes("Picture of the link")`)

	b.click("#delete-link")
	b.wait("the link to be deleted", `document.querySelector("#make-short") !== null`)
	if res, body := visit(b.t, short); res.StatusCode != http.StatusNotFound {
		b.t.Errorf("the deleted link = %d %s, want 404", res.StatusCode, body)
	}
	b.eval(`document.querySelector("#share-dialog").close()`)
}

// visit asks for a page as a program does.
func visit(t *testing.T, address string) (*http.Response, []byte) {
	t.Helper()
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, body
}

// wantCard looks at a link as a chat program does.
func wantCard(t *testing.T, short string) {
	t.Helper()
	_, page := visit(t, short)
	m := regexp.MustCompile(`<meta property="og:image" content="([^"]+)">`).FindSubmatch(page)
	if m == nil || !bytes.Contains(page, []byte(`<meta property="og:title" content="Augmentation: `)) {
		t.Fatalf("the link's page is %s, want a title and an image for previews", page)
	}
	_, image := visit(t, string(m[1]))
	if c, err := jpeg.DecodeConfig(bytes.NewReader(image)); err != nil || c.Width != 1200 || c.Height != 630 {
		t.Errorf("the preview image is %+v, %v, want 1200×630", c, err)
	}
}

// shareClassifier gives the trained head away; another tab recognises with it.
func shareClassifier(b *tab) {
	b.click("#share")
	b.wait("the classifier to be offered", `document.querySelector("#attach-head")?.disabled === false`)
	b.click("#attach-head")
	b.wait("the classifier in 16 bits", `[...document.querySelectorAll("#link-leaves li")].some((li) => li.textContent.includes("jade"))`)
	b.click("#make-short")
	b.wait("a short link", `document.querySelector("#short-link")?.value.includes("/s/")`)
	short := b.eval(`document.querySelector("#short-link").value`)
	b.eval(`document.querySelector("#share-dialog").close()`)
	other := b.another(short)
	other.wait("the head of the link", `location.hash.includes("&head=") && document.querySelector("#choose-head")?.textContent.includes("jade")`)
	for _, class := range []string{"ruby", "jade"} {
		file := filepath.Join(b.t.TempDir(), "far-"+class+".png")
		writeTexture(b.t, file, class, 815)
		other.files("#recognise-file", file)
		other.wait(class+" to be recognised", fmt.Sprintf(`document.querySelector("#recognise-image")?.alt === %q && document.querySelector("#verdict")?.dataset.class === %q`, filepath.Base(file), class))
	}
	other.shot("recognise-link")
}

// noTrainer is what the edge says where there is nobody to train.
func noTrainer(b *tab) {
	b.click("#tab-train")
	b.wait("how to add a trainer", `document.querySelector("#serve-command")?.textContent === "graft serve -allow-origin " + location.origin`)
	b.shot("no-trainer")
	b.fill("#trainer-address", "elsewhere.example:8000")
	b.eval(`document.querySelector("#trainer-address").dispatchEvent(new Event("input", { bubbles: true }))`)
	b.click("#find-trainer")
	b.wait("an address elsewhere to be refused", `document.querySelector("#trainer-message").textContent.includes("on this computer")`)
}

// nearby has the page use a server on this computer, one that lets it.
func nearby(t *testing.T, b *tab, address string) {
	origin := strings.TrimSuffix(address, "/")
	server := startServer(t, t.TempDir(), "-allow-origin", origin)
	b.fill("#trainer-address", strings.Trim(strings.TrimPrefix(server, "http://"), "/"))
	b.eval(`document.querySelector("#trainer-address").dispatchEvent(new Event("input", { bubbles: true }))`)
	b.click("#find-trainer")
	b.click("#use-trainer")
	b.wait("the trainer to be used", `document.querySelector("#trainer-nearby") !== null && document.querySelector("#no-server") === null`)
	b.shot("nearby")
}

// sentNearby uploads a data set to it.
func sentNearby(b *tab, archive string) {
	b.click("#tab-data")
	b.files("#dataset-files", archive)
	b.wait("24 pictures of each class", `document.querySelector('[data-class="ruby"]')?.dataset.count === "24" && document.querySelector('[data-class="jade"]')?.dataset.count === "24"`)
	b.click("#upload")
	b.wait("the trainer to have it", `document.querySelector("#server-summary")?.dataset.dataset?.length > 0`)
}

// shot keeps what the page looks like, where someone wants to see it.
func (b *tab) shot(name string) {
	if os.Getenv("GRAFT_SCREENSHOTS") == "" {
		return
	}
	b.eval("new Promise((ok) => setTimeout(ok, 300))")
	b.keepShot(name)
}
