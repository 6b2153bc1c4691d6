package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// The bounds that the server must keep.
const (
	longest      = 2 * time.Second // a user's wait for a picture's features
	longestTimes = 20              // or as many times what it takes at best while nobody attacks, on a slow machine

	// The networks of two sizes or weight sets with a job's batches, and pictures.
	mostMemory = 2500 << 20

	// Two archives that arrive while two are unpacked, and what the job stores.
	mostDisk = 4*maxUpload<<20 + 2*maxUnpacked<<20 + 64<<20
)

// verdict collects what was seen beside what was wanted.
type verdict struct {
	lines []string
	bad   int
}

func (v *verdict) say(ok bool, format string, args ...any) {
	mark := "ok  "
	if !ok {
		mark = "BAD "
		v.bad++
	}
	v.lines = append(v.lines, mark+fmt.Sprintf(format, args...))
}

func (v *verdict) user(calm, w *waits) {
	bound := max(longest, longestTimes*calm.least())
	v.say(w.most() <= bound, "the user waited %s in the median and %s at most for %d pictures (bound %s)", w.median(), w.most(), len(w.took), bound)
	v.say(len(w.fault) == 0, "%d of these were not answered%s", len(w.fault), first(w.fault))
}

func first(faults []string) string {
	if len(faults) == 0 {
		return ""
	}
	return ": " + faults[0]
}

func (v *verdict) machine(used usage) {
	v.say(used.memory <= mostMemory, "memory reached %d MB (bound %d)", used.memory>>20, int64(mostMemory)>>20)
	v.say(used.diskMost <= mostDisk, "the folder grew by up to %d MB (bound %d) and kept %d", used.diskMost>>20, int64(mostDisk)>>20, used.diskKept>>20)
}

// after checks that the user's work ended well and that a newcomer is served.
func (v *verdict) after(ctx context.Context, u *user) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	state, fault, err := u.ended(ctx)
	v.say(err == nil && state == "done", "the user's job ended as %q %s%s", state, fault, text(err))
	began := time.Now()
	_, err = u.want(ctx, http.StatusCreated, "POST", "/api/v1/datasets", u.set)
	v.say(err == nil, "an upload afterwards took %s%s", time.Since(began).Round(time.Millisecond), text(err))
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return ": " + err.Error()
}

func (v *verdict) print() error {
	fmt.Println(strings.Join(v.lines, "\n"))
	if v.bad > 0 {
		return errors.New(plural(v.bad, "bound was not kept", "bounds were not kept"))
	}
	return nil
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
