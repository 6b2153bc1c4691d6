package state

import (
	"strings"

	"graft/core/api"
)

// linkJob begins the id of a job that stands for a link's head: see LinkJob.
const linkJob = "link-"

// LinkOf returns the link that brought a job's head, "" for a job of the trainer's.
func LinkOf(j api.Job) string {
	id, ok := strings.CutPrefix(j.ID, linkJob)
	if !ok {
		return ""
	}
	return id
}

// HeadURL is where a head is: a job's, or a link's.
func (a *App) HeadURL(j api.Job) string {
	if id := LinkOf(j); id != "" {
		return api.PathLinks + "/" + id + "/head"
	}
	return a.Server.At(api.PathJob(j.ID) + "/head")
}

// LinkJob stands for the head that came with the link in the address.
func (a *App) LinkJob() (api.Job, bool) {
	if a.Session.Head == "" {
		return api.Job{}, false
	}
	return api.Job{ID: linkJob + a.Session.Head, State: api.Done}, true
}
