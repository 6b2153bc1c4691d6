package main

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"graft/core/backend"
	"graft/core/release"
	"graft/core/server"
	"graft/core/weights"
)

// greet prints what an operator wants to know at the start: what computes, where things
// are kept and how much may be, where weights come from, who can reach the server and how.
func (o serveOptions) greet(env environment, b *backend.Backend, cfg server.Config, addr net.Addr) {
	say := func(format string, args ...any) { fmt.Fprintf(env.stdout, format+"\n", args...) }
	say("graft %s, backend %s", release.Full(), b)
	for _, note := range b.Notes {
		say("  not %s", note)
	}
	if dir, err := filepath.Abs(o.data); err == nil {
		say("data in %s, weights %s", dir, weightsNow(cfg))
	}
	say("%s", bounds(cfg))
	if !loopback(addr) {
		say("anyone who can reach this computer's network address may upload, train, and see and delete everything here: there is no login")
	}
	address := "http://" + browsable(addr.String()) + "/"
	for _, other := range reachable(addr) {
		say("others on the network open http://%s/", other)
	}
	say("open %s in a browser (Ctrl+C stops)", address)
	if o.open {
		if err := openBrowser(address); err != nil {
			fmt.Fprintf(env.stderr, "graft: cannot open a browser: %v\n", err)
		}
	}
}

// bounds says how much may be uploaded and kept.
func bounds(cfg server.Config) string {
	size := func(bytes int64) string {
		m := megabytes(bytes >> 20)
		return m.String()
	}
	kept := "everything may take what the disk has room for"
	if cfg.MaxKept > 0 {
		kept = fmt.Sprintf("data sets and runs may take %s in all", size(cfg.MaxKept))
	}
	long := ""
	if cfg.MaxJobTime > 0 {
		long = fmt.Sprintf("; a job may work for %s", cfg.MaxJobTime)
	}
	return fmt.Sprintf("uploads of up to %s, of up to %s unpacked; %s, but for %s that stay free%s",
		size(cfg.MaxUpload), size(cfg.Limits.MaxUnpackedBytes), kept, size(cfg.LeastFree), long)
}

// weightsNow says what a new job would use, and where weights come from.
func weightsNow(cfg server.Config) string {
	name := cfg.Weights
	now := weights.Resolve(name, cfg.Hub)
	offline := weights.Offline(cfg.Hub)
	switch {
	case name.Kind == weights.KindAuto && now.Kind != weights.KindStarter:
		return now.String() + " (auto)"
	case name.Kind == weights.KindAuto && offline:
		return "starter (auto: ImageNet's are not in the cache, and the network is switched off)"
	case name.Kind == weights.KindAuto:
		return fmt.Sprintf("starter (auto) until ImageNet's are there; they are fetched from %s beside the work", weights.Endpoint(cfg.Hub))
	case (name.Kind == weights.KindImageNet || name.Kind == weights.KindHub) && !weights.Cached(name, cfg.Hub):
		return fmt.Sprintf("%s, which the first job fetches from %s", name, weights.Endpoint(cfg.Hub))
	}
	return name.String()
}

// checkWeights fails where every job would: the weights are not here, and the network is
// switched off.
func checkWeights(cfg server.Config) error {
	switch cfg.Weights.Kind {
	case weights.KindImageNet, weights.KindHub, weights.KindKeras, weights.KindKerasNoTop:
	default:
		return nil
	}
	if !weights.Offline(cfg.Hub) || weights.Present(cfg.Weights, cfg.Hub) {
		return nil
	}
	return fmt.Errorf("-weights %s are not in the cache, and the network is switched off (-offline or HF_HUB_OFFLINE): fetch them first with `graft weights fetch %[1]s`, or take -weights starter, which the program carries", cfg.Weights)
}

// loopback says whether an address is within this machine's reach only.
func loopback(addr net.Addr) bool {
	tcp, ok := addr.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// reachable returns the addresses, with the port, under which others reach a server that
// listens on all of this machine's, of its networks' kind; none for any other server.
func reachable(addr net.Addr) (all []string) {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return nil
	}
	own, err := net.InterfaceAddrs()
	if err != nil {
		return nil // nothing depends on it
	}
	for _, a := range own {
		p, err := netip.ParsePrefix(a.String())
		if err != nil || !p.Addr().IsGlobalUnicast() || p.Addr().Is6() && tcp.IP.To4() != nil {
			continue
		}
		all = append(all, net.JoinHostPort(p.Addr().String(), fmt.Sprint(tcp.Port)))
	}
	return all
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
