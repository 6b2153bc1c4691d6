package main

import (
	"io"
	"net"
	"net/netip"
	"testing"
	"time"
)

// However few files may be open, one client cannot have all connections.
func TestOneClientHasNotAllConnections(t *testing.T) {
	for _, files := range []int{64, 256, 1024, 1 << 20} {
		b := &bounded{most: mostConnections(files), open: map[netip.Addr]int{}}
		b.each = eachConnections(b.most)
		for b.all < b.most {
			if _, ok := b.enter(netip.MustParseAddr("192.0.2.1")); !ok {
				break
			}
		}
		if _, ok := b.enter(netip.MustParseAddr("192.0.2.2")); !ok {
			t.Errorf("with %d files: one client has all %d connections", files, b.all)
		}
	}
}

func TestMostConnections(t *testing.T) {
	for files, want := range map[int]int{64: 16, 1024: 462, 4096: 1000, 1 << 20: 1000} {
		if got := mostConnections(files); got != want {
			t.Errorf("mostConnections(%d) = %d, want %d", files, got, want)
		}
	}
}

// One address has so many connections and no more; another one has its own, and what is
// closed makes room.
func TestConnectionsAreBounded(t *testing.T) {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := bound(inner, nil)
	defer l.Close()
	held := make(chan net.Conn, maxConnections)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			c.Write([]byte("in"))
			held <- c
		}
	}()
	// in says whether a connection from an address of this machine is let in.
	in := func(from byte) (net.Conn, bool) {
		d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, from)}, Timeout: 5 * time.Second}
		c, err := d.Dial("tcp", inner.Addr().String())
		if err != nil {
			t.Skipf("no connection from 127.0.0.%d here: %v", from, err)
		}
		c.SetReadDeadline(time.Now().Add(5 * time.Second))
		n, _ := io.ReadFull(c, make([]byte, 2))
		if n != 2 {
			c.Close()
		}
		return c, n == 2
	}
	for i := range maxConnectionsEach {
		c, ok := in(2)
		if !ok {
			t.Fatalf("connection %d of an address was refused, want %d", i+1, maxConnectionsEach)
		}
		defer c.Close()
	}
	if _, ok := in(2); ok {
		t.Errorf("connection %d of an address was let in", maxConnectionsEach+1)
	}
	if c, ok := in(3); !ok {
		t.Error("a connection from another address was refused")
	} else {
		c.Close()
	}
	(<-held).Close()
	if c, ok := in(2); !ok {
		t.Error("a connection was refused after one was closed")
	} else {
		c.Close()
	}
	for range maxConnectionsEach + 1 { // where a proxy may be
		c, ok := in(1)
		if !ok {
			t.Fatal("a connection from 127.0.0.1 was refused")
		}
		defer c.Close()
	}
}
