package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"tandem/internal/testdb/dbserver"
)

// bench is one run of the program.
type bench struct {
	options options
	dir     string // everything that is not in a server; removed at the end
	servers map[dbserver.Kind]*dbserver.Server
	made    map[string]bool // databases that hold a source
	count   int             // targets made so far, for their names
}

func newBench(o options) (*bench, error) {
	dir, err := os.MkdirTemp("", "tandem-bench-")
	if err != nil {
		return nil, err
	}
	return &bench{options: o, dir: dir, servers: map[dbserver.Kind]*dbserver.Server{}, made: map[string]bool{}}, nil
}

func (b *bench) close() error {
	for _, s := range b.servers {
		s.Stop()
	}
	return os.RemoveAll(b.dir)
}

// leg is one part of the table.
type leg struct {
	name  string
	needs []string // programs of the plain ways
	run   func(*bench, context.Context) ([]result, error)
}

func legs() []leg {
	return []leg{
		{"bulk", []string{"psql"}, (*bench).bulkPostgres},
		{"sqlite", []string{"psql", "sqlite3"}, (*bench).bulkSQLite},
		{"mariadb", []string{"mariadb", "psql"}, (*bench).bulkMariaDB},
		{"resync", nil, (*bench).resync},
		{"memory", nil, (*bench).memory},
		{"twoway", nil, (*bench).twoWay},
		{"merge", nil, (*bench).mergeRecord},
		{"serve", nil, (*bench).serve},
		{"write", nil, (*bench).durableWrite},
		{"deliver", nil, (*bench).deliver},
	}
}

func legNames() []string {
	var names []string
	for _, l := range legs() {
		names = append(names, l.name)
	}
	return names
}

// runLegs runs the wanted legs. A leg that fails does not keep the others from
// being shown.
func (b *bench) runLegs(ctx context.Context) ([]result, error) {
	var all []result
	var failed error
	for _, l := range legs() {
		if !b.options.wants(l.name) {
			continue
		}
		if missing := absent(l.needs); missing != "" {
			all = append(all, skipped(l.name, missing))
			continue
		}
		b.sayf("leg %s", l.name)
		results, err := l.run(b, ctx)
		if gone, ok := errors.AsType[*dbserver.AbsentError](err); ok {
			all = append(all, skipped(l.name, gone.Program))
			continue
		}
		all = append(all, results...)
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("leg %s: %w", l.name, err))
		}
		if ctx.Err() != nil {
			break
		}
	}
	return all, failed
}

// absent returns the first program that is not installed.
func absent(programs []string) string {
	for _, name := range programs {
		if _, err := exec.LookPath(name); err != nil {
			return name
		}
	}
	return ""
}

// sayf tells whoever waits what goes on; results alone go to standard output.
func (b *bench) sayf(format string, args ...any) {
	_, _ = fmt.Fprintf(os.Stderr, format+"\n", args...)
}

// name makes a name nothing else has in this run.
func (b *bench) name(of ...string) string {
	b.count++
	return strings.Join(of, "_") + "_" + strconv.Itoa(b.count)
}
