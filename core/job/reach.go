package job

import (
	"os"
	"path/filepath"
	"strconv"
	"time"

	"graft/core/disk"
)

// reachFile of a job's folder holds how far its run has come.
const reachFile = "reached"

// Reach says that the run has come to n, in any measure that only grows with work
// that is kept: one that begins again there, not at 0, after the program was killed.
// A job that gets further from attempt to attempt is tried again however often the
// program stops. It is written down once a second at most; a failure does no harm
// but that.
func (r *Run) Reach(n int64) {
	if n <= r.reached || time.Since(r.wrote) < time.Second {
		return
	}
	path := filepath.Join(r.queue.dir, r.Job.ID, reachFile)
	if disk.ReplaceBytes(path, disk.Private, strconv.AppendInt(nil, n, 10)) != nil {
		return
	}
	r.reached, r.wrote = n, time.Now()
}

// reached returns what Reach wrote down last, or 0.
func reached(dir string) int64 {
	b, err := os.ReadFile(filepath.Join(dir, reachFile))
	if err != nil {
		return 0
	}
	n, err := strconv.ParseInt(string(b), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
