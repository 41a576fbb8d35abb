package main

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"time"
)

// A server listens on a socket in its data directory. Whoever connects says
// nothing: connecting means "look at what is due". What is due stands in rows,
// so a poke that gets lost costs a tick and nothing more.

func socketPath(dir string) string { return filepath.Join(dir, "tandem.sock") }

// poke tells a running server to look; it reports whether there is one.
func poke(ctx context.Context, dir string) bool {
	d := net.Dialer{Timeout: time.Second}
	conn, err := d.DialContext(ctx, "unix", socketPath(dir))
	if err != nil {
		return false
	}
	return conn.Close() == nil
}

// listenPokes calls f whenever somebody pokes, until the context ends. The
// caller holds the lock of the directory, so a socket left there is a dead one's.
func listenPokes(ctx context.Context, dir string, f func()) error {
	path := socketPath(dir)
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return err
	}
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "unix", path)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { _ = listener.Close() })
	defer stop()
	for {
		conn, err := listener.Accept()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		_ = conn.Close()
		f()
	}
}
