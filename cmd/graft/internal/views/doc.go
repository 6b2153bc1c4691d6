// Package views writes augmented views of pictures, folders and archives to a folder or a
// zip: what `graft augment` does. All cores work; two runs leave the same bytes.
package views
