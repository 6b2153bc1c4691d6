package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"graft/core/weights"
)

// heldHub serves a network as ImageNet's weights: 8 MB at once, the rest when it is
// let go.
type heldHub struct {
	data []byte
	sum  string
	free chan struct{}
	once sync.Once
}

func newHeldHub(t *testing.T) *heldHub {
	t.Helper()
	var file bytes.Buffer
	if err := weights.Random(5).Write(&file); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(file.Bytes())
	return &heldHub{data: file.Bytes(), sum: hex.EncodeToString(sum[:]), free: make(chan struct{})}
}

// useHub lets the programs that the test starts know one hub, and an empty cache.
func useHub(t *testing.T, endpoint string) {
	t.Helper()
	for key, value := range map[string]string{"HF_ENDPOINT": endpoint, "HF_HUB_CACHE": t.TempDir(), "HF_HUB_OFFLINE": "", "TRANSFORMERS_OFFLINE": ""} {
		t.Setenv(key, value)
	}
}

func (h *heldHub) letGo() { h.once.Do(func() { close(h.free) }) }

func (h *heldHub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !strings.HasSuffix(r.URL.Path, "/model.safetensors") {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("X-Repo-Commit", strings.Repeat("1", 40))
	w.Header().Set("ETag", `"`+h.sum+`"`)
	http.ServeContent(w, r, "", time.Time{}, &heldFile{bytes.NewReader(h.data), h, w.(http.Flusher), r})
}

// heldFile stops at 8 MB until its hub is let go.
type heldFile struct {
	*bytes.Reader
	hub  *heldHub
	sent http.Flusher
	r    *http.Request
}

func (f *heldFile) Read(b []byte) (int, error) {
	if at, _ := f.Seek(0, io.SeekCurrent); at >= 8<<20 {
		f.sent.Flush()
		select {
		case <-f.hub.free:
		case <-f.r.Context().Done():
			return 0, io.ErrUnexpectedEOF
		}
	}
	return f.Reader.Read(b)
}

// A first visit to a server without ImageNet's weights, while the hub is slow: a run
// begins at once on what the program carries, the fetch is watched, stopped and taken
// up, and when it is done the run is repeated on ImageNet's.
func TestBrowserAuto(t *testing.T) {
	if os.Getenv("GRAFT_BROWSER_TEST") == "" {
		t.Skip("set GRAFT_BROWSER_TEST=1 after make build, or run make test-browser")
	}
	held := newHeldHub(t)
	hub := httptest.NewServer(held)
	t.Cleanup(hub.Close)
	t.Cleanup(held.letGo) // first, so that Close need not wait
	useHub(t, hub.URL)
	sent := &wire{}
	address := sent.inFrontOf(t, startServer(t, t.TempDir(), "-weights", "auto"))
	b := openBrowserTab(t, sent)
	b.visit(address)
	b.waitTiles(9)
	archive := drawDataset(t, 10)
	t.Run("Begin", func(t *testing.T) { beginOnStarter(b.on(t), archive) })
	t.Run("Fetch", func(t *testing.T) { watchFetch(b.on(t), held) })
	t.Run("Repeat", func(t *testing.T) { repeatOnImageNet(b.on(t)) })
	b.on(t).wantQuietConsole()
}

// fetchState is a condition on the panel of the fetch.
func fetchState(state, words string) string {
	return fmt.Sprintf(`document.querySelector("#weights-fetch")?.dataset.state === %q && document.querySelector("#weights-fetch").textContent.includes(%q)`, state, words)
}

func beginOnStarter(b *tab, archive string) {
	b.click("#tab-data")
	b.files("#dataset-files", archive)
	b.wait("the pictures", `["ruby", "jade"].every((name) => document.querySelector('[data-class="' + name + '"]')?.dataset.count === "10")`)
	b.click("#upload")
	b.wait("the server to have them", `document.querySelector("#server-summary")?.dataset.dataset?.length > 0`)
	b.click("#tab-train")
	b.wait("how far the fetch is", fetchState("running", "8.4 MB of 102 MB"))
	b.wait("what Automatic is", `document.querySelector("#weights-auto").checked && document.querySelector(".weights").textContent.includes("Now: Starter")`)
	b.click("#start-article")
	b.wait("the article's setup, for which Starter has a softmax too", `document.querySelector("#start-article").getAttribute("aria-pressed") === "true"`)
	b.click("#start-right")
	b.wait("the start button", `!document.querySelector("#start-training").disabled`)
	b.click("#start-training")
	b.waitLong("the run to end", `["done","failed","cancelled"].includes(document.querySelector("#train-state")?.dataset.state)`, 4*time.Minute)
	b.wait("what it is of", `document.querySelector("#train-state").dataset.state === "done" && document.querySelector("#repeat")?.textContent.includes("This run is of Starter")`)
	if got := b.eval(`document.querySelector("#repeat-imagenet")`); got != "null" {
		b.t.Error("it can be repeated on ImageNet before that is there")
	}
	b.keepShot("starter")
}

func watchFetch(b *tab, held *heldHub) {
	b.click("#weights-fetch-button")
	b.wait("it to stop", fetchState("cancelled", "stopped at 8.4 MB"))
	b.eval(`document.querySelector("#language").click()`)
	b.wait("the same in Chinese", fetchState("cancelled", "已停在 8.4 MB"))
	b.keepShot("stopped")
	b.eval(`document.querySelector("#language").click()`)
	b.click("#weights-fetch-button")
	b.wait("it to go on", fetchState("running", "of 102 MB"))
	held.letGo()
	b.wait("it to be there", `document.querySelector("#weights-fetch").dataset.state === "there" && document.querySelector(".weights").textContent.includes("Now: ImageNet")`)
}

func repeatOnImageNet(b *tab) {
	first := b.eval(`document.querySelector("#train-state").dataset.job`)
	b.click("#repeat-imagenet")
	b.wait("another run", fmt.Sprintf(`document.querySelector("#train-state")?.dataset.job !== %q`, first))
	b.waitLong("it to end", `["done","failed","cancelled"].includes(document.querySelector("#train-state")?.dataset.state)`, 4*time.Minute)
	b.wait("what it is of", `document.querySelector("#train-state").dataset.state === "done" && document.querySelector("#used")?.textContent.includes("ImageNet") && document.querySelector("#repeat") === null`)
	b.keepShot("repeated")
}
