package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"
)

// understand looks at what a finished run says of itself.
func understand(b *tab) {
	b.wait("the report in words", `/^\d+ of \d+ validation pictures? (is|are) recognised\. .* between \d+% and \d+% /.test(document.querySelector("#report-words")?.textContent)`)
	b.wait("curves of accuracy and loss", `document.querySelectorAll("#run-chart .chart-panel").length >= 2 && document.querySelector("#run-chart .line-val").getAttribute("d").length > 10`)
	pictureCell(b)
	sortClasses(b)
	walkMap(b)
	b.click(`#used summary`)
	b.wait("the run's settings", `document.querySelector("#used").open && document.querySelector("#used .used-list").textContent.includes("Learning rate")`)
}

// pictureCell opens the pictures behind a number of the confusion matrix, by the
// keyboard.
func pictureCell(b *tab) {
	cell := `document.querySelector('#confusion [data-is="jade"][data-as="jade"]')`
	n := b.eval(cell + `.textContent`)
	b.eval(`(` + cell + `.focus(), ` + cell + `.click())`) // Enter on a focused button clicks it
	b.wait("the pictures", `document.querySelector("#pictures-dialog").open && document.querySelector("#picture-large")?.naturalWidth > 0`)
	if got := b.eval(`document.querySelectorAll(".picture-strip li").length`); got != n {
		b.t.Errorf("the cell of %s pictures opens %s", n, got)
	}
	first := b.eval(`document.querySelector("#picture-large").alt`)
	b.eval(`document.querySelector("#pictures-dialog").dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }))`)
	b.wait("the next picture", fmt.Sprintf(`document.querySelector("#picture-large").alt !== %q && document.querySelector("#picture-large").naturalWidth > 0`, first))
	b.wait("what the head says of it", `document.querySelectorAll("#pictures-dialog .class-bar").length === 2`)
	b.close("#pictures-dialog")
}

// sortClasses orders the table of classes by a figure, both ways.
func sortClasses(b *tab) {
	names := `[...document.querySelectorAll("#class-table tbody th")].map((th) => th.textContent).join()`
	if got := b.eval(names); got != "jade,ruby" {
		b.t.Errorf("classes in the order %s, want by name", got)
	}
	b.click(`#class-table [data-sort="name"]`)
	b.wait("the classes the other way round", names+` === "ruby,jade" && document.querySelector("#class-table thead th").getAttribute("aria-sort") === "descending"`)
}

// walkMap goes to a point of the map of features by the arrow keys.
func walkMap(b *tab) {
	b.wait("every picture on the map", `document.querySelectorAll("#map-area g").length === 48`)
	key := func(name string) {
		b.eval(fmt.Sprintf(`(document.querySelector("#map-area").focus(), document.querySelector("#map-area").dispatchEvent(new KeyboardEvent("keydown", { key: %q, bubbles: true, cancelable: true })))`, name))
	}
	key("ArrowRight")
	b.wait("the picture of a point", `document.querySelector(".map-card img")?.naturalWidth > 0`)
	key("Enter")
	b.wait("it and its neighbours", `document.querySelector("#pictures-dialog").open && document.querySelectorAll(".picture-strip li").length === 13`)
	b.close("#pictures-dialog")
}

// runs names a run, opens it by its link in another tab, trains another with
// other settings, compares the two and deletes one.
func runs(b *tab, address string) {
	first := b.eval(`document.querySelector("#train-state").dataset.job`)
	b.typeInto("#run-name", "twenty epochs")
	b.wait("the name", `document.querySelector("#run-name").value === "twenty epochs"`)

	other := b.another(address + "#run=" + first)
	other.wait("the run in another tab", fmt.Sprintf(`document.querySelector("#train-state")?.dataset.job === %q && document.querySelector("#run-name").value === "twenty epochs" && document.querySelector("#report") !== null`, first))
	other.wait("its recipe and settings", fmt.Sprintf(`location.hash.includes("r=") && document.querySelector("#epochs").value === %q`, b.eval(`document.querySelector("#epochs").value`)))

	b.click("#start-right")
	b.wait("the preset's settings", `document.querySelector("#epochs").value === "3" && document.querySelector("#start-right").getAttribute("aria-pressed") === "true"`)
	b.typeInto("#epochs", "four")
	b.wait("what is no number to be refused", `document.querySelector("#epochs").value === "3" && document.querySelector('.toast[role="alert"]') !== null`)
	b.click("#start-training")
	b.wait("another run", fmt.Sprintf(`document.querySelector("#train-state")?.dataset.job !== %q`, first))
	b.waitLong("it to end", `["done","failed","cancelled"].includes(document.querySelector("#train-state")?.dataset.state)`, 3*time.Minute)
	second := b.eval(`document.querySelector("#train-state").dataset.job`)

	b.click(fmt.Sprintf(`[data-compare=%q]`, first))
	b.click(fmt.Sprintf(`[data-compare=%q]`, second))
	b.wait("both curves", `document.querySelectorAll("#compare-chart .chart-panel:nth-child(2) .line").length === 2`)
	b.wait("what differs", `["Accuracy", "Epochs"].every((name) => [...document.querySelectorAll("#differences tbody th")].some((th) => th.textContent === name))`)
	if words := b.eval(`document.querySelector("#compare-words").textContent`); !strings.Contains(words, "chance") {
		b.t.Errorf("of two good runs it says %q, want that the difference may be chance", words)
	}
	b.click("#compare-none")

	b.click("#delete-run")
	b.click("#delete-run-yes")
	b.wait("the first run instead of the deleted one", fmt.Sprintf(`document.querySelector("#train-state")?.dataset.job === %q && document.querySelector('[data-job=%q].job-row') === null`, first, second))
}

// typeInto writes over a field and leaves it.
func (b *tab) typeInto(selector, text string) {
	b.t.Helper()
	b.eval(fmt.Sprintf(`(() => {
		const field = document.querySelector(%q);
		field.value = %q;
		field.dispatchEvent(new Event("change", { bubbles: true }));
	})()`, selector, text))
}

// heatMap asks what the network looks at in a picture, for two classes.
func heatMap(b *tab) {
	file := filepath.Join(b.t.TempDir(), "why.png")
	writeTexture(b.t, file, "ruby", 99)
	b.click("#tab-recognise")
	b.files("#recognise-file", file)
	b.wait("the verdict", `document.querySelector("#recognise-image")?.alt === "why.png" && document.querySelector("#verdict")?.dataset.class === "ruby"`)
	b.click("#heat-switch")
	shown := func(class string) {
		b.wait("the heat map of "+class, fmt.Sprintf(`document.querySelector("#heat")?.dataset.shows?.endsWith("/" + %q) && !document.querySelector("#heat").hidden && document.querySelector("#heat-words").dataset.class === %q`, class, class))
	}
	pixels := `(() => { const c = document.querySelector("#heat"); return c.getContext("2d").getImageData(0, 0, c.width, c.height).data.join(); })()`
	shown("ruby")
	ruby := b.eval(pixels)
	b.click(`[data-bar="jade"] button`)
	shown("jade")
	if b.eval(pixels) == ruby {
		b.t.Error("the heat maps of both classes are the same")
	}
	b.eval(`(() => {
		const range = document.querySelector("#heat-opacity");
		range.value = 20;
		range.dispatchEvent(new Event("input", { bubbles: true }));
	})()`)
	b.wait("the map to become faint", `document.querySelector("#heat").style.opacity === "0.2"`)
	b.click("#heat-switch")
	b.wait("the map to go", `document.querySelector("#heat").hidden`)
}
