package main

import (
	"bytes"
	"context"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"graft/core/server"
)

// An operator who lets others in reads where they get in, what they may do and how much.
func TestGreeting(t *testing.T) {
	needPage(t)
	t.Setenv("HF_HUB_CACHE", t.TempDir())
	t.Setenv("HF_ENDPOINT", "http://127.0.0.1:1")
	data := filepath.Join(t.TempDir(), "data")
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // it starts, and stops at once
	var out, errs bytes.Buffer
	env := environment{stdin: strings.NewReader(""), stdout: &out, stderr: &errs, getenv: func(string) string { return "" }}
	status := run(ctx, env, []string{"serve", "-host", "0.0.0.0", "-port", "0", "-backend", "go", "-data", data, "-max-upload", "500", "-max-kept=50GB", "-max-job-time", "2h"})
	if status != 0 {
		t.Fatalf("status %d: %s", status, errs.String())
	}
	for _, want := range []string{
		"data in " + data + ", weights starter (auto) until ImageNet's are there; they are fetched from http://127.0.0.1:1 beside the work\n",
		"uploads of up to 500MB, of up to 16GB unpacked; data sets and runs may take 50GB in all, but for 256MB that stay free; a job may work for 2h0m0s\n",
		"there is no login\n", "open http://127.0.0.1:",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it says\n%swithout %q", out.String(), want)
		}
	}
}

// What keeps uploads and jobs from being taken is told at the start, and not only to who
// asks /readyz.
func TestNotReadyAtTheStart(t *testing.T) {
	needPage(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs bytes.Buffer
	env := environment{stdin: strings.NewReader(""), stdout: &out, stderr: &errs, getenv: func(string) string { return "" }}
	run(ctx, env, []string{"serve", "-port", "0", "-backend", "go", "-weights", "random", "-data", filepath.Join(t.TempDir(), "data"), "-min-free", "1TB"})
	if !strings.Contains(errs.String(), "graft: not ready: the disk is almost full: ") {
		t.Errorf("it says %q, want that the disk is almost full", errs.String())
	}
}

func TestReachable(t *testing.T) {
	everywhere := reachable(&net.TCPAddr{IP: net.IPv4zero, Port: 8000})
	for _, address := range everywhere {
		if !strings.HasSuffix(address, ":8000") || strings.HasPrefix(address, "127.") || strings.Contains(address, "[") {
			t.Errorf("%s: want another address than loopback's, of IPv4, with the port", address)
		}
	}
	for _, ip := range []net.IP{net.IPv4(127, 0, 0, 1), net.IPv4(192, 0, 2, 1)} {
		if got := reachable(&net.TCPAddr{IP: ip, Port: 8000}); got != nil {
			t.Errorf("of one address it is reachable at %v, want nothing beside that", got)
		}
	}
}

// 0.0.0.0 is IPv4's: who opens that does not open IPv6 unawares.
func TestListenOnIPv4Alone(t *testing.T) {
	l, err := listen("0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	if c, err := net.DialTimeout("tcp", net.JoinHostPort("::1", port), time.Second); err == nil {
		c.Close()
		t.Error("it answers on IPv6")
	}
	c, err := net.DialTimeout("tcp", net.JoinHostPort("127.0.0.1", port), time.Second)
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
}

func TestMegabytes(t *testing.T) {
	for text, want := range map[string]string{
		"500": "500MB", "500MB": "500MB", "0.5gb": "512MB", "20 GB": "20GB", "2048": "2GB", "1TB": "1024GB", "2048KB": "2MB", "0": "0",
		"": "want a size", "x": "want a size", "-1": "want a size", "nan": "want a size", "1KB": "at least 1MB", "2TB": "at most 1TB", "inf": "at most 1TB", "1e30": "at most 1TB", "5PB": "want a size",
	} {
		var m megabytes
		err := m.Set(text)
		if err != nil && !strings.Contains(err.Error(), want) || err == nil && m.String() != want {
			t.Errorf("%q = %s, %v, want %s", text, &m, err, want)
		}
	}
}

func TestSizes(t *testing.T) {
	given := func(names ...string) func(string) bool {
		return func(name string) bool { return strings.Contains(strings.Join(names, " "), name) }
	}
	for name, c := range map[string]struct {
		o        serveOptions
		unpacked int64 // MB
	}{
		"an upload larger than what it may unpack to": {serveOptions{maxUpload: 30 << 10, maxUnpacked: 16 << 10, given: given()}, 30 << 10},
		"unless that is given":                        {serveOptions{maxUpload: 30 << 10, maxUnpacked: 1000, given: given("max-unpacked")}, 1000},
		"a small upload":                              {serveOptions{maxUpload: 500, maxUnpacked: 16 << 10, given: given()}, 16 << 10},
	} {
		cfg := server.DefaultConfig()
		c.o.sizes(&cfg)
		if got := cfg.Limits.MaxUnpackedBytes >> 20; got != c.unpacked || cfg.MaxUpload != c.o.maxUpload.bytes() {
			t.Errorf("%s: unpacks to %d MB, want %d", name, got, c.unpacked)
		}
	}
}
