// Package reply answers requests: with JSON, with the fault and status that fit an error,
// and without waiting for ever for a client that neither sends nor takes.
package reply
