//go:build !amd64

package nhwc

type variant struct {
	name string
	use  func() (restore func())
}

// variants are the ways of computing a tile that this machine has.
func variants() []variant { return []variant{{"loops", func() func() { return func() {} }}} }
