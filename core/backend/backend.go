package backend

import (
	"fmt"
	"io"
	"strings"

	"github.com/gomlx/compute"
)

// Backend is an opened backend.
//
// It is safe for concurrent use as far as the GoMLX backend inside is: see
// [Backend.Inline] for the pure-Go one.
type Backend struct {
	// Compute is the GoMLX backend.
	Compute compute.Backend
	// Inline is set for the pure-Go backend only: a second one that starts no
	// goroutines of its own, so that many callers may run graphs on it at once,
	// each on its own processor. It cannot block: see [openGo].
	Inline compute.Backend
	// Name says which backend this is: "xla:cuda", "xla:cpu", "onnx" or "go".
	Name string
	// Device is "cuda" or "cpu" (or another accelerator's plugin name).
	Device string
	// LoadONNX makes a model of the ONNX file in r ready to run, where the backend
	// runs such files; else it is nil.
	LoadONNX func(r io.Reader) (compute.Executable, error)
	// MatrixConv is true where a convolution is best written as a matrix
	// product, since the backend has no fast convolution of its own.
	MatrixConv bool
	// Notes has a line for each better backend saying why it was not taken.
	Notes []string
}

// opener tries one backend; arg is what followed the first colon of the name.
type opener struct {
	name string
	open func(arg string) (*Backend, error)
}

// openers are all backends, the best first.
var openers = []opener{
	{"xla:cuda", func(string) (*Backend, error) { return openXLA("cuda") }},
	{"xla:cpu", func(string) (*Backend, error) { return openXLA("cpu") }},
	{"onnx", openONNX},
	{"go", openGo},
}

// Known returns the names that Open takes, the best backend first; "auto" is
// all of them in order. "xla" is the best plugin of XLA that is there; to "xla:"
// and "onnx:" may be appended the path of a plugin or library.
func Known() []string {
	names := []string{"auto"}
	for _, o := range openers {
		names = append(names, o.name)
	}
	return names
}

// Open returns the backend of that name. "auto" and "" take the best that is
// there and explain in Notes why it is not a better one; any other name fails
// if that backend is not there. It never downloads and never waits.
func Open(name string) (*Backend, error) {
	kind, arg, _ := strings.Cut(name, ":")
	switch {
	case name == "" || name == "auto":
		return first(openers)
	case name == "xla":
		return first(openers[:2])
	case kind == "xla" && arg != "":
		return wrap(name, openXLA, arg)
	case kind == "onnx" && name != "onnx:":
		return wrap(name, openONNX, arg)
	case name == "go":
		return wrap(name, openGo, "")
	}
	return nil, fmt.Errorf("backend: %q: want one of %s, xla, xla:/path/to/plugin.so or onnx:/path/to/libonnxruntime.so",
		name, strings.Join(Known(), ", "))
}

// first opens the first of list that opens.
func first(list []opener) (*Backend, error) {
	var notes []string
	for _, o := range list {
		b, err := o.open("")
		if err == nil {
			b.Notes = notes
			return b, nil
		}
		notes = append(notes, fmt.Sprintf("%s: %v", o.name, err))
	}
	return nil, fmt.Errorf("backend: none is there: %s", strings.Join(notes, "; "))
}

func wrap(name string, open func(string) (*Backend, error), arg string) (*Backend, error) {
	b, err := open(arg)
	if err != nil {
		return nil, fmt.Errorf("backend: %s: %w", name, err)
	}
	return b, nil
}

// String is the name, with the device where the name does not say it.
func (b *Backend) String() string {
	if strings.Contains(b.Name, ":") {
		return b.Name
	}
	return b.Name + " (" + b.Device + ")"
}

// Close releases what the backend holds; nothing made on it may be used after.
func (b *Backend) Close() {
	b.Compute.Finalize()
	if b.Inline != nil {
		b.Inline.Finalize()
	}
}

// firstLine is the first line of an error: GoMLX's errors carry a stack.
func firstLine(err error) error {
	line, _, more := strings.Cut(strings.TrimSpace(err.Error()), "\n")
	if !more {
		return err
	}
	return fmt.Errorf("%s", line)
}
