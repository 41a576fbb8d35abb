package testdb

import (
	"context"
	"errors"
	"net/url"

	"github.com/jackc/pgx/v5"
)

func createPostgres(ctx context.Context, base, name string) error {
	return execPostgres(ctx, base, "create database "+name)
}

// dropPostgres puts an end to connections that the test forgot, rather than fail for them. A role that a store made
// for the database would outlive it: roles belong to the server.
func dropPostgres(ctx context.Context, base, name string) error {
	return errors.Join(execPostgres(ctx, base, "drop database "+name+" with (force)"), execPostgres(ctx, base, "drop role if exists tandem_serving_"+name))
}

func execPostgres(ctx context.Context, base, statement string) error {
	connection, err := pgx.Connect(ctx, base)
	if err != nil {
		return err
	}
	_, err = connection.Exec(ctx, statement)
	return errors.Join(err, connection.Close(ctx))
}

// replacePath puts the database into the server's address and leaves its parameters alone.
func replacePath(base, name string) string {
	address, err := url.Parse(base)
	if err != nil {
		return base // create has already failed on it
	}
	address.Path = "/" + name
	return address.String()
}
