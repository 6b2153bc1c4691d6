// Package caller says who sends a request: for all that is counted by client.
package caller
