package weights

import "graft/core/fault"

// ErrUnavailable is what Load's error wraps when weights could not be fetched:
// no network, not on the hub, or damaged on the way. ErrUnavailableFor is the same with
// the reason, as who uses a server of someone else's may read it: see Reason.
var (
	ErrUnavailable    = fault.Define("weights.unavailable", "the weights could not be fetched")
	ErrUnavailableFor = fault.Define("weights.unavailable_for", "the weights could not be fetched: {reason}").Within(ErrUnavailable)
)

// Reasons why.
var (
	ErrOffline   = fault.Define("weights.offline", "the weights are not here, and the server works without a network")
	cacheClosed  = fault.Define("weights.cache", "the server's cache of weights cannot be written: {cause}")
	answered     = fault.Define("weights.answered", "{host} answered {status}")
	damaged      = fault.Define("weights.damaged", "what came was damaged on the way")
	refusedOnWay = fault.Define("weights.refused_on_the_way", "TLS or a proxy refused the way to {host}")
	noneAnswers  = fault.Define("weights.silent", "{host} does not answer")
	brokenOff    = fault.Define("weights.broke_off", "the connection broke off; what came is kept")
	noHub        = fault.Define("weights.no_hub", "{host} does not answer as the hub does")
	theHub       = fault.Define("weights.the_hub", "the hub")
)
