package setup

import (
	"context"
	"net/netip"
	"strings"

	"tandem"
)

// ServerSettings are what whoever runs the server allows an account.
type ServerSettings struct {
	AllowNetworks []string `json:"allow_networks,omitempty"` // private networks that its triggers may call
	Places        Places   `json:"-"`
}

// settingsName names the one set of settings of an account.
const settingsName = "server"

func readServerSettings(t *table) *ServerSettings {
	if t == nil {
		return nil
	}
	defer t.done()
	return &ServerSettings{AllowNetworks: t.texts("allow_networks"), Places: t.places}
}

// allowSettings honours settings only from whoever runs the server.
func (a *applying) allowSettings(f *File) {
	if f.Settings == nil {
		return
	}
	if !a.terms.Operator {
		a.problems.addf(f.Settings.Places.Of(""), "apply the file on the server itself", "settings belong to whoever runs the server")
	}
	if _, err := ParseNetworks(f.Settings.AllowNetworks); err != nil {
		a.problems.addf(f.Settings.Places.Of("allow_networks"), "write them like 10.0.0.0/8, or fd00::/8", "%v", err)
	}
}

func (s *Stored) loadSettings(ctx context.Context, store Store, account int64) error {
	found, err := decodeAll(ctx, s, store, account, kindSettings, func(*ServerSettings, string) {})
	if len(found) > 0 {
		s.Settings = &found[0]
	}
	return err
}

// ParseNetworks reads a list of networks: 10.0.0.0/8, 192.168.1.7, fd00::/8.
func ParseNetworks(texts []string) ([]netip.Prefix, error) {
	networks := make([]netip.Prefix, 0, len(texts))
	for _, text := range texts {
		network, err := parseNetwork(text)
		if err != nil {
			return nil, tandem.Errorf(tandem.Config, "%q is no network", text).WithHint("write it like 10.0.0.0/8, or fd00::/8")
		}
		networks = append(networks, network)
	}
	return networks, nil
}

func parseNetwork(text string) (netip.Prefix, error) {
	text = strings.TrimSpace(text)
	if !strings.Contains(text, "/") {
		address, err := netip.ParseAddr(text)
		if err != nil {
			return netip.Prefix{}, err //nolint:wrapcheck // ParseNetworks says what it means
		}
		return netip.PrefixFrom(address.Unmap(), address.Unmap().BitLen()), nil
	}
	network, err := netip.ParsePrefix(text)
	return network.Masked(), err //nolint:wrapcheck // the same
}

// AllowNetworks lists the private networks that an account's triggers may call.
func (c *Config) AllowNetworks(ctx context.Context, account int64) ([]netip.Prefix, error) {
	stored := &Stored{bodies: map[string][]byte{}, versions: map[string]int64{}}
	if err := stored.loadSettings(ctx, c.options.Store, account); err != nil || stored.Settings == nil {
		return nil, err
	}
	return ParseNetworks(stored.Settings.AllowNetworks)
}
