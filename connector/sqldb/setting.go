package sqldb

import (
	"context"
	"crypto/tls"
	"net"
	"path"
	"strconv"
	"strings"
	"time"

	"tandem"
	"tandem/connector"
)

// settingList describes the settings once; dialog, checks, masking and
// documentation are made from it.
func settingList() []connector.Setting {
	return []connector.Setting{
		{Name: "url", Label: "Address", Kind: connector.SettingAddress, Required: true, Secret: true, Identifies: true,
			Help: "postgres://user@host:5432/database, mysql://..., sqlserver://host?database=NAME, oracle://host/SERVICE, firebird://host//path/file.fdb, sqlite:///path/file.db"},
		{Name: "user", Label: "User", Kind: connector.SettingText, Help: "instead of the user in the address"},
		{Name: "password", Label: "Password", Kind: connector.SettingPassword, Secret: true, Help: "instead of the password in the address"},
		{Name: "schema", Label: "Schema", Kind: connector.SettingText, Advanced: true, Identifies: true, Help: "empty: the user's own"},
		{Name: "profiles", Label: "Companies", Kind: connector.SettingText,
			Help: "a pattern for the databases or schemas that are one company each: m2mdata*. Empty: there is one company"},
		{Name: "profile", Label: "Company", Kind: connector.SettingText, Advanced: true, Identifies: true, Help: "which of the companies this connection means; empty: that of the address"},
		{Name: "time_zone", Label: "Time zone of the database", Kind: connector.SettingText, Advanced: true, Default: "UTC",
			Help: "the zone of clocks stored without one: Europe/Prague"},
		{Name: "tls", Label: "Encryption", Kind: connector.SettingChoice, Advanced: true, Values: []string{tlsAuto, tlsOff, tlsRequire, tlsVerify}, Default: tlsAuto,
			Help: "auto: verified, except on this machine and through a tunnel; require: encrypted, the server's certificate is not checked"},
		{Name: "tls_ca", Label: "Certificate authority", Kind: connector.SettingFile, Advanced: true, Help: "PEM; empty: those of this machine"},
		{Name: "tls_certificate", Label: "Client certificate", Kind: connector.SettingFile, Advanced: true, Help: "PEM"},
		{Name: "tls_key", Label: "Key of the client certificate", Kind: connector.SettingFile, Advanced: true, Secret: true, Help: "PEM"},
		{Name: "ssh_host", Label: "SSH tunnel: host", Kind: connector.SettingText, Advanced: true, Help: "host or host:port that can reach the database"},
		{Name: "ssh_user", Label: "SSH tunnel: user", Kind: connector.SettingText, Advanced: true},
		{Name: "ssh_key", Label: "SSH tunnel: private key", Kind: connector.SettingFile, Advanced: true, Secret: true, Help: "PEM, without a passphrase"},
		{Name: "ssh_host_key", Label: "SSH tunnel: the host's public key", Kind: connector.SettingText, Advanced: true, Help: "a line of known_hosts or authorized_keys: ssh-ed25519 AAAA..."},
		{Name: "connections", Label: "Connections at most", Kind: connector.SettingNumber, Advanced: true, Default: "4"},
		{Name: "rows_per_second", Label: "Rows read per second at most", Kind: connector.SettingNumber, Advanced: true, Default: "0", Help: "0: no limit"},
		{Name: "hours", Label: "Allowed hours", Kind: connector.SettingText, Advanced: true, Help: "20:00-06:00, in the database's time zone. Empty: always"},
		{Name: "statement_timeout", Label: "Seconds a statement may take", Kind: connector.SettingNumber, Advanced: true, Default: "300", Help: "0: no limit"},
		{Name: "page_rows", Label: "Rows per page", Kind: connector.SettingNumber, Advanced: true, Default: "2000"},
	}
}

const (
	idleTime       = 5 * time.Minute
	connectTimeout = 15 * time.Second
)

// config is what the settings say.
type config struct {
	address     address
	schema      string
	pattern     string // of profiles
	profile     string // "" = the address's own
	zone        *time.Location
	zoneName    string // as given; "" = not given
	tls         *tls.Config
	tunnel      *tunnel // nil = none
	connections int
	rate        int // rows per second; 0 = no limit
	hours       hours
	timeout     time.Duration
	pageRows    int
}

// dial connects to the database's host, through the tunnel where there is one.
func (c *config) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	if c.tunnel != nil {
		return c.tunnel.dial(ctx, network, addr)
	}
	d := net.Dialer{Timeout: connectTimeout}
	return d.DialContext(ctx, network, addr)
}

// redact takes the password out of a message: drivers quote what they were given.
func (c *config) redact(message string) string {
	if c.address.password == "" {
		return message
	}
	return strings.ReplaceAll(message, c.address.password, "***")
}

// readSettings checks the settings. Its errors have the code Config and name the setting.
func readSettings(s connector.Settings) (*config, error) {
	r := settingReader{settings: s}
	c := &config{schema: s["schema"], pattern: s["profiles"], profile: s["profile"]}
	c.address, r.err = parseAddress(s["url"])
	if s["user"] != "" {
		c.address.user = s["user"]
	}
	if s["password"] != "" {
		c.address.password = s["password"]
	}
	c.connections = r.number("connections", 4, 1, 1000)
	c.rate = r.number("rows_per_second", 0, 0, 100_000_000)
	c.timeout = time.Duration(r.number("statement_timeout", 300, 0, 86_400)) * time.Second
	c.pageRows = r.number("page_rows", 2000, 1, 100_000)
	c.zone, c.zoneName = r.zone("time_zone")
	c.hours = r.hours("hours", c.zone)
	if _, err := path.Match(c.pattern, ""); err != nil {
		r.failf("profiles", "%q is not a pattern such as m2mdata*", c.pattern)
	}
	if r.err != nil {
		return nil, r.err
	}
	var err error
	if c.tunnel, err = readTunnel(s); err != nil {
		return nil, err
	}
	if c.tls, err = readTLS(s, &c.address, c.tunnel != nil); err != nil {
		return nil, err
	}
	return c, nil
}

// settingReader reads settings one after the other and keeps the first error.
type settingReader struct {
	settings connector.Settings
	err      error
}

func (r *settingReader) failf(name, format string, args ...any) {
	if r.err == nil {
		r.err = tandem.Errorf(tandem.Config, format, args...).At(name)
	}
}

func (r *settingReader) number(name string, fallback, low, high int) int {
	text := r.settings[name]
	if text == "" {
		return fallback
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high {
		r.failf(name, "%q is not a number from %d to %d", text, low, high)
		return fallback
	}
	return n
}

func (r *settingReader) zone(name string) (*time.Location, string) {
	text := r.settings[name]
	if text == "" {
		return time.UTC, ""
	}
	zone, err := time.LoadLocation(text)
	if err != nil || text == "Local" {
		r.failf(name, "there is no time zone %q", text)
		return time.UTC, ""
	}
	return zone, text
}

func (r *settingReader) hours(name string, zone *time.Location) hours {
	h, ok := parseHours(r.settings[name], zone)
	if !ok {
		r.failf(name, "%q is not a range of hours such as 20:00-06:00", r.settings[name])
	}
	return h
}
