// Package dbserver starts private database servers for tests and benchmarks: on a free loopback port, in a temporary
// directory, under an unprivileged user, gone when the process that started them is gone.
package dbserver

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"time"
)

// A Kind is one make of database server.
type Kind string

// The kinds of servers that can be started.
const (
	PostgreSQL Kind = "PostgreSQL"
	MariaDB    Kind = "MariaDB"
	Firebird   Kind = "Firebird"
)

// Kinds lists every kind.
func Kinds() []Kind { return []Kind{PostgreSQL, MariaDB, Firebird} }

// Options say how a server differs from one made for tests. The zero value is right for tests.
type Options struct {
	// Durable makes commits reach the disk, as a benchmark needs. Tests throw their data away and save the time.
	Durable bool
	// Settings are further arguments of the server program, such as "-c", "work_mem=64MB". Firebird takes none.
	Settings []string
}

// A Server is running until Stop is called or the process ends, however it ends.
type Server struct {
	// URL reaches the server with the rights of its owner. Its path names a database that is always there
	// (PostgreSQL), nothing (MariaDB) or the directory for database files (Firebird).
	URL string

	process *process
}

// startLimit is generous because a loaded machine with two cores may prepare three servers at once.
const startLimit = 2 * time.Minute

// Start prepares an empty server and returns when it answers.
// The error is an [*AbsentError] where the server's programs are not installed.
func Start(ctx context.Context, kind Kind, options Options) (*Server, error) {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()

	server, err := start(ctx, kind, options)
	if errors.Is(err, errPortTaken) { // somebody took the port between our look and the server's; the next one is free
		server, err = start(ctx, kind, options)
	}
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", kind, err)
	}
	return server, nil
}

// Stop ends the server and waits until it is gone with all its files.
func (s *Server) Stop() { s.process.stop() }

func start(ctx context.Context, kind Kind, options Options) (*Server, error) {
	site, err := newSite()
	if err != nil {
		return nil, err
	}
	recipe, err := recipeFor(kind, site, options)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(site.directory))
	}
	process, err := startProcess(recipe)
	if err != nil {
		return nil, err
	}
	if err := process.awaitAnswer(ctx, recipe); err != nil {
		process.stop()
		return nil, err
	}
	return &Server{URL: recipe.url, process: process}, nil
}

// A site is what every server needs of its own.
type site struct {
	directory string
	port      string
	user      string
	password  string
}

func newSite() (site, error) {
	port, err := freePort()
	if err != nil {
		return site{}, err
	}
	directory, err := os.MkdirTemp("", "tandem-testdb-")
	if err != nil {
		return site{}, fmt.Errorf("directory for the server: %w", err)
	}
	return site{directory: directory, port: port, user: "tandem", password: rand.Text()}, nil
}
