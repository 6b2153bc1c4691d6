package main

import (
	"net"
	"net/netip"
	"sync"

	"graft/core/caller"
)

// How many connections are open at once: each holds a file descriptor and some kilobytes.
// A browser opens six.
const (
	maxConnections     = 1000
	maxConnectionsEach = 200 // of one client, see caller.Network
	ownFiles           = 100 // that the program opens beside those that requests need
)

// mostConnections is maxConnections where so many files may be open, else fewer: a request
// may keep its picture or archive in a file.
func mostConnections(files int) int { return max(16, min(maxConnections, (files-ownFiles)/2)) }

// eachConnections is how many of these one client may have.
func eachConnections(most int) int { return min(maxConnectionsEach, most*2/5) }

// bounded is a listener that closes at once what is over these numbers.
type bounded struct {
	net.Listener
	proxies caller.Proxies
	most    int // connections
	each    int // of them, one client's

	mu   sync.Mutex
	open map[netip.Addr]int
	all  int
}

func bound(l net.Listener, proxies caller.Proxies) *bounded {
	most := mostConnections(openFiles())
	return &bounded{Listener: l, proxies: proxies, most: most, each: eachConnections(most), open: map[netip.Addr]int{}}
}

func (b *bounded) Accept() (net.Conn, error) {
	for {
		c, err := b.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if leave, ok := b.enter(addressOf(c.RemoteAddr())); ok {
			return &counted{Conn: c, leave: leave}, nil
		}
		c.Close()
	}
}

// enter counts a connection from an address, if there may be one more. A proxy, which
// connects for many, may have as many as there may be.
func (b *bounded) enter(addr netip.Addr) (leave func(), ok bool) {
	who := caller.Network(addr)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.all >= b.most || b.open[who] >= b.each && !b.proxies.Believe(addr) {
		return nil, false
	}
	b.all++
	b.open[who]++
	return sync.OnceFunc(func() { b.leave(who) }), true
}

func (b *bounded) leave(who netip.Addr) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all--
	if b.open[who]--; b.open[who] == 0 {
		delete(b.open, who)
	}
}

// addressOf returns the address of a connection's other end.
func addressOf(a net.Addr) netip.Addr {
	tcp, ok := a.(*net.TCPAddr)
	if !ok {
		return netip.Addr{}
	}
	return tcp.AddrPort().Addr()
}

// counted is a connection that is counted until it is closed.
type counted struct {
	net.Conn
	leave func()
}

func (c *counted) Close() error {
	c.leave()
	return c.Conn.Close()
}
