package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// client sends requests from an address of its own.
type client struct {
	s    *target
	from net.IP
	http *http.Client
}

func newClient(s *target, from net.IP) *client {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: from}}
	return &client{s, from, &http.Client{Transport: &http.Transport{DialContext: d.DialContext, MaxIdleConnsPerHost: 64}}}
}

// dial opens a connection to send what no client of net/http sends.
func (c *client) dial(ctx context.Context) (net.Conn, error) {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: c.from}, Timeout: 5 * time.Second}
	return d.DialContext(ctx, "tcp", c.s.address[len("http://"):])
}

// send returns the status and the body, of which it reads at most 64 MB.
func (c *client) send(ctx context.Context, method, path string, body []byte) (int, http.Header, []byte, error) {
	r, err := http.NewRequestWithContext(ctx, method, c.s.address+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, nil, err
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return 0, nil, nil, err
	}
	defer answer.Body.Close()
	got, err := io.ReadAll(io.LimitReader(answer.Body, 64<<20))
	return answer.StatusCode, answer.Header, got, err
}

// want is send where any other status than the wanted is an error.
func (c *client) want(ctx context.Context, status int, method, path string, body []byte) ([]byte, error) {
	got, _, answer, err := c.send(ctx, method, path, body)
	if err == nil && got != status {
		err = fmt.Errorf("%s %s: %d %.300s: want %d", method, path, got, answer, status)
	}
	return answer, err
}
