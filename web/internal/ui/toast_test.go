//go:build !(js && wasm)

package ui

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/webtest"
)

// A toast is read off while it is shown: it goes by itself in seconds, which pass
// at once here.
func TestToaster(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		toaster := &Toaster{Words: English, First: "the address was bad"}
		p := webtest.Mount(t, toaster)
		p.Lacks("the address was bad") // its time is over
		var shown string
		p.Do(func(ctx app.Context) {
			Notify(ctx, ToastInfo, "done")
			Notify(ctx, ToastInfo, "done") // says nothing new
			for _, text := range []string{"one", "two", "three"} {
				Notify(ctx, ToastError, text)
			}
			ctx.Dispatch(func(app.Context) { shown = app.HTMLString(toaster.Render()) })
		})
		for _, want := range []string{"one", "two", "three", `role="alert"`} {
			if !strings.Contains(shown, want) {
				t.Errorf("%q is not shown: %s", want, shown)
			}
		}
		if strings.Contains(shown, "done") {
			t.Errorf("the oldest of four is still shown: %s", shown)
		}
		if len(toaster.toasts) != 0 {
			t.Errorf("%d toasts stay", len(toaster.toasts))
		}
	})
}
