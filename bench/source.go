package main

import (
	"context"
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"tandem/internal/testdb/dbserver"
)

//go:embed source_postgres.sql
var sourcePostgres string

//go:embed source_mariadb.sql
var sourceMariaDB string

// source returns the address of a database whose table customer holds that many
// rows, the same ones each time and on each kind of server. It is read only:
// whoever changes rows takes a copy.
func (b *bench) source(ctx context.Context, kind dbserver.Kind, rows int) (string, error) {
	server, err := b.server(ctx, kind)
	if err != nil {
		return "", err
	}
	name := "source_" + strconv.Itoa(rows)
	address := on(server, name)
	if b.made[address] {
		return address, nil
	}
	b.sayf("  filling %s with %d rows", kind, rows)
	if err := execute(ctx, server.URL, "create database "+name); err != nil {
		return "", err
	}
	text, tidy := sourcePostgres, "vacuum analyze customer"
	if kind == dbserver.MariaDB {
		text, tidy = sourceMariaDB, "analyze table customer"
	}
	if err := execute(ctx, address, strings.ReplaceAll(text, "{rows}", strconv.Itoa(rows)), tidy); err != nil {
		return "", err
	}
	b.made[address] = true
	return address, nil
}

// copyDatabase copies a PostgreSQL database file by file.
func (b *bench) copyDatabase(ctx context.Context, of, name string) (address string, err error) {
	server, err := b.server(ctx, dbserver.PostgreSQL)
	if err != nil {
		return "", err
	}
	from := of[strings.LastIndex(of, "/")+1:]
	from, _, _ = strings.Cut(from, "?")
	return on(server, name), execute(ctx, server.URL, fmt.Sprintf("create database %s template %s strategy file_copy", name, from))
}

// dropDatabase removes a PostgreSQL database and whoever still looks at it.
func (b *bench) dropDatabase(ctx context.Context, address string) error {
	server, err := b.server(ctx, dbserver.PostgreSQL)
	if err != nil {
		return err
	}
	name, _, _ := strings.Cut(address[strings.LastIndex(address, "/")+1:], "?")
	return execute(ctx, server.URL, fmt.Sprintf("drop database if exists %s with (force)", name))
}
