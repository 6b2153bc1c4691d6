// Command edgebuild makes what Cloudflare is given, in bin/edge:
//
//	worker/         the entry (cmd/edge/worker) and the Go program in WebAssembly
//	assets/         the page and its files
//	wrangler.toml   how wrangler runs and deploys them
//
// It runs from the module's folder (`make edge`) and fails if the Worker is
// larger than the free plan takes.
package main
