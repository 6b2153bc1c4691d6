package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// What the server under attack is told, in MB.
const (
	maxUpload   = 64
	maxUnpacked = 256
)

// target is the server under attack.
type target struct {
	address string // with scheme, without a slash at its end
	data    string // its folder
	command *exec.Cmd
	ended   chan struct{}
}

// start runs the program on a folder of its own, with what every computer has: 1024
// open files.
func start(ctx context.Context, o options) (*target, error) {
	data, err := os.MkdirTemp("", "graft-attack-*")
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "sh", "-c", `ulimit -n 1024; exec "$0" "$@"`, o.graft,
		"serve", "-listen", "127.0.0.1:0", "-data", data, "-weights", "starter", "-offline",
		"-max-upload", fmt.Sprint(maxUpload), "-max-unpacked", fmt.Sprint(maxUnpacked))
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 20 * time.Second
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	errs := &tail{}
	if cmd.Stderr = errs; o.verbose {
		cmd.Stderr = io.MultiWriter(errs, os.Stderr)
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &target{data: data, command: cmd, ended: make(chan struct{})}
	if s.address, err = addressIn(out); err != nil {
		cmd.Cancel()
		cmd.Wait()
		return nil, fmt.Errorf("%w: %s", err, errs)
	}
	go func() {
		io.Copy(io.Discard, out)
		cmd.Wait()
		close(s.ended)
	}()
	return s, nil
}

var addressLine = regexp.MustCompile(`http://\S+[^/\s]`)

func addressIn(out io.Reader) (string, error) {
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return "", errors.New("the server ended without printing an address")
		}
		if at := addressLine.FindString(line); at != "" {
			return at, nil
		}
	}
}

// tail keeps the end of what the server says.
type tail struct {
	mu   sync.Mutex
	text []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	if extra := len(t.text) - 4000; extra > 0 {
		t.text = t.text[extra:]
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.text)
}

func (s *target) stop() {
	s.command.Process.Signal(os.Interrupt)
	select {
	case <-s.ended:
	case <-time.After(20 * time.Second):
		s.command.Process.Kill()
		<-s.ended
	}
	os.RemoveAll(s.data)
}

// memory is what the server has in memory, in bytes.
func (s *target) memory() int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.command.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	n, _ := strconv.ParseInt(strings.Fields(rest + " 0")[0], 10, 64)
	return n << 10
}

// disk is what the server's folder takes, in bytes. A file that goes away meanwhile
// takes nothing.
func (s *target) disk() int64 {
	var sum int64
	filepath.WalkDir(s.data, func(_ string, e fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		if info, err := e.Info(); err == nil {
			if st, ok := info.Sys().(*syscall.Stat_t); ok {
				sum += 512 * st.Blocks
			}
		}
		return nil
	})
	return sum
}

// usage is what the server took while it was watched, in bytes.
type usage struct{ memory, diskMost, diskKept int64 }

type meter struct {
	s     *target
	since int64
	most  usage
	done  chan struct{}
	quit  context.CancelFunc
}

// measure watches the server until end is called.
func (s *target) measure(ctx context.Context) *meter {
	ctx, quit := context.WithCancel(ctx)
	m := &meter{s: s, since: s.disk(), done: make(chan struct{}), quit: quit}
	go func() {
		defer close(m.done)
		for ctx.Err() == nil {
			m.most.memory = max(m.most.memory, s.memory())
			m.most.diskMost = max(m.most.diskMost, s.disk()-m.since)
			select {
			case <-ctx.Done():
			case <-time.After(100 * time.Millisecond):
			}
		}
	}()
	return m
}

func (m *meter) end() usage {
	m.quit()
	<-m.done
	m.most.diskKept = m.s.disk() - m.since
	return m.most
}
