package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"graft/core/export"
)

// Export from the page: the same files as the command line writes, and no more
// memory for many than for few.
func TestBrowserExport(t *testing.T) {
	if os.Getenv("GRAFT_BROWSER_TEST") == "" {
		t.Skip("set GRAFT_BROWSER_TEST=1 after make build, or run make test-browser")
	}
	sent := &wire{}
	address := sent.inFrontOf(t, startServer(t, t.TempDir()))
	b := openBrowserTab(t, sent)
	picture, archive := drawPicture(t, 320, 240), drawDataset(t, 6)

	b.visit(address)
	b.waitTiles(9)
	b.eval("window.showSaveFilePicker = undefined") // no dialog of the system's in a test
	t.Run("Picture", func(t *testing.T) { exportPicture(b.on(t), picture) })
	t.Run("ChosenFile", func(t *testing.T) { exportChosen(b.on(t), picture) })
	t.Run("Zip64", func(t *testing.T) { farZip(b.on(t)) })
	t.Run("Cancel", func(t *testing.T) { exportCancelled(b.on(t)) })
	t.Run("Keyboard", func(t *testing.T) { exportByKeys(b.on(t)) })
	t.Run("DataSet", func(t *testing.T) { exportSet(b.on(t), archive) })
	t.Run("Memory", func(t *testing.T) { exportMany(b.on(t)) })
	t.Run("Unreadable", func(t *testing.T) { exportWithout(b.on(t)) })
	t.Run("NothingLeavesTheTab", func(t *testing.T) { b.on(t).wantNoUpload() })
	b.on(t).wantQuietConsole()
}

// fill puts text into a field as typing does.
func (b *tab) fill(selector, text string) {
	b.t.Helper()
	b.wait(selector, fmt.Sprintf("document.querySelector(%q) !== null", selector))
	b.eval(fmt.Sprintf(`(() => { const f = document.querySelector(%q); f.value = %q; f.dispatchEvent(new Event("change", { bubbles: true })); })()`, selector, text))
}

// beginExport opens the dialog by a button and starts an export of n views.
func (b *tab) beginExport(button string, n int, format string, originals bool) {
	b.t.Helper()
	b.wait("the button "+button, fmt.Sprintf("document.querySelector(%q)?.disabled === false", button))
	b.click(button)
	b.wait("the dialog", `document.querySelector("#export-dialog").open`)
	b.eval(`document.querySelector("#export-again")?.click()`)
	b.fill("#export-views", fmt.Sprint(n))
	b.click("#export-" + format)
	b.wait(format, fmt.Sprintf(`document.querySelector("#export-%s").getAttribute("aria-pressed") === "true"`, format))
	if b.eval(`document.querySelector("#export-originals").checked`) != fmt.Sprint(originals) {
		b.click("#export-originals")
	}
	b.click("#export-start")
}

func (b *tab) waitExport(state string) {
	b.t.Helper()
	b.waitLong("the export to be "+state, fmt.Sprintf(`document.querySelector("#export-state").dataset.state === %q`, state), 3*time.Minute)
}

// unzip reads the zip at an address of the page's.
func (b *tab) unzip(address string) map[string][]byte {
	b.t.Helper()
	data := decodeBase64(b.t, b.eval(fmt.Sprintf(`(async () => {
		const bytes = new Uint8Array(await (await fetch(%s)).arrayBuffer());
		let text = "";
		for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
		return btoa(text);
	})()`, address)))
	return unzipped(b.t, data)
}

func unzipped(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range r.File {
		from, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(from); err != nil { // checks the CRC
			t.Fatal(err)
		}
	}
	if len(files) != len(r.File) {
		t.Errorf("%d entries have %d names", len(r.File), len(files))
	}
	return files
}

// commandZip is what graft augment writes for the recipe of the page.
func (b *tab) commandZip(file string, args ...string) map[string][]byte {
	b.t.Helper()
	bin, err := filepath.Abs("../../bin/graft")
	if err != nil {
		b.t.Fatal(err)
	}
	out := filepath.Join(b.t.TempDir(), "out.zip")
	args = append([]string{"augment", "-recipe", b.eval("location.href"), "-zip", out}, args...)
	cmd := exec.Command(bin, append(args, filepath.Base(file))...)
	cmd.Dir = filepath.Dir(file)
	if said, err := cmd.CombinedOutput(); err != nil {
		b.t.Fatalf("graft augment: %v: %s", err, said)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		b.t.Fatal(err)
	}
	return unzipped(b.t, data)
}

// wantSame compares all files but those of skip.
func wantSame(t *testing.T, got, want map[string][]byte, skip string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d files from the tab, %d from graft augment", len(got), len(want))
	}
	for name, data := range want {
		if name != skip && !bytes.Equal(got[name], data) {
			t.Errorf("%s: %d bytes from the tab, %d from graft augment, not the same", name, len(got[name]), len(data))
		}
	}
}

// lines reads a manifest and holds it against the files.
func lines(t *testing.T, files map[string][]byte) []export.Line {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(files[export.ManifestName]))
	var h export.Header
	if err := d.Decode(&h); err != nil || h.V != export.ManifestVersion || h.Graft == "" {
		t.Fatalf("manifest: header %+v (%v)", h, err)
	}
	var all []export.Line
	for d.More() {
		var l export.Line
		if err := d.Decode(&l); err != nil {
			t.Fatal(err)
		}
		if files[l.File] == nil {
			t.Errorf("manifest: %q is not in the zip", l.File)
		}
		if l.View != nil && len(l.Draws) != len(h.Recipe.Steps) {
			t.Errorf("manifest: %s has %d draws, want %d", l.File, len(l.Draws), len(h.Recipe.Steps))
		}
		all = append(all, l)
	}
	return all
}

const exportLink = `document.querySelector("#export-save").href`

// exportPicture compares every file, the manifest too, through the origin's
// private file system.
func exportPicture(b *tab, picture string) {
	b.files("#file-input", picture)
	b.wait("the picture", fmt.Sprintf(`document.querySelector(".source-name").textContent === %q`, filepath.Base(picture)))
	b.waitTiles(9)
	b.beginExport("#export-picture", 70, "png", true)
	b.waitExport("done")
	got := b.unzip(exportLink)
	wantSame(b.t, got, b.commandZip(picture, "-n", "70", "-originals"), "")
	if n := len(lines(b.t, got)); n != 71 {
		b.t.Errorf("%d lines in the manifest, want 71", n)
	}
}

// exportChosen writes into a file that a picker gives.
func exportChosen(b *tab, picture string) {
	b.eval(`window.showSaveFilePicker = async () => (await navigator.storage.getDirectory()).getFileHandle("chosen.zip", { create: true })`)
	b.beginExport("#export-picture", 5, "jpeg", false)
	b.waitExport("done")
	b.eval("window.showSaveFilePicker = undefined")
	if b.eval(`document.querySelector("#export-save") === null`) != "true" {
		b.t.Error("a file that is saved is offered as a download")
	}
	got := b.unzip(`URL.createObjectURL(await (await (await navigator.storage.getDirectory()).getFileHandle("chosen.zip")).getFile())`)
	wantSame(b.t, got, b.commandZip(picture, "-n", "5", "-format", "jpeg"), "")
}

const exportsKept = `(async () => {
	const dir = await (await navigator.storage.getDirectory()).getDirectoryHandle("graft-exports");
	let n = 0;
	for await (const name of dir.keys()) n++;
	return n;
})()`

// exportCancelled stops a long export: nothing of it is kept, and the grid goes on.
func exportCancelled(b *tab) {
	b.beginExport("#export-picture", 20000, "png", false)
	b.wait("some views", `document.querySelector("#export-progress")?.value > 20`)
	before := b.tile(0)
	b.eval(`document.querySelector("#new-draw").click()`)
	b.wait("another tile while it runs", `document.querySelector("#export-state").dataset.state === "running"`)
	b.waitTiles(9)
	if bytes.Equal(before, b.tile(0)) {
		b.t.Error("the grid did not change while an export ran")
	}
	b.click("#export-cancel")
	b.waitExport("cancelled")
	if n := b.eval(exportsKept); n != "0" {
		b.t.Errorf("%s files are kept of a cancelled export", n)
	}
	b.eval(`document.querySelector("#export-dialog").close()`)
	b.waitTiles(9)
}

// exportByKeys never touches the mouse: Enter starts, Escape closes the dialog
// and leaves the export alone, a toast tells of its end, Enter saves.
func exportByKeys(b *tab) {
	press := func(keys string) {
		if err := chromedp.Do(b.ctx, chromedp.KeyEvent(keys)); err != nil {
			b.t.Fatal(err)
		}
	}
	b.eval(`document.querySelector("#export-picture").focus()`)
	press(kb.Enter)
	b.wait("the first field", `document.activeElement?.id === "export-views"`)
	b.eval(`document.activeElement.select()`)
	press("40")
	press(kb.Enter)
	b.wait("the start", `document.querySelector("#export-state").dataset.state !== "cancelled"`)
	press(kb.Escape)
	b.wait("the dialog to close", `!document.querySelector("#export-dialog").open`)
	b.waitExport("done")
	b.wait("a word of it", `[...document.querySelectorAll('[data-toast="info"]')].some((e) => e.textContent.includes("40"))`)
	b.eval(`document.querySelector("#export-picture").focus()`)
	press(kb.Enter)
	b.wait("the focus", `document.activeElement?.id === "export-save"`)
	b.eval(`document.querySelector("#export-dialog").close()`)
}

// exportSet compares a data set in class folders with graft augment of the same
// archive. Paths in the manifest are those of the set in the tab.
func exportSet(b *tab, archive string) {
	b.click("#tab-data")
	b.files("#dataset-files", archive)
	b.wait("the set", `document.querySelector('[data-class="ruby"]')?.dataset.count === "6" && document.querySelector('[data-class="jade"]')?.dataset.count === "6"`)
	b.beginExport("#export-set", 3, "png", true)
	b.waitExport("done")
	got := b.unzip(exportLink)
	want := b.commandZip(archive, "-n", "3", "-originals")
	wantSame(b.t, got, want, export.ManifestName)
	digests := map[string]string{}
	for _, l := range lines(b.t, want) {
		digests[l.File] = l.Digest
	}
	for _, l := range lines(b.t, got) {
		if l.Digest != digests[l.File] || !strings.HasPrefix(l.Original, l.Class+"/") {
			b.t.Errorf("manifest: %s is of %s, %s; want the digest %s", l.File, l.Original, l.Digest, digests[l.File])
		}
	}
	if n := b.eval(exportsKept); n != "1" {
		b.t.Errorf("%s finished exports are kept, want the last", n)
	}
}

// exportMany holds the memory of the browser during two thousand pictures, some
// 87 MB of zip, against that during five hundred. Further runs take no more.
func exportMany(b *tab) {
	memory := browserMemory(b)
	if memory == nil {
		b.t.Skip("needs /proc")
	}
	b.fill("#size-w", "160")
	b.fill("#size-h", "160")
	b.eval(`document.querySelector("#export-dialog").close()`)
	run := func(views int) (most int64) {
		b.beginExport("#export-set", views, "png", false)
		for b.eval(`document.querySelector("#export-state").dataset.state`) != "done" {
			most = max(most, memory())
			time.Sleep(200 * time.Millisecond)
		}
		return max(most, memory())
	}
	few := run(40)
	many := run(167)
	size := b.eval(`document.querySelector("#export-state .notice").textContent`)
	b.t.Logf("at most %d MB with 480 views, %d MB with 2004; %s", few>>20, many>>20, size)
	if many > few+44<<20 {
		b.t.Errorf("memory grew from %d to %d MB: the zip is held in memory", few>>20, many>>20)
	}
}

// exportWithout takes one picture's file away behind the page's back: the rest
// is exported, and page and manifest tell of the one.
func exportWithout(b *tab) {
	b.eval(`(async () => {
		const dir = await (await navigator.storage.getDirectory()).getDirectoryHandle("graft-pictures");
		await dir.removeEntry(graft.store.ids(graft.store.classes()[0].id)[0]);
	})()`)
	b.eval(`document.querySelector("#export-dialog").close()`)
	b.beginExport("#export-set", 2, "jpeg", false)
	b.waitExport("done")
	files := b.unzip(exportLink)
	if len(files) != 11*2+1 {
		b.t.Errorf("%d files, want two views of eleven pictures and the manifest", len(files))
	}
	if n := bytes.Count(files[export.ManifestName], []byte(`"error":`)); n != 1 {
		b.t.Errorf("the manifest tells of %d faults, want one", n)
	}
	if n := b.eval(`document.querySelector("#export-faults").dataset.count`); n != "1" {
		b.t.Errorf("the page lists %s faults, want one", n)
	}
}

// farZip composes archives past the limits of plain zip: an entry that begins
// beyond 4 GiB, and more than 65,535 entries.
func farZip(b *tab) {
	const size, crc = 1<<32 - 16, 0x12345678
	part := func(expression string) []byte {
		return decodeBase64(b.t, b.eval("(async () => { let text = \"\"; for (const c of new Uint8Array(await ("+expression+"))) text += String.fromCharCode(c); return btoa(text); })()"))
	}
	first := part(fmt.Sprintf(`(window.far = graft.zip(), far.add("big", %d, %d))`, uint64(size), crc))
	second := part(`far.add("ruby/1.png", 3, graft.crc32(new Uint8Array([1, 2, 3])))`)
	third := part(`far.add("jade/1.png", 0, 0)`)
	end := part(`new Blob(far.end()).arrayBuffer()`)
	file, err := os.Create(filepath.Join(b.t.TempDir(), "far.zip"))
	if err != nil {
		b.t.Fatal(err)
	}
	defer file.Close()
	tail := slices.Concat(second, []byte{1, 2, 3}, third, end)
	if _, err := file.Write(first); err != nil {
		b.t.Fatal(err)
	}
	at := int64(len(first)) + size // a hole lies between
	if _, err := file.WriteAt(tail, at); err != nil {
		b.t.Fatal(err)
	}
	r, err := zip.NewReader(file, at+int64(len(tail)))
	if err != nil || len(r.File) != 3 || r.File[0].UncompressedSize64 != size {
		b.t.Fatalf("%d entries (%v), want 3, the first of %d bytes", len(r.File), err, uint64(size))
	}
	from, err := r.File[1].Open()
	if err != nil {
		b.t.Fatal(err)
	}
	if data, err := io.ReadAll(from); err != nil || string(data) != "\x01\x02\x03" || r.File[1].Name != "ruby/1.png" {
		b.t.Errorf("%s beyond 4 GiB = %v (%v)", r.File[1].Name, data, err)
	}
	b.eval("delete window.far")
	many := b.unzip(`URL.createObjectURL(new Blob((() => {
		const archive = graft.zip(), parts = [];
		for (let i = 0; i < 70000; i++) parts.push(archive.add("e" + i, 0, 0));
		return [...parts, ...archive.end()];
	})()))`)
	if len(many) != 70000 {
		b.t.Errorf("%d entries, want 70000", len(many))
	}
}
