package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"graft/core/recipe"
	"graft/static/seam"
)

// What ended the page, led away from it or lost something without a word.
func TestBrowserBreaks(t *testing.T) {
	if os.Getenv("GRAFT_BROWSER_TEST") == "" {
		t.Skip("set GRAFT_BROWSER_TEST=1 after make build, or run make test-browser")
	}
	sent := &wire{}
	address := sent.inFrontOf(t, startServer(t, t.TempDir()))
	run := trainSmall(t, address, drawDataset(t, 6))
	b := openBrowserTab(t, sent)
	b.visit(address)
	b.waitTiles(9)
	t.Run("Seam", func(t *testing.T) { seamIsDefined(b.on(t)) })
	t.Run("CopyRun", func(t *testing.T) { copyRunLink(b.on(t), address, run) })
	t.Run("Back", func(t *testing.T) { backAndForward(b.on(t), address, run) })
	t.Run("Suggested", func(t *testing.T) { suggestedAgain(b.on(t)) })
	t.Run("Enter", func(t *testing.T) { enterCommits(b.on(t)) })
	t.Run("LastStep", func(t *testing.T) { removeLastStep(b.on(t)) })
	t.Run("MergeAsks", func(t *testing.T) { mergeAsks(b.on(t), drawDataset(t, 5)) })
	t.Run("UndoData", func(t *testing.T) { undoData(b.on(t), drawDataset(t, 5)) })
	t.Run("FolderAsZip", func(t *testing.T) { folderAsZip(b.on(t)) })
	t.Run("BadArchive", func(t *testing.T) { badArchive(b.on(t), drawDataset(t, 5)) })
	t.Run("DeleteSet", func(t *testing.T) { deleteSet(b.on(t)) })
	b.on(t).wantQuietConsole()
	t.Run("DeadPage", func(t *testing.T) { deadPage(b.on(t), drawPicture(t, 320, 240)) })
	t.Run("DeadEngine", func(t *testing.T) { deadEngine(b.on(t), sent) })
}

// seamIsDefined looks for every function of the seam in the running page.
func seamIsDefined(b *tab) {
	text, err := os.ReadFile("../../static/graft.d.ts")
	if err != nil {
		b.t.Fatal(err)
	}
	names, err := seam.Functions(string(text))
	if err != nil || len(names) < 100 {
		b.t.Fatalf("%d functions, %v", len(names), err)
	}
	list, err := json.Marshal(names)
	if err != nil {
		b.t.Fatal(err)
	}
	missing := b.eval(fmt.Sprintf(`%s.filter((path) => typeof path.split(".").reduce((at, name) => at?.[name], graft) !== "function").join(" ")`, list))
	if missing != "" {
		b.t.Errorf("no script defines %s", missing)
	}
}

// folderAsZip brings in a folder and then a zip of it, which must give the same classes
// and leave out the same.
func folderAsZip(b *tab) {
	b.click("#tab-data")
	b.eval(`graft.store.clear()`)
	b.wait("an empty set", `graft.store.classes().length === 0`)
	b.eval(`(async () => {
		const drawn = (colour) => new Promise((ok) => {
			const c = Object.assign(document.createElement("canvas"), { width: 40, height: 40 }), to = c.getContext("2d");
			to.fillStyle = colour; to.fillRect(0, 0, 40, 40); c.toBlob(ok);
		});
		const paths = ["set/cat/tabby/1.png", "set/cat/2.png", "set/dog/3.png", "set/beside.png", "set/dog/.hidden.png", "set/__MACOSX/4.png"];
		window.folder = await Promise.all(paths.map(async (path, i) => ({ path, blob: await drawn("rgb(" + 40 * i + " 0 90)") })));
		await graft.store.files(folder.map(({ path, blob }) => Object.defineProperty(new File([blob], path.split("/").pop()), "webkitRelativePath", { value: path })), null);
	})()`)
	done := `graft.store.work.phase === "" && graft.store.classes().reduce((n, c) => n + c.ids.length, 0) === 3`
	state := `JSON.stringify([graft.store.classes().map((c) => [c.name, c.ids.length]).sort(), JSON.parse(graft.store.state()).skipped.map((s) => [s.path.replace("set.zip/", ""), s.code, s.text]).sort()])`
	b.wait("the folder", done)
	folder := b.eval(state)
	if !strings.HasPrefix(folder, `[[["cat",1],["dog",1],["tabby",1]],[["set/__MACOSX`) || strings.Count(folder, "set/") != 3 {
		b.t.Errorf("of the folder %s, want three classes and three files left out", folder)
	}
	b.eval(`graft.store.clear()`)
	b.wait("an empty set", `graft.store.classes().length === 0`)
	b.eval(`(async () => {
		const archive = graft.zip();
		const parts = (await Promise.all(folder.map(async ({ path, blob }) => [path, blob, graft.crc32(new Uint8Array(await blob.arrayBuffer()))])))
			.flatMap(([path, blob, crc]) => [archive.add(path, blob.size, crc), blob]);
		await graft.store.files([new File([...parts, ...archive.end()], "set.zip")], null);
	})()`)
	b.wait("the zip", done)
	if zip := b.eval(state); zip != folder {
		b.t.Errorf("a folder gives\n%s\nand a zip of it\n%s", folder, zip)
	}
}

// badArchive brings in half of a zip: why nothing came of it is said where one looks.
func badArchive(b *tab, archive string) {
	data, err := os.ReadFile(archive)
	if err != nil {
		b.t.Fatal(err)
	}
	half := filepath.Join(b.t.TempDir(), "half.zip")
	if err := os.WriteFile(half, data[:len(data)/2], 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.click("#tab-data")
	b.files("#dataset-files", half)
	b.wait("what is wrong with it", `document.querySelector('.toast[role="alert"]')?.textContent.startsWith("Nothing was imported. half.zip: ")`)
	b.click(`.toast[role="alert"] button`)
	b.wait("the toast to go", `document.querySelector('.toast[role="alert"]') === null`)
}

// deleteSet takes the set that is trained on from the trainer, after it was asked.
func deleteSet(b *tab) {
	b.click("#tab-train")
	b.wait("the data set", `document.querySelector("#train-set")?.dataset.dataset?.length > 0`)
	id := b.eval(`document.querySelector("#train-set").dataset.dataset`)
	b.click("#delete-set")
	b.wait("the question", `document.activeElement?.id === "delete-set-no"`)
	b.click("#delete-set-no")
	b.wait("the set to stay", `document.activeElement?.id === "delete-set"`)
	b.click("#delete-set")
	b.click("#delete-set-yes")
	b.wait("it to be gone", fmt.Sprintf(`document.querySelector("#train-set")?.dataset.dataset !== %q`, id))
	if status := b.eval(fmt.Sprintf(`fetch("/api/v1/datasets").then((r) => r.json()).then((l) => String(l.datasets.some((s) => s.id === %q)))`, id)); status != "false" {
		b.t.Errorf("the trainer has the set still: %s", status)
	}
	b.click("#tab-augment")
	b.waitTiles(9)
}

// trainSmall trains a head on a zip in a moment, past the page, and returns the
// run's id.
func trainSmall(t *testing.T, address, archive string) string {
	t.Helper()
	data, err := os.ReadFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	var set, job struct{ ID, State, Error string }
	postFor(t, address+"api/v1/datasets", "application/zip", data, &set)
	train := recipe.DefaultTrain()
	train.Weights, train.Epochs, train.Views = "random", 2, 1
	body, err := json.Marshal(map[string]any{"dataset": set.ID, "recipe": recipe.Default(), "train": train})
	if err != nil {
		t.Fatal(err)
	}
	postFor(t, address+"api/v1/jobs", "application/json", body, &job)
	for end := time.Now().Add(3 * time.Minute); job.State != "done"; time.Sleep(200 * time.Millisecond) {
		res, err := http.Get(address + "api/v1/jobs/" + job.ID)
		if err != nil {
			t.Fatal(err)
		}
		err = json.NewDecoder(res.Body).Decode(&job)
		res.Body.Close()
		if err != nil || job.State == "failed" || time.Now().After(end) {
			t.Fatalf("the run is %q: %s (%v)", job.State, job.Error, err)
		}
	}
	return job.ID
}

func postFor(t *testing.T, address, mediaType string, body []byte, into any) {
	t.Helper()
	res, err := http.Post(address, mediaType, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		var said bytes.Buffer
		said.ReadFrom(res.Body)
		t.Fatalf("POST %s = %d %s", address, res.StatusCode, said.String())
	}
	if err := json.NewDecoder(res.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
}

// copyRunLink copies the link to a run: it is this server's, and the page lives on.
func copyRunLink(b *tab, address, run string) {
	b.click("#tab-train")
	b.wait("the run", fmt.Sprintf(`document.querySelector("#train-state")?.dataset.job === %q && document.querySelector("#copy-run") !== null`, run))
	b.eval(`(() => { window.copied = ""; const copy = graft.copy; graft.copy = async (text) => { window.copied = text; graft.copy = copy; }; })()`)
	b.click("#copy-run")
	b.wait("the link to be copied", fmt.Sprintf(`window.copied === %q && document.querySelector(".toast")?.textContent.includes("Link copied")`, address+"#run="+run))
	b.click("#tab-augment")
	b.wait("the page to answer", `!document.querySelector("#panel-augment").hidden`)
}

// backAndForward goes through the views by the browser's own buttons. Edits stay,
// fill no history, and a pasted link is left by Back like any other page.
func backAndForward(b *tab, address, run string) {
	open := func(view string) {
		b.t.Helper()
		b.wait("the view "+view, fmt.Sprintf(`!document.querySelector("#panel-%s").hidden && document.querySelectorAll(".panel:not([hidden])").length === 1`, view))
	}
	b.visit("about:blank")
	b.visit(address)
	b.waitTiles(9)
	length := b.eval("history.length")
	for range 5 {
		b.click("#new-draw")
		b.waitTiles(9)
	}
	b.eval("graft.address()")
	if now := b.eval("history.length"); now != length {
		b.t.Errorf("five draws made the history %s entries long, want %s", now, length)
	}
	b.click("#tab-data")
	open("data")
	b.click("#tab-train")
	open("train")
	b.click("#start-right")
	edited := b.eval("graft.address()")
	b.eval("history.back()")
	open("data")
	b.eval("history.back()")
	open("augment")
	b.wait("the edited recipe in the address", fmt.Sprintf("location.href.split('&')[0] === %q.split('&')[0]", edited))
	b.waitTiles(9)
	b.click("#new-draw")
	b.waitTiles(9)
	drawn := b.eval("graft.address()")
	b.eval("history.go(2)")
	open("train")
	b.wait("the last draw in the address", fmt.Sprintf("location.href === %q + '&view=train'", drawn))
	b.eval("history.back()")
	open("data")
	if b.eval(`document.querySelector("#undo").disabled`) == "true" {
		b.t.Error("there is nothing to undo after going back")
	}

	other := recipe.Recipe{V: recipe.Version, Seed: 5, Size: recipe.Size{W: 64, H: 48}, Steps: recipe.Default().Steps[:1]}
	b.eval(fmt.Sprintf("location.hash = %q", other.Fragment()))
	open("augment")
	b.wait("the pasted recipe", `document.querySelectorAll("[data-op]").length === 1`)
	b.click("#tab-recognise")
	open("recognise")
	b.eval("history.go(-2)")
	open("data")
	b.wait("the recipe before the pasted one", fmt.Sprintf("location.href === %q + '&view=data'", drawn))
	b.eval("history.forward()")
	open("augment")
	b.wait("the pasted recipe again", `document.querySelectorAll("[data-op]").length === 1`)

	b.reload()
	b.waitTiles(9)
	b.eval("history.forward()")
	open("recognise")
	b.eval("history.back()")
	open("augment")
	b.eval(fmt.Sprintf("location.hash = %q", "run="+run))
	open("train")
	b.wait("the run of the link", fmt.Sprintf(`document.querySelector("#train-state")?.dataset.job === %q`, run))
	b.eval("history.back()")
	open("augment")
	b.visit(address)
	b.waitTiles(9)
	opensAtItsTop(b, open)
}

// opensAtItsTop goes back to where the same view was scrolled, which opens nothing,
// and then opens another view.
func opensAtItsTop(b *tab, open func(view string)) {
	b.eval("scrollTo({ top: 200, behavior: 'instant' })")
	b.click("#tab-train")
	open("train")
	b.click("#tab-augment")
	open("augment")
	b.eval("history.go(-2)")
	b.wait("the first entry", "history.state.y === 200")
	b.eval("graft.address()")
	b.click("#tab-train")
	open("train")
	b.wait("the view's top", "scrollY === 0")
}

// suggestedAgain chooses other starts and comes back to what is suggested for the
// data set: a dozen pictures want eight views of each.
func suggestedAgain(b *tab) {
	settings := `[...document.querySelectorAll(".settings-body input[type=text], .settings-body select")].map((f) => f.id + "=" + f.value).join()`
	b.click("#tab-train")
	b.wait("what is suggested for the set", `document.querySelector("#views")?.value === "8" && document.querySelector("#start-suggested").getAttribute("aria-pressed") === "true"`)
	want := b.eval(settings)
	for _, start := range []string{"#start-right", "#start-article"} {
		b.click(start)
		b.wait("other settings", fmt.Sprintf(`document.querySelector(%q).getAttribute("aria-pressed") === "true"`, start))
		b.click("#start-suggested")
		b.wait("the suggested ones", `document.querySelector("#start-suggested").getAttribute("aria-pressed") === "true"`)
		if got := b.eval(settings); got != want {
			b.t.Errorf("after %s, Suggested gives %s, want %s", start, got, want)
		}
	}
	b.click("#start-article")
	b.eval(`document.querySelector("#mode").value = "stage4", document.querySelector("#mode").dispatchEvent(new Event("change", { bubbles: true }))`)
	b.wait("settings of one's own", `!document.querySelector('.start-segments [aria-pressed="true"]')`)
	b.click("#weights-keras")
	b.click("#start-suggested")
	b.wait("the suggested ones on other weights", `document.querySelector("#start-suggested").getAttribute("aria-pressed") === "true" && document.querySelector("#weights-keras").checked`)
	if got := b.eval(settings); got != want {
		b.t.Errorf("on other weights, Suggested gives %s, want %s", got, want)
	}
	b.click("#undo")
	b.click("#tab-augment")
}

// enterCommits presses Enter in every text field of the settings: the value is
// taken, and no run begins.
func enterCommits(b *tab) {
	b.click("#tab-train")
	b.wait("the settings", `document.querySelector("#epochs") !== null && !document.querySelector("#start-training").disabled`)
	b.eval(`(() => { document.querySelector("#more-settings").open = true; })()`)
	before := len(b.sent.bodies())
	for _, field := range strings.Split(b.eval(`[...document.querySelectorAll(".settings-body input[type=text]")].map((f) => f.id).join()`), ",") {
		b.eval(fmt.Sprintf(`document.querySelector("#%s").focus()`, field))
		b.enter()
	}
	b.eval(`(() => { const f = document.querySelector("#epochs"); f.focus(); f.select(); document.execCommand("insertText", false, "7"); })()`)
	b.enter()
	b.wait("seven epochs", `/\b7 epochs\b/.test(document.querySelector("#settings-fold .muted").textContent) && document.activeElement.id === "epochs"`)
	if sent := b.sent.bodies()[before:]; len(sent) > 0 {
		b.t.Errorf("Enter in a field sent %q", sent)
	}
	b.click("#tab-augment")
}

func (b *tab) enter() { b.t.Helper(); b.press("\r") }

// removeLastStep removes the last step by its own button: the keyboard goes on at
// the one before.
func removeLastStep(b *tab) {
	b.click("#tab-augment")
	last := `[...document.querySelectorAll(".step-remove")].at(-1)`
	count := `document.querySelectorAll(".step-remove").length`
	n := b.eval(count)
	b.eval(last + `.focus()`)
	b.eval(last + `.click()`)
	b.wait("the step before", fmt.Sprintf(`%s === %s - 1 && document.activeElement === %s`, count, n, last))
	b.click("#undo")
	b.waitTiles(9)
}

// mergeAsks gives a class the name of another: it is asked first, and what was
// merged comes apart again exactly.
func mergeAsks(b *tab, archive string) {
	b.click("#tab-data")
	b.files("#dataset-files", archive)
	ready := `JSON.parse(graft.store.state()).pictures === 10 && JSON.parse(graft.store.state()).phase === ""`
	b.wait("ten pictures", ready)
	all := `JSON.stringify(graft.store.classes())`
	before := b.eval(all)
	rename := func(to string) {
		b.t.Helper()
		id := "class-name-" + b.eval(`graft.store.classes().find((c) => c.name === "jade").id`)
		b.wait("the name's field", fmt.Sprintf(`document.getElementById(%q) !== null`, id))
		b.typeInto(fmt.Sprintf("[id=%q]", id), to)
	}
	rename("Ruby")
	b.wait("the question", `document.querySelector(".class-card .confirm")?.textContent.includes("There is a class “ruby” already, with 5 pictures")`)
	b.keepShot("asked")
	if now := b.eval(all); now != before {
		b.t.Errorf("before the answer the classes are %s, want %s", now, before)
	}
	b.click(`[id^="apart-"]`)
	b.wait("no question, and the name's field again", `document.querySelector(".class-card .confirm") === null && document.activeElement.classList.contains("class-name") && document.activeElement.value === "jade"`)
	b.enter()
	b.eval(`document.querySelector("#new-class-name").focus()`)
	b.eval(`document.execCommand("insertText", false, "opal")`)
	b.enter()
	b.wait("a class by Enter", `graft.store.classes().some((c) => c.name === "opal") && document.querySelector(".class-card .confirm") === null`)
	before = b.eval(all)
	rename("ruby")
	b.click(`[id^="merge-"]`)
	b.wait("one class of ten", `graft.store.classes().length === 2 && graft.store.classes()[0].ids.length === 10`)
	b.keepShot("merged")
	b.click("#undo-data")
	b.wait("both classes as before", fmt.Sprintf(`%s === %q && document.querySelector("#undo-bar") === null`, all, before))
	rename("green")
	b.wait("another name without a question", `document.querySelector('[data-class="green"]') !== null && document.querySelector(".class-card .confirm") === null`)
	b.reload()
	b.wait("both after a reload", fmt.Sprintf(`window.graft?.store && JSON.stringify(graft.store.classes().map((c) => c.ids)) === JSON.stringify(JSON.parse(%q).map((c) => c.ids))`, before))
	b.eval(`graft.store.clear()`)
	b.click("#tab-augment")
	b.waitTiles(9)
}

// deadPage ends the page's Go as a script that lacks a function does. The page
// says so, and a reload brings back the recipe and the picture.
func deadPage(b *tab, picture string) {
	b.files("#file-input", picture)
	b.wait("the own picture", fmt.Sprintf(`document.querySelector("#panel-augment").textContent.includes(%q)`, filepath.Base(picture)))
	b.click("#new-draw")
	b.waitTiles(9)
	b.eval("graft.address()") // writes what is pending
	before, tile := b.recipeJSON(), b.tile(3)
	b.eval(`(() => { delete graft.theme; document.querySelector("#theme").click(); })()`)
	b.wait("the page to say that it has stopped", `document.querySelector("#dead-dialog").open`)
	b.keepShot("dead")
	if said := b.eval(`document.querySelector("#dead-dialog").innerText`); !strings.Contains(said, "The page has stopped") ||
		!strings.Contains(said, "What the program said last") || strings.Contains(said, "Begin afresh") {
		b.t.Errorf("a dead page says %q", said)
	}
	if words := b.eval(`document.querySelector(".dead-words").textContent`); !strings.Contains(words, "panic: ") || !strings.Contains(words, "theme") {
		b.t.Errorf("its last words are %q, want the panic", words)
	}
	b.eval(`(() => { const d = document.querySelector("#dead-dialog"); d.close(); })()`)
	b.wait("the dialog to stay", `document.querySelector("#dead-dialog").open`)
	b.eval(`(() => { window.old = true; })()`)
	b.click("#dead-reload")
	b.wait("the page to come back", `window.old !== true && document.querySelector("#dead-dialog") !== null`)
	b.waitTiles(9)
	b.wait("the own picture again", fmt.Sprintf(`document.querySelector("#panel-augment").textContent.includes(%q)`, filepath.Base(picture)))
	b.waitTiles(9)
	if after := b.recipeJSON(); after != before {
		b.t.Errorf("after the reload the recipe is %s, want %s", after, before)
	}
	if !bytes.Equal(tile, b.tile(3)) {
		b.t.Error("after the reload the own picture's views are others")
	}
	b.click("#language")
	b.wait("Chinese", `document.documentElement.lang === "zh-Hans"`)
	b.eval(`(() => { delete graft.theme; document.querySelector("#theme").click(); })()`)
	b.wait("the words in Chinese, and the way out of a circle", `document.querySelector("#dead-dialog").open && document.querySelector("#dead-dialog").innerText.includes("页面已停止运行") && document.querySelector("#dead-afresh").checkVisibility()`)
	b.keepShot("dead-zh")
	b.click("#dead-afresh")
	b.wait("the plain page", `window.graft !== undefined && location.hash.includes("r=") && !document.querySelector("#dead-dialog").open && document.querySelector("#app-wasm-loader") === null`)
	b.waitTiles(9)
	b.eval("graft.address()")
	if got, want := b.recipeJSON(), string(recipe.Default().JSON()); got != want {
		b.t.Errorf("begun afresh, the recipe is %s, want the default", got)
	}
	b.click("#language")
	b.forget()
}

// deadEngine takes the engine away: the page says that it draws nothing, and
// goes on.
func deadEngine(b *tab, sent *wire) {
	sent.broken.Store(true)
	b.reload()
	b.wait("the page to say so", `document.querySelector("#dead-dialog")?.open && document.querySelector("#dead-dialog").innerText.includes("Pictures are not drawn")`)
	b.keepShot("engine")
	b.wait("the page to start", `document.querySelector("#app-wasm-loader") === null`)
	sent.broken.Store(false)
	b.click(`#dead-dialog [data-close]`)
	b.wait("the dialog to go", `!document.querySelector("#dead-dialog").open`)
	b.click(".sample:nth-child(2)")
	b.waitTiles(9)
	b.forget()
}

// forget drops what the console said so far: a test provoked it.
func (b *tab) forget() {
	b.Lock()
	defer b.Unlock()
	b.faults = nil
}
