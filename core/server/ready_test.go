package server

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"graft/core/api"
	"graft/core/backend"
	"graft/core/server/internal/probe"
)

func (c *client) ready(want int) api.Ready {
	c.t.Helper()
	status, header, body := c.do("GET", "/readyz", nil)
	var r api.Ready
	if err := json.Unmarshal(body, &r); err != nil || status != want || (status == 200) != r.Ready || (header.Get("Retry-After") != "") == r.Ready {
		c.t.Fatalf("readyz = %d %v %s, %v, want %d, with Retry-After if it is not ready", status, header, body, err, want)
	}
	return r
}

func (c *client) healthz() api.Health {
	c.t.Helper()
	var h api.Health
	c.want(200, "GET", "/healthz", nil, &h)
	return h
}

func TestReady(t *testing.T) {
	cfg := testConfig(t, t.TempDir())
	c := start(t, cfg, lightLoader(nil))
	r := c.ready(200)
	if !r.Writable || !r.Answers || len(r.Faults) != 0 || r.FreeBytes != nil && *r.FreeBytes < r.LeastBytes {
		t.Errorf("%+v, want it ready", r)
	}
	if left, _ := os.ReadDir(c.s.tmp()); len(left) != 0 {
		t.Errorf("left in tmp: %v", left)
	}
	// A folder that is no folder any more cannot be written by root either.
	if err := errors.Join(os.Rename(c.s.tmp(), c.s.tmp()+".away"), os.WriteFile(c.s.tmp(), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	c.s.folder = probe.New(c.s.writeProbe)
	r = c.ready(503)
	if r.Writable || !r.Answers || len(r.Faults) != 1 || r.Faults[0] != "the data folder cannot be written: not a directory" {
		t.Errorf("%+v, want that the folder cannot be written, without its name", r)
	}
	if h := c.healthz(); h.Status != "faulty" || h.Fault != r.Faults[0] {
		t.Errorf("healthz says %q, %q, want that nothing can be kept", h.Status, h.Fault)
	}
	if err := errors.Join(os.Remove(c.s.tmp()), os.Rename(c.s.tmp()+".away", c.s.tmp())); err != nil {
		t.Fatal(err)
	}
	c.s.folder = probe.New(c.s.writeProbe)
	c.ready(200)
	if h := c.healthz(); h.Status != "ok" || h.Fault != "" {
		t.Errorf("healthz says %q, %q, want ok again", h.Status, h.Fault)
	}
}

// However often it is asked, the disk and the backend are asked seldom.
func TestReadyIsCheap(t *testing.T) {
	c := start(t, testConfig(t, t.TempDir()), lightLoader(nil))
	var asked atomic.Int32
	c.s.computes = probe.New(func() error { asked.Add(1); return nil })
	var written atomic.Int32
	c.s.folder = probe.New(func() error { written.Add(1); return c.s.writeProbe() })
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			for range 10 {
				c.ready(200)
				c.healthz()
			}
		})
	}
	all.Wait()
	if asked.Load() != 1 || written.Load() != 1 {
		t.Errorf("the backend was asked %d times, the disk %d, want once each", asked.Load(), written.Load())
	}
}

// A backend that has gone, or hangs, is told; a hanging one keeps nobody for long.
func TestReadyWithoutBackend(t *testing.T) {
	t.Parallel() // it waits, most of the time
	cfg := testConfig(t, t.TempDir())
	b, err := backend.Open("go")
	if err != nil {
		t.Fatal(err)
	}
	cfg.Backend = b
	c := start(t, cfg, lightLoader(nil))
	c.ready(200)
	b.Close()
	c.s.computes = probe.New(computeProbe(b))
	if r := c.ready(503); r.Answers || !r.Writable || !strings.HasPrefix(r.Faults[0], "the backend go does not compute: ") {
		t.Errorf("%+v, want that the backend is gone", r)
	}
	hang := make(chan struct{})
	defer close(hang)
	c.s.computes = probe.New(func() error { <-hang; return nil })
	c.ready(503)
	began := time.Now()
	if r := c.ready(503); r.Faults[0] != "the backend go does not compute: it does not answer" || time.Since(began) > probe.GiveUp/2 {
		t.Errorf("%+v after %v, want at once that the backend is silent", r, time.Since(began))
	}
}

// A disk that hangs does not keep /healthz from saying that the program is alive.
func TestHealthOnHangingDisk(t *testing.T) {
	t.Parallel() // it waits, most of the time
	c := start(t, testConfig(t, t.TempDir()), lightLoader(nil))
	hang := make(chan struct{})
	defer close(hang)
	c.s.folder = probe.New(func() error { <-hang; return nil })
	began := time.Now()
	if h := c.healthz(); h.Status != "ok" || time.Since(began) > probe.GiveUp/2 {
		t.Errorf("healthz says %q after %v, want ok soon: nothing is known yet", h.Status, time.Since(began))
	}
	if r := c.ready(503); r.Writable || r.Faults[0] != "the data folder cannot be written: it does not answer" {
		t.Errorf("%+v, want that the disk is silent", r)
	}
	if h := c.healthz(); h.Status != "faulty" {
		t.Errorf("healthz says %q once the disk has been silent for long, want faulty", h.Status)
	}
}
