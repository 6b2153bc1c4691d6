package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
)

// A result that cannot be written is a failure.
func TestOutputThatCannotBeWritten(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no /dev/full here: ", err)
	}
	defer full.Close()
	var errs bytes.Buffer
	env := environment{stdout: full, stderr: &errs, getenv: func(string) string { return "" }}
	if status := run(context.Background(), env, []string{"version"}); status != 1 || !strings.Contains(errs.String(), "graft version: the output could not be written: write /dev/full: no space left") {
		t.Errorf("version on a full disk = %d: %s", status, errs.String())
	}
}
