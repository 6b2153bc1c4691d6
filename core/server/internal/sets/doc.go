// Package sets keeps the data sets of a server on its disk, by their ids.
package sets
