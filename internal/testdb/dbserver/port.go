package dbserver

import (
	"errors"
	"fmt"
	"net"
	"net/url"
)

const loopback = "127.0.0.1"

// freePort asks the kernel for a port that nobody uses. Until the server takes it somebody else may.
func freePort() (string, error) {
	listener, err := net.ListenTCP("tcp4", &net.TCPAddr{IP: net.ParseIP(loopback)})
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err := errors.Join(err, listener.Close()); err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	return port, nil
}

func (s site) address() string { return net.JoinHostPort(loopback, s.port) }

func (s site) url(scheme, path string) *url.URL {
	return &url.URL{Scheme: scheme, User: url.UserPassword(s.user, s.password), Host: s.address(), Path: path}
}
