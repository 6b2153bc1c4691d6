// Command bench/edge measures the Worker under workerd on this machine: its size,
// its first answer after a cold start, and reads of links under a bounded load,
// for cached links and for ones that nobody has read, beside the stock entry of
// github.com/syumai/workers on the same program and the same links.
//
// make bench-edge
package main
