package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"graft/core/imagefile/hostile"
)

// attack is what one kind of hostile client does, again and again.
type attack struct {
	name, about string
	prepare     func() []byte // what it sends; nil for nothing
	once        func(ctx context.Context, c *client, round int, sent []byte) (status int)
}

func attackNames() []string {
	var names []string
	for _, a := range attacks {
		names = append(names, a.name)
	}
	return names
}

var attacks = []attack{
	{"scans", "a JPEG of 150 scans, to be recognised", func() []byte { return hostile.ManyScans(8192, 151, "") }, post("/api/v1/embed")},
	{"wide", "a PNG of 8 bytes a pixel, to be recognised", func() []byte { return widePNG(8192) }, post("/api/v1/embed")},
	{"costly", "a JPEG just below every limit, to be recognised", func() []byte { return costlyJPEG() }, post("/api/v1/embed")},
	{"heavy", "a PNG just below every limit, to be recognised", func() []byte { return widePNG(6400) }, post("/api/v1/embed")},
	{"album", "a zip of pictures just below every limit", func() []byte {
		costly := costlyJPEG()
		return box(16, func(i int) string { return fmt.Sprintf("%c/%02d.jpg", 'a'+i%2, i) }, func(int) []byte { return costly })
	}, post("/api/v1/datasets")},
	{"weights", "a network of its own each time", func() []byte { return hostile.ManyScans(64, 2, "") }, func(ctx context.Context, c *client, round int, sent []byte) int {
		return status(c.send(ctx, "POST", fmt.Sprintf("/api/v1/embed?weights=random:%d", round+1000*int(c.from[15])), sent))
	}},
	{"sharing", "a zip whose entries are the same bytes", func() []byte { return sharing(24, emptyBMP(63<<20)) }, post("/api/v1/datasets")},
	{"bomb", "a zip of black pictures", func() []byte {
		black := emptyBMP(63 << 20)
		return box(24, func(i int) string { return fmt.Sprintf("%c/%02d.bmp", 'a'+i%2, i) }, func(int) []byte { return black })
	}, post("/api/v1/datasets")},
	{"places", "a zip of pictures that are slow to check", func() []byte {
		slow := hostile.ManyScans(8192, 151, "")
		return box(16, func(i int) string { return fmt.Sprintf("%c/%02d.jpg", 'a'+i%2, i) }, func(int) []byte { return slow })
	}, post("/api/v1/datasets")},
	{"names", "a set with 40,000 names that are skipped, then the list of all sets", func() []byte {
		tiny := hostile.ManyScans(64, 2, "")
		return box(40_002, func(i int) string {
			if i < 2 {
				return fmt.Sprintf("%c/picture.jpg", 'a'+i)
			}
			return fmt.Sprintf("a/%0200d.txt", i)
		}, func(i int) []byte {
			if i < 2 {
				return tiny
			}
			return []byte{'x'}
		})
	}, manyNames},
	{"streams", "hundreds of event streams", nil, streams},
	{"slow", "answers that are asked for and not read", nil, unread},
	{"drip", "a body that comes byte by byte", nil, drip},
	{"idle", "connections that say nothing", nil, idle},
}

func status(code int, _ http.Header, _ []byte, err error) int {
	if err != nil {
		return 0
	}
	return code
}

func post(path string) func(ctx context.Context, c *client, round int, sent []byte) int {
	return func(ctx context.Context, c *client, _ int, sent []byte) int {
		return status(c.send(ctx, "POST", path, sent))
	}
}

func manyNames(ctx context.Context, c *client, round int, sent []byte) int {
	if round < 3 {
		return status(c.send(ctx, "POST", "/api/v1/datasets", sent))
	}
	return status(c.send(ctx, "GET", "/api/v1/datasets", nil))
}

// streams opens event streams of a job until one is refused, and holds them.
func streams(ctx context.Context, c *client, _ int, _ []byte) int {
	_, _, jobs, err := c.send(ctx, "GET", "/api/v1/jobs", nil)
	_, rest, found := strings.Cut(string(jobs), `"id":"`)
	if err != nil || !found {
		return 0
	}
	id, _, _ := strings.Cut(rest, `"`)
	return c.hold(ctx, 100, "GET /api/v1/jobs/"+id+"/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
}

// unread asks for the largest file of the page many times and reads the status alone.
func unread(ctx context.Context, c *client, _ int, _ []byte) int {
	return c.hold(ctx, 40, strings.Repeat("GET /web/app.wasm HTTP/1.1\r\nHost: localhost\r\n\r\n", 4))
}

func drip(ctx context.Context, c *client, _ int, _ []byte) int {
	conn, err := c.dial(ctx)
	if err != nil {
		return 0
	}
	defer conn.Close()
	io.WriteString(conn, "POST /api/v1/embed HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n")
	for ctx.Err() == nil {
		if _, err := conn.Write([]byte{'x'}); err != nil {
			return statusLine(conn)
		}
		pause(ctx, time.Second)
	}
	return 0
}

func idle(ctx context.Context, c *client, _ int, _ []byte) int { return c.hold(ctx, 400, "") }

// hold opens n connections, or as many as are not refused, says text on each, and holds
// them for ten seconds. It returns the last status that came.
func (c *client) hold(ctx context.Context, n int, text string) (last int) {
	var open []net.Conn
	defer func() {
		for _, conn := range open {
			conn.Close()
		}
	}()
	for range n {
		conn, err := c.dial(ctx)
		if err != nil {
			break
		}
		if tcp, ok := conn.(*net.TCPConn); ok {
			tcp.SetReadBuffer(4096)
		}
		open = append(open, conn)
		if _, err := io.WriteString(conn, text); err != nil {
			break
		}
		if text != "" {
			if last = statusLine(conn); last >= 400 {
				break
			}
		}
	}
	pause(ctx, 10*time.Second)
	return last
}

// statusLine reads the beginning of an answer and returns its status, 0 if none comes.
func statusLine(conn net.Conn) int {
	conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	begin := make([]byte, len("HTTP/1.1 200"))
	if _, err := io.ReadFull(conn, begin); err != nil || !bytes.HasPrefix(begin, []byte("HTTP/1.1 ")) {
		return 0
	}
	code, _ := strconv.Atoi(string(begin[len("HTTP/1.1 "):])) // 0 if it is none
	return code
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// crowd are the hostile clients at work.
type crowd struct {
	all   sync.WaitGroup
	mu    sync.Mutex
	count map[string]map[int]int // by attack and status
}

// attackAll sets the clients to work, each at one attack, until ctx is done.
func attackAll(ctx context.Context, s *target, o options) *crowd {
	h := &crowd{count: map[string]map[int]int{}}
	var chosen []attack
	for _, a := range attacks {
		if len(o.only) == 0 || slices.Contains(o.only, a.name) {
			chosen = append(chosen, a)
		}
	}
	for i := range o.clients {
		a := chosen[i%len(chosen)]
		c := newClient(s, net.IPv4(127, 0, 1, byte(1+i)))
		h.all.Go(func() { h.work(ctx, a, c) })
	}
	return h
}

func (h *crowd) work(ctx context.Context, a attack, c *client) {
	var sent []byte
	if a.prepare != nil {
		sent = a.prepare()
	}
	for round := 0; ctx.Err() == nil; round++ {
		code := a.once(ctx, c, round, sent)
		if ctx.Err() != nil {
			return
		}
		h.mu.Lock()
		if h.count[a.name] == nil {
			h.count[a.name] = map[int]int{}
		}
		h.count[a.name][code]++
		h.mu.Unlock()
		if code == 0 || code >= 400 {
			pause(ctx, 50*time.Millisecond)
		}
	}
}

func (h *crowd) wait() { h.all.Wait() }

// print says what the clients got, by kind.
func (h *crowd) print() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, a := range attacks {
		if h.count[a.name] == nil {
			continue
		}
		var got []string
		for _, code := range slices.Sorted(maps.Keys(h.count[a.name])) {
			what := fmt.Sprint(code)
			if code == 0 {
				what = "no answer"
			}
			got = append(got, fmt.Sprintf("%d × %s", h.count[a.name][code], what))
		}
		fmt.Printf("     %-8s %s: %s\n", a.name, a.about, strings.Join(got, ", "))
	}
}
