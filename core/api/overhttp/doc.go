// Package overhttp sends the requests of core/api/client by net/http: for programs that
// are no page, which would grow by a third with it.
package overhttp
