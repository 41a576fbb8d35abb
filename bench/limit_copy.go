package main

import (
	"context"
	"os/exec"
	"strings"
	"time"

	"tandem/internal/testdb/dbserver"
)

const copyOut, copyIn = "copy customer to stdout", "copy customer from stdin"

func psql(ctx context.Context, address, command string) *exec.Cmd {
	return exec.CommandContext(ctx, "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--command="+command, address)
}

// tableOnly is the table of the source without its rows and without the index that only reading by cursor needs.
func tableOnly() string {
	table, _, _ := strings.Cut(sourcePostgres, "insert into")
	return table
}

// copyLimit fills a table that has the source's columns and key through
// `from | psql COPY`.
func (b *bench) copyLimit(name, source, copyCommand string, from func(ctx context.Context) *exec.Cmd) contestant {
	var target string
	return contestant{
		name: name,
		prep: func(ctx context.Context) error {
			server, err := b.server(ctx, dbserver.PostgreSQL)
			if err != nil {
				return err
			}
			database := b.name("copy")
			target = on(server, database)
			if err := execute(ctx, server.URL, "create database "+database); err != nil {
				return err
			}
			return execute(ctx, target, tableOnly())
		},
		run: func(ctx context.Context) (usage, error) {
			return measure(func() (time.Duration, error) { return pipe(ctx, from(ctx), psql(ctx, target, copyCommand)) })
		},
		check: func(ctx context.Context) error {
			db, err := openDatabase(target)
			if err != nil {
				return err
			}
			defer db.Close()
			return checkCopy(ctx, source, db, false)
		},
		clean: func(ctx context.Context) error { return b.dropDatabase(ctx, target) },
	}
}
