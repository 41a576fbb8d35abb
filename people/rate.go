package people

import (
	"context"
	"encoding/hex"
	"net/netip"
	"time"
)

// How often something may be tried within a window before it has to wait. Who
// tries a thousand passwords a day on one person guesses none that is worth the
// name; who sits behind the same address as many others is not kept out by them.
const (
	window        = 15 * time.Minute
	triesPerson   = 10
	triesAddress  = 60
	triesCode     = 8
	triesReminder = 3
)

// trying counts a try from an address, and as a person. It is counted before the
// answer is known, for people whom nobody knows too.
func (p *People) trying(ctx context.Context, d Device, email string) error {
	if err := p.Store.Attempt(ctx, "address:"+network(d.Address), triesAddress, window); err != nil {
		return err
	}
	return p.Store.Attempt(ctx, personKey(email), triesPerson, window)
}

// personKey names a person's tries. Addresses that were typed do not rest in the
// store: some of them are passwords in the wrong field.
func personKey(email string) string { return "person:" + hex.EncodeToString(hashOf(email)) }

// network is what an address counts as: whoever has one of IPv6 has 2^64.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return "unknown"
	}
	a = a.Unmap()
	if a.Is4() {
		return a.String()
	}
	prefix, err := a.WithZone("").Prefix(64)
	if err != nil {
		return a.String()
	}
	return prefix.String()
}
