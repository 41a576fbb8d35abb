package sqldb

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"strings"
	"sync"

	"golang.org/x/crypto/ssh"

	"tandem"
	"tandem/connector"
)

// tunnel carries connections through an SSH server. It connects when it is
// first needed and again after it broke.
type tunnel struct {
	host   string // with port
	config *ssh.ClientConfig

	lock   sync.Mutex
	client *ssh.Client
	closed bool
}

// readTunnel makes the tunnel of the settings; nil is none. A host whose key
// is not known is never trusted.
func readTunnel(s connector.Settings) (*tunnel, error) {
	if s["ssh_host"] == "" {
		return nil, nil //nolint:nilnil // no tunnel is a proper answer
	}
	signer, err := ssh.ParsePrivateKey([]byte(s["ssh_key"]))
	if err != nil {
		return nil, tandem.Errorf(tandem.Config, "the private key cannot be read; it must be PEM without a passphrase").At("ssh_key")
	}
	hostKey, err := parseHostKey(s["ssh_host_key"])
	if err != nil {
		return nil, tandem.Errorf(tandem.Config, "the host's public key is missing or cannot be read").At("ssh_host_key").
			WithHint("ssh-keyscan HOST prints it; compare it with what the host's administrator says")
	}
	if s["ssh_user"] == "" {
		return nil, tandem.Errorf(tandem.Config, "the user on the SSH host is missing").At("ssh_user")
	}
	host := s["ssh_host"]
	if _, _, err := net.SplitHostPort(host); err != nil {
		host = net.JoinHostPort(host, "22")
	}
	return &tunnel{host: host, config: &ssh.ClientConfig{
		User: s["ssh_user"], Auth: []ssh.AuthMethod{ssh.PublicKeys(signer)},
		HostKeyCallback: ssh.FixedHostKey(hostKey), HostKeyAlgorithms: []string{hostKey.Type()},
		Timeout: connectTimeout,
	}}, nil
}

// parseHostKey reads "ssh-ed25519 AAAA..." or a line of known_hosts, which has the host in front.
func parseHostKey(line string) (ssh.PublicKey, error) {
	words := strings.Fields(line)
	if len(words) < 2 {
		return nil, errors.New("no key")
	}
	for i := range words {
		octets, err := base64.StdEncoding.DecodeString(words[i])
		if err != nil || i == 0 {
			continue
		}
		if key, err := ssh.ParsePublicKey(octets); err == nil {
			return key, nil
		}
	}
	return nil, errors.New("no key")
}

// dial connects from the SSH host to an address.
func (t *tunnel) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	client, err := t.connect(ctx)
	if err != nil {
		return nil, err
	}
	conn, err := client.DialContext(ctx, network, addr)
	if err == nil {
		return conn, nil
	}
	if _, refused := errors.AsType[*ssh.OpenChannelError](err); refused {
		return nil, tandem.Errorf(tandem.Unreached, "the SSH host %s does not reach the database at %s", t.host, addr)
	}
	t.drop(client)
	return nil, err
}

func (t *tunnel) connect(ctx context.Context) (*ssh.Client, error) {
	t.lock.Lock()
	defer t.lock.Unlock()
	if t.closed {
		return nil, net.ErrClosed
	}
	if t.client != nil {
		return t.client, nil
	}
	d := net.Dialer{Timeout: connectTimeout}
	raw, err := d.DialContext(ctx, "tcp", t.host)
	if err != nil {
		return nil, tandem.Errorf(tandem.Unreached, "the SSH host %s cannot be reached", t.host).Because(err)
	}
	conn, channels, requests, err := ssh.NewClientConn(raw, t.host, t.config)
	if err != nil {
		return nil, errors.Join(
			tandem.Errorf(tandem.Denied, "the SSH host %s was not accepted, or did not accept us: %v", t.host, err), raw.Close())
	}
	t.client = ssh.NewClient(conn, channels, requests)
	return t.client, nil
}

// drop forgets a client that no longer works.
func (t *tunnel) drop(client *ssh.Client) {
	t.lock.Lock()
	defer t.lock.Unlock()
	if t.client == client {
		t.client = nil
		_ = client.Close() // it is broken already
	}
}

// Close ends the tunnel.
func (t *tunnel) Close() error {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.closed = true
	if t.client == nil {
		return nil
	}
	client := t.client
	t.client = nil
	return client.Close()
}

// forward listens on this machine and carries what connects to an address
// beyond the tunnel, for drivers that dial themselves.
func (t *tunnel) forward(addr string) (net.Listener, error) {
	f := &forwarder{tunnel: t, addr: addr}
	f.ctx, f.cancel = context.WithCancel(context.Background())
	var err error
	if f.Listener, err = (&net.ListenConfig{}).Listen(f.ctx, "tcp", "127.0.0.1:0"); err != nil {
		f.cancel()
		return nil, err
	}
	f.running.Go(f.serve)
	return f, nil
}

type forwarder struct {
	net.Listener

	tunnel  *tunnel
	addr    string
	ctx     context.Context //nolint:containedctx // its life is the listener's
	cancel  context.CancelFunc
	running sync.WaitGroup
}

func (f *forwarder) serve() {
	for {
		near, err := f.Accept()
		if err != nil {
			return
		}
		f.running.Go(func() { f.carry(near) })
	}
}

func (f *forwarder) carry(near net.Conn) {
	defer near.Close()
	far, err := f.tunnel.dial(f.ctx, "tcp", f.addr)
	if err != nil {
		return // the driver sees the connection close
	}
	defer far.Close()
	stop := context.AfterFunc(f.ctx, func() { _, _ = near.Close(), far.Close() })
	defer stop()
	var back sync.WaitGroup
	back.Go(func() {
		_, _ = io.Copy(near, far)
		_ = near.Close() // ends the other direction
	})
	_, _ = io.Copy(far, near)
	_ = far.Close()
	back.Wait()
}

// Close stops listening and ends what is being carried.
func (f *forwarder) Close() error {
	f.cancel()
	err := f.Listener.Close()
	f.running.Wait()
	return err
}
