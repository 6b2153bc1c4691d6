//go:build linux

package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// Nobody is called: through start, embedding, training, recognising and stop, no name
// is looked up and no address but loopback is called, by us or by a library that we
// load, and nothing is kept outside the folders that are Graft's.
func TestNobodyIsCalled(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the network")
	}
	strace, err := exec.LookPath("strace")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("no strace: `make strace` installs it")
		}
		t.Skip("no strace: `make strace` installs it")
	}
	if out, err := exec.Command(strace, "-D", "-f", "--seccomp-bpf", "-o", os.DevNull, "true").CombinedOutput(); err != nil {
		t.Skipf("strace may not follow programs here: %v: %s", err, out)
	}
	home, trace := t.TempDir(), filepath.Join(t.TempDir(), "trace")
	p := startTraced(t, strace, trace, home, "-e", "trace=socket,connect,sendto,sendmsg,sendmmsg")
	for end := time.Now().Add(useFor(t)); ; time.Sleep(time.Second) {
		useServer(t, p.address)
		if time.Now().After(end) {
			break
		}
	}
	p.stop()
	calls := wholeTrace(t, trace, p.pid)
	if !bytes.Contains(calls, []byte("socket(AF_INET")) {
		t.Fatalf("the trace has no socket: strace did not follow the program:\n%.2000s", calls)
	}
	for _, line := range outward(string(calls)) {
		t.Errorf("called: %s", line)
	}
	wantOnlyOurs(t, home)
}

// useFor returns how long the server is watched: one visit, or as long as GRAFT_USE_FOR
// says (`make privacy`: an hour of visits).
func useFor(t *testing.T) time.Duration {
	t.Helper()
	wanted := os.Getenv("GRAFT_USE_FOR")
	if wanted == "" {
		return 0
	}
	d, err := time.ParseDuration(wanted)
	if err != nil {
		t.Fatalf("GRAFT_USE_FOR: %v", err)
	}
	return d
}

// runningServer is a server in a process of its own.
type runningServer struct {
	address string
	pid     int
	stop    func() // as Ctrl+C does
	kill    func() // as nothing can be stopped by
}

// startTraced starts a server under strace, which writes what it sees to a file.
func startTraced(t *testing.T, strace, trace, home string, what ...string) runningServer {
	t.Helper()
	return runServer(t, home, append([]string{strace, "-D", "-f", "--seccomp-bpf", "-o", trace}, what...)...)
}

// runServer starts a server whose home and data are in home, perhaps under another
// program.
func runServer(t *testing.T, home string, under ...string) runningServer {
	t.Helper()
	command := append(under, os.Args[0], "serve", "-listen", "127.0.0.1:0", "-data", filepath.Join(home, "data"), "-weights", "starter", "-offline")
	cmd := exec.Command(command[0], command[1:]...)
	library, _ := os.UserCacheDir() // where make fetched ONNX Runtime
	cmd.Env = append(os.Environ(), "GRAFT_TEST_PROGRAM=1", "HOME="+home, "XDG_CACHE_HOME=", "ORT_DISABLE_TELEMETRY=0")
	if found, _ := filepath.Glob(filepath.Join(library, "graft", "onnxruntime", "libonnxruntime.*")); len(found) > 0 && os.Getenv("ONNXRUNTIME_SHARED_LIBRARY_PATH") == "" {
		cmd.Env = append(cmd.Env, "ONNXRUNTIME_SHARED_LIBRARY_PATH="+found[len(found)-1])
	}
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	p := runningServer{pid: cmd.Process.Pid}
	p.kill = func() {
		cmd.Process.Kill()
		<-ended
	}
	p.stop = func() { // with -D strace is the grandchild
		cmd.Process.Signal(os.Interrupt)
		select {
		case <-ended:
		case <-time.After(time.Minute):
			t.Error("the server did not stop")
			cmd.Process.Kill()
		}
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if p.address = regexp.MustCompile(`http://\S+/`).FindString(lines.Text()); p.address != "" {
			break
		}
	}
	go func() {
		io.Copy(io.Discard, out)
		cmd.Wait()
		close(ended)
	}()
	if p.address == "" {
		t.Fatal("the server ended without printing an address")
	}
	return p
}

// wholeTrace returns the trace once strace, which ends after the program, has noted the
// program's end.
func wholeTrace(t *testing.T, file string, pid int) []byte {
	t.Helper()
	end := regexp.MustCompile(fmt.Sprintf(`(?m)^%d +\+\+\+ `, pid)) // short numbers are padded
	for range 300 {
		if calls, err := os.ReadFile(file); err == nil && end.Match(calls) {
			return calls
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("the trace does not show the end of process %d", pid)
	return nil
}

// useServer does what a visitor does: look at the page, embed a picture, upload a set,
// train and take the head.
func useServer(t *testing.T, address string) {
	t.Helper()
	ask := func(want int, method, path string, body []byte) []byte {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, strings.TrimSuffix(address, "/")+path, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		got, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != want {
			t.Fatalf("%s %s = %d %.300s %v, want %d", method, path, res.StatusCode, got, err, want)
		}
		return got
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, texture("ruby", 1)); err != nil {
		t.Fatal(err)
	}
	ask(200, "GET", "/", nil)
	ask(200, "GET", "/healthz", nil)
	ask(200, "POST", "/api/v1/embed", picture.Bytes())
	var set, job struct{ ID string }
	decodeJSON(t, ask(201, "POST", "/api/v1/datasets", gemsZip(t, 6)), &set)
	decodeJSON(t, ask(202, "POST", "/api/v1/jobs", fmt.Appendf(nil, `{"dataset":%q,"recipe":{"steps":[{"op":"flip_left_right"}]},"train":{"epochs":2,"views":1}}`, set.ID)), &job)
	for {
		var now struct{ State, Error string }
		decodeJSON(t, ask(200, "GET", "/api/v1/jobs/"+job.ID, nil), &now)
		if now.State == "done" {
			break
		}
		if now.State != "queued" && now.State != "running" {
			t.Fatalf("the job is %s: %s", now.State, now.Error)
		}
		time.Sleep(200 * time.Millisecond)
	}
	ask(200, "GET", "/api/v1/jobs/"+job.ID+"/head", nil)
	ask(200, "GET", "/api/v1/jobs/"+job.ID+"/model.onnx", nil)
}

func decodeJSON(t *testing.T, body []byte, to any) {
	t.Helper()
	if err := json.Unmarshal(body, to); err != nil {
		t.Fatalf("%v in %.200s", err, body)
	}
}

func gemsZip(t *testing.T, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if err := z.AddFS(os.DirFS(gems(t, n))); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var (
	toAddress = regexp.MustCompile(`\b(?:connect|sendto|sendmsg|sendmmsg)\(.*sa_family=AF_INET6?\b`)
	atHome    = regexp.MustCompile(`inet_addr\("127\.|inet_pton\(AF_INET6, "::1"|inet_pton\(AF_INET6, "::ffff:127\.`)
	port53    = regexp.MustCompile(`sin6?_port=htons\(53\)`)
)

// outward returns the system calls that reach past this machine, and those that ask a
// resolver on it for a name.
func outward(trace string) []string {
	var found []string
	for line := range strings.Lines(trace) {
		if toAddress.MatchString(line) && (!atHome.MatchString(line) || port53.MatchString(line)) {
			found = append(found, strings.TrimSpace(line))
		}
	}
	return found
}

func TestOutward(t *testing.T) {
	for line, want := range map[string]bool{
		`12 connect(7, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("20.42.73.24")}, 16) = -1 EINPROGRESS`:                          true,
		`12 connect(7, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16) = 0`:                                         true,
		`12 connect(7, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr)}, 28) = 0`: true,
		`12 sendto(9, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("10.0.0.1")}, 16) = 1`:                                  true,
		`12 connect(7, {sa_family=AF_INET, sin_port=htons(8000), sin_addr=inet_addr("127.0.0.1")}, 16) = 0`:                                        false,
		`12 connect(7, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr)}, 28) = 0`:         false,
		`12 connect(7, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT`:                                                     false,
		`12 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 7`:                                                                                         false,
	} {
		if got := len(outward(line)) == 1; got != want {
			t.Errorf("outward = %v for %s", got, line)
		}
	}
}

// wantOnlyOurs fails for every file under home that lies in no folder of Graft's.
func wantOnlyOurs(t *testing.T, home string) {
	t.Helper()
	err := filepath.WalkDir(home, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(home, path)
		if !strings.HasPrefix(rel, "data"+string(filepath.Separator)) && !strings.HasPrefix(rel, filepath.Join(".cache", "graft")+string(filepath.Separator)) {
			t.Errorf("left behind: %s", rel)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
