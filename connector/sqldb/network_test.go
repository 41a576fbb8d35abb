package sqldb_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"tandem"
	"tandem/connector"
	"tandem/connector/sqldb"
)

// gate accepts connections until the test ends and waits for those that serve them.
func gate(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			running.Go(func() {
				defer conn.Close()
				serve(conn)
			})
		}
	})
	t.Cleanup(func() {
		listener.Close()
		running.Wait()
	})
	return listener.Addr().String()
}

func join(a, b io.ReadWriteCloser) {
	var back sync.WaitGroup
	back.Go(func() {
		_, _ = io.Copy(a, b)
		_ = a.Close() // either side may have closed it
	})
	_, _ = io.Copy(b, a)
	_ = b.Close()
	back.Wait()
}

func at(t *testing.T, address, host string) (moved, was string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	was = u.Host
	u.Host = host
	return u.String(), was
}

// check opens a connection and tests it.
func check(t *testing.T, s connector.Settings) error {
	t.Helper()
	c, err := sqldb.Open(s, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}()
	return c.Check(t.Context())
}

func TestTLS(t *testing.T) {
	s := postgresServer()
	ca, server, client := certificates(t)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM([]byte(ca))
	_, target := at(t, s.address(t), "")
	cfg := &tls.Config{Certificates: []tls.Certificate{server}, ClientCAs: pool, ClientAuth: tls.RequireAndVerifyClientCert}
	// PostgreSQL asks for TLS in its own protocol first.
	door := gate(t, func(conn net.Conn) {
		request := make([]byte, 8)
		if _, err := io.ReadFull(conn, request); err != nil || request[4] != 4 {
			return
		}
		if _, err := conn.Write([]byte("S")); err != nil {
			return
		}
		far, err := net.Dial("tcp", target)
		if err != nil {
			return
		}
		join(tls.Server(conn, cfg), far)
	})
	address, _ := at(t, s.address(t), door)
	key, err := x509.MarshalPKCS8PrivateKey(client.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	settings := connector.Settings{
		"url": address, "tls": "verify", "tls_ca": ca,
		"tls_certificate": string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: client.Certificate[0]})),
		"tls_key":         string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})),
	}
	if err := check(t, settings); err != nil {
		t.Error(err)
	}
	otherCA, _, _ := certificates(t)
	settings["tls_ca"] = otherCA
	if err := check(t, settings); tandem.CodeOf(err) != tandem.Unreached {
		t.Errorf("a server signed by a stranger: %v", err)
	}
	settings["tls"] = "require"
	if err := check(t, settings); err != nil {
		t.Error(err)
	}
}

// certificates makes an authority and what it signed.
func certificates(t *testing.T) (ca string, server, client tls.Certificate) {
	t.Helper()
	root := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	rootKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sign := func(template *x509.Certificate, key *ecdsa.PrivateKey) tls.Certificate {
		der, err := x509.CreateCertificate(rand.Reader, template, root, &key.PublicKey, rootKey)
		if err != nil {
			t.Fatal(err)
		}
		return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
	}
	leaf := func(serial int64) tls.Certificate {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return sign(&x509.Certificate{
			SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "leaf"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
			NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		}, key)
	}
	rootDER := sign(root, rootKey).Certificate[0]
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: rootDER})), leaf(2), leaf(3)
}

func TestTunnel(t *testing.T) {
	host, user := signer(t), signer(t)
	door := gate(t, func(conn net.Conn) { serveSSH(conn, host.signer, user.signer.PublicKey()) })
	settings := func(address string) connector.Settings {
		return connector.Settings{
			"url": address, "ssh_host": door, "ssh_user": "tandem", "ssh_key": user.pem,
			"ssh_host_key": string(ssh.MarshalAuthorizedKey(host.signer.PublicKey())),
		}
	}
	for _, s := range []*server{postgresServer(), mariaServer(), firebirdServer()} {
		t.Run(s.name, func(t *testing.T) {
			if err := check(t, settings(s.address(t))); err != nil {
				t.Error(err)
			}
		})
	}
	address := postgresServer().address(t)
	stranger := settings(address)
	stranger["ssh_host_key"] = string(ssh.MarshalAuthorizedKey(signer(t).signer.PublicKey()))
	if err := check(t, stranger); tandem.CodeOf(err) != tandem.Denied {
		t.Errorf("a host with another key: %v", err)
	}
	unknown := settings(address)
	unknown["ssh_key"] = signer(t).pem
	if err := check(t, unknown); tandem.CodeOf(err) != tandem.Denied {
		t.Errorf("a user with another key: %v", err)
	}
	nowhere := settings("postgres://me@127.0.0.1:1/none")
	if err := check(t, nowhere); tandem.CodeOf(err) != tandem.Unreached {
		t.Errorf("a database that is not behind the tunnel: %v", err)
	}
}

type keyPair struct {
	signer ssh.Signer
	pem    string
}

func signer(t *testing.T) keyPair {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(key, "")
	if err != nil {
		t.Fatal(err)
	}
	return keyPair{s, string(pem.EncodeToMemory(block))}
}

// serveSSH forwards connections and does nothing else.
func serveSSH(conn net.Conn, host ssh.Signer, user ssh.PublicKey) {
	cfg := &ssh.ServerConfig{PublicKeyCallback: func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
		if string(key.Marshal()) != string(user.Marshal()) {
			return nil, io.EOF
		}
		return &ssh.Permissions{}, nil
	}}
	cfg.AddHostKey(host)
	_, channels, requests, err := ssh.NewServerConn(conn, cfg)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for request := range channels {
		var target struct {
			Host string
			Port uint32
			From string
			Back uint32
		}
		if err := ssh.Unmarshal(request.ExtraData(), &target); err != nil {
			_ = request.Reject(ssh.ConnectionFailed, "unreadable")
			continue
		}
		far, err := net.Dial("tcp", net.JoinHostPort(target.Host, strconv.Itoa(int(target.Port))))
		if err != nil {
			_ = request.Reject(ssh.ConnectionFailed, "refused")
			continue
		}
		near, more, err := request.Accept()
		if err != nil {
			far.Close()
			continue
		}
		go ssh.DiscardRequests(more)
		go join(near, far)
	}
}
