//go:build cgo && onnx && (linux || darwin)

package backend

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/gomlx/compute"
	onnxbackend "github.com/gomlx/compute-onnx"
)

// onnxUse is the library that was loaded: GoMLX loads one in a process, and would
// take it for any other asked for later.
var onnxUse struct {
	sync.Mutex
	path string
}

// openONNX opens ONNX Runtime with the library at path, or with the first one
// found by [findONNX] when path is empty.
func openONNX(path string) (*Backend, error) {
	if path == "" {
		found, err := findONNX()
		if err != nil {
			return nil, err
		}
		path = found
	} else if info, err := os.Stat(path); err != nil || info.IsDir() {
		return nil, fmt.Errorf("%s: want the file of ONNX Runtime's library", path)
	}
	if strings.ContainsAny(path, ",=") {
		return nil, fmt.Errorf("%s: want a path without commas and equals signs, which GoMLX takes for options", path)
	}
	onnxUse.Lock()
	defer onnxUse.Unlock()
	if onnxUse.path != "" && onnxUse.path != path {
		return nil, fmt.Errorf("%s: the program already runs %s, and can load but one", path, onnxUse.path)
	}
	onnxbackend.EnableAutoInstall(false)
	c, err := onnxbackend.New(path + ",log=0")
	if err != nil { // a GPU is there but its libraries are not
		gpuErr := err
		if c, err = onnxbackend.New(path + ",cpu,log=0"); err != nil {
			return nil, firstLine(gpuErr)
		}
	}
	onnxUse.path = path
	device := "cpu"
	if strings.Contains(c.Description(), "CUDA") {
		device = "cuda"
	}
	load := func(r io.Reader) (compute.Executable, error) { return onnxbackend.LoadModel(c, r) }
	return &Backend{Compute: c, LoadONNX: load, Name: "onnx", Device: device}, nil
}
