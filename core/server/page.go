package server

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"graft/core/recipe"
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
			return p, &recipe.Error{Field: "limit", Msg: fmt.Sprintf("%.40q: want a whole number, 1 to %d", text, mostListed)}
		}
		p.limit = n
	}
	return p, nil
}

// cut returns a part of all, and the id to ask on from, "" at the end.
func cut[E any](all []E, p part, id func(E) string) (some []E, next string, err error) {
	if p.after != "" {
		i := slices.IndexFunc(all, func(e E) bool { return id(e) == p.after })
		if i < 0 {
			return nil, "", &recipe.Error{Field: "after", Msg: fmt.Sprintf("%.40q: want the next of an answer; what it named is gone: begin again", p.after)}
		}
		all = all[i+1:]
	}
	if len(all) > p.limit {
		all = all[:p.limit]
		next = id(all[p.limit-1])
	}
	return all, next, nil
}
