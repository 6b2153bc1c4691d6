package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// takeElsewhere opens the dialog of what was trained, reads the programs, and
// saves the ONNX file as a visitor does.
func takeElsewhere(b *tab) {
	folder := b.t.TempDir()
	allow := browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder}
	if _, err := chromedp.Call(b.ctx, browser.SetDownloadBehavior, allow); err != nil {
		b.t.Fatal(err)
	}
	b.click("#take-chosen")
	b.wait("the program for ONNX Runtime", `document.querySelector("#take-dialog").open && document.querySelector("#take-text").textContent.includes("InferenceSession")`)
	b.screenshot()
	for library, text := range map[string]string{
		"pytorch": "torchvision.models.resnet50", "keras": "keras.Model", "web": "0.485000014, 0.456", "graft": "graft predict",
	} {
		b.click("#take-tab-" + library)
		b.wait("the program for "+library, fmt.Sprintf(`document.querySelector("#take-text").dataset.library === %q && document.querySelector("#take-text").textContent.includes(%q)`, library, text))
	}
	b.click("#take-tab-onnxruntime")
	b.click("#take-onnx")
	var saved []string
	for range 300 {
		if saved, _ = filepath.Glob(filepath.Join(folder, "model-*.onnx")); len(saved) == 1 {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if len(saved) != 1 {
		b.t.Fatalf("no model-….onnx in the folder of downloads; the dialog says %s", b.eval(`document.querySelector(".take-files").textContent`))
	}
	if info, err := os.Stat(saved[0]); err != nil || info.Size() < 93e6 {
		b.t.Errorf("%s: %v, %v, want 94 MB", saved[0], info, err)
	}
	b.close("#take-dialog")
}
