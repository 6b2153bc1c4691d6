package backend

// What is slow or wrong in the libraries below, reproduced small. docs/backends.md
// has what each showed and what Graft does about it. They are no tests of Graft:
// they run only when asked for, and log what they find.
//
//	GRAFT_UPSTREAM=1 GOEXPERIMENT=simd go test -tags onnx -run TestUpstream -v ./core/backend
//	GOEXPERIMENT=simd go test -tags onnx -run '^$' -bench Upstream ./core/backend

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

func upstream(t *testing.T) {
	if os.Getenv("GRAFT_UPSTREAM") == "" {
		t.Skip("looks at libraries, not at Graft: set GRAFT_UPSTREAM=1")
	}
}

// The Go backend's pool stops for ever on graphs of products that do not depend
// on each other: whether it does in a given minute depends on the machine.
func TestUpstreamDeadlock(t *testing.T) {
	upstream(t)
	for _, config := range []string{"ops_sequential", "", "parallelism=2"} {
		for _, side := range []int{128, 512} {
			b, err := gobackend.New(config)
			if err != nil {
				t.Fatal(err)
			}
			done := make(chan struct{})
			go func() {
				wide(t, b, side, 1<<22/(side*side))
				close(done)
			}()
			start := time.Now()
			select {
			case <-done:
				t.Logf("configuration %q, side %d: came back after %v", config, side, time.Since(start).Round(time.Millisecond))
			case <-time.After(time.Minute):
				t.Logf("configuration %q, side %d: does not come back: %s", config, side, waiting())
			}
		}
	}
}

// waiting lists what the library's goroutines wait for.
func waiting() string {
	buf := make([]byte, 1<<20)
	buf = buf[:runtime.Stack(buf, true)]
	count := make(map[string]int)
	for _, g := range bytes.Split(buf, []byte("\n\n")) {
		for _, line := range strings.Split(string(g), "\n") {
			if at := strings.Index(line, "workerspool.(*Pool)."); at >= 0 {
				name, _, _ := strings.Cut(line[at:], "(0x")
				count[name]++
				break
			}
		}
	}
	return fmt.Sprint(count)
}

// ReLU reaches ONNX Runtime as Max, which it does not merge with a convolution.
func TestUpstreamReLU(t *testing.T) {
	upstream(t)
	b, err := Open("onnx")
	if err != nil {
		t.Skip(err)
	}
	defer b.Close()
	keeper, ok := b.Compute.(interface{ SetKeepModelProto(bool) })
	if !ok {
		t.Fatalf("%T keeps no model", b.Compute)
	}
	keeper.SetKeepModelProto(true)
	g := graph.NewGraph(b.Compute, "relu")
	x := graph.MaxScalar(graph.Parameter(g, "x", tensors.FromValue([]float32{-1, 1}).Shape()), float32(0))
	if err := g.Compile(x); err != nil {
		t.Fatal(err)
	}
	model := savedModel(t, b.Compute, g)
	t.Logf("max(x, 0) is written as Max: %v, as Relu: %v", bytes.Contains(model, []byte("Max")), bytes.Contains(model, []byte("Relu")))
}

// Results that are not released by hand: on ONNX Runtime they are C memory, which
// does not make the collector run.
func TestUpstreamMemory(t *testing.T) {
	upstream(t)
	for _, name := range []string{"go", "onnx"} {
		b, err := Open(name)
		if err != nil {
			t.Log(err)
			continue
		}
		for _, release := range []bool{true, false} {
			exec, err := graph.NewExec(b.Compute, func(x *graph.Node) *graph.Node { return graph.AddScalar(x, float32(1)) })
			if err != nil {
				t.Fatal(err)
			}
			x := tensors.FromFlatDataAndDimensions(make([]float32, 1<<20), 1<<20)
			var line []string
			for i := range 401 {
				out, err := exec.Call(x)
				if err != nil {
					t.Fatal(err)
				}
				if release {
					out[0].MustFinalizeAll()
				}
				if i%100 == 0 {
					line = append(line, resident())
				}
			}
			t.Logf("%s, results released by hand: %v: resident after 0, 100, … 400 runs with a result of 4 MB: %s", name, release, strings.Join(line, ", "))
			exec.Finalize()
			runtime.GC()
		}
		b.Close()
	}
}

// resident is the memory that the process holds.
func resident() string {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "unknown"
	}
	for _, line := range strings.Split(string(text), "\n") {
		if kb, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			var n int
			fmt.Sscan(kb, &n)
			return fmt.Sprintf("%d MB", n>>10)
		}
	}
	return "unknown"
}

// BenchmarkUpstreamProduct is the matrix product of ResNet-50's 3×3 convolutions
// at 14 by 14 places with four pictures: [784, 2304] by [2304, 256], on one
// processor. BenchmarkApply in core/resnet/internal/nhwc does the same
// convolution without the product's copies.
func BenchmarkUpstreamProduct(b *testing.B) {
	const m, k, n = 784, 2304, 256
	for _, name := range []string{"go"} {
		be, err := Open(name)
		if err != nil {
			b.Fatal(err)
		}
		c := compute.Backend(be.Inline)
		exec, err := graph.NewExec(c, func(x, y *graph.Node) *graph.Node { return graph.Dot(x, y).Product() })
		if err != nil {
			b.Fatal(err)
		}
		x := tensors.FromFlatDataAndDimensions(make([]float32, m*k), m, k)
		y := tensors.FromFlatDataAndDimensions(make([]float32, k*n), k, n)
		for b.Loop() {
			out, err := exec.Call(x, y)
			if err != nil {
				b.Fatal(err)
			}
			out[0].MustFinalizeAll()
		}
		b.ReportMetric(2*m*k*n*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		exec.Finalize()
		be.Close()
	}
}
