//go:build cgo && onnx && (linux || darwin)

package backend

import (
	"bytes"
	"testing"

	"github.com/gomlx/compute"
	onnxbackend "github.com/gomlx/compute-onnx"
	"github.com/gomlx/gomlx/core/graph"
)

// savedModel is the ONNX model that the backend made of the graph.
func savedModel(t *testing.T, c compute.Backend, g *graph.Graph) []byte {
	var b bytes.Buffer
	if err := onnxbackend.SaveModel(c, g.Executable(), &b, nil, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
