package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"graft/core/recipe"
)

// TestBrowserLearn is what helps to understand a recipe: the strip of steps, the
// wipe, a mix, extremes, presets, code, and Keras's way to say it.
func TestBrowserLearn(t *testing.T) {
	if os.Getenv("GRAFT_BROWSER_TEST") == "" {
		t.Skip("set GRAFT_BROWSER_TEST=1 after make build, or run make test-browser")
	}
	sent := &wire{}
	address := sent.inFrontOf(t, startServer(t, t.TempDir()))
	b := openBrowserTab(t, sent)
	b.visit(address)
	b.waitTiles(9)
	t.Run("Strip", func(t *testing.T) { strip(b.on(t)) })
	t.Run("Wipe", func(t *testing.T) { wipe(b.on(t)) })
	t.Run("Mix", func(t *testing.T) { mix(b.on(t)) })
	t.Run("Presets", func(t *testing.T) { presets(b.on(t)) })
	t.Run("Extremes", func(t *testing.T) { extremes(b.on(t)) })
	t.Run("Menu", func(t *testing.T) { stepMenu(b.on(t)) })
	t.Run("Code", func(t *testing.T) { code(b.on(t)) })
	t.Run("Keras", func(t *testing.T) { keras(b.on(t)) })
	b.on(t).wantNoUpload()
	b.on(t).wantQuietConsole()
}

// canvas returns the RGBA bytes of a canvas once it shows what it should.
func (b *tab) canvas(name string) []byte {
	b.t.Helper()
	at := fmt.Sprintf(`document.querySelector('canvas[data-tile=%q]')`, name)
	b.wait("canvas "+name, at+`?.dataset.ready === "1"`)
	return decodeBase64(b.t, b.eval(`(() => {
		const c = `+at+`;
		const bytes = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
		let text = "";
		for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
		return btoa(text);
	})()`))
}

func (b *tab) open(r recipe.Recipe) {
	b.t.Helper()
	b.eval(fmt.Sprintf("location.hash = %q", r.Fragment()))
	b.wait("the recipe", fmt.Sprintf(`document.querySelectorAll("[data-op]").length === %d`, len(r.Steps)))
	b.waitTiles(9)
}

func (b *tab) close(dialog string) {
	b.t.Helper()
	b.eval(fmt.Sprintf(`document.querySelector(%q).close()`, dialog))
}

// waitAlike waits until two canvases show the same pixels.
func (b *tab) waitAlike(one, other string) {
	b.t.Helper()
	b.wait(one+" to show what "+other+" does", fmt.Sprintf(`(() => {
		const [a, b] = [%q, %q].map((name) => {
			const c = document.querySelector('canvas[data-tile="' + name + '"]');
			return c.dataset.ready + c.getContext("2d").getImageData(0, 0, c.width, c.height).data.join();
		});
		return a === b;
	})()`, one, other))
}

// strip enlarges a view: the last picture of the strip is the tile, and each one
// is what the recipe cut after that step gives.
func strip(b *tab) {
	r := recipe.Default()
	b.open(r)
	tile := b.tile(4)
	b.click(`.tile[data-index="4"]`)
	b.wait("a picture a step and the original", fmt.Sprintf(`document.querySelectorAll("#strip canvas").length === %d`, len(r.Steps)+1))
	if !bytes.Equal(b.canvas(fmt.Sprintf("strip-%d", len(r.Steps))), tile) {
		b.t.Error("the last picture of the strip is not the tile")
	}
	between := b.canvas("strip-2")
	b.wait("what rotation drew", `/\d°/.test(document.querySelector('.strip-item[data-step="2"] .strip-text').textContent)`)
	b.click(`.strip-item[data-step="2"]`)
	b.wait("the step to be compared", `document.querySelector('.strip-item[data-step="2"]').getAttribute("aria-pressed") === "true"`)
	b.waitAlike("zoom", "strip-2")
	b.waitAlike("zoom-before", "strip-1")
	b.wait("the histogram", `document.querySelector("#histogram-r-after").getAttribute("d")?.length > 100 && /^\d+ → \d+$/.test(document.querySelector("#histogram-g-mean").textContent)`)
	b.close("#zoom-dialog")
	r.Steps = r.Steps[:2]
	b.open(r)
	if !bytes.Equal(b.tile(4), between) {
		b.t.Error("the picture after two steps is not that of a recipe of two steps")
	}
}

// wipe moves what divides the two pictures, by key and by pointer.
func wipe(b *tab) {
	b.click(`.tile[data-index="0"]`)
	b.canvas("zoom")
	cut := `getComputedStyle(document.querySelector("#compare")).getPropertyValue("--cut")`
	b.wait("a third", cut+` === "30%"`)
	b.eval(`(() => {
		const range = document.querySelector("#compare-range");
		range.focus();
		range.value = 75;
		range.dispatchEvent(new Event("input", { bubbles: true }));
		range.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true }));
	})()`)
	b.wait("three quarters", cut+` === "75%"`)
	if title := b.eval(`document.querySelector("#zoom-title").textContent`); title != "View 0" {
		b.t.Errorf("an arrow key on the slider led to %s", title)
	}
	b.eval(`(() => {
		const box = document.querySelector("#compare");
		const r = box.getBoundingClientRect();
		box.setPointerCapture = () => {};
		box.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, button: 0, clientX: r.left + r.width / 2, clientY: r.top + 9 }));
		box.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
	})()`)
	b.wait("half", cut+` === "50%"`)
	b.close("#zoom-dialog")
}

// mix shows a batch operation on two pictures, with the label that it gives.
func mix(b *tab) {
	r := recipe.Recipe{V: recipe.Version, Seed: 3, Size: recipe.Size{W: 96, H: 96}}
	o, _ := recipe.Lookup("mix_up")
	s := o.New(1)
	s.Values["alpha"] = recipe.Number(5)
	r.Steps = append(r.Steps, s)
	b.open(r)
	b.click(`.tile[data-index="0"]`)
	b.wait("a soft label", `(() => { const own = Number(document.querySelector("#mix")?.dataset.lambda); return own > 0 && own < 1; })()`)
	first, mixed := b.canvas("strip-0"), b.canvas("strip-1")
	if bytes.Equal(first, mixed) {
		b.t.Error("the mix is the picture alone")
	}
	b.click(`.mix-choose .sample:first-of-type`)
	b.wait("the other picture", `document.querySelector(".mix-choose .sample").getAttribute("aria-pressed") === "true"`)
	b.waitAlike("strip-1", "strip-0") // mixed with itself
	b.close("#zoom-dialog")
}

func presets(b *tab) {
	b.click("#presets")
	for _, p := range recipe.Presets() {
		b.canvas("preset-" + p.Name)
	}
	for _, p := range recipe.Presets() {
		if p.Name != "digits" && p.Name != "heavy" {
			continue
		}
		b.click("#preset-" + p.Name)
		b.wait(p.Name+" in the address", fmt.Sprintf(`document.querySelectorAll("[data-op]").length === %d && !document.querySelector("#presets-dialog").open`, len(p.Recipe.Steps)))
		b.waitTiles(9)
		b.eval(`graft.address()`)
		got, want := b.recipe(), p.Recipe
		want.Seed, want.Train = got.Seed, got.Train
		if string(got.JSON()) != string(want.JSON()) {
			b.t.Errorf("preset %s opens %s, want %s", p.Name, got.JSON(), want.JSON())
		}
		if now := b.eval(`document.querySelector(".start-now").textContent`); now != p.Title.En {
			b.t.Errorf("the page calls it %q, want %q", now, p.Title.En)
		}
	}
}

// extremes points at sliders: three pictures, and none left when it is over.
func extremes(b *tab) {
	b.open(recipe.Default())
	point := func(selector string) {
		b.eval(fmt.Sprintf(`(document.querySelector(%q).dispatchEvent(new PointerEvent("pointerover", { bubbles: true, pointerType: "mouse" })), true)`, selector))
	}
	point(`#step-1 .param[data-param="degrees"] .slider`)
	b.wait("the popover", `document.querySelector("#extremes").matches(":popover-open") && document.querySelectorAll("#extremes canvas").length === 3`)
	low, middle, high := b.canvas("extreme-0"), b.canvas("extreme-1"), b.canvas("extreme-2")
	if bytes.Equal(low, middle) || bytes.Equal(middle, high) || bytes.Equal(low, high) {
		b.t.Error("the extremes of a rotation look alike")
	}
	if words := b.eval(`document.querySelector("#extremes").textContent`); words != "−20°0°20°" {
		b.t.Errorf("the extremes are called %q", words)
	}
	point("body")
	b.wait("the popover to go", `!document.querySelector("#extremes").matches(":popover-open")`)
	b.eval(`(() => {
		const row = document.querySelector('#step-3 .param[data-param="range"] .slider');
		row.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, pointerType: "touch" }));
	})()`)
	b.wait("a long press", `document.querySelector("#extremes").textContent === "0.70×1.00×1.30×"`)
	b.canvas("extreme-2")
	b.eval(`(dispatchEvent(new PointerEvent("pointerup", { pointerType: "touch" })), true)`)
	b.wait("the popover to go", `!document.querySelector("#extremes").matches(":popover-open")`)
}

// stepMenu finds an operation by the name that another library gives it.
func stepMenu(b *tab) {
	n := len(b.recipe().Steps)
	b.click("#add-step")
	b.eval(`(() => {
		const field = document.querySelector("#add-search");
		field.value = "randomerasing";
		field.dispatchEvent(new Event("input", { bubbles: true }));
	})()`)
	b.wait("what is called so", `document.querySelectorAll("[data-add]").length < 4 && document.querySelector('[data-add="erase"]') !== null`)
	b.eval(`(document.querySelector("#add-search").dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, cancelable: true })), true)`)
	b.wait("the focus on it", `document.activeElement.dataset.add !== undefined`)
	b.click(`[data-add="erase"]`)
	b.wait("the step", fmt.Sprintf(`document.querySelectorAll("[data-op]").length === %d && document.querySelector('[data-op="erase"]') !== null`, n+1))
	b.waitTiles(9)
}

func code(b *tab) {
	b.click("#open-code")
	for name, word := range map[string]string{"keras": "ImageDataGenerator", "tfdata": "tf.image", "torchvision": "v2.", "albumentations": "A.Compose"} {
		b.click("#code-" + name)
		b.wait("code for "+name, fmt.Sprintf(`document.querySelector("#code-text").dataset.library === %q`, name))
		if text := b.eval(`document.querySelector("#code-text").textContent`); !strings.Contains(text, word) || strings.Count(text, "\n") < 5 {
			b.t.Errorf("code for %s without %q: %s", name, word, text)
		}
	}
	b.close("#code-dialog")
}

// keras pastes a call, first a wrong one.
func keras(b *tab) {
	paste := func(text string) {
		b.eval(fmt.Sprintf(`(() => {
			const area = document.querySelector("#keras-text");
			area.value = %q;
			area.dispatchEvent(new Event("input", { bubbles: true }));
		})()`, text))
	}
	b.click("#open-keras")
	paste("ImageDataGenerator(rotation_range=20, spin=3)")
	b.wait("what is wrong", `document.querySelector("#keras-error")?.textContent.includes("spin") && document.querySelector("#keras-open").disabled`)
	const call = "ImageDataGenerator(rotation_range=25, zoom_range=[0.8, 1.2], horizontal_flip=True, fill_mode='reflect')"
	paste(call)
	b.wait("what it says", `document.querySelectorAll("#keras-notes .chip").length === 3 && !document.querySelector("#keras-open").disabled`)
	b.click("#keras-open")
	b.wait("the recipe", `document.querySelectorAll("[data-op]").length === 3`)
	b.waitTiles(9)
	b.eval(`graft.address()`)
	got := b.recipe()
	want, _, err := recipe.ParseKeras(call, recipe.KerasOptions{Size: got.Size})
	if err != nil {
		b.t.Fatal(err)
	}
	want.Seed, want.Train = got.Seed, got.Train
	if string(got.JSON()) != string(want.JSON()) {
		b.t.Errorf("the call opens %s, want %s", got.JSON(), want.JSON())
	}
}
