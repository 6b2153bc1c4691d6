package link

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"regexp"
	"strings"

	"graft/core/recipe"
)

// open sends a browser into the playground, and tells everyone else what is
// behind the link: programs that make a preview of it read the page's Open
// Graph tags, which a redirect would keep from them.
func (h *handler) open(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	e, err := h.get(r.Context(), id)
	if err != nil {
		h.missing(w, r, err)
		return
	}
	to := h.o.BasePath + "/" + e.fragment(id)
	h.cached(w, e)
	w.Header().Set("Vary", "Sec-Fetch-Mode, User-Agent")
	if navigates(r) {
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusFound)
		return
	}
	page(w, http.StatusOK, h.cardPage(r, id, e, to))
}

// fragment is what the page reads from its address: the recipe, and where what
// is attached is to be had.
func (e *entry) fragment(id string) string {
	f := e.recipe.Fragment()
	if e.Picture != nil {
		f += "&picture=" + id
	}
	if e.Classes != nil {
		f += "&head=" + id + "&view=recognise"
	}
	return f
}

// robot is in the names of programs that read pages to make previews of them,
// some of which are browsers otherwise.
var robot = regexp.MustCompile(`(?i)bot|crawl|spider|preview|facebookexternalhit`)

// navigates says whether a person's browser is on its way to a page.
func navigates(r *http.Request) bool {
	return r.Header.Get("Sec-Fetch-Mode") == "navigate" && !robot.MatchString(r.UserAgent())
}

// page answers with HTML that can run nothing and load nothing from elsewhere.
func page(w http.ResponseWriter, status int, body string) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	w.WriteHeader(status)
	io.WriteString(w, body)
}

// cardPage is the page of a link: for programs its Open Graph tags
// (https://ogp.me), for people a way on. Every text in it is escaped.
func (h *handler) cardPage(r *http.Request, id string, e *entry, to string) string {
	title, about := e.title(), e.about()
	at := h.origin(r) + h.o.BasePath
	var b strings.Builder
	tag := func(kind, name, value string) {
		fmt.Fprintf(&b, "<meta %s=\"%s\" content=\"%s\">\n", kind, name, html.EscapeString(value))
	}
	fmt.Fprintf(&b, "<!doctype html>\n<html lang=\"%s\" prefix=\"og: https://ogp.me/ns#\">\n<meta charset=\"utf-8\">\n<title>%s</title>\n",
		e.t("en", "zh-Hans"), html.EscapeString(title))
	tag("name", "viewport", "width=device-width")
	tag("name", "robots", "noindex") // who has the address may have the link, nobody else
	tag("name", "description", about)
	tag("property", "og:type", "website")
	tag("property", "og:site_name", "Graft")
	tag("property", "og:title", title)
	tag("property", "og:description", about)
	tag("property", "og:url", at+"/s/"+id)
	tag("property", "og:locale", e.t("en_US", "zh_CN"))
	if e.Card != nil {
		card := at + "/api/v1/links/" + id + "/" + partCard
		tag("property", "og:image", card)
		tag("property", "og:image:type", "image/jpeg")
		tag("property", "og:image:width", fmt.Sprint(e.Card.W))
		tag("property", "og:image:height", fmt.Sprint(e.Card.H))
		tag("property", "og:image:alt", e.t("Nine augmented views", "九个增强视图"))
		tag("name", "twitter:card", "summary_large_image")
	} else {
		tag("name", "twitter:card", "summary")
	}
	tag("http-equiv", "refresh", "0; url="+to)
	fmt.Fprintf(&b, bodyOfPage, html.EscapeString(title), html.EscapeString(about), html.EscapeString(to), e.t("Open it in the playground", "在 Graft 中打开"))
	return b.String()
}

const styleOfPage = `<style>:root{color-scheme:light dark}body{font:1.1rem/1.6 system-ui;max-width:32rem;margin:20vh auto;padding:0 1.5rem}h1{font-weight:600}</style>
`

const bodyOfPage = styleOfPage + `<h1>%s</h1>
<p>%s</p>
<p><a href="%s">%s</a></p>
`

// t is whichever text is of the language of the link's maker.
func (e *entry) t(en, zh string) string {
	if e.Lang == "zh" {
		return zh
	}
	return en
}

// title names what is behind the link.
func (e *entry) title() string {
	if e.Classes != nil {
		return e.t("A classifier: ", "图像分类器：") + e.list(e.Classes, 4)
	}
	names := e.steps()
	if len(names) == 0 {
		return e.t("Graft: pictures as they are", "Graft：未作增强的图片")
	}
	return e.t("Augmentation: ", "图像增强：") + e.list(names, 4)
}

// steps are the titles of the operations that are switched on, each once.
func (e *entry) steps() []string {
	var names []string
	seen := map[string]bool{}
	for _, s := range e.recipe.Steps {
		op, ok := recipe.Lookup(s.Op)
		if !ok || s.Off || seen[s.Op] {
			continue
		}
		seen[s.Op] = true
		names = append(names, e.t(op.Title.En, op.Title.Zh))
	}
	return names
}

// list joins the first few names and says how many there are beyond them.
func (e *entry) list(names []string, most int) string {
	if len(names) <= most {
		return strings.Join(names, e.t(", ", "、"))
	}
	if e.Lang == "zh" {
		return fmt.Sprintf("%s 等 %d 项", strings.Join(names[:most], "、"), len(names))
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// about is a sentence for below the title.
func (e *entry) about() string {
	r := e.recipe
	text := fmt.Sprintf(e.t("%d augmentation steps on %d×%d pictures, seed %d: whoever opens the link sees the same pixels.", "%d 个增强步骤，%d×%d 像素，种子 %d：打开链接的人会看到相同的像素。"),
		len(e.steps()), r.Size.W, r.Size.H, r.Seed)
	if e.Classes != nil {
		text = fmt.Sprintf(e.t("Open it and recognise pictures of %d classes. ", "打开即可识别 %d 个类别的图片。"), len(e.Classes)) + text
	}
	return text
}

// missingPage is what a person sees who opens a link to nothing.
func (h *handler) missingPage(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-store")
	page(w, http.StatusNotFound, strings.ReplaceAll(missingHTML, "HOME", h.o.BasePath+"/"))
}

const missingHTML = `<!doctype html>
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Graft</title>
` + styleOfPage + `<h1>This link leads nowhere</h1>
<p>It has expired, its maker has deleted it, or a letter was lost in copying. <a href="HOME">Open the playground</a></p>
<p lang="zh">这个链接没有内容：可能已过期、被创建者删除，或复制时漏了字符。<a href="HOME">打开 Graft</a></p>
`
