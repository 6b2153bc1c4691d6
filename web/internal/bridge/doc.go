// Package bridge is the way from the page's Go to the browser: everything that
// touches JavaScript is here, and nothing else is. What the scripts in static offer
// under window.graft has one Go function each, in a file a subject; what the
// browser says comes back through [Await], [Listen] and [Events], always on the
// goroutine that draws.
//
// Files and pictures pass through as [app.Value]: no byte of them is copied into
// Go's memory. Natively, where the server draws the page, there is no browser:
// nothing here may be called while a component is drawn, unless app.IsClient.
package bridge
