package chart

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Classes are told apart by a colour and a shape: seven colours that those with
// any colour vision tell apart (after Okabe and Ito), then the next shape.
const ClassColours = 7

// ClassColour is the style class of a class's colour.
func ClassColour(i int) string { return fmt.Sprintf("class-%d", i%ClassColours) }

// ClassShape returns the SVG of a class's shape, about the origin, 10 units wide.
func ClassShape(i int) string {
	switch i / ClassColours % 4 {
	case 1:
		return `<path d="M-4.4-4.4h8.8v8.8h-8.8z"/>`
	case 2:
		return `<path d="M0-5.6L5.4 4.2H-5.4z"/>`
	case 3:
		return `<path d="M0-6L6 0 0 6-6 0z"/>`
	}
	return `<circle r="5"/>`
}

// ClassMark is the shape of a class, as it stands beside its name.
func ClassMark(i int) app.UI {
	return app.Raw(`<svg class="class-mark ` + ClassColour(i) + `" viewBox="-8 -8 16 16" width="14" height="14" aria-hidden="true" focusable="false">` + ClassShape(i) + `</svg>`)
}
