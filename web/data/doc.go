// Package data is the view in which a data set is made: folders, archives and
// camera pictures become classes, what was left out is listed with its reason, and
// the set is sent to the trainer. The pictures themselves are kept by
// static/store.js, which tells state.Pictures what there is.
package data
