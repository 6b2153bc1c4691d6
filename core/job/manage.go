package job

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"graft/core/disk"
)

// Rename gives a job a name, or takes it away if name is "". It is for people:
// names need not differ. It returns the job as it then is.
func (q *Queue) Rename(id, name string) (Job, error) {
	e, err := q.entry(id)
	if err != nil {
		return Job{}, err
	}
	e.saving.Lock()
	defer e.saving.Unlock()
	q.mu.Lock()
	j, old := e.job, e.job.Name
	e.job.Name, j.Name = name, name // at once, so that a state set while this is written keeps it
	q.mu.Unlock()
	body, err := json.Marshal(j)
	if err == nil {
		err = disk.ReplaceBytes(filepath.Join(q.dir, id, "job.json"), disk.Private, body)
	}
	if err != nil {
		q.mu.Lock()
		e.job.Name = old
		q.mu.Unlock()
		return Job{}, fmt.Errorf("job: rename: %w", err)
	}
	return j, nil
}

// Remove deletes a finished job with its events and objects. The error of one
// that is not finished wraps ErrUnfinal.
func (q *Queue) Remove(id string) error {
	e, err := q.entry(id)
	if err != nil {
		return err
	}
	if j := q.snapshot(e); !j.State.Final() {
		return fmt.Errorf("job: remove %s: %w: it is %s", id, ErrUnfinal, j.State)
	}
	e.saving.Lock()
	defer e.saving.Unlock()
	if _, err := q.entry(id); err != nil {
		return err // somebody else was first
	}
	// A folder without job.json is no job: cut off here, Open clears it away.
	dir := filepath.Join(q.dir, id)
	if err := os.Remove(filepath.Join(dir, "job.json")); err != nil {
		return fmt.Errorf("job: remove: %w", err)
	}
	q.mu.Lock()
	delete(q.jobs, id)
	q.mu.Unlock()
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("job: remove: %w", err)
	}
	if err := disk.SyncDir(q.dir); err != nil {
		return fmt.Errorf("job: remove: %w", err)
	}
	return nil
}
