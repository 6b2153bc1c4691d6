package main

import (
	"fmt"
	"io"
)

// output is the standard output, which remembers that something could not be written:
// what a command prints is its result, and a full disk must not look like success.
type output struct {
	w     io.Writer
	fault error // the first
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	if err != nil && o.fault == nil {
		o.fault = fmt.Errorf("the output could not be written: %w", err)
	}
	return n, err
}
