//go:build !(linux || darwin)

package disk

import "errors"

// Free fails: how much room there is cannot be told here.
func Free(string) (int64, error) { return 0, errors.ErrUnsupported }
