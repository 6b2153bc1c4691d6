// Package client asks a server by its HTTP API, version 1, in the types of core/api. How a
// request travels is up to the caller, see [Sender]: the page has the browser send it,
// other programs net/http (core/api/overhttp).
package client
