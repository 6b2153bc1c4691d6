package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

// load is one case: links that are read, and how it went at its best.
type load struct {
	name, base, query string
	ids               []string
	best              result
	lost              int // of all rounds
}

// result is one round.
type result struct {
	took []time.Duration // of each read, sorted
	lost int             // answers that were not the link
	wall time.Duration
	why  string // of the first that was lost
}

func (r result) perSecond() float64 {
	if r.wall == 0 {
		return 0
	}
	return float64(len(r.took)) / r.wall.Seconds()
}

// at is the time that a share of the reads, 0 to 1, took at most.
func (r result) at(share float64) time.Duration {
	if len(r.took) == 0 {
		return 0
	}
	return r.took[min(len(r.took)-1, int(share*float64(len(r.took))))]
}

// run reads the links over connections for a while, each connection one read
// after the other.
func (l *load) run(connections int, length time.Duration) result {
	client := &http.Client{
		Timeout:   30 * time.Second,
		Transport: &http.Transport{MaxIdleConnsPerHost: connections, MaxConnsPerHost: connections},
	}
	defer client.CloseIdleConnections()
	parts := make([]result, connections)
	began := time.Now()
	var all sync.WaitGroup
	for i := range parts {
		all.Go(func() {
			for n := i; time.Since(began) < length; n += connections {
				parts[i].read(client, l.base+"/api/v1/links/"+l.ids[n%len(l.ids)]+l.query)
			}
		})
	}
	all.Wait()
	sum := result{wall: time.Since(began)}
	for _, p := range parts {
		sum.took = append(sum.took, p.took...)
		sum.lost += p.lost
		if sum.why == "" {
			sum.why = p.why
		}
	}
	slices.Sort(sum.took)
	return sum
}

func (r *result) read(client *http.Client, address string) {
	began := time.Now()
	res, err := client.Get(address)
	if err != nil {
		r.lose(err.Error())
		return
	}
	body, err := io.ReadAll(res.Body)
	res.Body.Close()
	if err != nil || res.StatusCode != http.StatusOK || !bytes.HasPrefix(body, []byte(`{"v":1`)) {
		r.lose(fmt.Sprintf("%s %v %.200s", res.Status, err, body))
		return
	}
	r.took = append(r.took, time.Since(began))
}

func (r *result) lose(why string) {
	r.lost++
	if r.why == "" {
		r.why = why
	}
}

// keep notes a round.
func (l *load) keep(r result) {
	l.lost += r.lost
	if r.why != "" {
		fmt.Printf("%s: lost: %s\n", l.name, r.why)
	}
	if r.perSecond() > l.best.perSecond() {
		l.best = r
	}
}

func (l *load) report() string {
	ms := func(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }
	return fmt.Sprintf("%-45s %7.0f/s   p50 %8s   p99 %8s   lost %d", l.name, l.best.perSecond(), ms(l.best.at(0.5)), ms(l.best.at(0.99)), l.lost)
}
