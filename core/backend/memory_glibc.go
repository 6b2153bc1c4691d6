//go:build linux && cgo && onnx

package backend

// #include <stdlib.h>
// #ifdef __GLIBC__
// #include <malloc.h>
// static void give_back(void) { malloc_trim(0); }
// #else
// static void give_back(void) {}
// #endif
import "C"

import "runtime/debug"

// FreeMemory gives back to the system what is no longer used: by Go, and by libraries
// in C, whose allocator keeps hundreds of megabytes of a network that is gone.
func FreeMemory() {
	debug.FreeOSMemory()
	C.give_back()
}
