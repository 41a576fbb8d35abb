package main

import (
	"context"
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// importLimit is `psql csv | sqlite3 .import` into a table that has the
// source's columns and key, with the journal our own store uses.
func (b *bench) importLimit(source string) contestant {
	var file string
	return contestant{
		name: "psql csv | sqlite3 .import",
		prep: func(ctx context.Context) error {
			file = filepath.Join(b.dir, b.name("import")+".db")
			create := exec.CommandContext(ctx, "sqlite3", file, "pragma journal_mode = wal", tableOnly())
			create.Stderr = os.Stderr
			return create.Run()
		},
		run: func(ctx context.Context) (usage, error) {
			return measure(func() (time.Duration, error) {
				into := exec.CommandContext(ctx, "sqlite3", "-cmd", "pragma synchronous = normal", file, ".import --csv /dev/stdin customer")
				return pipe(ctx, psql(ctx, source, "copy customer to stdout (format csv)"), into)
			})
		},
		check: func(ctx context.Context) error {
			db, err := sql.Open("sqlite", "file:"+file)
			if err != nil {
				return err
			}
			defer db.Close()
			return checkCopy(ctx, source, db, true)
		},
		clean: func(context.Context) error { return removeAll(file + "*") },
	}
}

func removeAll(pattern string) error {
	files, err := filepath.Glob(pattern)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := os.Remove(f); err != nil && !strings.HasSuffix(f, "-wal") && !strings.HasSuffix(f, "-shm") {
			return err
		}
	}
	return nil
}
