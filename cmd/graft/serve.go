package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"graft/core/backend"
	"graft/core/server"
	"graft/static"
	"graft/web"
)

const serveAbout = `
Serves the page and the HTTP API. Open the address it prints.

Data sets, jobs, trained heads and links are kept in the data folder, so that a
restarted server has them still. Pictures reach the server only when a user
uploads a data set or recognises a picture.

-backend auto takes the best of what is there: xla:cuda, xla:cpu, onnx, go; the
first lines say which and why. -weights imagenet fetches ResNet-50's ImageNet
weights once, when they are first needed; a path takes a local safetensors
file; random is good for trying the machinery, not for recognising things.`

type serveOptions struct {
	listen, host, port, data, backend, weights string
	maxUpload                                  int64
	open                                       bool
}

func serve(ctx context.Context, env environment, args []string) error {
	var o serveOptions
	f := newFlags(env, "serve", "", serveAbout)
	f.StringVar(&o.listen, "listen", "127.0.0.1:8000", "`address` to serve on; port 0 takes a free one")
	f.StringVar(&o.host, "host", "", "`host` in place of the one in -listen; 0.0.0.0 lets others in")
	f.StringVar(&o.port, "port", "", "`port` in place of the one in -listen")
	f.StringVar(&o.data, "data", "data", "`folder` to keep data sets, jobs, heads and links in")
	f.StringVar(&o.backend, "backend", "auto", "`name` of the backend: "+strings.Join(backend.Known(), ", "))
	f.StringVar(&o.weights, "weights", "imagenet", "`name`, hub id or file of the backbone's weights, or random")
	f.Int64Var(&o.maxUpload, "max-upload", 0, "largest data set that may be uploaded, in `MB`; 0 is "+fmt.Sprint(server.DefaultConfig().MaxUpload>>20))
	f.BoolVar(&o.open, "open", false, "open the page in a browser")
	if err := f.parse(args); err != nil {
		return err
	}
	if f.NArg() > 0 {
		return misuse("%q: takes no arguments", f.Arg(0))
	}
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
	return net.JoinHostPort(host, port), nil
}

func (o serveOptions) run(ctx context.Context, env environment) error {
	if !static.Built() {
		return errors.New("this binary was built without the page: build it with `make build`")
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
	api, err := server.New(o.config(b))
	if err != nil {
		return err
	}
	o.greet(env, b, l.Addr().String())
	// No other timeouts: uploads and event streams last, and set their own.
	srv := &http.Server{Handler: api.Handler(), ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		fmt.Fprintln(env.stderr, "graft: stopping; a running job goes on at the next start")
	}
	end, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return errors.Join(api.Close(end), srv.Close())
}

func (o serveOptions) config(b *backend.Backend) server.Config {
	cfg := server.DefaultConfig()
	cfg.DataDir, cfg.Backend, cfg.Weights, cfg.Version = o.data, b, o.weights, version
	cfg.Page = page()
	if o.maxUpload > 0 {
		cfg.MaxUpload = o.maxUpload << 20
	}
	return cfg
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
	l, err := net.Listen("tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is in use, perhaps by another graft: stop that one, or choose another with -port 8001 (-port 0 takes a free one)", addr)
	}
	return l, err
}

func (o serveOptions) greet(env environment, b *backend.Backend, addr string) {
	fmt.Fprintf(env.stdout, "graft %s, backend %s\n", version, b)
	for _, note := range b.Notes {
		fmt.Fprintf(env.stdout, "  not %s\n", note)
	}
	if dir, err := filepath.Abs(o.data); err == nil {
		fmt.Fprintf(env.stdout, "data in %s, weights %s\n", dir, o.weights)
	}
	address := "http://" + browsable(addr) + "/"
	fmt.Fprintf(env.stdout, "open %s in a browser (Ctrl+C stops)\n", address)
	if o.open {
		if err := openBrowser(address); err != nil {
			fmt.Fprintf(env.stderr, "graft: cannot open a browser: %v\n", err)
		}
	}
}

// browsable replaces the wildcard addresses, which no browser can open.
func browsable(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}

func openBrowser(address string) error {
	switch runtime.GOOS {
	case "darwin":
		return exec.Command("open", address).Start()
	case "windows":
		return exec.Command("rundll32", "url.dll,FileProtocolHandler", address).Start()
	}
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return errors.New("no display")
	}
	return exec.Command("xdg-open", address).Start()
}
