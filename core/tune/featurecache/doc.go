// Package featurecache keeps what the network computed of the views of pictures, so that
// the next run on the same pictures need not: features, and the maps that a part of the
// network is trained on.
//
// The cache is a folder of stores, one for each recipe, weight set and backend; a [Store]
// is a row of records, one for each view. Runs write to stores of the same key at a time
// without locks, a kill costs the record being written, and damaged records are as if
// they were not there. Each record has an owner, the data set that it is of, with which
// it goes ([Drop]); [MakeRoom] bounds what all hold together.
package featurecache
