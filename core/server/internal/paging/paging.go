package paging

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"graft/core/refusal"
)

var (
	errLimit = refusal.Define(http.StatusBadRequest, "server.limit", "{value:%.40q}: want a whole number, 1 to {most}")
	errAfter = refusal.Define(http.StatusBadRequest, "server.after", "{value:%.40q}: want the next of an answer")
)

// mostListed bounds a list in one answer, and is what comes if nobody says how many.
const mostListed = 200

// Part is which part of a list is asked for: limit entries behind the one called after,
// from the beginning if that is "".
type Part struct {
	Limit int
	After string
}

// Of reads limit and after from the query of a request.
func Of(r *http.Request) (Part, error) {
	q := r.URL.Query()
	p := Part{mostListed, q.Get("after")}
	if text := q.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > mostListed {
			return p, errLimit.At("limit", text, mostListed)
		}
		p.Limit = n
	}
	return p, nil
}

// Cut returns a part of all, which are the newest first, and what to ask on with, "" at
// the end: the time and id of the last one, so that it is no matter if that is deleted.
func Cut[E any](all []E, p Part, key func(E) (time.Time, string)) (some []E, next string, err error) {
	if p.After != "" {
		nanos, id, ok := strings.Cut(p.After, "-")
		n, err := strconv.ParseInt(nanos, 10, 64)
		if !ok || err != nil {
			return nil, "", errAfter.At("after", p.After)
		}
		i := slices.IndexFunc(all, func(e E) bool {
			at, other := key(e)
			c := cmp.Compare(n, at.UnixNano())
			return c > 0 || c == 0 && other < id
		})
		if i < 0 {
			i = len(all)
		}
		all = all[i:]
	}
	if len(all) > p.Limit {
		all = all[:p.Limit]
		at, id := key(all[p.Limit-1])
		next = fmt.Sprintf("%d-%s", at.UnixNano(), id)
	}
	return all, next, nil
}
