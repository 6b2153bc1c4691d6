package server

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"graft/core/disk"
	"graft/core/ids"
	"graft/core/job"
	"graft/core/server/internal/exchange"
	"graft/core/server/internal/sets"
	"graft/core/tune/featurecache"
)

// clear removes what a server that was killed has left: what it was writing, and what
// belongs to nothing that is still there. No job runs yet.
func (s *Server) clear(jobs *job.Queue) error {
	jobs.OnEnd(s.jobEnded)
	if err := s.emptyTmp(); err != nil {
		return err
	}
	for _, kept := range []string{filepath.Join(s.cfg.DataDir, "links"), s.checkpoints()} {
		if err := disk.Sweep(kept); err != nil {
			return err
		}
	}
	if err := s.links.Clear(); err != nil {
		return err
	}
	if err := s.clearCheckpoints(jobs); err != nil {
		return err
	}
	if err := featurecache.Drop(s.featureCache(), func(owner string) bool {
		_, err := s.sets.Path(owner)
		return errors.Is(err, sets.ErrNotFound)
	}); err != nil {
		return err
	}
	return featurecache.Tidy(s.featureCache())
}

// clearCheckpoints removes the checkpoints that no job will take up.
func (s *Server) clearCheckpoints(jobs *job.Queue) error {
	entries, err := os.ReadDir(s.checkpoints())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		if !ids.Valid(e.Name()) {
			continue // not ours
		}
		if j, err := jobs.Get(e.Name()); err == nil && !j.State.Final() {
			continue
		}
		if err := os.Remove(filepath.Join(s.checkpoints(), e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// keepModel is how long a model file that was made on request stays after it was asked
// for last: each takes as much as the backbone, and is made again in seconds.
const keepModel = time.Hour

// mostModels is how many of them there are at a time.
const mostModels = 10

// modelName is that of an object which modelFile made, or did in another version.
var modelName = regexp.MustCompile(`^model-[0-9]+\.(onnx|safetensors)$`)

// sweepModels removes model files that nobody has asked for lately, at the start and
// then every ten minutes.
func (s *Server) sweepModels() {
	for {
		s.dropModels(time.Now().Add(-keepModel))
		select {
		case <-s.ending.Done():
			return
		case <-time.After(keepModel / 6):
		}
	}
}

// dropModels removes the model files that were asked for last before a time.
func (s *Server) dropModels(before time.Time) {
	leave, err := exchange.Turn(s.ending, s.work.write) // then nobody writes one; who has one open keeps it
	if err != nil {
		return // they have another ten minutes
	}
	defer leave()
	for _, f := range s.modelFiles() {
		if f.asked.Before(before) {
			s.dropModel(f)
		}
	}
}

// roomForModel removes the model files that were not asked for for longest, until there
// is a place for one more. The caller has the turn to write.
func (s *Server) roomForModel() {
	files := s.modelFiles()
	slices.SortFunc(files, func(a, b modelOfJob) int { return a.asked.Compare(b.asked) })
	for len(files) >= mostModels {
		s.dropModel(files[0])
		files = files[1:]
	}
}

// modelOfJob is a model file of a job, and when it was asked for last.
type modelOfJob struct {
	job, object string
	asked       time.Time
}

func (s *Server) modelFiles() (all []modelOfJob) {
	for _, j := range s.jobs.List() {
		objects, err := s.jobs.Objects(j.ID)
		if err != nil && !errors.Is(err, job.ErrNotFound) {
			s.cfg.Log.Error("server: model files that nobody asks for stay", "job", j.ID, "err", err)
		}
		for _, o := range objects {
			if modelName.MatchString(o.Name()) {
				all = append(all, modelOfJob{j.ID, o.Name(), o.ModTime()})
			}
		}
	}
	return all
}

func (s *Server) dropModel(f modelOfJob) {
	if err := s.jobs.RemoveObject(f.job, f.object); err != nil && !errors.Is(err, job.ErrNotFound) {
		s.cfg.Log.Error("server: a model file that nobody asks for stays", "job", f.job, "err", err)
	}
}
