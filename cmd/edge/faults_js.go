//go:build js && wasm && !edgetest

package main

import "net/http"

// tested is where the tests' Worker breaks on purpose; see faults_edgetest_js.go.
func tested(h http.Handler) http.Handler { return h }
