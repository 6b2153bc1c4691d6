// Package seam reads static/graft.d.ts, which says what the page's Go and its scripts call
// of each other: for tests that hold Go, the seam and the running page to one another.
package seam
