//go:build linux

package main

import (
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What was said to be kept is on the disk: when the server answers that a data set, a
// job or a link is there, or that a job is done, every file that it is made of was
// synced after its last write, and so was the folder that each name is in.
func TestWhatIsAcknowledgedIsSynced(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the network")
	}
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("no strace: `make strace` installs it")
	}
	if out, err := exec.Command(strace, "-D", "-f", "--seccomp-bpf", "-o", "/dev/null", "true").CombinedOutput(); err != nil {
		t.Skipf("strace may not follow programs here: %v: %s", err, out)
	}
	home, trace := t.TempDir(), filepath.Join(t.TempDir(), "trace")
	p := startTraced(t, strace, trace, home, "-y", "-s", "3000", "-e",
		"trace=open,openat,creat,write,pwrite64,writev,pwritev,ftruncate,copy_file_range,sendfile,fsync,fdatasync,rename,renameat,renameat2,mkdir,mkdirat,unlink,unlinkat,link,linkat,symlink,symlinkat,rmdir")
	useServer(t, p.address)
	res, err := http.Post(strings.TrimSuffix(p.address, "/")+"/api/v1/links", "application/json", strings.NewReader(`{"steps":[{"op":"rotation"}]}`))
	if err != nil || res.StatusCode != 201 {
		t.Fatalf("a link: %v, %v", res, err)
	}
	res.Body.Close()
	p.stop()
	data := filepath.Join(home, "data")
	w := newDisk(data)
	for _, c := range calls(string(wholeTrace(t, trace, p.pid))) {
		w.see(t, c)
	}
	for _, a := range acknowledged {
		if w.answers[a.name] == 0 {
			t.Errorf("the trace has no answer that %s", a.name)
		}
	}
	if w.checked < 20 {
		t.Errorf("%d files were looked at, want at least the set's 18 pictures", w.checked)
	}
}

// acknowledged are the answers that promise something, and the folder of the data
// folder that they are about.
var acknowledged = []struct {
	name, folder string
	says         *regexp.Regexp
	stale        bool // may what is kept be of a moment before: the next is on its way
}{
	{"a data set is kept", "datasets", regexp.MustCompile(`HTTP/1\.1 201 .*Location: /api/v1/datasets/`), false},
	{"a job is queued", "jobs", regexp.MustCompile(`HTTP/1\.1 202 `), true}, // it may begin before that is said
	{"a job is done", "jobs", regexp.MustCompile(`HTTP/1\.1 200 .*\\"state\\":\\"done\\"`), false},
	{"a link is kept", "links", regexp.MustCompile(`HTTP/1\.1 201 .*\\"url\\":`), false},
}

// call is a system call of a trace, at the time of its end; but of its beginning if it
// writes to a connection.
type call struct{ name, args, result string }

var (
	wholeCall  = regexp.MustCompile(`^(\d+) +(\w+)\((.*)\) += (-?\d+)`)
	begunCall  = regexp.MustCompile(`^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$`)
	endOfCall  = regexp.MustCompile(`^(\d+) +<\.\.\. (\w+) resumed>(.*)\) += (-?\d+)`)
	descriptor = regexp.MustCompile(`^\d+<([^>]*)>`)
	connection = regexp.MustCompile(`^\d+<(?:TCP|socket)`)
	texts      = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`)
)

// calls puts the calls of a trace together that others came between.
func calls(trace string) (list []call) {
	begun := map[string]call{} // by process
	for line := range strings.Lines(trace) {
		line = strings.TrimRight(line, "\n")
		if m := wholeCall.FindStringSubmatch(line); m != nil {
			list = append(list, call{m[2], m[3], m[4]})
		} else if m := begunCall.FindStringSubmatch(line); m != nil {
			begun[m[1]] = call{name: m[2], args: m[3]}
			if connection.MatchString(m[3]) {
				list = append(list, call{m[2], m[3], "1"})
			}
		} else if m := endOfCall.FindStringSubmatch(line); m != nil && !connection.MatchString(begun[m[1]].args) {
			list = append(list, call{m[2], begun[m[1]].args + m[3], m[4]})
		}
	}
	return list
}

// keptDisk is what a power cut could take of the data folder.
type keptDisk struct {
	data    string
	dirty   map[string]bool // files with bytes that are not on the disk
	named   map[string]bool // files and folders, by whether their name is on the disk
	stale   map[string]bool // files of which the disk has an earlier one, whole, under that name
	answers map[string]int
	checked int
}

func newDisk(data string) *keptDisk {
	return &keptDisk{data: data, dirty: map[string]bool{}, named: map[string]bool{}, stale: map[string]bool{}, answers: map[string]int{}}
}

func (w *keptDisk) see(t *testing.T, c call) {
	if strings.HasPrefix(c.result, "-") {
		return
	}
	file := ""
	if m := descriptor.FindStringSubmatch(c.args); m != nil {
		file = m[1]
	}
	var names []string
	for _, m := range texts.FindAllStringSubmatch(c.args, -1) {
		names = append(names, m[1])
	}
	switch c.name {
	case "write", "pwrite64", "writev", "pwritev", "ftruncate", "copy_file_range", "sendfile":
		if connection.MatchString(c.args) {
			w.answered(t, c.args)
		} else if w.ours(file) {
			w.dirty[file] = true
		}
	case "fsync", "fdatasync":
		delete(w.dirty, file)
		for name := range w.named {
			if filepath.Dir(name) == file {
				w.named[name] = true
				delete(w.stale, name)
			}
		}
	case "open", "openat", "creat":
		if strings.Contains(c.args, "O_CREAT") {
			w.appears(names[0])
		}
	case "mkdir", "mkdirat":
		w.appears(names[0])
	case "rename", "renameat", "renameat2":
		w.moves(names[0], names[1])
	case "link", "linkat", "symlink", "symlinkat":
		w.appears(names[1])
	case "unlink", "unlinkat", "rmdir":
		delete(w.dirty, names[0])
		delete(w.named, names[0])
		delete(w.stale, names[0])
	}
}

func (w *keptDisk) ours(name string) bool { return strings.HasPrefix(name, w.data) }

func (w *keptDisk) appears(name string) {
	if _, known := w.named[name]; w.ours(name) && !known {
		w.named[name] = false
	}
}

// moves gives a file, or a folder with all that is in it, another name.
func (w *keptDisk) moves(from, to string) {
	w.stale[to] = w.stale[to] || w.named[to] && !w.dirty[to]
	for _, m := range []map[string]bool{w.dirty, w.named} {
		for name, is := range m {
			if rest, ok := strings.CutPrefix(name, from); ok && (rest == "" || rest[0] == '/') {
				delete(m, name)
				m[to+rest] = is
			}
		}
	}
	w.named[to] = false
}

// answered looks at what an answer promises.
func (w *keptDisk) answered(t *testing.T, text string) {
	for _, a := range acknowledged {
		if !a.says.MatchString(text) {
			continue
		}
		w.answers[a.name]++
		for _, l := range w.lost(a.folder, a.stale) {
			t.Errorf("when the server says that %s: %s", a.name, l)
		}
	}
}

// lost is what a power cut would take of a folder of the data folder now. stale says
// that an earlier file of the same name does as well.
func (w *keptDisk) lost(folder string, stale bool) (lost []string) {
	for name, onDisk := range w.named {
		rel, _ := filepath.Rel(w.data, name)
		about := rel == "." || rel == folder || strings.HasPrefix(rel, folder+"/")
		if !about || rel == filepath.Join("jobs", "lock") { // which says nothing
			continue
		}
		if strings.HasPrefix(filepath.Base(rel), ".new-") { // what a job that has begun writes next; a start removes it
			continue
		}
		w.checked++
		if !onDisk && !(stale && w.stale[name]) {
			lost = append(lost, rel+": its name is not on the disk")
		}
		if w.dirty[name] {
			lost = append(lost, rel+": what it holds is not on the disk")
		}
	}
	slices.Sort(lost)
	return lost
}

func TestUnsyncedIsSeen(t *testing.T) {
	for name, tc := range map[string]struct {
		trace string
		stale bool
		want  int // faults
	}{
		"nothing synced":   {`1 openat(AT_FDCWD</x>, "/d/datasets/a", O_WRONLY|O_CREAT, 0600) = 7` + "\n" + `1 write(7</d/datasets/a>, "x", 1) = 1` + "\n", false, 2},
		"no folder synced": {`1 openat(AT_FDCWD</x>, "/d/datasets/a", O_WRONLY|O_CREAT, 0600) = 7` + "\n" + `1 write(7</d/datasets/a>, "x", 1) = 1` + "\n" + `1 fsync(7</d/datasets/a>) = 0` + "\n", false, 1},
		"synced too early": {`1 openat(AT_FDCWD</x>, "/d/datasets/a", O_WRONLY|O_CREAT, 0600) = 7` + "\n" + `1 fsync(7</d/datasets/a>) = 0` + "\n" + `1 write(7</d/datasets/a>, "x", 1) = 1` + "\n" + `1 fsync(7</d/datasets>) = 0` + "\n", false, 1},
		"synced": {`1 openat(AT_FDCWD</x>, "/d/datasets/a", O_WRONLY|O_CREAT, 0600) = 7` + "\n" + `1 write(7</d/datasets/a>, "x", 1) = 1` + "\n" +
			`1 fsync(7</d/datasets/a> <unfinished ...>` + "\n" + `2 write(9</d/jobs/b>, "x", 1) = 1` + "\n" + `1 <... fsync resumed>) = 0` + "\n" + `1 fsync(7</d/datasets>) = 0` + "\n", false, 0},
		"moved and not synced": {`1 openat(AT_FDCWD</x>, "/d/tmp/a", O_WRONLY|O_CREAT, 0600) = 7` + "\n" + `1 fsync(7</d/tmp>) = 0` + "\n" + `1 renameat(AT_FDCWD</x>, "/d/tmp/a", AT_FDCWD</x>, "/d/datasets/a") = 0` + "\n", false, 1},
		"replaced and not synced": {`1 openat(AT_FDCWD</x>, "/d/datasets/.n", O_WRONLY|O_CREAT, 0600) = 7` + "\n" + `1 fsync(7</d/datasets>) = 0` + "\n" + `1 renameat(AT_FDCWD</x>, "/d/datasets/.n", AT_FDCWD</x>, "/d/datasets/a") = 0` + "\n" + `1 fsync(7</d/datasets>) = 0` + "\n" +
			`1 openat(AT_FDCWD</x>, "/d/datasets/.n", O_WRONLY|O_CREAT, 0600) = 7` + "\n" + `1 renameat(AT_FDCWD</x>, "/d/datasets/.n", AT_FDCWD</x>, "/d/datasets/a") = 0` + "\n", false, 1},
		"replaced, where the earlier one does as well": {`1 openat(AT_FDCWD</x>, "/d/datasets/.n", O_WRONLY|O_CREAT, 0600) = 7` + "\n" + `1 fsync(7</d/datasets>) = 0` + "\n" + `1 renameat(AT_FDCWD</x>, "/d/datasets/.n", AT_FDCWD</x>, "/d/datasets/a") = 0` + "\n" + `1 fsync(7</d/datasets>) = 0` + "\n" +
			`1 openat(AT_FDCWD</x>, "/d/datasets/.n", O_WRONLY|O_CREAT, 0600) = 7` + "\n" + `1 renameat(AT_FDCWD</x>, "/d/datasets/.n", AT_FDCWD</x>, "/d/datasets/a") = 0` + "\n", true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := newDisk("/d")
			for _, c := range calls(tc.trace) {
				w.see(t, c)
			}
			if got := w.lost("datasets", tc.stale); len(got) != tc.want {
				t.Errorf("lost: %q, want %d faults", got, tc.want)
			}
		})
	}
}
