package state

import (
	"context"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"graft/core/api"
	"graft/core/recipe"
	"graft/web/internal/faults"
	"graft/web/internal/ui"
)

// Rename gives a job another name.
func (t *Trainer) Rename(ctx app.Context, id, name string) {
	name = strings.TrimSpace(name)
	ctx.Async(func() {
		err := t.app.Server.Rename(context.Background(), id, name)
		ctx.Dispatch(func(ctx app.Context) {
			if err != nil {
				ui.Notify(ctx, ui.ToastError, faults.Err(t.app.Words, err))
			} else {
				if t.Now.ID == id {
					t.Now.Name = name
				}
				for i := range t.Jobs {
					if t.Jobs[i].ID == id {
						t.Jobs[i].Name = name
					}
				}
			}
			ctx.NewAction(JobsChanged)
		})
	})
}

// Remove deletes a finished job and shows another.
func (t *Trainer) Remove(ctx app.Context, id string) {
	ctx.Async(func() {
		err := t.app.Server.Remove(context.Background(), id)
		ctx.Dispatch(func(ctx app.Context) {
			if err != nil {
				ui.Notify(ctx, ui.ToastError, faults.Err(t.app.Words, err))
				return
			}
			for i := range t.Jobs {
				if t.Jobs[i].ID == id {
					t.Jobs = append(t.Jobs[:i:i], t.Jobs[i+1:]...)
					break
				}
			}
			delete(t.app.Reports, id)
			if t.Now.ID == id {
				t.Drop()
				t.Now = api.Job{}
				t.Join(ctx)
			}
			ui.Notify(ctx, ui.ToastInfo, t.app.T("The run is deleted"))
			ctx.NewAction(JobsChanged)
		})
	})
}

// RemoveSet deletes a data set from the server. What this browser keeps stays.
func (t *Trainer) RemoveSet(ctx app.Context, id string) {
	ctx.Async(func() {
		err := t.app.Server.RemoveDataset(context.Background(), id)
		ctx.Dispatch(func(ctx app.Context) {
			if err != nil {
				ui.Notify(ctx, ui.ToastError, faults.Err(t.app.Words, err))
				return
			}
			t.Sets = slices.DeleteFunc(t.Sets, func(s api.Dataset) bool { return s.ID == id })
			if t.Picked == id {
				t.Picked = ""
			}
			if t.app.Pictures.Sent.ID == id {
				t.app.Pictures.Sent = sentSet{}
				ctx.LocalStorage().Del(SentKey)
			}
			ui.Notify(ctx, ui.ToastInfo, t.app.T("The data set is deleted from the trainer"))
			ctx.NewAction(JobsChanged)
			ctx.NewAction(DataChanged)
		})
	})
}

// SettingsOf are the settings that a run was asked for with: on Automatic it was
// that, and not what the weights were then.
func SettingsOf(j api.Job) recipe.Train {
	t := j.Train
	if j.WeightsAsked != "" {
		t.Weights = j.WeightsAsked
	}
	return t
}

// UseSettings makes a run's recipe and settings the document.
func UseSettings(ctx app.Context, a *App, j api.Job) {
	if j.Recipe == nil {
		return
	}
	r := j.Recipe.Clone()
	t := SettingsOf(j)
	r.Train = &t
	if err := r.Validate(); err != nil {
		ui.Notify(ctx, ui.ToastError, faults.Err(a.Words, err))
		return
	}
	if a.Session.Apply("", r) {
		a.Session.Changed(ctx)
	}
	ui.Notify(ctx, ui.ToastInfo, a.T("The run’s recipe and settings are yours now; undo takes them back."))
}
