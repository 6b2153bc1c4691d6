package caller

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Proxies are the addresses and networks of proxies that are believed about whom they
// speak for. One on this machine, at 127.0.0.1 or ::1, always is.
type Proxies []netip.Prefix

// ParseProxies reads addresses and networks, as in "10.0.0.7" and "10.0.0.0/8".
func ParseProxies(list []string) (Proxies, error) {
	var all Proxies
	for _, text := range list {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			a, e := netip.ParseAddr(text)
			if e != nil {
				return nil, fmt.Errorf("%q: want an address or a network, as in 10.0.0.7 or 10.0.0.0/8", text)
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		if p.Addr().Is4In6() && p.Bits() >= 96 {
			p = netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
		}
		all = append(all, p)
	}
	return all, nil
}

// Believe says whether a proxy may be at an address.
func (p Proxies) Believe(addr netip.Addr) bool {
	addr = plain(addr)
	return addr == netip.AddrFrom4([4]byte{127, 0, 0, 1}) || addr == netip.IPv6Loopback() ||
		slices.ContainsFunc(p, func(n netip.Prefix) bool { return n.Contains(addr) })
}

// Of names who sends a request: see Network. Proxies are believed about whom they speak
// for (X-Forwarded-For, from its end, as far as those before them are believed too); what
// anybody else says is not.
func Of(r *http.Request, proxies Proxies) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	said := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, name := range slices.Backward(said) {
		if !proxies.Believe(addr) {
			break
		}
		before, err := netip.ParseAddr(strings.TrimSpace(name))
		if err != nil {
			break
		}
		addr = before
	}
	if net := Network(addr); net.Is6() && !net.IsLoopback() {
		return net.String() + "/64"
	}
	return Network(addr).String()
}

// Network returns what stands for one person: the address, or of IPv6 the network of 64
// bits that it is in.
func Network(addr netip.Addr) netip.Addr {
	addr = plain(addr)
	if addr.Is6() && !addr.IsLoopback() {
		return netip.PrefixFrom(addr, 64).Masked().Addr()
	}
	return addr
}

// plain is addr without the forms that one address can also take.
func plain(addr netip.Addr) netip.Addr { return addr.Unmap().WithZone("") }
