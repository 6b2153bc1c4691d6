//go:build !(cgo && onnx && (linux || darwin))

package backend

import "errors"

func openONNX(string) (*Backend, error) {
	return nil, errors.New("not in this build (ONNX Runtime needs the build tag onnx, and cgo, which needs a C compiler)")
}
