// Package export is the dialog that saves augmented pictures as a zip, of the
// picture shown or of the whole data set. static/export.js writes it.
package export
