package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// refusals checks single requests that must be refused, and how.
func (v *verdict) refusals(ctx context.Context, s *target) {
	c := newClient(s, net.IPv4(127, 0, 2, 1))
	for _, r := range []struct{ what, request, want string }{
		{"a name that is not the server's", "GET /api/v1/jobs HTTP/1.1\r\nHost: evil.example\r\n", "421"},
		{"another site's page", "POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\n", "403"},
		{"TRACE", "TRACE / HTTP/1.1\r\nHost: localhost\r\n", "405"},
		{"weights that are a path", "POST /api/v1/embed?weights=../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n", "400"},
		{"an upload past the bound", fmt.Sprintf("POST /api/v1/datasets HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n", maxUpload<<20+1), "413"},
	} {
		got, err := c.raw(ctx, r.request+"Connection: close\r\n\r\n")
		v.say(err == nil && got == r.want, "%s is answered %s (want %s)%s", r.what, got, r.want, text(err))
	}
}

// raw sends bytes and returns the status of what comes.
func (c *client) raw(ctx context.Context, request string) (string, error) {
	conn, err := c.dial(ctx)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.WriteString(conn, request); err != nil {
		return "", err
	}
	answer, err := io.ReadAll(io.LimitReader(conn, 1<<16))
	fields := strings.Fields(string(answer) + " - -")
	if len(answer) > 0 {
		err = nil
	}
	return fields[1], err
}
