// Package refusal is of faults that a request is refused for: each kind with the HTTP
// status that says so, for all that answers requests.
package refusal

import "graft/core/fault"

var statusOf = map[*fault.Kind]int{} // filled while packages are initialised

// Define declares a kind of fault, as [fault.Define] does, that is answered with a status.
func Define(status int, code, text string) *fault.Kind {
	k := fault.Define(code, text)
	statusOf[k] = status
	return k
}

// Status returns the status that err's first fault is answered with, or 0 if its kind has
// none.
func Status(err error) int {
	if e := fault.Of(err); e != nil {
		return statusOf[e.Kind()]
	}
	return 0
}
