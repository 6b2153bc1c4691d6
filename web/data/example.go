package data

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// example is a sample set that is drawn, uploaded and trained on, one after the other,
// with one press: what a visitor would do by hand, in the views where it is done. Only the
// set itself is uploaded so: pictures of the visitor's own end the example.
type example struct {
	set  sampleSet
	sent bool // it is being uploaded
}

// beginExample draws the set of that name, unless there are pictures that it would mix
// with.
func (v *View) beginExample(ctx app.Context, name string) {
	i := slices.IndexFunc(sampleSets, func(s sampleSet) bool { return s.name == name })
	if i < 0 || v.Pictures.Phase != "" || v.Pictures.Upload.Busy() {
		return
	}
	v.Session.Show(ctx, state.ViewData)
	if v.Pictures.Pictures > 0 {
		ui.Notify(ctx, ui.ToastInfo, v.T("The example would mix with the pictures that are here: remove them first, or train on them."))
		return
	}
	s := sampleSets[i]
	v.example = example{set: s}
	useSample(ctx, s.name, strings.Join(s.classes, " "), s.each)
}

// sendExample uploads the set once all of it and nothing else is there, if there is where
// to.
func (v *View) sendExample(ctx app.Context) {
	e := v.example
	if e.set.name == "" || e.sent {
		return
	}
	if !e.set.is(v.Pictures.Classes) {
		v.example = example{}
		return
	}
	if v.Trainer.Asked && v.Trainer.Problem != nil {
		v.example = example{}
		v.Session.Show(ctx, state.ViewTrain) // which says how to have a trainer
		return
	}
	v.example.sent = true
	v.startUpload(ctx, app.Event{})
}

// is says whether these classes are the set, whole and alone.
func (s sampleSet) is(classes []state.KeptClass) bool {
	return len(classes) == len(s.classes) && !slices.ContainsFunc(classes, func(c state.KeptClass) bool {
		return c.Count != s.each || !slices.Contains(s.classes, c.Name)
	})
}

// endExample has the uploaded set trained on.
func (v *View) endExample(ctx app.Context) {
	if !v.example.sent {
		return
	}
	v.example = example{}
	ctx.NewAction(state.TrainingWanted)
}
