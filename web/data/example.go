package data

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/web/internal/state"
	"graft/web/internal/ui"
)

// An example is a sample set that is drawn, uploaded and trained on, one after the other,
// with one press: what a visitor would do by hand, in the views where it is done.

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
	v.Example = "drawing"
	useSample(ctx, s.name, strings.Join(s.classes, " "), s.each)
}

// followExample uploads the set once it is drawn, if there is where to.
func (v *View) followExample(ctx app.Context) {
	if v.Example != "drawing" || uploadWants(v.Words, v.Pictures) != "" {
		return
	}
	if v.Trainer.Asked && v.Trainer.Problem != nil {
		v.Example = ""
		v.Session.Show(ctx, state.ViewTrain) // which says how to have a trainer
		return
	}
	v.Example = "sending"
	v.startUpload(ctx, app.Event{})
}

// endExample has the uploaded set trained on.
func (v *View) endExample(ctx app.Context) {
	if v.Example != "sending" {
		return
	}
	v.Example = ""
	ctx.NewAction(state.TrainingWanted)
}
