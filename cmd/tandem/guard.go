package main

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"tandem"
	"tandem/web"
)

// guard stands before the pages: it believes the proxies it was told to trust, and
// on a loopback address it answers to that address only. Who somebody is, is found
// out behind it.
type guard struct {
	loopback bool
	proxies  []netip.Prefix
}

func newGuard(addr net.Addr, proxies []netip.Prefix) *guard {
	at, err := netip.ParseAddrPort(addr.String())
	return &guard{loopback: err == nil && at.Addr().IsLoopback(), proxies: proxies}
}

// parseProxies reads the addresses of proxies: an address or a network each.
func parseProxies(texts []string) ([]netip.Prefix, error) {
	var proxies []netip.Prefix
	for _, text := range texts {
		prefix, err := netip.ParsePrefix(text)
		if addr, addrErr := netip.ParseAddr(text); err != nil && addrErr == nil {
			prefix, err = addr.Prefix(addr.BitLen())
		}
		if err != nil {
			return nil, tandem.Errorf(tandem.Usage, "%q is no address and no network", text).At("--trust-proxy").WithHint("127.0.0.1, or 10.0.0.0/8")
		}
		proxies = append(proxies, prefix.Masked())
	}
	return proxies, nil
}

// wrap refuses requests that came by a name which others made point here.
func (g *guard) wrap(next http.Handler, refuse web.Refusal) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if g.trusts(r.RemoteAddr) {
			believe(r)
		} else if g.loopback && !isLoopbackHost(r.Host) {
			// A page elsewhere may let its own name point here; the name gives it away.
			refuse(w, r, tandem.Errorf(tandem.Forbidden, "this server answers to its loopback address only").
				WithHint("serve --listen takes an address others can reach, --trust-proxy a proxy in front of it"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (g *guard) trusts(remote string) bool {
	at, err := netip.ParseAddrPort(remote)
	return err == nil && slices.ContainsFunc(g.proxies, func(p netip.Prefix) bool { return p.Contains(at.Addr().Unmap()) })
}

// believe takes from a proxy's headers who asked, and whether by TLS. The last
// address in the list is the one that the proxy itself has seen: what stands before
// it was written by whoever asked.
func believe(r *http.Request) {
	forwarded := strings.Join(r.Header.Values("X-Forwarded-For"), ",")
	last := strings.TrimSpace(forwarded[strings.LastIndex(forwarded, ",")+1:])
	if addr, err := netip.ParseAddr(last); err == nil {
		r.RemoteAddr = netip.AddrPortFrom(addr, 0).String()
	}
	r.URL.Scheme = "" // a client can write it into the request line
	if r.Header.Get("X-Forwarded-Proto") == "https" {
		r.URL.Scheme = "https"
	}
}

func isLoopbackHost(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	name = strings.Trim(name, "[]")
	if name == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(name)
	return err == nil && addr.IsLoopback()
}
