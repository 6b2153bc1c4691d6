package webtest

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Page is a component that is mounted.
type Page struct {
	t      testing.TB
	engine app.TestEngine
	probe  *probe
}

// Mount draws a component, and then does what is waiting.
func Mount(t testing.TB, c app.Composer) *Page {
	t.Helper()
	standIn()
	p := &Page{t: t, engine: app.NewTestEngine(), probe: &probe{Composer: c}}
	if err := p.engine.Load(p.probe); err != nil {
		t.Fatal(err)
	}
	p.engine.ConsumeAll()
	return p
}

// Do calls f as a handler of the component is called, draws again, and does what
// came of it.
func (p *Page) Do(f func(ctx app.Context)) {
	p.probe.ctx.Dispatch(f)
	p.engine.ConsumeAll()
}

// HTML is what the component shows.
func (p *Page) HTML() string { return app.HTMLString(p.probe) }

// Has fails the test for each text that the component does not show.
func (p *Page) Has(texts ...string) {
	p.t.Helper()
	html := p.HTML()
	defer func() {
		if p.t.Failed() && testing.Verbose() {
			p.t.Log(html)
		}
	}()
	for _, text := range texts {
		if !strings.Contains(html, text) {
			p.t.Errorf("the page has no %q", text)
		}
	}
}

// Lacks fails the test for each text that it does show.
func (p *Page) Lacks(texts ...string) {
	p.t.Helper()
	html := p.HTML()
	for _, text := range texts {
		if strings.Contains(html, text) {
			p.t.Errorf("the page has %q", text)
		}
	}
}

// Press clicks on what a selector finds. Where there is no browser, natively does
// what the click would.
func (p *Page) Press(selector string, natively func(ctx app.Context)) {
	p.t.Helper()
	if !app.IsClient {
		p.Do(natively)
		return
	}
	el := app.Window().Get("document").Call("querySelector", selector)
	if !el.Truthy() {
		p.t.Fatalf("nothing to press is called %s", selector)
	}
	el.Call("click")
	p.engine.ConsumeAll()
}

// probe stands in for a component and keeps the context that it is mounted with.
// go-app calls OnMount in a browser only; here it is called everywhere.
type probe struct {
	app.Composer
	ctx app.Context
}

func (p *probe) OnInit() {
	if c, ok := p.Composer.(app.Initializer); ok {
		c.OnInit()
	}
}

func (p *probe) OnPreRender(ctx app.Context) { p.OnMount(ctx) }

func (p *probe) OnMount(ctx app.Context) {
	p.ctx = ctx
	if c, ok := p.Composer.(app.Mounter); ok {
		c.OnMount(ctx)
	}
}

func (p *probe) OnDismount() {
	if c, ok := p.Composer.(app.Dismounter); ok {
		c.OnDismount()
	}
}
