package server

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"graft/core/job"
	"graft/core/server/internal/models"
	"graft/core/server/internal/probe"
)

// journal is a log that may be read while it is written.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *journal) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

// lines returns those that contain all parts.
func (l *journal) lines(parts ...string) (found []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for line := range strings.Lines(l.text.String()) {
		all := true
		for _, part := range parts {
			all = all && strings.Contains(line, part)
		}
		if all {
			found = append(found, line)
		}
	}
	return found
}

func (l *journal) handler() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

func TestJobLog(t *testing.T) {
	var log journal
	cfg := testConfig(t, t.TempDir())
	cfg.Log = log.handler()
	failing := true
	c := start(t, cfg, func(ctx context.Context, key models.Key, progress func(done, total int64)) (*models.Model, error) {
		if failing {
			return nil, errors.New("no network")
		}
		return lightLoader(nil)(ctx, key, progress)
	})
	set := c.upload(twoClasses(t, 8))
	failed := c.submit(set.ID, quick)
	c.listen(failed, 0, nil)
	failing = false
	done := c.submit(set.ID, quick)
	c.listen(done, 0, nil)
	for _, want := range [][]string{
		{"level=INFO", `msg="job queued"`, "job=" + failed, "client=127.0.0.1", "set=" + set.ID, "mode=head"},
		{"level=INFO", `msg="job begins"`, "job=" + failed, "attempt=1"},
		{"level=WARN", `msg="job ended"`, "job=" + failed, "state=failed", "no network"},
		{"level=INFO", `msg="job begins"`, "job=" + done},
		{"level=INFO", `msg="job ended"`, "job=" + done, "state=done", "seconds="},
	} {
		if n := len(log.lines(want...)); n != 1 {
			t.Errorf("%d lines with %v, want 1 in\n%s", n, want, log.text.String())
		}
	}
}

func TestJobTime(t *testing.T) {
	cfg := testConfig(t, t.TempDir())
	cfg.MaxJobTime = time.Millisecond
	c := start(t, cfg, lightLoader(nil))
	id := c.submit(c.upload(twoClasses(t, 8)).ID, long)
	c.listen(id, 0, nil)
	if d := c.job(id); d.State != job.Failed || d.Fault.Code != "server.job_time" || !strings.Contains(d.Error, "1ms") {
		t.Errorf("the job is %s, %q (%s), want it failed for its time", d.State, d.Error, d.Fault.Code)
	}
}

// The log tells when the server turns faulty and when it is well again, once each.
func TestFaultyIsLogged(t *testing.T) {
	var log journal
	cfg := testConfig(t, t.TempDir())
	cfg.Log = log.handler()
	c := start(t, cfg, lightLoader(nil))
	well := func() int { return len(log.lines("level=INFO", "well again", "/healthz")) }
	ill := func() int { return len(log.lines("level=ERROR", "faulty", "/healthz", "cannot be written")) }
	ask := func() {
		c.s.folder = probe.New(c.s.writeProbe)
		for range 3 {
			c.healthz()
		}
	}
	ask()
	if well()+ill() != 0 {
		t.Fatal("a server that was well from the start is logged")
	}
	if err := errors.Join(os.Rename(c.s.tmp(), c.s.tmp()+".away"), os.WriteFile(c.s.tmp(), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	ask()
	if well() != 0 || ill() != 1 {
		t.Errorf("%d lines that it is faulty and %d that it is well, want 1 and 0", ill(), well())
	}
	if err := errors.Join(os.Remove(c.s.tmp()), os.Rename(c.s.tmp()+".away", c.s.tmp())); err != nil {
		t.Fatal(err)
	}
	ask()
	if well() != 1 || ill() != 1 {
		t.Errorf("%d lines that it is faulty and %d that it is well, want 1 and 1", ill(), well())
	}
}

func TestReadyTellsWhatIsKept(t *testing.T) {
	cfg := testConfig(t, t.TempDir())
	cfg.MaxKept = 1 << 20
	c := start(t, cfg, lightLoader(nil))
	if r := c.ready(200); r.KeptBytes == nil || *r.KeptBytes != 0 || r.MostBytes != 1<<20 {
		t.Errorf("%+v, want 0 of 1 MB kept", r)
	}
	if err := os.WriteFile(filepath.Join(cfg.DataDir, "datasets", "something"), make([]byte, 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	c.s.room.Forget()
	if r := c.ready(503); *r.KeptBytes != 1<<20 || len(r.Faults) != 1 || !strings.Contains(r.Faults[0], "take 1 MB, all of the 1 MB") {
		t.Errorf("%+v, want that all is taken", r)
	}
}
