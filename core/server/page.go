package server

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// mostListed bounds a list in one answer, and is what comes if nobody says how many.
const mostListed = 200

// part is which part of a list is asked for: limit entries behind the one called after,
// from the beginning if that is "".
type part struct {
	limit int
	after string
}

func partOf(r *http.Request) (part, error) {
	q := r.URL.Query()
	p := part{mostListed, q.Get("after")}
	if text := q.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > mostListed {
			return p, errLimit.At("limit", text, mostListed)
		}
		p.limit = n
	}
	return p, nil
}

// cut returns a part of all, which are the newest first, and what to ask on with, "" at
// the end: the time and id of the last one, so that it is no matter if that is deleted.
func cut[E any](all []E, p part, key func(E) (time.Time, string)) (some []E, next string, err error) {
	if p.after != "" {
		nanos, id, ok := strings.Cut(p.after, "-")
		n, err := strconv.ParseInt(nanos, 10, 64)
		if !ok || err != nil {
			return nil, "", errAfter.At("after", p.after)
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
	if len(all) > p.limit {
		all = all[:p.limit]
		at, id := key(all[p.limit-1])
		next = fmt.Sprintf("%d-%s", at.UnixNano(), id)
	}
	return all, next, nil
}
