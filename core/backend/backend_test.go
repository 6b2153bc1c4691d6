package backend

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/core/graph"
)

// sum runs a matrix product on c: [side, side] ones times ones; each number of
// the result is side.
func sum(t testing.TB, c compute.Backend, side int) {
	exec, err := graph.NewExec(c, func(x *graph.Node) *graph.Node {
		return graph.ReduceAllSum(graph.Max(graph.Dot(x, x).Product(), x))
	})
	if err != nil {
		t.Error(err)
		return
	}
	defer exec.Finalize()
	ones := make([][]float32, side)
	for i := range ones {
		ones[i] = make([]float32, side)
		for j := range ones[i] {
			ones[i][j] = 1
		}
	}
	for range 5 {
		out, err := exec.Call(ones)
		if err != nil {
			t.Error(err)
			return
		}
		if got, want := out[0].Value().(float32), float32(side*side*side); got != want {
			t.Errorf("%s: sum of a product = %v, want %v", c, got, want)
		}
		out[0].MustFinalizeAll()
	}
}

func TestOpenGo(t *testing.T) {
	b, err := Open("go")
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if b.Name != "go" || b.Device != "cpu" || !b.MatrixConv || b.Inline == nil || b.String() != "go (cpu)" {
		t.Errorf("Open(go) = %+v", b)
	}
	sum(t, b.Compute, 64)
	sum(t, b.Inline, 64)
}

// A graph of many independent products stopped the library's default
// configuration within 300 runs, every worker in Saturate and the caller in
// WaitToStart. Ours must come back: Compute with one caller, Inline with many.
func TestGoDoesNotBlock(t *testing.T) {
	b, err := Open("go")
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	done := make(chan struct{})
	go func() {
		defer close(done)
		wide(t, b.Compute, 128, 40)
		var wg sync.WaitGroup
		for range 2 * runtime.GOMAXPROCS(0) {
			wg.Go(func() { wide(t, b.Inline, 128, 10) })
		}
		wg.Wait()
	}()
	select {
	case <-done:
	case <-time.After(2 * time.Minute):
		t.Fatal("callers of the pure-Go backend did not come back")
	}
}

// wide runs sixteen products, side by side numbers each, that do not depend on
// each other.
func wide(t testing.TB, c compute.Backend, side, runs int) {
	exec, err := graph.NewExec(c, func(x *graph.Node) *graph.Node {
		sum := graph.ScalarZero(x.Graph(), x.DType())
		for i := range 16 {
			y := graph.Dot(graph.AddScalar(x, float32(i)), x).Product()
			sum = graph.Add(sum, graph.ReduceAllSum(y))
		}
		return sum
	})
	if err != nil {
		t.Error(err)
		return
	}
	defer exec.Finalize()
	x := make([][]float32, side)
	for i := range x {
		x[i] = make([]float32, side)
		x[i][0] = 1
	}
	for range runs {
		out, err := exec.Call(x)
		if err != nil {
			t.Error(err)
			return
		}
		// (x + i)·x has 1 + side·i in its first column, and 0 elsewhere.
		if got, want := out[0].Value().(float32), float32(side*(16+side*120)); got != want {
			t.Errorf("%s: sum = %v, want %v", c, got, want)
		}
		out[0].MustFinalizeAll()
	}
}

func TestOpenAuto(t *testing.T) {
	b, err := Open("auto")
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	sum(t, b.Compute, 16)
	var passed []string
	for _, o := range openers {
		if o.name == b.Name {
			break
		}
		passed = append(passed, o.name)
	}
	if len(b.Notes) != len(passed) {
		t.Fatalf("%s: notes %q, want one on each of %q", b, b.Notes, passed)
	}
	for i, note := range b.Notes {
		if !strings.HasPrefix(note, passed[i]+": ") || strings.Contains(note, "\n") || len(note) < len(passed[i])+10 {
			t.Errorf("note %q: want a line why %s was not taken", note, passed[i])
		}
	}
	t.Log(b, b.Notes)
}

func TestOpenONNX(t *testing.T) {
	b, err := Open("onnx")
	if err != nil {
		t.Skip(err)
	}
	defer b.Close()
	if b.Name != "onnx" || b.MatrixConv || b.Inline != nil {
		t.Errorf("Open(onnx) = %+v", b)
	}
	sum(t, b.Compute, 64)
}

// What is asked for by name and is not there is an error, never another backend.
func TestOpenRefuses(t *testing.T) {
	t.Setenv(LibraryEnv, filepath.Join(t.TempDir(), "none.so"))
	text := filepath.Join(t.TempDir(), "text.so")
	if err := os.WriteFile(text, []byte("not a library"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"tpu":             `"tpu": want one of auto, xla:cuda, xla:cpu, onnx, go`,
		"go:fast":         "want one of",
		"onnx:":           "want one of",
		"onnx":            "", // the library that the environment names is not there, or not in this build
		"onnx:/none.so":   "",
		"onnx:" + text:    "",
		"xla:/none.so":    "",
		"xla:" + text:     "",
		"xla:nosuchthing": "",
	} {
		b, err := Open(name)
		if err == nil {
			t.Errorf("Open(%q) = %s, want an error", name, b)
			continue
		}
		if !strings.HasPrefix(err.Error(), "backend: ") || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("Open(%q): %q, want one line with %q", name, err, want)
		}
	}
}

func TestFindLibrary(t *testing.T) {
	if runtime.GOOS == "darwin" {
		t.Skip("other file names")
	}
	a, b := t.TempDir(), t.TempDir()
	for _, name := range []string{"libonnxruntime.so.1.9.0", "libonnxruntime.so.1.30.0", "libonnxruntime_providers_shared.so", "other.so"} {
		if err := os.WriteFile(filepath.Join(b, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(a, "libonnxruntime.so"), 0o755); err != nil {
		t.Fatal(err)
	}
	got, err := findLibrary([]string{filepath.Join(a, "none"), a, b})
	if want := filepath.Join(b, "libonnxruntime.so.1.30.0"); err != nil || got != want {
		t.Errorf("findLibrary = %q, %v, want %q", got, err, want)
	}
	if _, err := findLibrary([]string{a}); err == nil || !strings.Contains(err.Error(), LibraryEnv) {
		t.Errorf("findLibrary where there is none: %v, want an error that says how to have one", err)
	}
}
