package testdb

import (
	"context"
	"database/sql"
	"errors"
	"net/url"

	"github.com/go-sql-driver/mysql"
)

func createMariaDB(ctx context.Context, base, name string) error {
	return execMariaDB(ctx, base, "create database "+name)
}

func dropMariaDB(ctx context.Context, base, name string) error {
	return execMariaDB(ctx, base, "drop database "+name)
}

func execMariaDB(ctx context.Context, base, statement string) error {
	address, err := url.Parse(base)
	if err != nil {
		return err
	}
	config := mysql.NewConfig()
	config.Net, config.Addr, config.User = "tcp", address.Host, address.User.Username()
	config.Passwd, _ = address.User.Password()
	return execSQL(ctx, "mysql", config.FormatDSN(), statement)
}

func execSQL(ctx context.Context, driver, dsn, statement string) error {
	db, err := sql.Open(driver, dsn)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, statement)
	return errors.Join(err, db.Close())
}
