// Package gate decides which requests a server lets in: under which of its names they may
// come, and from the pages of which sites. A server on localhost is within the reach of
// every page that its user opens.
package gate
