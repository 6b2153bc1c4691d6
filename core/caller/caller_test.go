package caller_test

import (
	"net/http/httptest"
	"net/netip"
	"testing"

	"graft/core/caller"
)

func TestOf(t *testing.T) {
	for _, tc := range []struct {
		remote    string
		forwarded []string
		proxies   []string
		want      string
	}{
		{"203.0.113.9:1234", nil, nil, "203.0.113.9"},
		{"203.0.113.9:1234", []string{"1.2.3.4"}, nil, "203.0.113.9"},
		{"127.0.0.1:1234", []string{"1.2.3.4, 198.51.100.7"}, nil, "198.51.100.7"},
		{"[::1]:1234", []string{"198.51.100.7"}, nil, "198.51.100.7"},
		{"127.0.0.2:1234", []string{"198.51.100.7"}, nil, "127.0.0.2"}, // no proxy is there
		{"127.0.0.1:1234", []string{"nonsense"}, nil, "127.0.0.1"},
		{"127.0.0.1:1234", nil, nil, "127.0.0.1"},
		{"[2001:db8:1:2:3:4:5:6]:99", nil, nil, "2001:db8:1:2::/64"},
		{"[fe80::1%eth0]:99", nil, nil, "fe80::/64"},
		{"[::ffff:203.0.113.9]:99", nil, nil, "203.0.113.9"},
		{"203.0.113.9", nil, nil, "203.0.113.9"}, // at the edge there is no port
		{"", nil, nil, ""},
		{"pipe", []string{"1.2.3.4"}, nil, "pipe"},
		// a client's own line stays before that of the proxy
		{"127.0.0.1:1234", []string{"6.6.6.6", "198.51.100.7"}, nil, "198.51.100.7"},
		// a chain of proxies
		{"10.0.0.7:1", []string{"6.6.6.6, 198.51.100.7, 10.0.0.8"}, []string{"10.0.0.0/8"}, "198.51.100.7"},
		{"10.0.0.7:1", []string{"198.51.100.7"}, []string{"10.0.0.8"}, "10.0.0.7"},
		{"[2001:db8::7]:1", []string{"198.51.100.7"}, []string{"2001:db8::7"}, "198.51.100.7"},
		{"10.0.0.7:1", []string{"198.51.100.7"}, []string{"::ffff:10.0.0.7"}, "198.51.100.7"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr, r.Header["X-Forwarded-For"] = tc.remote, tc.forwarded
		proxies, err := caller.ParseProxies(tc.proxies)
		if err != nil {
			t.Fatal(err)
		}
		if got := caller.Of(r, proxies); got != tc.want {
			t.Errorf("Of(%s for %q, proxies %q) = %q, want %q", tc.remote, tc.forwarded, tc.proxies, got, tc.want)
		}
	}
}

func TestParseProxiesRefuses(t *testing.T) {
	for _, text := range []string{"", "example.org", "10.0.0.0/99", "10.0.0.7:80"} {
		if p, err := caller.ParseProxies([]string{text}); err == nil {
			t.Errorf("ParseProxies(%q) = %v, want an error", text, p)
		}
	}
}

// What is believed is an address, not all of the network that it stands for.
func TestBelieve(t *testing.T) {
	p, err := caller.ParseProxies([]string{"2001:db8::7"})
	if err != nil {
		t.Fatal(err)
	}
	for addr, want := range map[string]bool{"2001:db8::7": true, "2001:db8::8": false, "127.0.0.1": true, "::ffff:127.0.0.1": true, "127.0.0.9": false} {
		if got := p.Believe(netip.MustParseAddr(addr)); got != want {
			t.Errorf("Believe(%s) = %v, want %v", addr, got, want)
		}
	}
}
