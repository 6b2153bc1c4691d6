package main

import (
	"fmt"

	"github.com/chromedp/chromedp"
)

// undoData takes pictures away in every way the data view knows, and back again,
// one step at a time; what is not taken back leaves the disk.
func undoData(b *tab, archive string) {
	b.click("#tab-data")
	b.files("#dataset-files", archive)
	b.wait("ten pictures", `JSON.parse(graft.store.state()).pictures === 10 && JSON.parse(graft.store.state()).phase === "" && document.querySelectorAll(".kept").length === 10`)
	set := `JSON.stringify(graft.store.classes().map((c) => [c.name, c.ids, c.bytes]))`
	before := []string{b.eval(set)}
	step := func(said string) {
		b.t.Helper()
		b.wait(said, fmt.Sprintf(`document.querySelector("#undo-bar")?.textContent.includes(%q)`, said))
		before = append(before, b.eval(set))
	}
	inJade := `[data-class="jade"] .kept:nth-of-type(%d)`
	b.click(fmt.Sprintf(inJade, 1))
	b.click(fmt.Sprintf(inJade, 3))
	b.click("#delete-selected")
	step("2 pictures removed")
	b.wait("the keyboard on Undo", `document.activeElement.id === "undo-data"`)
	b.keepShot("removed")
	b.eval(`document.querySelector('[data-class="ruby"] .kept[tabindex="0"]').focus()`)
	b.press("\x7f")
	step("1 picture removed")
	b.wait("the keyboard on the next picture", `document.activeElement.matches('[data-class="ruby"] .kept')`)
	ruby := b.eval(`graft.store.classes().find((c) => c.name === "ruby").id`)
	b.click(fmt.Sprintf(inJade, 1))
	b.wait("where it may go", `document.querySelector("#move-to") !== null`)
	b.eval(fmt.Sprintf(`(() => { const s = document.querySelector("#move-to"); s.value = %q; s.dispatchEvent(new Event("change", { bubbles: true })); })()`, ruby))
	step("1 picture moved to “ruby”")
	for _, class := range []string{"jade", "ruby"} {
		b.click(fmt.Sprintf(`[data-class=%q] [id^="remove-"]`, class))
		b.click(`.class-card .confirm .danger`)
		step(fmt.Sprintf("“%s” removed", class))
	}
	b.wait("nothing left", `graft.store.classes().length === 0 && document.querySelector("#drop-set") !== null`)
	b.keepShot("nothing")

	for at := len(before) - 2; at >= 0; at-- {
		if at%2 == 0 {
			b.click("#undo-data")
		} else {
			b.eval(`document.activeElement.blur()`)
			b.eval(`document.dispatchEvent(new KeyboardEvent("keydown", { key: "z", ctrlKey: true, bubbles: true }))`)
		}
		b.wait(fmt.Sprintf("the set before step %d", at+1), fmt.Sprintf(`%s === %q`, set, before[at]))
	}
	b.wait("no more to undo", `document.querySelector("#undo-bar") === null`)
	b.reload()
	b.wait("the same set after a reload", fmt.Sprintf(`window.graft?.store && %s === %q`, set, before[0]))
	if read := b.eval(`Promise.all(graft.store.classes().flatMap((c) => c.ids).map(async (id) => (await graft.store.file(id)).size === graft.store.picture(id).bytes && (await graft.store.thumb(id)) !== "")).then((all) => all.every(Boolean))`); read != "true" {
		b.t.Error("a picture that was taken back has no file or no thumbnail")
	}

	// A picture that was removed and added again is there once.
	b.eval(`graft.store.remove(graft.store.classes()[0].ids.slice(0, 2))`)
	b.files("#dataset-files", archive)
	b.wait("them again", `JSON.parse(graft.store.state()).pictures === 10 && JSON.parse(graft.store.state()).phase === ""`)
	b.click("#undo-data")
	b.wait("no more to undo", `document.querySelector("#undo-bar") === null`)
	if n := b.eval(`JSON.parse(graft.store.state()).pictures`); n != "10" {
		b.t.Errorf("after they were added again, Undo makes it %s pictures, want 10", n)
	}

	files := `(async () => { let n = 0; const d = await (await navigator.storage.getDirectory()).getDirectoryHandle("graft-pictures"); for await (const f of d.keys()) n++; return n; })()`
	b.eval(`graft.store.remove(graft.store.classes()[0].ids.slice(0, 1))`)
	b.click("#forget-removed")
	b.wait("nine files once the bar is closed", files+`.then((n) => n === 9 && document.querySelector("#undo-bar") === null)`)
	b.eval(`graft.store.remove(graft.store.classes()[0].ids.slice(0, 1))`)
	if n := b.eval(files); n != "9" {
		b.t.Errorf("%s files while Undo is offered, want 9", n)
	}
	b.reload()
	b.wait("eight pictures and files after a reload", `window.graft?.store && `+files+`.then((n) => n === 8 && JSON.parse(graft.store.state()).pictures === 8)`)
	b.eval(`graft.store.clear()`)
	b.click("#tab-augment")
	b.waitTiles(9)
}

// press presses a key as a keyboard does.
func (b *tab) press(key string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.KeyEvent(key)); err != nil {
		b.t.Fatal(err)
	}
}
