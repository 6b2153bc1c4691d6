package state

import (
	"fmt"
	"time"

	"graft/core/api"
	"graft/web/internal/i18n"
	"graft/web/internal/ui"
)

// RunName is what someone calls a job, else its classes.
func (a *App) RunName(j api.Job, most int) string {
	if j.Name != "" {
		return j.Name
	}
	return a.JobTitle(j, most)
}

// JobFigure writes how good a job is, "" while that is not known.
func JobFigure(j api.Job) string {
	if v, ok := j.Figure(); ok {
		return ui.FormatPercent(v)
	}
	return ""
}

// When writes a time as one speaks of it: the hour today, else the day.
func When(w i18n.Words, t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	t, now = t.Local(), now.Local()
	clock := t.Format("15:04")
	switch {
	case t.YearDay() == now.YearDay() && t.Year() == now.Year():
		return clock
	case t.Year() == now.Year():
		return t.Format(w.T("2 Jan ")) + clock
	}
	return t.Format(w.T("2 Jan 2006"))
}

// JobTitle names a job by its classes.
func (a *App) JobTitle(j api.Job, most int) string {
	names := j.Classes
	if set, ok := a.Trainer.Set(j.Dataset); ok && len(names) == 0 {
		for _, c := range set.Classes {
			names = append(names, c.Name)
		}
	}
	if len(names) == 0 {
		return a.T("Fine-tuning")
	}
	title := ""
	for i, n := range names {
		if i == most {
			return title + fmt.Sprintf(a.T(" and %[1]d more##of %[2]d names"), len(names)-most, len(names))
		}
		if i > 0 {
			title += a.T(", ##between names")
		}
		title += n
	}
	return title
}
