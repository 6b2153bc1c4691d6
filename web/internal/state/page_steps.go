package state

import "graft/core/api"

// views are those of the page, in the order of the work: each is a step of it.
var views = [...]string{ViewAugment, ViewData, ViewTrain, ViewRecognise}

// Step returns the place of a view on the way from a picture to a classifier, from 1,
// whether that step is done, and whether it is the next one to do.
func (a *App) Step(view string) (number int, done, next bool) {
	first := true
	for i, v := range views {
		did := a.did(v)
		if v == view {
			return i + 1, did, first && !did
		}
		first = first && did
	}
	return 0, false, false
}

// did says whether a view has been used for what it is for. Who has pictures has no need
// to change the recipe first.
func (a *App) did(view string) bool {
	switch view {
	case ViewAugment:
		return a.Session.CanUndo() || a.did(ViewData)
	case ViewData:
		return a.Pictures.Filled() >= 2 || len(a.Trainer.Sets) > 0
	case ViewTrain:
		for _, j := range a.Trainer.Jobs {
			if j.State == api.Done {
				return true
			}
		}
		return a.Trainer.Now.State == api.Done
	case ViewRecognise:
		return a.Recognised
	}
	return false
}
