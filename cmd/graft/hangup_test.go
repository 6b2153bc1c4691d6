//go:build unix

package main

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"syscall"
	"testing"
	"time"
)

// The end of the terminal stops a server cleanly, and does nothing to one that nohup has
// outlive it.
func TestHangUp(t *testing.T) {
	for name, tc := range map[string]struct {
		trap string
		ends bool
	}{"in a terminal": {"", true}, "under nohup": {`trap "" HUP; `, false}} {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command("sh", "-c", tc.trap+`exec "$0" "$@"`, os.Args[0], "serve", "-listen", "127.0.0.1:0", "-data", t.TempDir(), "-weights", "random", "-backend", "go", "-offline")
			cmd.Env = append(os.Environ(), "GRAFT_TEST_PROGRAM=1")
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			address := ""
			for lines := bufio.NewScanner(out); address == "" && lines.Scan(); {
				address = regexp.MustCompile(`http://\S+/`).FindString(lines.Text())
			}
			go func() { ended <- cmd.Wait() }()
			defer cmd.Process.Kill()
			if err := cmd.Process.Signal(syscall.SIGHUP); err != nil {
				t.Fatal(err)
			}
			if tc.ends {
				select {
				case err := <-ended:
					if err != nil {
						t.Errorf("the server ended with %v, want a clean stop", err)
					}
				case <-time.After(20 * time.Second):
					t.Error("the server goes on")
				}
				return
			}
			select {
			case err := <-ended:
				t.Errorf("the server ended: %v", err)
			case <-time.After(time.Second):
				if res, err := http.Get(address + "healthz"); err != nil || res.StatusCode != 200 {
					t.Errorf("after the hang-up: %v", err)
				}
			}
		})
	}
}
