// Package chromium starts the headless browser that tests run in.
package chromium

import (
	"context"
	"errors"
	"os"
	"os/exec"

	"github.com/chromedp/chromedp"
)

// names are tried in this order after the CHROMIUM environment variable.
var names = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"}

// Find returns the path of a browser.
func Find() (string, error) {
	if path := os.Getenv("CHROMIUM"); path != "" {
		return exec.LookPath(path)
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no Chromium or Chrome on the PATH: install one (`make chromium` does on Debian and Ubuntu), or name it in CHROMIUM")
}

// Start opens one tab of a fresh browser that talks to nobody but the pages it
// is given. stop closes it and removes its profile.
func Start(ctx context.Context, more ...chromedp.ExecAllocatorOption) (tab context.Context, stop func(), err error) {
	path, err := Find()
	if err != nil {
		return nil, nil, err
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox, // containers and CI run as root
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-features", "Translate,OptimizationHints,MediaRouter"),
	)
	alloc, stopAlloc := chromedp.NewExecAllocator(ctx, append(opts, more...)...)
	tab, stopTab := chromedp.NewContext(alloc)
	if err := chromedp.Do(tab); err != nil {
		stopTab()
		stopAlloc()
		return nil, nil, err
	}
	return tab, func() { stopTab(); stopAlloc() }, nil
}
