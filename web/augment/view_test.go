package augment

import (
	"slices"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/codegen"
	"graft/core/recipe"
	"graft/web/internal/state"
	"graft/web/internal/webtest"
)

func steps(a *state.App) []string {
	var names []string
	for _, s := range a.Session.Recipe().Steps {
		names = append(names, s.Op)
	}
	return names
}

func TestView(t *testing.T) {
	a := state.New(English)
	v := &View{App: a}
	p := webtest.Mount(t, v)
	p.Has("Choose a picture", "Shuffle", "Point at a picture to read what was drawn for it", `data-tile="8"`, "Cat")
	p.Press("#grid-5", func(app.Context) { v.side = 5 })
	p.Has(`data-tile="24"`)
	p.Press("#grid-1", func(app.Context) { v.side = 1 })
	p.Lacks(`data-tile="1"`)
	seed := a.Session.Recipe().Seed
	p.Press("#new-draw", func(ctx app.Context) { a.Session.NewSeed(ctx) })
	if a.Session.Recipe().Seed == seed {
		t.Error("Shuffle drew the same seed")
	}
	p.Do(func(ctx app.Context) {
		v.setSeed(ctx, 7)
		if err := v.setSize(ctx, recipe.Size{W: 100, H: 50}); err != nil {
			t.Error(err)
		}
	})
	p.Has(`value="7"`, `value="100"`, "100 / 50")
	p.Do(func(ctx app.Context) { openText(ctx, a, string(recipe.Presets()[1].Recipe.JSON())) })
	if got, want := len(steps(a)), len(recipe.Presets()[1].Recipe.Steps); got != want {
		t.Errorf("%d steps after a recipe was dropped, want %d", got, want)
	}
	p.Do(func(ctx app.Context) { openText(ctx, a, `{"v":99}`) })
	p.Do(func(ctx app.Context) { openText(ctx, a, "just words") })
	p.Do(func(app.Context) { v.active = 0 })
	p.Has("Point at a picture")
}

func TestZoom(t *testing.T) {
	a := state.New(English)
	v := &View{App: a}
	p := webtest.Mount(t, v)
	p.Do(func(ctx app.Context) { v.openZoom(ctx, 3) })
	p.Has("View 3", "The view after each step", `data-tile="strip-1"`, "Drag across the picture to compare.")
	p.Press("#zoom-next", func(ctx app.Context) { v.moveZoom(1)(ctx, app.Event{}) })
	p.Has("View 4")
	p.Do(func(ctx app.Context) { v.choose(1)(ctx, app.Event{}) })
	p.Has("Step 1 of", "Compare with the original", "Before")
	p.Do(func(ctx app.Context) {
		a.Session.Edit(ctx, "", func(r *recipe.Recipe) {
			for _, o := range recipe.Ops() {
				if o.Kind == recipe.Batch && !mixes(*r) {
					r.Steps = append(r.Steps, o.New(1))
				}
			}
		})
	})
	p.Has("Soft label", "Mixed with")
	v.wishZoom()
	last := v.wishes["zoom"][len(v.wishes["zoom"])-1]
	if want := "strip-" + string(rune('0'+len(steps(a)))); last.slot != want {
		t.Errorf("the last canvas asked for is %s, want %s", last.slot, want)
	}
	p.Do(func(app.Context) { v.closeZoom() })
	if v.wishZoom(); v.wishes["zoom"] != nil {
		t.Error("a closed view still asks for canvases")
	}
	p.Do(func(ctx app.Context) { v.savePNG(ctx, app.Event{}) })
}

func TestStepsPanel(t *testing.T) {
	a := state.New(English)
	s := &stepsPanel{App: a}
	p := webtest.Mount(t, s)
	before := steps(a)
	o, _ := recipe.Lookup("invert")
	p.Do(func(ctx app.Context) { s.add(ctx, o) })
	if got := steps(a); !slices.Equal(got, append(slices.Clone(before), "invert")) {
		t.Fatalf("steps = %v after adding to %v", got, before)
	}
	p.Has(o.Title.En, `data-op="invert"`)
	p.Do(func(ctx app.Context) { s.move(ctx, len(before), 0) })
	if got := steps(a); got[0] != "invert" {
		t.Errorf("steps = %v, want invert moved to the front", got)
	}
	p.Do(func(app.Context) { s.fold(0) })
	p.Has("is-folded")
	p.Do(func(ctx app.Context) { s.remove(ctx, 0) })
	p.Press("#undo", a.Session.Undo)
	p.Press("#redo", a.Session.Redo)
	if got := steps(a); !slices.Equal(got, before) {
		t.Errorf("steps = %v, want those from before: %v", got, before)
	}
	p.Press("#reset", s.reset)
	p.Press("#add-step", func(ctx app.Context) { ctx.NewAction(menuOpened) })
	p.Press("#presets", func(ctx app.Context) { ctx.NewAction(presetsOpened) })
}

func TestStepCard(t *testing.T) {
	a := state.New(English)
	panel := &stepsPanel{App: a}
	for _, o := range recipe.Ops() {
		c := &stepCard{App: a, Index: 0, Step: o.New(0.5), Panel: panel}
		webtest.Mount(t, c).Has(o.Title.En, "Probability")
	}
	o, _ := recipe.Lookup("rotation")
	a.Session.Begin("#r=" + recipe.Recipe{V: recipe.Version, Seed: 1, Size: recipe.Size{W: 224, H: 224}, Steps: []recipe.Step{o.New(1)}}.Code())
	c := &stepCard{App: a, Index: 0, Step: a.Session.Recipe().Steps[0], Panel: panel}
	p := webtest.Mount(t, c)
	p.Press(".switch", func(ctx app.Context) { c.toggle(ctx, app.Event{}) })
	if !a.Session.Recipe().Steps[0].Off {
		t.Error("the step is still on")
	}
	row := &paramRow{App: a, Index: 0, Op: "rotation", Name: "degrees", Value: recipe.Number(20)}
	p = webtest.Mount(t, row)
	p.Has("±", "20")
	p.Do(func(ctx app.Context) { row.set(ctx, recipe.Number(35), false) })
	if got := a.Session.Recipe().Steps[0].Values["degrees"].X; got != 35 {
		t.Errorf("degrees = %v, want 35", got)
	}
	p.Do(func(ctx app.Context) { row.set(ctx, recipe.Number(9999), false) })
	if got := a.Session.Recipe().Steps[0].Values["degrees"].X; got != 35 {
		t.Errorf("degrees = %v after one out of range, want 35", got)
	}
}

func TestMenuFindsOperations(t *testing.T) {
	a := state.New(English)
	m := &stepMenu{App: a, Panel: &stepsPanel{App: a}}
	p := webtest.Mount(t, m)
	p.Has("Geometry", "Policies", "Mixing")
	p.Do(func(app.Context) { m.query = "RandomErasing" })
	p.Has("is-filtered", `data-add="erase"`)
	p.Lacks(`data-add="rotation"`)
	p.Do(func(app.Context) { m.query = "zebra" })
	p.Has("Nothing is called that.")
	p.Do(func(ctx app.Context) { ctx.NewAction(menuOpened) })
	p.Has(`data-add="rotation"`)
}

func TestDialogs(t *testing.T) {
	a := state.New(English)
	code := &codeDialog{App: a}
	p := webtest.Mount(t, code)
	p.Do(func(ctx app.Context) { ctx.NewAction(codeOpened) })
	for _, c := range codegen.All(a.Session.Recipe()) {
		p.Do(func(app.Context) { code.name = c.Name })
		p.Has(c.Title, `data-library="`+c.Name+`"`)
	}
	p.Do(func(ctx app.Context) { code.copy(ctx, app.Event{}) })

	keras := &kerasDialog{App: a}
	p = webtest.Mount(t, keras)
	p.Do(func(ctx app.Context) {
		ctx.NewAction(kerasOpened)
		keras.read("ImageDataGenerator(rotation_range=20, horizontal_flip=True, rescale=1./255)")
	})
	p.Has("2 steps:", "Rotation")
	p.Press("#keras-open", func(ctx app.Context) { keras.open(ctx, app.Event{}) })
	if got := steps(a); !slices.Equal(got, []string{"rotation", "flip_left_right"}) {
		t.Errorf("steps = %v, want those of the call", got)
	}
	p.Do(func(app.Context) { keras.read("ImageDataGenerator(rotation_range=x") })
	p.Has(`id="keras-error"`)
	p.Do(func(app.Context) { keras.read("ImageDataGenerator()") })
	p.Has("The call changes nothing")

	presetList := presets
	dialog := &presetsDialog{App: a, Wishes: make(wishes)}
	p = webtest.Mount(t, dialog)
	p.Do(func(ctx app.Context) { ctx.NewAction(presetsOpened) })
	p.Has("No steps", `data-tile="preset-none"`)
	if len(dialog.Wishes["presets"]) != len(presetList) {
		t.Errorf("%d canvases are asked for", len(dialog.Wishes["presets"]))
	}
	p.Press("#preset-none", func(ctx app.Context) { dialog.choose(presetList[len(presetList)-1])(ctx, app.Event{}) })
	if got := steps(a); len(got) != 0 {
		t.Errorf("steps = %v after choosing nothing", got)
	}
}

func TestExtremesPopover(t *testing.T) {
	a := state.New(English)
	x := &extremes{App: a, Wishes: make(wishes)}
	p := webtest.Mount(t, x)
	o, _ := recipe.Lookup("rotation")
	a.Session.Begin("#r=" + recipe.Recipe{V: recipe.Version, Size: recipe.Size{W: 224, H: 224}, Steps: []recipe.Step{o.New(1)}}.Code())
	p.Do(func(ctx app.Context) { x.show(ctx, 0, "degrees") })
	p.Has(`data-tile="extreme-2"`)
	if got := len(x.Wishes["extremes"]); got != 3 {
		t.Errorf("%d canvases are asked for, want 3", got)
	}
	p.Do(func(ctx app.Context) { x.show(ctx, -1, "") })
	p.Lacks("data-tile")
}
