package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// writeOneByOne writes the same records and change-log rows into the same
// tables, by prepared statements on the quickest interface to SQLite there is,
// but commits each by itself. The writers take turns, as SQLite would make them.
func writeOneByOne(ctx context.Context, t *task, _ *answer) (err error) {
	conn, err := sqlite.OpenConn(filepath.Join(t.Store.Dir, "tandem.db"), sqlite.OpenReadWrite)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	// The journal is in the file already; a script would run in a transaction, where this may not be changed.
	if err := sqlitex.ExecuteTransient(conn, "pragma synchronous = full", nil); err != nil {
		return err
	}
	var turn sync.Mutex
	return share(ctx, t.Rows, func(_ context.Context, i int) error {
		turn.Lock()
		defer turn.Unlock()
		return writeCustomer(conn, i)
	})
}

func writeCustomer(conn *sqlite.Conn, i int) (err error) {
	end, err := sqlitex.ImmediateTransaction(conn)
	if err != nil {
		return err
	}
	defer end(&err)
	now := time.Now().UnixMicro()
	n := strconv.Itoa(i)
	err = sqlitex.Execute(conn, `insert into customer (id, account, version, created_at, updated_at, created_by, updated_by, number, name,
		company_id, vat_id, email, phone, street, city, postal_code, country, status, kind, payment_days, credit_limit, external_number)
		values (?, 1, 1, ?, ?, 'bench', 'bench', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, &sqlitex.ExecOptions{Args: []any{
		i, now, now, fmt.Sprintf("C%08d", i), "Novák & synové, s.r.o. no. " + n, n, "CZ" + n, "office." + n + "@customer.example",
		"+420777123456", "Dlouhá třída 12/34", "Brno", "60200", "CZ", "active", "customer", 30, 12.5, n,
	}})
	if err != nil {
		return err
	}
	return sqlitex.Execute(conn, `insert into change (account, object, record, version, op, origin, actor, run, at)
		values (1, 'customer', ?, 1, 1, 'person', 'bench', 0, ?)`, &sqlitex.ExecOptions{Args: []any{i, now}})
}
