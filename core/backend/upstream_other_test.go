//go:build !(cgo && onnx && (linux || darwin))

package backend

import (
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/core/graph"
)

func savedModel(t *testing.T, _ compute.Backend, _ *graph.Graph) []byte {
	t.Skip("not in this build")
	return nil
}
