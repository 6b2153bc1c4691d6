package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"graft/core/backend"
	"graft/core/caller"
	"graft/core/dataset"
	"graft/core/disk"
	"graft/core/ids"
	"graft/core/imagefile"
	"graft/core/job"
	"graft/core/link"
	"graft/core/server/internal/fetch"
	"graft/core/server/internal/gate"
	"graft/core/server/internal/models"
	"graft/core/server/internal/probe"
	"graft/core/server/internal/reply"
	"graft/core/server/internal/room"
	"graft/core/server/internal/sets"
	"graft/core/weights"
)

// Config is what a server is made from. DataDir, Backend and Weights are
// needed; DefaultConfig fills in the rest.
type Config struct {
	DataDir    string           // everything is kept here; made if it is not there
	Backend    *backend.Backend // stays open as long as the server
	Weights    weights.Name     // the weight set used where a request names none; auto also fetches ImageNet's beside the work
	Hub        weights.Options  // where named weights come from; its Progress is not used
	Version    string           // told by /healthz
	Page       http.Handler     // everything that is not the API; nil for none
	Limits     dataset.Limits   // of a data set and its pictures
	MaxUpload  int64            // bytes of one upload
	MaxKept    int64            // bytes of all data sets and runs together; 0 for as many as the disk has room for
	MaxJobTime time.Duration    // that a job may work, without what it waits for; 0 for as long as it takes
	LeastFree  int64            // bytes of the disk that uploads leave free, and below which the server is not ready: a run on the whole network keeps 256 MB
	Origin     string           // that short links begin with; "" takes that of the request
	Names      []string         // that the server answers to, beside localhost, addresses in figures and Origin's: see internal/gate; "*" is every name
	Log        *slog.Logger     // of faults that are the server's own
	Links      link.Limiter     // who may make a short link now; nil for everybody
	Proxies    caller.Proxies   // that are believed about whom they speak for (X-Forwarded-For), beside those on this machine

	LogRequests bool // a line to Log for each request

	// AllowOrigins are pages elsewhere that may use the API, as in
	// "https://graft.example": see internal/gate. None may by default.
	AllowOrigins []string

	// HubWeights are the names on the hub ("timm/resnet50.tv_in1k") that requests may
	// have fetched, with the server's own token if it has one; "*" is every one. None
	// may be by default but those with a name of their own ("imagenet").
	HubWeights []string
}

// DefaultConfig returns the settings that suit one machine.
func DefaultConfig() Config {
	lim := dataset.DefaultLimits()
	return Config{
		Version: "devel", Limits: lim,
		MaxUpload: lim.MaxArchiveBytes, LeastFree: 256 << 20, Log: slog.Default(),
		Links: link.NewBucket(30, 2*time.Second),
	}
}

// CheckNames returns nil if a server can answer to each of these names, or to all ("*").
func CheckNames(names []string) error { return gate.CheckNames(names) }

// CheckOrigins returns nil if pages can come from each of these origins: scheme
// and host, as browsers write them in the Origin header.
func CheckOrigins(origins []string) error { return gate.CheckOrigins(origins) }

// Server is the API on one data directory. It is safe for concurrent use.
type Server struct {
	cfg        Config
	jobs       *job.Queue
	links      *link.FileStore
	models     *models.Models
	fetch      *fetch.Fetcher
	sets       *sets.Sets
	answers    reply.Answers
	thumbs     thumbCache
	weigh      weigher // reads the backbone of a file that is being written
	work       work
	streams    streams
	room       *room.Room
	pictures   *imagefile.Budget // memory of the photos and costly pictures that are decoded, data sets' among them
	submitting sync.Mutex
	noticed    noticed
	folder     *probe.Probe          // can it be written
	free       atomic.Pointer[int64] // bytes of its disk, as the probe saw it last; nil if that cannot be told
	computes   *probe.Probe          // does the backend
	handler    http.Handler
	ending     context.Context // done when Close begins
	end        context.CancelFunc

	// heartbeat is how often a stream of events without news says that it is
	// alive: proxies close what is silent for a minute.
	heartbeat time.Duration
}

// New opens the data directory and starts working on what is queued there. It
// fails if the directory cannot be written, or is in use by another server.
func New(cfg Config) (*Server, error) {
	if err := cfg.Weights.Check(); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	if err := gate.CheckOrigins(cfg.AllowOrigins); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	if err := gate.CheckNames(cfg.Names); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	return newServer(cfg, models.ResNet(cfg.Backend, cfg.Hub))
}

// newServer is New with the source of models given.
func newServer(cfg Config, load models.Load) (*Server, error) {
	if cfg.DataDir == "" {
		return nil, errors.New("server: no data directory: want one")
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	s := &Server{
		cfg: cfg,

		weigh:   weigher(cfg.weigh),
		work:    newWork(),
		thumbs:  newThumbCache(),
		room:    room.New(cfg.MaxKept, cfg.LeastFree, filepath.Join(cfg.DataDir, "datasets"), filepath.Join(cfg.DataDir, "jobs")),
		answers: reply.Answers{Log: cfg.Log, LogRequests: cfg.LogRequests},

		heartbeat: 15 * time.Second,
	}
	s.pictures = imagefile.NewBudget(cfg.Limits.Image.MaxMemory)
	s.cfg.Limits.Memory = s.pictures
	s.ending, s.end = context.WithCancel(context.Background())
	s.fetch = fetch.New(fetch.Hub(cfg.Hub), cfg.Log)
	s.models = models.New(load)
	s.models.Await, s.models.Own, s.models.Line = s.awaitWeights, s.isOwn, s.work.load
	s.folder, s.computes = probe.New(s.writeProbe), probe.New(computeProbe(cfg.Backend))
	if err := s.open(); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	s.handler = s.routes()
	if cfg.Weights.Kind == weights.KindAuto {
		s.fetch.Start()
	}
	go s.sweepLinks()
	go s.sweepModels()
	return s, nil
}

// open opens what is kept in the data directory. The queue comes last, for it
// starts to work at once, and its lock allows what is left over to be cleared away.
func (s *Server) open() (err error) {
	if s.links, err = link.OpenFileStore(filepath.Join(s.cfg.DataDir, "links")); err != nil {
		return err
	}
	if s.sets, err = sets.Open(filepath.Join(s.cfg.DataDir, "datasets")); err != nil {
		return err
	}
	s.jobs, err = job.Open(filepath.Join(s.cfg.DataDir, "jobs"), s.train, s.clear)
	return err
}

// checkpoints is the folder with how far each unfinished run has come, by its id.
func (s *Server) checkpoints() string { return filepath.Join(s.cfg.DataDir, "checkpoints") }

// sweepLinks removes what has expired, at the start and then once a day.
func (s *Server) sweepLinks() {
	for {
		if n, err := s.links.Sweep(s.ending, time.Now()); n > 0 || err != nil && s.ending.Err() == nil {
			s.cfg.Log.Info("server: links have expired", "files", n, "err", err)
		}
		select {
		case <-s.ending.Done():
			return
		case <-time.After(24 * time.Hour):
		}
	}
}

func (s *Server) tmp() string { return filepath.Join(s.cfg.DataDir, "tmp") }

// numbered is the form of the temporary files that this package and core/dataset make.
var numbered = regexp.MustCompile(`^(upload-|picture-|ready-|\.import-)[0-9]+$`)

// isOurs says whether a name in tmp is of what this package and core/dataset put there:
// temporary files, and data sets that come or go.
func isOurs(name string) bool {
	return numbered.MatchString(name) || ids.Valid(strings.TrimPrefix(name, sets.DeletedPrefix))
}

// emptyTmp removes what a server that was killed has left in tmp. It touches
// nothing else: someone may have named a folder that has a tmp of its own.
func (s *Server) emptyTmp() error {
	if err := disk.MakeDir(s.tmp()); err != nil {
		return err
	}
	left, err := os.ReadDir(s.tmp())
	if err != nil {
		return err
	}
	for _, f := range left {
		if !isOurs(f.Name()) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(s.tmp(), f.Name())); err != nil {
			return err
		}
	}
	return nil
}

// Handler serves the API, and the page at every other address.
func (s *Server) Handler() http.Handler { return s.handler }

// Close interrupts the running job, which goes on at the next start, ends the
// streams of events and waits for the work to stop until ctx is done.
func (s *Server) Close(ctx context.Context) error {
	s.end()
	err := s.jobs.Close(ctx)
	s.fetch.Close(ctx) // last, or a job that waits for it would fail with it
	if err == nil {
		s.models.Close()
	}
	return err
}
