// Command screenshots writes a picture of every view and dialog of the page, in each
// width, theme and language, with what is wrong with it at a glance: what lies outside the
// page, and labels that are cut off. It serves the page itself, from bin/graft.
//
//	go run ./cmd/tools/screenshots -o shots -widths 1280 -themes light -languages en
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/chromedp/chromedp"

	"graft/cmd/internal/chromium"
)

type options struct {
	program, out              string
	widths, themes, languages string
	scenes                    string
}

func main() {
	var o options
	flag.StringVar(&o.program, "program", "bin/graft", "`file` of the server")
	flag.StringVar(&o.out, "o", "screenshots", "`folder` to write to")
	flag.StringVar(&o.widths, "widths", "320,390,768,1280,1920", "`pixels`, separated by commas")
	flag.StringVar(&o.themes, "themes", "light,dark", "`names`, separated by commas")
	flag.StringVar(&o.languages, "languages", "en,zh", "`tags`, separated by commas")
	flag.StringVar(&o.scenes, "scenes", "", "`names` of the only ones, separated by commas")
	flag.Parse()
	if err := run(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, "screenshots:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		return err
	}
	address, stop, err := serve(o.program)
	if err != nil {
		return err
	}
	defer stop()
	tab, closeTab, err := chromium.Start(ctx)
	if err != nil {
		return err
	}
	defer closeTab()
	p := &page{ctx: tab, address: address}
	if err := p.prepare(); err != nil {
		return err
	}
	for _, language := range strings.Split(o.languages, ",") {
		for _, theme := range strings.Split(o.themes, ",") {
			for _, width := range strings.Split(o.widths, ",") {
				w, err := strconv.Atoi(width)
				if err != nil {
					return fmt.Errorf("-widths %s: want whole numbers", o.widths)
				}
				if err := p.shootAll(o, language, theme, w); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// serve starts the server on a free port with a folder of its own.
func serve(program string) (address string, stop func(), err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	address = l.Addr().String()
	l.Close()
	dir, err := os.MkdirTemp("", "graft-screenshots-")
	if err != nil {
		return "", nil, err
	}
	c := exec.Command(program, "serve", "-listen", address, "-data", dir, "-weights", "starter", "-offline")
	c.Stderr = os.Stderr
	if err := c.Start(); err != nil {
		os.RemoveAll(dir)
		return "", nil, err
	}
	stop = func() {
		c.Process.Signal(os.Interrupt)
		c.Wait()
		os.RemoveAll(dir)
	}
	for end := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		if res, err := http.Get("http://" + address + "/healthz"); err == nil {
			res.Body.Close()
			return "http://" + address + "/", stop, nil
		}
		if time.Now().After(end) {
			stop()
			return "", nil, errors.New("the server does not answer")
		}
	}
}

type page struct {
	ctx     context.Context
	address string
}

// eval runs the body of an async function in the page and returns what that returns.
func (p *page) eval(body string, limit time.Duration) (string, error) {
	ctx, cancel := context.WithTimeout(p.ctx, limit)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[string](`(async () => {
		const $ = (s) => document.querySelector(s);
		const until = async (what, f) => {
			for (let n = 0; !f(); n++) { if (n > 1200) throw new Error("never: " + what); await new Promise((r) => setTimeout(r, 50)); }
		};
		const click = async (s) => { await until(s, () => $(s) && !$(s).disabled); $(s).click(); };
		const opened = async (id) => { await until(id, () => $("#" + id)?.open); };
		`+body+`
	})().then(String)`, chromedp.EvalAwaitPromise))
}

// prepare makes a data set and trains a classifier on it, which the scenes then show.
func (p *page) prepare() error {
	if err := chromedp.Do(p.ctx, chromedp.Navigate(p.address)); err != nil {
		return err
	}
	_, err := p.eval(`
		await until("the page", () => $("#tab-data") && !document.body.hasAttribute("aria-busy"));
		await click("#tab-data");
		await click("#use-sample");
		await until("the sample set", () => document.querySelectorAll("[data-class]").length >= 2 && $("#upload") && !$("#upload").disabled);
		await click("#upload");
		await click("#go-train");
		await click("#start-training");
		await until("training", () => ["done", "failed", "cancelled"].includes($("#train-state")?.dataset.state));
		return $("#train-state").dataset.state;`, 5*time.Minute)
	return err
}

// shootAll shows every scene in one width, theme and language.
func (p *page) shootAll(o options, language, theme string, width int) error {
	height := int64(800)
	if width < 600 {
		height = 720
	}
	var more []chromedp.EmulateViewportOption
	if width < 600 {
		more = append(more, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	if err := chromedp.Do(p.ctx, chromedp.EmulateViewport(int64(width), height, more...), chromedp.Navigate(p.address)); err != nil {
		return err
	}
	set := fmt.Sprintf(`localStorage.setItem("graft-theme", JSON.stringify(%q)); document.cookie = "graft-language=" + %q + ";path=/"; return ""`, theme, language)
	if _, err := p.eval(set, time.Minute); err != nil {
		return err
	}
	for _, s := range scenes {
		if o.scenes != "" && !strings.Contains(","+o.scenes+",", ","+s.name+",") {
			continue
		}
		name := fmt.Sprintf("%s-%s-%s-%d", s.name, language, theme, width)
		if err := p.shoot(s, filepath.Join(o.out, name+".png")); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		faults, err := p.eval(findFaults, time.Minute)
		if err != nil {
			return err
		}
		if faults != "" {
			fmt.Printf("%s: %s\n", name, faults)
		}
	}
	return nil
}

func (p *page) shoot(s scene, file string) error {
	if err := chromedp.Do(p.ctx, chromedp.Navigate(p.address), chromedp.Reload()); err != nil {
		return err
	}
	if _, err := p.eval(`await until("the page", () => $("#tab-data") && !document.body.hasAttribute("aria-busy"));`+s.show+`await new Promise((r) => setTimeout(r, 400));`, 3*time.Minute); err != nil {
		return err
	}
	shot, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		return err
	}
	return os.WriteFile(file, shot, 0o644)
}

// findFaults names what lies outside the page's width and buttons whose label is cut off.
const findFaults = `
	const bad = [];
	const root = document.scrollingElement;
	if (root.scrollWidth > root.clientWidth + 1) bad.push("the page is " + root.scrollWidth + " wide in " + root.clientWidth);
	for (const b of document.querySelectorAll("button, select, .segment")) {
		if (!b.checkVisibility() || !b.textContent.trim()) continue;
		if (b.scrollWidth > b.clientWidth + 2 || b.scrollHeight > b.clientHeight + 4) bad.push("cut off: " + (b.id || b.className) + " “" + b.textContent.trim().slice(0, 30) + "”");
	}
	return bad.join("; ");`
