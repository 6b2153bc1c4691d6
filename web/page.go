//go:build !(js && wasm)

package web

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/i18n"
)

//go:embed offline.js
var offlineWorker string

// watchScript is loaded after Go's runtime and before the page's Go, whose end it
// sees.
const watchScript = "/web/ended.js"

// Files of the page, in the order in which they are loaded. boot.js runs before
// the first paint, the other scripts before the page's Go: modules are deferred, and
// keep their order with Go's own scripts, which are deferred too.
var (
	pageStyles  = []string{"/web/graft.css", "/web/data.css", "/web/report.css", "/web/export.css", "/web/share.css"}
	pageScripts = []string{
		"/web/promises.js", "/web/storage.js", "/web/address.js", "/web/page.js", "/web/keys.js", "/web/dialogs.js", "/web/sortable.js",
		"/web/clipboard.js", "/web/saving.js", "/web/pool.js", "/web/drawable.js", "/web/compare.js", "/web/histogram.js", "/web/extremes.js",
		"/web/zip.js", "/web/export.js", "/web/store.js", "/web/import.js", "/web/upload.js", "/web/gallery.js",
		"/web/recognise.js", "/web/intake.js", "/web/camera.js", "/web/share.js",
	}
)

// Handler serves the page at / in the visitor's language, rendered ahead, and
// the few files that go-app makes itself; everything else is not found. version
// changes whenever the page or its files do.
func Handler(version string) http.Handler {
	Routes()
	p := &page{inner: newAppHandler(version), kept: make(map[string]func() (rendered, error))}
	for _, w := range i18n.All() {
		path := "/" + w.Code() // of this server alone: serve asks go-app for it
		app.Route(path, func() app.Composer { return newShell(w) })
		p.kept[w.Code()] = sync.OnceValues(func() (rendered, error) { return p.render(path) })
	}
	return p
}

func newAppHandler(version string) *app.Handler {
	return &app.Handler{
		Name:        "Graft",
		ShortName:   "Graft",
		Title:       "Graft",
		Description: "Try image augmentations in a browser tab, graft a new head onto ResNet-50 with your own pictures, and share either with a link.",
		Icon: app.Icon{
			Default: "/web/icon-192.png", Large: "/web/icon-512.png",
			Maskable: "/web/icon-maskable.png", SVG: "/web/icon.svg",
		},
		BackgroundColor:         "#faf8f3",
		ThemeColor:              "#faf8f3",
		LoadingLabel:            "{progress}",
		Version:                 version,
		WasmContentLengthHeader: "X-Unpacked-Length", // static.SizeHeader: the file travels packed
		Resources:               webFiles{},
		Styles:                  pageStyles,
		ServiceWorkerTemplate:   offlineWorker,
		RawHeaders:              rawHeaders(),
	}
}

func rawHeaders() []string {
	return []string{
		`<script src="/web/boot.js"></script>`,
		`<meta name="color-scheme" content="light dark">`,
		`<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#141512">`,
		`<noscript><style>.goapp-app-info{display:none}</style></noscript>`,
	}
}

// webFiles leaves addresses as they are: the server has its own /web/.
type webFiles struct{}

// Resolve returns location.
func (webFiles) Resolve(location string) string { return location }

// page renders / once for each language and keeps it: it is the same for all.
type page struct {
	inner *app.Handler
	kept  map[string]func() (rendered, error) // by language
}

type rendered struct {
	body []byte
	etag string
}

func (p *page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/":
		p.serve(w, r)
	case "/app.js", "/app.css", "/app-worker.js", "/wasm_exec.js", "/manifest.webmanifest":
		p.inner.ServeHTTP(w, r)
	case "/favicon.ico":
		http.Redirect(w, r, "/web/icon.svg", http.StatusMovedPermanently)
	default:
		notFound(w, r)
	}
}

func (p *page) serve(w http.ResponseWriter, r *http.Request) {
	out, err := p.kept[requestLanguage(r).Code()]()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	h.Set("Vary", "Accept-Language, Cookie")
	h.Set("Content-Security-Policy", Policy())
	h.Set("ETag", out.etag)
	if strings.Contains(r.Header.Get("If-None-Match"), out.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(out.body)))
	if r.Method != http.MethodHead {
		w.Write(out.body)
	}
}

// Policy is the page's Content-Security-Policy. It lets the page reach nothing
// but the server that it came from, and the given addresses besides: no picture
// can leave the tab for anywhere else, whatever the page's code does.
func Policy(reach ...string) string {
	from := strings.Join(append([]string{"'self'", "blob:", "data:"}, reach...), " ")
	return "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; " +
		"img-src " + from + "; media-src 'self' blob:; connect-src " + from + "; worker-src 'self' blob:; " +
		"object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
}

// requestLanguage is what the visitor chose on the page, else what the browser
// prefers.
func requestLanguage(r *http.Request) i18n.Words {
	if c, err := r.Cookie("graft-language"); err == nil {
		if w, ok := i18n.All().Named(c.Value); ok {
			return w
		}
	}
	return i18n.All().Match(r.Header.Get("Accept-Language"))
}

func (p *page) render(path string) (rendered, error) {
	request, err := http.NewRequest(http.MethodGet, path, nil)
	if err != nil {
		return rendered{}, err
	}
	rec := recorder{header: make(http.Header), status: http.StatusOK}
	p.inner.ServeHTTP(&rec, request)
	if rec.status != http.StatusOK {
		return rendered{}, fmt.Errorf("web: render page: status %d: want 200", rec.status)
	}
	out := rendered{body: finish(rec.body.Bytes())}
	sum := sha256.Sum256(out.body)
	out.etag = `"` + hex.EncodeToString(sum[:12]) + `"`
	return out, nil
}

var (
	bareAria = regexp.MustCompile(` (aria-[a-z]+|data-ready)([ >])`)
	falseOf  = regexp.MustCompile(` (hidden|disabled|checked|selected|open)="false"`)
	emptyTag = regexp.MustCompile(`\s*<meta[^>]* property="og:(?:url|image)"[^>]*>`)
	goScript = regexp.MustCompile(`\s*<script[^>]* src="/(?:wasm_exec|app)\.js"[^>]*></script>`)
)

// finish mends what go-app's encoder gets wrong and loads our scripts before
// its own. The encoder writes aria-x="true" as a bare aria-x, which means "".
func finish(html []byte) []byte {
	for bareAria.Match(html) { // neighbours share a separator
		html = bareAria.ReplaceAll(html, []byte(` $1="true"$2`))
	}
	html = falseOf.ReplaceAll(html, nil)
	html = emptyTag.ReplaceAll(html, nil)
	theirs := goScript.FindAll(html, -1)
	html = goScript.ReplaceAll(html, nil)
	var all bytes.Buffer
	load := func(src string) { fmt.Fprintf(&all, "\n    <script type=\"module\" src=%q></script>", src) }
	for _, src := range pageScripts {
		load(src)
	}
	for _, script := range theirs {
		all.Write(script)
		if bytes.Contains(script, []byte("/wasm_exec.js")) {
			load(watchScript)
		}
	}
	all.WriteString("\n</head>")
	return bytes.Replace(html, []byte("</head>"), all.Bytes(), 1)
}

// recorder keeps an answer.
type recorder struct {
	header http.Header
	body   bytes.Buffer
	status int
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }

func (r *recorder) WriteHeader(status int) { r.status = status }
