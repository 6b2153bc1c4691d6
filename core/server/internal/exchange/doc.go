// Package exchange tells what is known of a request and its answer beside what they carry:
// who asks, and what the log calls it.
package exchange
