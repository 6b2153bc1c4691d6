package job

import (
	"cmp"
	"slices"
	"time"
)

// Clients take turns: of those who have jobs waiting, the one whose latest turn was
// longest ago is next, with its oldest job. So the first job of one client waits for one
// job of each other, however many these have submitted before.

// next returns the queued job whose turn it is, of those that need not wait; if there is
// none, the channel tells when the first of the others need not, if any.
func (q *Queue) next() (*entry, <-chan time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	now := time.Now()
	var soonest *entry
	for _, e := range q.order() {
		if !now.Before(e.until) {
			return e, nil
		}
		if soonest == nil || e.until.Before(soonest.until) {
			soonest = e
		}
	}
	if soonest == nil {
		return nil, nil
	}
	return nil, time.After(time.Until(soonest.until))
}

// Position returns the place of a queued job among those that wait, from 1, if nobody
// submits another, and 0 for any other job.
func (q *Queue) Position(id string) int { return q.Positions()[id] }

// Positions returns the place of every queued job, by its id: see [Queue.Position].
func (q *Queue) Positions() map[string]int {
	q.mu.Lock()
	defer q.mu.Unlock()
	places := map[string]int{}
	for i, e := range q.order() {
		places[e.job.ID] = i + 1
	}
	return places
}

// order returns the queued jobs as they will be begun. The caller holds mu.
func (q *Queue) order() []*entry {
	type place struct {
		*entry
		round int    // how many of the same client's come before it
		first *entry // the oldest of the same client
	}
	byClient := map[string][]*entry{}
	for _, e := range q.jobs {
		if e.job.State == Queued {
			byClient[e.client] = append(byClient[e.client], e)
		}
	}
	var places []place
	for _, own := range byClient {
		slices.SortFunc(own, func(a, b *entry) int { return older(a.job, b.job) })
		for round, e := range own {
			places = append(places, place{e, round, own[0]})
		}
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.round, b.round), cmp.Compare(q.latest[a.client], q.latest[b.client]), older(a.first.job, b.first.job))
	})
	order := make([]*entry, len(places))
	for i, p := range places {
		order[i] = p.entry
	}
	return order
}

// tookTurn notes that a job of a client begins, and forgets the clients who have none
// waiting. The caller holds mu.
func (q *Queue) tookTurn(client string) {
	waits := map[string]bool{client: true}
	for _, e := range q.jobs {
		if e.job.State == Queued {
			waits[e.client] = true
		}
	}
	for other := range q.latest {
		if !waits[other] {
			delete(q.latest, other)
		}
	}
	q.begun++
	q.latest[client] = q.begun
}
