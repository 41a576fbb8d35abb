package sqldb

import (
	"crypto/tls"
	"crypto/x509"
	"net/netip"

	"tandem"
	"tandem/connector"
)

// The ways to encrypt a connection.
const (
	tlsAuto    = "auto"
	tlsOff     = "off"
	tlsRequire = "require"
	tlsVerify  = "verify"
)

// readTLS makes the TLS configuration; nil is plain text.
func readTLS(s connector.Settings, a *address, tunnelled bool) (*tls.Config, error) {
	mode, err := tlsMode(s, a, tunnelled)
	if err != nil || mode == tlsOff {
		return nil, err
	}
	t := &tls.Config{ServerName: a.host, MinVersion: tls.VersionTLS12}
	if mode == tlsRequire {
		t.InsecureSkipVerify = true // the administrator chose "require" over "verify"
	}
	if ca := s["tls_ca"]; ca != "" {
		t.RootCAs = x509.NewCertPool()
		if !t.RootCAs.AppendCertsFromPEM([]byte(ca)) {
			return nil, tandem.Errorf(tandem.Config, "no certificate found; it must be PEM").At("tls_ca")
		}
	}
	if s["tls_certificate"] != "" || s["tls_key"] != "" {
		pair, err := tls.X509KeyPair([]byte(s["tls_certificate"]), []byte(s["tls_key"]))
		if err != nil {
			return nil, tandem.Errorf(tandem.Config, "certificate and key do not make a pair; both must be PEM").At("tls_certificate")
		}
		t.Certificates = []tls.Certificate{pair}
	}
	return t, nil
}

func tlsMode(s connector.Settings, a *address, tunnelled bool) (string, error) {
	mode := s["tls"]
	if word := a.params.Get("sslmode"); word != "" && mode == "" {
		switch word {
		case "disable":
			mode = tlsOff
		case "require":
			mode = tlsRequire
		case "verify-full", "verify-ca":
			mode = tlsVerify
		default:
			return "", tandem.Errorf(tandem.Config, "sslmode %q is not known; use disable, require or verify-full", word).At("url")
		}
	}
	switch mode {
	case tlsOff, tlsRequire, tlsVerify:
	case "", tlsAuto:
		mode = tlsVerify
		// What goes through a tunnel is encrypted, and what stays on this machine
		// needs it not, unless somebody named a certificate.
		if s["tls_ca"] == "" && (tunnelled || isLoopback(a.host)) {
			mode = tlsOff
		}
	default:
		return "", tandem.Errorf(tandem.Config, "%q is none of auto, off, require, verify", mode).At("tls")
	}
	// A SQLite file has no connection; Firebird encrypts with its own protocol,
	// keyed by the login (wire_crypt).
	if a.scheme == "sqlite" || a.scheme == "firebird" {
		mode = tlsOff
	}
	return mode, nil
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
