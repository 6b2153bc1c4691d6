// Command edge is Graft on Cloudflare Workers: the page, short links on Workers
// KV, and a way on to the trainer.
//
// worker/*.mjs is where a request comes in. Static files and what goes to the
// trainer never reach Go; links do, unless a cache has the answer: link.Handler,
// the same as on the server, served by github.com/syumai/workers. One Go
// instance serves all the requests of an isolate, where the stock entry starts
// one for each (see worker/go.mjs for how, and cmd/bench/edge for what it gains).
//
// What is particular to one Go instance in many requests: workerd ties what is
// read and written (bodies, promises of KV) to the request that began it, and
// ends it with that request. So a body is read before Go sees the request, the
// answer is given back whole, no goroutine waits for another request's, and
// there are no timers.
package main
