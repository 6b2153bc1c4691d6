// Package static holds the files of the page that are not Go: styles, icons,
// the JavaScript around the Web Workers, the sample pictures, and, after
// `make build`, the page and the engine compiled to WebAssembly. All are
// embedded, so that one binary serves everything.
package static
