package share

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"graft/core/recipe"
	"graft/web/internal/i18n"
	"graft/web/internal/ui"
)

// sharePart is something that may go with a link besides the recipe. The names
// are those of core/link.
type sharePart struct {
	name  string
	state string // "", "preparing", "ready", "failed"
	fault string
	said  attachment
}

// attachment is what static/share.js says of a part that it has prepared.
type attachment struct {
	Width   int      `json:"width"`
	Height  int      `json:"height"`
	Bytes   int      `json:"bytes"`
	URL     string   `json:"url"` // of the card, to show it
	Classes []string `json:"classes"`
}

// madeLink is a link made in this browser.
type madeLink struct {
	ID      string    `json:"id"`
	URL     string    `json:"url"`
	Token   string    `json:"token"`
	Expires string    `json:"expires"` // RFC 3339; "" if it stays
	Made    time.Time `json:"made"`
	Parts   []string  `json:"parts"`
}

// has says whether a part went with the link.
func (l madeLink) has(part string) bool { return slices.Contains(l.Parts, part) }

// lifetime is a choice of how long a link stays.
type lifetime struct {
	name  string // in the setting that is kept
	stays time.Duration
	title string
}

// lifetimes are the choices; the first is the default.
var lifetimes = []lifetime{
	{"forever", 0, i18n.Key("until I delete it")},
	{"year", 365 * 24 * time.Hour, i18n.Key("for a year")},
	{"month", 30 * 24 * time.Hour, i18n.Key("for 30 days")},
	{"week", 7 * 24 * time.Hour, i18n.Key("for a week")},
	{"day", 24 * time.Hour, i18n.Key("for a day")},
}

func lifetimeOf(name string) lifetime {
	for _, l := range lifetimes {
		if l.name == name {
			return l
		}
	}
	return lifetimes[0]
}

// linkQuery is what stands behind the address that makes a link.
func linkQuery(l lifetime, lang i18n.Words) string {
	q := url.Values{"lang": {lang.Code()}}
	if l.stays > 0 {
		q.Set("expires_in", strconv.Itoa(int(l.stays/time.Second)))
	}
	return "?" + q.Encode()
}

// parseLinks reads what the browser has kept of links made in it.
func parseLinks(text string) []madeLink {
	var list []madeLink
	if json.Unmarshal([]byte(text), &list) != nil {
		return nil
	}
	return list
}

// leaves says what goes to the server, line by line: nothing else does.
func leaves(w i18n.Words, r recipe.Recipe, parts []*sharePart) []string {
	lines := []string{fmt.Sprintf(w.T("the recipe: %d steps, seed, size and training settings (%s)"),
		len(r.Steps), ui.FormatBytes(float64(len(r.JSON()))))}
	for _, p := range parts {
		if p.state == "ready" {
			lines = append(lines, p.line(w))
		}
	}
	return lines
}

func (p *sharePart) line(w i18n.Words) string {
	size := ui.FormatBytes(float64(p.said.Bytes))
	switch p.name {
	case "picture":
		return fmt.Sprintf(w.T("the picture, encoded anew: %d × %d JPEG, %s, without place, date or camera"), p.said.Width, p.said.Height, size)
	case "head":
		return fmt.Sprintf(w.T("the classifier: %s; %s. The pictures it was trained on are not in it"), joinNames(w, p.said.Classes, 4), size)
	}
	return fmt.Sprintf(w.T("the preview image: nine views, %s"), size)
}

// joinNames lists the first few names and counts the rest.
func joinNames(w i18n.Words, names []string, most int) string {
	text := ""
	for i, n := range names {
		if i == most {
			return text + fmt.Sprintf(w.T(" and %d more"), len(names)-most)
		}
		if i > 0 {
			text += w.T(", ##between names")
		}
		text += n
	}
	return text
}
