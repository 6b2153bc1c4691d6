package state

// HeadURL is where a head is: a job's, or a link's.
func (a *App) HeadURL(j Job) string {
	if j.Link != "" {
		return "/api/v1/links/" + j.Link + "/head"
	}
	return a.Server.At("/api/v1/jobs/" + j.ID + "/head")
}

// LinkJob stands for the head that came with the link in the address.
func (a *App) LinkJob() (Job, bool) {
	if a.Session.Head == "" {
		return Job{}, false
	}
	return Job{ID: "link-" + a.Session.Head, State: JobDone, Link: a.Session.Head}, true
}
