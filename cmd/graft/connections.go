package main

import (
	"net"
	"net/netip"
	"slices"
	"sync"
)

// How many connections are open at once: each holds a file descriptor and some kilobytes.
// A browser opens six.
const (
	maxConnections     = 1000
	maxConnectionsEach = 200 // of one address
)

// bounded is a listener that closes at once what is over these numbers.
type bounded struct {
	net.Listener
	proxies []netip.Prefix // that connect for many

	mu   sync.Mutex
	open map[netip.Addr]int
	all  int
}

func bound(l net.Listener, proxies []netip.Prefix) *bounded {
	return &bounded{Listener: l, proxies: proxies, open: map[netip.Addr]int{}}
}

func (b *bounded) Accept() (net.Conn, error) {
	for {
		c, err := b.Listener.Accept()
		if err != nil {
			return nil, err
		}
		addr := addressOf(c.RemoteAddr())
		if b.enter(addr) {
			return &counted{Conn: c, leave: sync.OnceFunc(func() { b.leave(addr) })}, nil
		}
		c.Close()
	}
}

func (b *bounded) enter(addr netip.Addr) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.all >= maxConnections || b.open[addr] >= maxConnectionsEach && !b.forMany(addr) {
		return false
	}
	b.all++
	b.open[addr]++
	return true
}

// forMany says whether a proxy may be at an address, of ours or on this machine.
func (b *bounded) forMany(addr netip.Addr) bool {
	return addr == netip.AddrFrom4([4]byte{127, 0, 0, 1}) || addr == netip.IPv6Loopback() ||
		slices.ContainsFunc(b.proxies, func(p netip.Prefix) bool { return p.Contains(addr) })
}

func (b *bounded) leave(addr netip.Addr) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all--
	if b.open[addr]--; b.open[addr] == 0 {
		delete(b.open, addr)
	}
}

// addressOf returns the address of a connection's other end, and of IPv6 the network of
// 64 bits, which one person has.
func addressOf(a net.Addr) netip.Addr {
	tcp, ok := a.(*net.TCPAddr)
	if !ok {
		return netip.Addr{}
	}
	addr := tcp.AddrPort().Addr().Unmap().WithZone("")
	if addr.Is6() && !addr.IsLoopback() {
		return netip.PrefixFrom(addr, 64).Masked().Addr()
	}
	return addr
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
