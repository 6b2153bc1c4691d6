package backend

import (
	"fmt"
	"reflect"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"
)

// openGo opens the pure-Go backend.
//
// The library's default, which runs operations of one graph in parallel on a
// pool of workers, can stop for ever (gomlx/compute v0.1.6): an operation that
// runs on a worker asks the same pool for helpers (workerspool.Saturate) while
// it keeps its own place, so when every worker does so, all wait for a place.
// ops_sequential runs operations from the caller's goroutine, which holds no
// place. [Backend.Inline] goes further and has no pool: it cannot wait for one.
func openGo(string) (*Backend, error) {
	pooled, err := gobackend.New("ops_sequential")
	if err != nil {
		return nil, firstLine(err)
	}
	inline, err := gobackend.New("ops_sequential")
	if err != nil {
		return nil, firstLine(err)
	}
	if err := withoutWorkers(inline); err != nil {
		return nil, err
	}
	return &Backend{Compute: pooled, Inline: inline, Name: "go", Device: "cpu", MatrixConv: true}, nil
}

// withoutWorkers sets the backend's parallelism to 0, which runs everything in
// the goroutine of the caller. The configuration "parallelism=0" would do the
// same but prints a line on standard output; the type is internal to its
// module, its field and method are exported.
func withoutWorkers(b compute.Backend) error {
	v := reflect.Indirect(reflect.ValueOf(b))
	if v.Kind() == reflect.Struct {
		if workers := v.FieldByName("Workers"); workers.IsValid() {
			if set := workers.MethodByName("SetMaxParallelism"); set.IsValid() {
				set.Call([]reflect.Value{reflect.ValueOf(0)})
				return nil
			}
		}
	}
	return fmt.Errorf("gomlx's Go backend %T has no worker pool to switch off: want the version in go.mod", b)
}
