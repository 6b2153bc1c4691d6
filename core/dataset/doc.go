// Package dataset reads pictures sorted into class folders: from a zip, a tar
// or a tar.gz ([List], [Archive], [Import]) or from a folder ([OpenDir]), and
// splits them for training ([Split]).
//
// A picture's class is the last folder that it lies in; classes are in
// alphanumeric order. Whatever is not taken is in a list with the reason.
// Archives come from anywhere: limits are enforced on what is declared before
// memory is taken and again on what is found, and nothing is ever written
// under a name that an archive chose.
package dataset
