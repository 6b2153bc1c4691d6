package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	"graft/core/backend"
	"graft/core/caller"
	"graft/core/release"
	"graft/core/server"
	"graft/core/weights"
	"graft/static"
	"graft/web"
)

const serveAbout = `
Serves the page and the HTTP API. Open the address it prints.

Data sets, jobs, trained heads and links are kept in the data folder, so that a
restarted server has them still. Pictures reach the server only when a user
uploads a data set or recognises a picture.

-backend auto takes the best of what is there: xla:cuda, xla:cpu, onnx, go; the
first lines say which and why.

-weights auto takes ImageNet's weights where they are in the cache. Where they are
not, jobs begin at once on starter, which the program carries (trained by us on
pictures drawn by code), while ImageNet's, 102 MB, are fetched beside the work; new
jobs use them once they are there. -offline, or HF_HUB_OFFLINE=1, fetches nothing.
-weights imagenet wants ImageNet's and fails without; a path takes a local file;
random has learnt nothing, for comparison.

The server answers under localhost, addresses in figures and this computer's name, so that no page on the web can reach it through a name of
its own; -names and -origin add some. There is no login: with -host 0.0.0.0 whoever
reaches it may upload, train, and see and delete everything.
-allow-origin lets the page at one address elsewhere train here, such as a Graft
at the edge that has no trainer of its own.`

type serveOptions struct {
	listen, host, port, origin, allow, names, data, backend, weights, hubWeights, proxies string

	maxUpload     megabytes
	maxUnpacked   megabytes
	maxKept       megabytes
	minFree       megabytes
	maxPixels     int64
	maxScans      int
	maxUnpackTime time.Duration
	maxJobTime    time.Duration
	open, offline bool
	logRequests   bool

	given func(flag string) bool // says which flags were set
}

func serve(ctx context.Context, env environment, args []string) error {
	var o serveOptions
	f := newFlags(env, "serve", "", serveAbout)
	f.StringVar(&o.listen, "listen", "127.0.0.1:8000", "`address` to serve on; port 0 takes a free one")
	f.StringVar(&o.host, "host", "", "`host` in place of the one in -listen; 0.0.0.0 lets others in")
	f.StringVar(&o.port, "port", "", "`port` in place of the one in -listen")
	f.StringVar(&o.origin, "origin", "", "`address` that users see, if not the one in -listen, as in https://graft.example behind a proxy")
	f.StringVar(&o.allow, "allow-origin", "", "`address` of a page elsewhere that may use this server, as in https://graft.example; several with commas")
	f.StringVar(&o.names, "names", "", "more `names` that the server answers to, with commas; * is every name (it answers to addresses, localhost, this computer's name and that of -origin)")
	f.StringVar(&o.hubWeights, "hub-weights", "", "`names` on the hub whose weights visitors may have fetched, with commas, as in timm/resnet50.a1_in1k; * is every one (the default where only this computer can reach the server)")
	f.StringVar(&o.data, "data", "data", "`folder` to keep data sets, jobs, heads and links in")
	f.StringVar(&o.backend, "backend", "auto", "`name` of the backend: "+strings.Join(backend.Known(), ", "))
	f.StringVar(&o.weights, "weights", "auto", "`name`, hub id or file of the backbone's weights: auto, starter, imagenet, keras, random, …")
	f.BoolVar(&o.offline, "offline", false, "fetch no weights: use what is in the caches and what the program carries")
	usual := server.DefaultConfig()
	o.maxUpload, o.maxUnpacked = megabytes(usual.MaxUpload>>20), megabytes(usual.Limits.MaxUnpackedBytes>>20)
	o.minFree = megabytes(usual.LeastFree >> 20)
	f.Var(&o.maxUpload, "max-upload", "largest `size` of a data set that may be uploaded, as in 500MB or 20GB")
	f.Var(&o.maxUnpacked, "max-unpacked", "most that a data set may unpack to, a `size`, at least -max-upload unless it is given; a small archive never to more than 64 MB and 20 times its size")
	f.Var(&o.maxKept, "max-kept", "most that data sets and runs may take together, a `size`; 0 is as much as the disk has room for")
	f.Var(&o.minFree, "min-free", "room on the disk that uploads leave free, a `size`")
	f.DurationVar(&o.maxUnpackTime, "max-unpack-time", usual.Limits.MaxTime, "`time` that unpacking a data set and checking its pictures may take, and a second more for each 4 MB of it")
	f.DurationVar(&o.maxJobTime, "max-job-time", 0, "`time` that a job may work before it is given up, as in 2h, without what it waits for; 0 is as long as it takes")
	f.Int64Var(&o.maxPixels, "max-pixels", server.DefaultConfig().Limits.Image.MaxPixels>>20, "largest picture, in `megapixels` of 1,048,576; decoding one takes up to 512 MB, or 8 MB a megapixel if that is more")
	f.IntVar(&o.maxScans, "max-scans", server.DefaultConfig().Limits.Image.MaxScans, "most `scans` of a progressive JPEG")
	f.StringVar(&o.proxies, "proxies", "", "`addresses` or networks of proxies that are believed about whom they speak for (X-Forwarded-For), with commas; those on this computer are")
	f.BoolVar(&o.logRequests, "log-requests", true, "write a line for each request to standard error")
	f.BoolVar(&o.open, "open", false, "open the page in a browser")
	if err := f.parse(args); err != nil {
		return err
	}
	if f.NArg() > 0 {
		return misuse("%q: takes no arguments", f.Arg(0))
	}
	o.given = f.given
	return o.run(ctx, env)
}

func (o serveOptions) address() (string, error) {
	host, port, err := net.SplitHostPort(o.listen)
	if err != nil {
		return "", misuse("-listen %q: want host:port, as in 127.0.0.1:8000", o.listen)
	}
	if o.host != "" {
		host = o.host
	}
	if o.port != "" {
		port = o.port
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return "", misuse("port %q: want a number from 0 to 65535", port)
	}
	return net.JoinHostPort(host, port), nil
}

// check returns what is wrong with the flags that nothing else checks.
func (o serveOptions) check() error {
	if o.maxUpload == 0 || o.maxUnpacked == 0 {
		return misuse("-max-upload %s, -max-unpacked %s: want at least 1MB of both", &o.maxUpload, &o.maxUnpacked)
	}
	if o.maxKept > 0 && o.maxUpload > o.maxKept && o.given("max-upload") {
		return misuse("-max-upload %s: want at most -max-kept, %s", &o.maxUpload, &o.maxKept)
	}
	if o.maxJobTime < 0 {
		return misuse("-max-job-time %s: want 0 or more", o.maxJobTime)
	}
	if o.maxUnpackTime < time.Second {
		return misuse("-max-unpack-time %s: want at least 1s", o.maxUnpackTime)
	}
	if o.maxPixels < 1 || o.maxPixels > maxMegapixels {
		return misuse("-max-pixels %d: want 1 to %d megapixels", o.maxPixels, maxMegapixels)
	}
	if o.maxScans < 1 {
		return misuse("-max-scans %d: want at least 1", o.maxScans)
	}
	if o.origin == "" {
		return nil
	}
	u, err := url.Parse(o.origin)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return misuse("-origin %q: want scheme and host alone, as in https://graft.example", o.origin)
	}
	return nil
}

// maxMegapixels is a square of the longest side that a picture may have.
const maxMegapixels = 1 << 10

func (o serveOptions) run(ctx context.Context, env environment) error {
	if !static.Built() {
		return errors.New("this binary was built without the page: build it with `make build`")
	}
	if err := o.check(); err != nil {
		return err
	}
	cfg, err := o.config()
	if err != nil {
		return err
	}
	if err := checkWeights(cfg); err != nil {
		return err
	}
	addr, err := o.address()
	if err != nil {
		return err
	}
	l, err := listen(addr)
	if err != nil {
		return err
	}
	defer l.Close()
	b, err := backend.Open(o.backend)
	if err != nil {
		return err
	}
	defer b.Close()
	cfg.Backend = b
	if loopback(l.Addr()) && o.hubWeights == "" {
		cfg.HubWeights = []string{"*"} // whoever reaches the server is its owner
	}
	if name, err := os.Hostname(); err == nil && server.CheckNames([]string{name}) == nil {
		cfg.Names = append(cfg.Names, name, name+".local")
	}
	api, err := server.New(cfg)
	if err != nil {
		return fmt.Errorf("data folder %s (-data): %w", o.data, err)
	}
	if os.Getenv("GOGC") == "" {
		// Nearly all that is in memory are numbers, which cost the collector nothing;
		// pictures and weights that nobody needs cost others their room.
		debug.SetGCPercent(40)
	}
	for _, fault := range api.Ready().Faults {
		fmt.Fprintf(env.stderr, "graft: not ready: %s\n", fault)
	}
	o.greet(env, b, cfg, l.Addr())
	// No other timeouts: uploads and event streams last, and set their own.
	srv := &http.Server{Handler: api.Handler(), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(bound(l, cfg.Proxies)) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		fmt.Fprintln(env.stderr, "graft: stopping; a running job goes on at the next start")
	}
	return stop(api, srv)
}

// stop takes no more requests, interrupts the running job, and gives the
// requests under way a moment to be answered.
func stop(api *server.Server, srv *http.Server) error {
	end, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	answered := make(chan struct{})
	go func() {
		srv.Shutdown(end) // an upload may last longer than end: Close says the rest
		close(answered)
	}()
	err := api.Close(end) // ends the streams of events, too
	select {
	case <-answered:
	case <-time.After(3 * time.Second):
	}
	return errors.Join(err, srv.Close())
}

// config is what the flags say, without a backend.
func (o serveOptions) config() (server.Config, error) {
	cfg := server.DefaultConfig()
	cfg.DataDir, cfg.Version = o.data, release.Full()
	cfg.Page, cfg.Origin = page(), o.origin
	cfg.Hub.Offline = o.offline
	for _, origin := range commas(o.allow) {
		cfg.AllowOrigins = append(cfg.AllowOrigins, strings.TrimSuffix(origin, "/"))
	}
	if err := server.CheckOrigins(cfg.AllowOrigins); err != nil {
		return cfg, misuse("-allow-origin: %v", err)
	}
	var err error
	if cfg.Weights, err = weights.ParseNameOrFile(o.weights); err != nil {
		return cfg, err
	}
	if cfg.Proxies, err = caller.ParseProxies(commas(o.proxies)); err != nil {
		return cfg, misuse("-proxies %v", err)
	}
	cfg.Names, cfg.HubWeights = commas(o.names), commas(o.hubWeights)
	if err := server.CheckNames(cfg.Names); err != nil {
		return cfg, misuse("-names: %v", err)
	}
	for _, name := range cfg.HubWeights {
		if n, err := weights.ParseName(name); name != "*" && (err != nil || n.Kind != weights.KindHub) {
			return cfg, misuse("-hub-weights %q: want names on the hub, as in timm/resnet50.a1_in1k, or *", name)
		}
	}
	o.sizes(&cfg)
	cfg.Limits.Image = cfg.Limits.Image.WithPixels(o.maxPixels << 20)
	cfg.Limits.Image.MaxScans = o.maxScans
	cfg.LogRequests = o.logRequests
	return cfg, nil
}

// sizes sets the bounds on what is uploaded and kept.
func (o serveOptions) sizes(cfg *server.Config) {
	cfg.MaxUpload = o.maxUpload.bytes()
	cfg.Limits.MaxArchiveBytes = max(cfg.Limits.MaxArchiveBytes, cfg.MaxUpload)
	if o.given("max-unpacked") {
		cfg.Limits.MaxUnpackedBytes = o.maxUnpacked.bytes()
	} else {
		cfg.Limits.MaxUnpackedBytes = max(cfg.Limits.MaxUnpackedBytes, cfg.MaxUpload)
	}
	cfg.MaxKept, cfg.LeastFree = o.maxKept.bytes(), o.minFree.bytes()
	cfg.Limits.MaxTime, cfg.MaxJobTime = o.maxUnpackTime, o.maxJobTime
}

// commas returns the parts of a list with commas.
func commas(s string) (parts []string) {
	for _, part := range strings.Split(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// page serves what is not the API: the static files and, for every other
// path, the prerendered page.
func page() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/web/", static.Handler())
	mux.Handle("/", web.Handler(static.Version()))
	return mux
}

func listen(addr string) (net.Listener, error) {
	network := "tcp"
	if host, _, err := net.SplitHostPort(addr); err == nil && host == "0.0.0.0" {
		network = "tcp4" // Go takes 0.0.0.0 for IPv6's wildcard, too; that is "::"
	}
	l, err := net.Listen(network, addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is in use, perhaps by another graft: stop that one, or choose another with -port (0 takes a free one)", addr)
	}
	if errors.Is(err, syscall.EACCES) {
		return nil, fmt.Errorf("%s: this user may not serve there (ports below 1024 are often for root): choose another with -port 8000", addr)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w: want an address of this machine, as in 127.0.0.1:8000 or 0.0.0.0:8000", addr, err)
	}
	return l, nil
}
