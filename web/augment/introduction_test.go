package augment

import (
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/recipe"
	"graft/web/internal/state"
	"graft/web/internal/webtest"
)

func TestIntroduction(t *testing.T) {
	a := state.New(English)
	v := &View{App: a}
	p := webtest.Mount(t, v)
	p.Has("Teach a network with your own pictures", `id="example-cat"`, `id="example-plates"`, `id="example-digits"`)
	v.side = 5
	p.Press("#example-cat", func(ctx app.Context) { v.beginExample(ctx, "cat") })
	if v.side != 3 || !a.Session.CanUndo() {
		t.Errorf("the cat: a grid of %d, undo %v, want 3×3 and another seed", v.side, a.Session.CanUndo())
	}
	p.Press("#example-digits", func(ctx app.Context) { v.beginExample(ctx, "digits") })
	if got, want := a.Session.Recipe().Size, (recipe.Size{W: 28, H: 28}); got != want {
		t.Errorf("digits at %v, want %v", got, want)
	}
	p.Press("#introduction-close", func(app.Context) { v.closeIntroduction() })
	p.Lacks(`id="example-cat"`)
}
