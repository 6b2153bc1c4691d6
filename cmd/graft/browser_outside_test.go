package main

import (
	"bufio"
	"net"
	"net/http"
	"os"
	"slices"
	"sync"
	"testing"

	"graft/cmd/internal/chromium"

	"github.com/chromedp/chromedp"
)

// outside is a proxy that a browser is told to use, which lets nothing through and
// remembers what was asked for. What is on this machine goes past it. Other than the
// browser's own events it sees workers, beacons and what is loaded ahead, too.
type outside struct {
	mu   sync.Mutex
	seen []string // hosts
}

// ofChromium are the hosts that the browser itself calls, whatever page it shows.
var ofChromium = []string{
	"accounts.google.com", "android.clients.google.com", "clients2.google.com", "clients2.googleusercontent.com",
	"content-autofill.googleapis.com", "edgedl.me.gvt1.com", "optimizationguide-pa.googleapis.com",
	"passwordsleakcheck-pa.googleapis.com", "redirector.gvt1.com", "safebrowsing.googleapis.com",
	"safebrowsingohttpgateway.googleapis.com", "update.googleapis.com", "www.google.com",
}

func newOutside(t *testing.T) (o *outside, use chromedp.ExecAllocatorOption) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	o = &outside{}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go o.refuse(c)
		}
	}()
	return o, chromedp.ProxyServer("http://" + l.Addr().String())
}

// nothingOutside returns the option that has a browser use such a proxy. At the test's
// end the page must have asked it for nothing.
func nothingOutside(t *testing.T) chromedp.ExecAllocatorOption {
	o, use := newOutside(t)
	t.Cleanup(func() {
		for _, host := range o.hosts() {
			t.Errorf("the page called %s: want nobody but its server", host)
		}
	})
	return use
}

func (o *outside) refuse(c net.Conn) {
	defer c.Close()
	r, err := http.ReadRequest(bufio.NewReader(c))
	if err != nil {
		return
	}
	host := r.URL.Hostname()
	if host == "" {
		host, _, _ = net.SplitHostPort(r.Host)
	}
	o.mu.Lock()
	o.seen = append(o.seen, host)
	o.mu.Unlock()
	c.Write([]byte("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
}

// hosts returns what was asked for that is not the browser's own.
func (o *outside) hosts() (foreign []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, host := range o.seen {
		if !slices.Contains(ofChromium, host) && !slices.Contains(foreign, host) {
			foreign = append(foreign, host)
		}
	}
	return foreign
}

// What a page or its worker asks of somebody else is seen.
func TestBrowserCallsAreSeen(t *testing.T) {
	if os.Getenv("GRAFT_BROWSER_TEST") == "" {
		t.Skip("set GRAFT_BROWSER_TEST=1 after make build, or run make test-browser")
	}
	o, use := newOutside(t)
	ctx, stop, err := chromium.Start(t.Context(), use)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	b := watch(t, ctx, nil)
	b.visit("about:blank")
	for _, script := range []string{
		`fetch("http://page.example/").catch(() => 0)`,
		`fetch("https://secure.example/").catch(() => 0)`,
		`new Promise((done) => { new Worker(URL.createObjectURL(new Blob(['fetch("http://worker.example/").catch(() => 0).then(() => postMessage(1))']))).onmessage = done; })`,
		`(() => { const i = new Image(); i.src = "http://image.example/x.png"; return new Promise((done) => i.onerror = done); })()`,
	} {
		b.eval(script)
	}
	got := o.hosts()
	for _, want := range []string{"page.example", "secure.example", "worker.example", "image.example"} {
		if !slices.Contains(got, want) {
			t.Errorf("a call to %s was not seen: %v", want, got)
		}
	}
}
