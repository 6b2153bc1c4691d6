package api

import "graft/core/fault"

// FetchState is where fetching ImageNet's weights stands.
type FetchState string

// States of a fetch.
const (
	FetchNone      FetchState = "none"      // not there, and nobody has asked for them
	FetchRunning   FetchState = "running"   //
	FetchThere     FetchState = "there"     // in the cache: new jobs on auto use them
	FetchFailed    FetchState = "failed"    // Error says why; a new start goes on where this one ended
	FetchCancelled FetchState = "cancelled" // the same, but somebody wanted it
	FetchOffline   FetchState = "offline"   // not there, and the server may not use the network
)

// WeightsFetch is what is known of fetching ImageNet's weights beside the work.
type WeightsFetch struct {
	Name        string     `json:"name"` // "imagenet"
	State       FetchState `json:"state"`
	Done        int64      `json:"done"`                   // bytes
	Total       int64      `json:"total"`                  // bytes, 0 while unknown
	PerSecond   float64    `json:"per_second,omitempty"`   // bytes; 0 while unknown
	SecondsLeft float64    `json:"seconds_left,omitempty"` // 0 while unknown
	Error       string     `json:"error,omitempty"`
	Fault       fault.Wire `json:"fault,omitzero"` // the error again, with its code
}
