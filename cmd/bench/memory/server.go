package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is the graft program at work.
type server struct {
	command *exec.Cmd
	address string // without a slash at the end
	data    string
}

var says = regexp.MustCompile(`open (http://\S+)/ in a browser`)

// startServer starts graft serve on a new data folder and a free port.
func startServer(ctx context.Context, o options) (s *server, err error) {
	s = &server{}
	if s.data, err = os.MkdirTemp("", "bench-memory-"); err != nil {
		return nil, err
	}
	s.command = exec.CommandContext(ctx, o.graft, "serve", "-listen", "127.0.0.1:0", "-data", s.data, "-backend", o.backend, "-weights", o.weights)
	s.command.Stderr = os.Stderr
	out, err := s.command.StdoutPipe()
	if err == nil {
		err = s.command.Start()
	}
	if err != nil {
		os.RemoveAll(s.data)
		return nil, err
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		fmt.Println(" ", lines.Text())
		if m := says.FindStringSubmatch(lines.Text()); m != nil {
			s.address = m[1]
			go io.Copy(io.Discard, out)
			return s, nil
		}
	}
	s.stop()
	return nil, fmt.Errorf("%s serve did not start", o.graft)
}

func (s *server) stop() {
	s.command.Process.Signal(syscall.SIGTERM)
	s.command.Wait()
	os.RemoveAll(s.data)
}

// call makes a request and reads its answer into v, if that is not nil.
func (s *server) call(ctx context.Context, method, path string, body io.Reader, v any) error {
	req, err := http.NewRequestWithContext(ctx, method, s.address+path, body)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode > 299 {
		return fmt.Errorf("%s %s: %s %.500s", method, path, res.Status, answer)
	}
	if v == nil {
		return nil
	}
	return json.Unmarshal(answer, v)
}

// embed has the features of a picture computed, for which the model is loaded.
func (s *server) embed(ctx context.Context, picture []byte) error {
	return s.call(ctx, "POST", "/api/v1/embed", bytes.NewReader(picture), nil)
}

func (s *server) upload(ctx context.Context, p *photos, n int) (id string, err error) {
	r, w := io.Pipe()
	go func() { w.CloseWithError(p.zip(w, n)) }()
	var set struct {
		ID      string
		Classes []struct{ Count int }
	}
	if err := s.call(ctx, "POST", "/api/v1/datasets", r, &set); err != nil {
		return "", err
	}
	if len(set.Classes) != 2 || set.Classes[0].Count+set.Classes[1].Count != n {
		return "", fmt.Errorf("the data set has %v: want %d pictures in two classes", set.Classes, n)
	}
	return set.ID, nil
}

// train waits for a job on the data set.
func (s *server) train(ctx context.Context, set string, views int) error {
	request := fmt.Sprintf(`{"dataset":%q,"recipe":{"steps":[{"op":"flip_left_right"},{"op":"rotation","degrees":20},{"op":"brightness"}]},"train":{"epochs":3,"views":%d}}`, set, views)
	var job struct {
		ID, State, Error string
	}
	if err := s.call(ctx, "POST", "/api/v1/jobs", strings.NewReader(request), &job); err != nil {
		return err
	}
	for id := job.ID; ; {
		if err := s.call(ctx, "GET", "/api/v1/jobs/"+id, nil, &job); err != nil {
			return err
		}
		switch job.State {
		case "done":
			return nil
		case "failed", "cancelled":
			return errors.New(job.State + ": " + job.Error)
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// settled waits until the memory has not changed for three seconds.
func (s *server) settled(ctx context.Context) (int64, error) {
	last, calm := int64(0), 0
	for range 120 {
		now, err := s.memory("VmRSS")
		if err != nil {
			return 0, err
		}
		if calm++; now > last+1<<20 || now < last-1<<20 {
			last, calm = now, 0
		}
		if calm == 6 {
			return now, nil
		}
		select {
		case <-time.After(time.Second / 2):
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
	return last, nil
}

// peak returns the highest memory while do runs.
func (s *server) peak(do func() error) (int64, time.Duration, error) {
	if err := os.WriteFile(s.proc("clear_refs"), []byte("5"), 0); err != nil { // forgets the peak, proc(5)
		return 0, 0, err
	}
	began := time.Now()
	if err := do(); err != nil {
		return 0, 0, err
	}
	took := time.Since(began)
	n, err := s.memory("VmHWM")
	return n, took, err
}

func (s *server) proc(name string) string {
	return "/proc/" + strconv.Itoa(s.command.Process.Pid) + "/" + name
}

// memory reads a line of the process's status, in bytes.
func (s *server) memory(key string) (int64, error) {
	status, err := os.ReadFile(s.proc("status"))
	if err != nil {
		return 0, fmt.Errorf("memory is read from /proc, as Linux has it: %w", err)
	}
	_, rest, ok := strings.Cut(string(status), key+":")
	fields := strings.Fields(rest)
	if !ok || len(fields) < 2 {
		return 0, fmt.Errorf("no %s in %s", key, s.proc("status"))
	}
	n, err := strconv.ParseInt(fields[0], 10, 64)
	return n << 10, err
}
