package server

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"sync"
	"syscall"

	"github.com/gomlx/gomlx/core/graph"

	"graft/core/api"
	"graft/core/backend"
	"graft/core/disk"
	"graft/core/server/internal/probe"
)

// ready says whether jobs and uploads that come now have what they need: 503 if not.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	a := s.Ready()
	s.noticed.tell(s.cfg.Log, "/readyz", a.Faults)
	status := http.StatusOK
	if !a.Ready {
		status = http.StatusServiceUnavailable
		w.Header().Set("Retry-After", strconv.Itoa(int(probe.Keep.Seconds())))
	}
	s.answers.JSON(w, status, a)
}

// Ready looks whether jobs and uploads that come now have what they need. It takes five
// seconds at most.
func (s *Server) Ready() api.Ready {
	a := api.Ready{Faults: []string{}, LeastBytes: s.cfg.LeastFree, Writable: true, Answers: true}
	var written, computed error
	var probes sync.WaitGroup
	probes.Go(func() { written = s.folder.Answer(probe.GiveUp) })
	probes.Go(func() { computed = s.computes.Answer(probe.GiveUp) })
	probes.Wait()
	fault := func(format string, args ...any) { a.Faults = append(a.Faults, fmt.Sprintf(format, args...)) }
	if written != nil {
		a.Writable = false
		fault("the data folder cannot be written: %v", written)
	}
	if computed != nil {
		a.Answers = false
		fault("the backend %s does not compute: %v", s.cfg.Backend.Name, computed)
	}
	if free := s.free.Load(); free != nil {
		a.FreeBytes = free
		if *free < s.cfg.LeastFree {
			fault("the disk is almost full: %s are free, want %s", disk.SizeText(*free), disk.SizeText(s.cfg.LeastFree))
		}
	}
	if kept, err := s.room.Kept(); err != nil {
		fault("%v", err)
	} else if a.MostBytes = s.cfg.MaxKept; a.MostBytes > 0 {
		a.KeptBytes = &kept
		if kept >= a.MostBytes {
			fault("data sets and runs take %s, all of the %s that they may: delete some", disk.SizeText(kept), disk.SizeText(a.MostBytes))
		}
	}
	if s.ending.Err() != nil {
		fault("the server is stopping")
	}
	a.Ready = len(a.Faults) == 0
	return a
}

// writeProbe writes a file to the folder for what is on its way, waits for the disk and
// removes the file. Its error names no file.
func (s *Server) writeProbe() error {
	if free, err := disk.Free(s.tmp()); err == nil { // here, where a disk that hangs holds up nobody
		s.free.Store(&free)
	}
	err := func() error {
		f, err := os.CreateTemp(s.tmp(), "ready-*")
		if err != nil {
			return err
		}
		_, err = f.WriteString("ready")
		return errors.Join(err, f.Sync(), f.Close(), os.Remove(f.Name()))
	}()
	var kind syscall.Errno
	if errors.As(err, &kind) {
		return kind
	}
	return err
}

// computeProbe returns what has the backend compute a sum.
func computeProbe(b *backend.Backend) func() error {
	c := b.Compute
	if b.Inline != nil {
		c = b.Inline // the other is for one caller, which a job is
	}
	var sum *graph.Exec
	return func() (err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("%v", p)
			}
		}()
		if sum == nil {
			if sum, err = graph.NewExec(c, func(x *graph.Node) *graph.Node { return graph.ReduceAllSum(x) }); err != nil {
				return err
			}
		}
		out, err := sum.Call([]float32{1, 2, 4})
		if err != nil {
			return err
		}
		defer out[0].MustFinalizeAll()
		if got := out[0].Value(); got != float32(7) {
			return fmt.Errorf("1 + 2 + 4 = %v", got)
		}
		return nil
	}
}
