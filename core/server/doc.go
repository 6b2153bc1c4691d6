// Package server is Graft's HTTP API, version 1: data sets in, training jobs,
// heads out, predictions and short links. openapi.json describes every call;
// a test holds the two to each other.
//
// [New] opens a data directory and starts the queue of jobs, [Server.Handler]
// serves. Everything is kept under the data directory, so that a server that
// is stopped, or killed, goes on where it was:
//
//	datasets/ID  the data sets, as core/dataset keeps them
//	jobs/ID      the jobs, as core/job keeps them
//	links/ID     the short links, as core/link keeps them
//	features     features of pictures, as core/tune caches them
//	tmp          uploads on their way in; emptied at the start
package server
