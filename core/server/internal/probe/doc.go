// Package probe asks what may never answer, such as a disk that hangs, and makes nobody
// wait for it.
package probe
