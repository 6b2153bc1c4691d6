//go:build !(cgo && !noxla && ((linux && (amd64 || arm64)) || (darwin && arm64)))

package backend

import "errors"

func openXLA(string) (*Backend, error) {
	return nil, errors.New("not in this build (XLA needs cgo, which needs a C compiler, on Linux or a Mac with Apple silicon)")
}
