//go:build !(linux && cgo && onnx)

package backend

import "runtime/debug"

// FreeMemory gives back to the system what is no longer used.
func FreeMemory() { debug.FreeOSMemory() }
