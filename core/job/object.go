package job

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"graft/core/disk"
)

// Object returns what was kept under name, whole.
func (q *Queue) Object(id, name string) ([]byte, error) {
	f, err := q.OpenObject(id, name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// OpenObject opens what was kept under name, for objects too large for memory.
// The caller closes it. The error of one that is not there wraps ErrNotFound.
func (q *Queue) OpenObject(id, name string) (*os.File, error) {
	path, err := q.objectPath(id, name)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("job: object %q of job %s: %w", name, id, ErrNotFound)
	}
	return f, err
}

// PutObject keeps what write writes as the job's object called name, replacing
// one of that name: whole, or what was there before if write fails. It is for
// what can be made from a finished job at any time; a runner uses Run.Put.
func (q *Queue) PutObject(id, name string, write func(io.Writer) error) error {
	path, err := q.objectPath(id, name)
	if err != nil {
		return err
	}
	if err := disk.Replace(path, disk.Private, write); err != nil {
		return fmt.Errorf("job: put: %w", err)
	}
	return nil
}

// Objects returns what is kept of a job.
func (q *Queue) Objects(id string) ([]fs.FileInfo, error) {
	if _, err := q.entry(id); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(filepath.Join(q.dir, id, "objects"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("job: objects: %w", err)
	}
	var all []fs.FileInfo
	for _, e := range entries {
		if info, err := e.Info(); err == nil { // else it is gone
			all = append(all, info)
		}
	}
	return all, nil
}

// RemoveObject removes what was kept under name. Who has it open keeps it until it
// closes it. It is no error if there is none.
func (q *Queue) RemoveObject(id, name string) error {
	path, err := q.objectPath(id, name)
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("job: remove object: %w", err)
	}
	return nil
}

// objectPath returns the file of a known job's object.
func (q *Queue) objectPath(id, name string) (string, error) {
	if _, err := q.entry(id); err != nil {
		return "", err
	}
	path, err := ObjectFile(q.dir, id, name)
	if err != nil {
		return "", fmt.Errorf("job: object %w: %w", err, ErrNotFound)
	}
	return path, nil
}

// ObjectFile returns where a queue kept in dir has a job's object, whether it is
// there or not: for programs that read what another one's queue holds.
func ObjectFile(dir, id, name string) (string, error) {
	if !filepath.IsLocal(name) || filepath.Base(name) != name {
		return "", fmt.Errorf("%.40q: want a plain file name", name)
	}
	return filepath.Join(dir, id, "objects", name), nil
}
