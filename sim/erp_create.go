package sim

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"tandem/sim/internal/m2m"
)

// Size says what a demo ERP is made of. The same size gives the same rows.
type Size struct {
	Company   int // 1 stands for m2mdata01, 2 for m2mdata02; 0 means 1
	Customers int
	Seed      uint64
}

// Create makes the tables and fills them. It is all or nothing: after a failure the database is as it was, or the next
// Create starts anew. Where the same ERP exists already Create does nothing, however much it drifted; another one, or
// tables that are not the demo ERP's, are left alone with ErrOther or ErrForeign. Only one Create may work on a database
// at a time: on MariaDB a filling at work looks like one that broke off.
func (e *ERP) Create(ctx context.Context, size Size) error {
	if size.Company == 0 {
		size.Company = 1
	}
	world, err := m2m.NewWorld(size.Company, size.Customers, size.Seed)
	if err != nil {
		return fmt.Errorf("create demo ERP: %w", err)
	}
	done, err := e.ready(ctx, size)
	if done || err != nil {
		return err
	}
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("create demo ERP: %w", err)
	}
	defer conn.Close()
	if err := execAll(ctx, conn, e.dialect.begin); err != nil {
		return fmt.Errorf("create demo ERP: %w", err)
	}
	err = e.build(ctx, conn, world, size)
	// Also after a failure: the connection goes back to those who want durable writes.
	if endErr := execAll(context.WithoutCancel(ctx), conn, e.dialect.end); err == nil && endErr != nil {
		err = fmt.Errorf("create demo ERP: %w", endErr)
	}
	return err
}

// ready reports whether there is nothing to do, and clears away a filling that broke off.
func (e *ERP) ready(ctx context.Context, size Size) (bool, error) {
	m, err := readMarker(ctx, e.db, e.dialect)
	switch {
	case errors.Is(err, ErrNoERP):
		return false, refuseForeign(ctx, e.db, e.dialect)
	case err != nil:
		return false, err
	case !m.filled:
		return false, e.clear(ctx)
	case m.size != size:
		return false, fmt.Errorf("%w: company %d with %d customers from seed %d", ErrOther, m.size.Company, m.size.Customers, m.size.Seed)
	default:
		return true, nil
	}
}

// clear drops what an interrupted filling left. Only MariaDB gets here; the others undo it themselves.
func (e *ERP) clear(ctx context.Context) error {
	var statements []string
	for _, t := range m2m.Tables() {
		statements = append(statements, "DROP TABLE IF EXISTS "+t.Name)
	}
	// The marker goes last: without it the rest would look like somebody else's.
	statements = append(statements, "DROP SEQUENCE IF EXISTS dbts", "DROP TABLE sim_erp")
	if err := execAll(ctx, e.db, statements); err != nil {
		return fmt.Errorf("clear an interrupted demo ERP: %w", err)
	}
	return nil
}

// build works in one transaction, or in three steps where the schema is not part of any.
func (e *ERP) build(ctx context.Context, conn *sql.Conn, world *m2m.World, size Size) error {
	f := newFiller(ctx, e.dialect)
	steps := []func(*sql.Tx) error{
		func(tx *sql.Tx) error { return e.createTables(ctx, tx, size) },
		func(tx *sql.Tx) error { return f.fill(e.dialect.loader(conn, tx), world) },
		func(tx *sql.Tx) error { return e.finish(ctx, tx, f, size) },
	}
	if e.dialect.atomicSchema {
		return inTx(ctx, conn, steps...)
	}
	for _, step := range steps {
		if err := inTx(ctx, conn, step); err != nil {
			return err
		}
	}
	return nil
}

func inTx(ctx context.Context, conn *sql.Conn, steps ...func(*sql.Tx) error) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("create demo ERP: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit it has nothing to say
	for _, step := range steps {
		if err := step(tx); err != nil {
			return fmt.Errorf("create demo ERP: %w", err)
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("create demo ERP: %w", err)
	}
	return nil
}

func (e *ERP) createTables(ctx context.Context, tx *sql.Tx, size Size) error {
	if _, err := tx.ExecContext(ctx, createMarker); err != nil {
		return err
	}
	if err := writeMarker(ctx, tx, e.dialect, marker{size: size}); err != nil {
		return err
	}
	for _, t := range m2m.Tables() {
		if _, err := tx.ExecContext(ctx, createTable(e.dialect, t)); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	return nil
}

// finish adds what only slows the filling down: indexes and triggers. The marker comes last.
func (e *ERP) finish(ctx context.Context, tx *sql.Tx, f *filler, size Size) error {
	for _, t := range m2m.Tables() {
		statements := append(createIndexes(t), e.dialect.nextIdentity(t, f.last(t))...)
		if err := execAll(ctx, tx, statements); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	if err := execAll(ctx, tx, e.dialect.rowversion(m2m.Tables(), f.version)); err != nil {
		return err
	}
	return writeMarker(ctx, tx, e.dialect, marker{size: size, filled: true})
}

func execAll(ctx context.Context, q queryer, statements []string) error {
	for _, s := range statements {
		if _, err := q.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}
