// Package share is the dialog that gives the document away: the address itself, a
// short link with what its maker wants to go with it, a file, or the phone's own
// sharing. It says line by line what leaves the tab.
package share
