package backend

import (
	"math"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/core/graph"
)

// The gradient of a convolution with respect to its input is wrong for kernels of
// even side (gomlx v0.28.8, convVJPWrtX: both ends are padded as for an odd one).
// Here the loss is the sum of the output, so each input's gradient is the sum of
// the kernel numbers that see it.
func TestUpstreamEvenKernelGradient(t *testing.T) {
	upstream(t)
	b, err := Open("go")
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	axes := compute.ConvolveAxesConfig{
		InputBatch: 0, InputChannels: 1, InputSpatial: []int{2}, KernelOutputChannels: 0, KernelInputChannels: 1, KernelSpatial: []int{2},
		OutputBatch: 0, OutputChannels: 1, OutputSpatial: []int{2},
	}
	for _, kernel := range [][]float32{{1, 10, 100}, {1, 10}} {
		exec, err := graph.NewExec(b.Compute, func(x, k *graph.Node) *graph.Node {
			y := graph.ConvGeneral(x, k, axes, []int{1}, [][2]int{{0, 0}}, nil, nil, 1, 1)
			return graph.Gradient(graph.ReduceAllSum(y), x)[0]
		})
		if err != nil {
			t.Fatal(err)
		}
		out, err := exec.Call([][][]float32{{{1, 2, 3, 4}}}, [][][]float32{{kernel}})
		if err != nil {
			t.Fatal(err)
		}
		got := out[0].Value().([][][]float32)[0][0]
		right := true
		for i := range 4 {
			want := float32(0)
			for j, k := range kernel {
				if at := i - j; at >= 0 && at+len(kernel) <= 4 {
					want += k
				}
			}
			right = right && math.Abs(float64(got[i]-want)) < 1e-4
		}
		t.Logf("a kernel of %d: gradient %v, right: %v", len(kernel), got, right)
		exec.Finalize()
	}
}
