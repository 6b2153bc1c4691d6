// Package workerd runs a built Worker on this machine, under the runtime that
// Cloudflare runs it on: for tests and for measuring.
package workerd

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
)

// Options are those of cmd/edge/miniflare.mjs.
type Options struct {
	Limit    int               `json:"limit,omitempty"`    // links that a client may make in a minute
	Bindings map[string]string `json:"bindings,omitempty"` // variables, such as TRAINER_URL
	Entry    string            `json:"entry,omitempty"`    // the entry's file, "" for worker.mjs
}

// Worker is one that runs.
type Worker struct {
	Address string // without a slash at its end
	stop    io.Closer
	process *exec.Cmd
	said    *log
}

// Missing says what this machine lacks to run a Worker, "" if nothing. home is
// the folder cmd/edge, where it installs workerd from npm at the first call.
func Missing(home string) string {
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			return "no " + tool + ": workerd, which runs Workers, comes from npm (install Node.js 20 or later)"
		}
	}
	if _, err := os.Stat(filepath.Join(home, "node_modules", "miniflare", "package.json")); err == nil {
		return ""
	}
	install := exec.Command("npm", "ci")
	install.Dir = home
	if said, err := install.CombinedOutput(); err != nil {
		return fmt.Sprintf("npm ci in cmd/edge: %v: %s", err, said)
	}
	return ""
}

// Start runs the Worker in folder, as edgebuild made it, until Stop is called or
// this program ends. home is the folder cmd/edge.
func Start(home, folder string, o Options) (*Worker, error) {
	text, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	if folder, err = filepath.Abs(folder); err != nil {
		return nil, err
	}
	w := &Worker{process: exec.Command("node", "miniflare.mjs", folder, string(text)), said: &log{}}
	w.process.Dir = home
	w.process.Stderr = w.said
	if w.stop, err = w.process.StdinPipe(); err != nil { // its end is the sign to stop
		return nil, err
	}
	out, err := w.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := w.process.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if at := regexp.MustCompile(`^http://\S+$`).FindString(lines.Text()); at != "" {
			w.Address = strings.TrimSuffix(at, "/")
			go io.Copy(w.said, out)
			return w, nil
		}
	}
	w.Stop()
	return nil, errors.New("workerd: the Worker did not start: " + w.Said())
}

// Stop ends the Worker.
func (w *Worker) Stop() {
	w.stop.Close()
	w.process.Wait()
}

// Said is what the Worker has logged, the first of it.
func (w *Worker) Said() string { return w.said.String() }

// log keeps the beginning of what is written to it.
type log struct {
	mu   sync.Mutex
	kept bytes.Buffer
}

const maxLog = 16 << 10

func (l *log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if room := maxLog - l.kept.Len(); room > 0 {
		l.kept.Write(b[:min(room, len(b))])
	}
	return len(b), nil
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.kept.String()
}
