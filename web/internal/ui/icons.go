package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Icon returns an inline SVG, 20 px, drawn with the text's colour. Icons are
// decoration: what holds one carries the words.
func Icon(name string) app.UI {
	return app.Raw(`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">` + iconPaths[name] + `</svg>`)
}

var iconPaths = map[string]string{
	"close":     `<path d="M5 5l10 10M15 5L5 15"/>`,
	"add":       `<path d="M10 4v12M4 10h12"/>`,
	"remove":    `<path d="M4.5 6h11M8 6V4.2h4V6M6 6l.6 9.8h6.8L14 6M8.6 9v4M11.4 9v4"/>`,
	"undo":      `<path d="M7 4.5L3.5 8 7 11.5"/><path d="M3.5 8h8a4.5 4.5 0 0 1 0 9H8"/>`,
	"redo":      `<path d="M13 4.5L16.5 8 13 11.5"/><path d="M16.5 8h-8a4.5 4.5 0 0 0 0 9H12"/>`,
	"chevron":   `<path d="M6 8l4 4 4-4"/>`,
	"left":      `<path d="M12 5l-5 5 5 5"/>`,
	"right":     `<path d="M8 5l5 5-5 5"/>`,
	"share":     `<path d="M10 12.5V3.5M6.8 6.2L10 3l3.2 3.2M5 9.5H4v7h12v-7h-1"/>`,
	"copy":      `<rect x="7" y="7" width="9.5" height="9.5" rx="1.5"/><path d="M13 7V5A1.5 1.5 0 0 0 11.5 3.5H5A1.5 1.5 0 0 0 3.5 5v6.5A1.5 1.5 0 0 0 5 13h2"/>`,
	"download":  `<path d="M10 3.5v9M6.8 9.5L10 12.7l3.2-3.2M4 16.5h12"/>`,
	"link":      `<path d="M8.5 11.5l3-3M9 6.5l1.6-1.6a3.2 3.2 0 0 1 4.5 4.5L13.5 11M11 13.5l-1.6 1.6a3.2 3.2 0 0 1-4.5-4.5L6.5 9"/>`,
	"camera":    `<path d="M3 7h3l1.2-2h5.6L14 7h3v9H3z"/><circle cx="10" cy="11.2" r="2.7"/>`,
	"picture":   `<rect x="3" y="4" width="14" height="12" rx="1.5"/><circle cx="7.2" cy="8" r="1.2"/><path d="M3.5 14.5l4-4 3 3 2.5-2.5 3.5 3.5"/>`,
	"folder":    `<path d="M3 5.5h5l1.5 2H17v8H3z"/>`,
	"upload":    `<path d="M10 13V4M6.8 7.2L10 4l3.2 3.2M4 16.5h12"/>`,
	"dice":      `<rect x="3.5" y="3.5" width="13" height="13" rx="2.5"/><path d="M7.2 7.2h.01M12.8 7.2h.01M10 10h.01M7.2 12.8h.01M12.8 12.8h.01" stroke-width="2"/>`,
	"grip":      `<path d="M7.5 5h.01M12.5 5h.01M7.5 10h.01M12.5 10h.01M7.5 15h.01M12.5 15h.01" stroke-width="2"/>`,
	"geometry":  `<path d="M5.5 5.5h9v9h-9z" stroke-dasharray="2 2"/><path d="M10 2.6l7.4 7.4-7.4 7.4L2.6 10z"/>`,
	"colour":    `<circle cx="10" cy="10" r="6.5"/><path d="M10 3.5v13a6.5 6.5 0 0 0 0-13z" fill="currentColor" stroke="none"/>`,
	"pixel":     `<path d="M4 4h4v4H4zM12 4h4v4h-4zM8 8h4v4H8zM4 12h4v4H4zM12 12h4v4h-4z" fill="currentColor" stroke="none"/>`,
	"sun":       `<circle cx="10" cy="10" r="3.3"/><path d="M10 2.5v1.6M10 15.9v1.6M2.5 10h1.6M15.9 10h1.6M4.7 4.7l1.1 1.1M14.2 14.2l1.1 1.1M4.7 15.3l1.1-1.1M14.2 5.8l1.1-1.1"/>`,
	"moon":      `<path d="M16.2 11.8A6.7 6.7 0 0 1 8.2 3.8a6.7 6.7 0 1 0 8 8z"/>`,
	"auto":      `<circle cx="10" cy="10" r="6.5"/><path d="M10 3.5v13a6.5 6.5 0 0 1 0-13z" fill="currentColor" stroke="none"/>`,
	"check":     `<path d="M4.5 10.5l3.7 3.7 7.3-8"/>`,
	"warn":      `<path d="M10 3.5l7 12.5H3z"/><path d="M10 8.5v3.2M10 13.8h.01"/>`,
	"info":      `<circle cx="10" cy="10" r="6.8"/><path d="M10 9.2v4M10 6.7h.01"/>`,
	"lock":      `<rect x="4.5" y="9" width="11" height="7.5" rx="1.5"/><path d="M7 9V6.5a3 3 0 0 1 6 0V9"/>`,
	"reset":     `<path d="M4.2 4v3.8H8"/><path d="M4.5 7.6A6.3 6.3 0 1 1 3.7 11"/>`,
	"play":      `<path d="M6.5 4.5l9 5.5-9 5.5z"/>`,
	"stop":      `<rect x="5.5" y="5.5" width="9" height="9" rx="1"/>`,
	"leaf":      `<path d="M16.5 3.5C9 3.5 4.5 7 4.5 12.2c0 1 .2 1.9.5 2.8C11 15.5 16.5 12 16.5 3.5z"/><path d="M3.5 17c1.2-4.5 4-7.5 8-9.3"/>`,
	"recognise": `<path d="M3.5 7V3.5H7M13 3.5h3.5V7M16.5 13v3.5H13M7 16.5H3.5V13"/><circle cx="10" cy="10" r="2.8"/>`,
	"chart":     `<path d="M3.5 3.5v13h13"/><path d="M6.5 12.5l3-3.5 2.5 2 4-5.5"/>`,
	"swatches":  `<path d="M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM11.5 11.5h5v5h-5z"/>`,
	"policy":    `<path d="M3.5 10h3.5M7 10c3 0 3-5.5 6-5.5h3M7 10h9M7 10c3 0 3 5.5 6 5.5h3"/>`,
	"batch":     `<rect x="3.5" y="3.5" width="9" height="9" rx="1.5"/><path d="M7.5 16.5H15a1.5 1.5 0 0 0 1.5-1.5V7.5"/><path d="M6 10l4-4"/>`,
	"code":      `<path d="M7 6l-4 4 4 4M13 6l4 4-4 4"/>`,
	"import":    `<path d="M12 3.5h4.5v13H12M3.5 10H12M8.8 6.8L12 10l-3.2 3.2"/>`,
	"search":    `<circle cx="9" cy="9" r="5"/><path d="M12.8 12.8l3.7 3.7"/>`,
	"expand":    `<path d="M12 3.5h4.5V8M8 16.5H3.5V12M16.5 3.5L11.5 8.5M3.5 16.5l5-5"/>`,
}
