package sqldb

import (
	"context"
	"database/sql/driver"
	"errors"

	firebirddriver "github.com/nakagami/firebirdsql"
)

// The driver hands on what reading the wire answers. Where the other side ended
// the connection in good order that is io.EOF, which to database/sql is the end
// of the rows: a broken read would look complete. So the end is believed only
// of a connection that lives. One that was ended cannot answer any more, and
// one round trip for a whole statement is little.

// firebirdConnector makes connections whose rows end truly.
type firebirdConnector struct{ driver.Connector }

// Connect implements driver.Connector.
func (c firebirdConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	able, ok := conn.(firebirdAbilities)
	if !ok {
		return nil, errors.Join(errors.New("the driver cannot be used"), conn.Close())
	}
	return firebirdConn{able}, nil
}

// firebirdAbilities is what the driver's connections can do.
type firebirdAbilities interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.NamedValueChecker
	driver.Pinger
	driver.QueryerContext
	driver.Validator
}

type firebirdConn struct{ firebirdAbilities }

// QueryContext implements driver.QueryerContext. Prepared statements are not
// asked for rows here.
func (c firebirdConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	rows, err := c.firebirdAbilities.QueryContext(ctx, query, args)
	if err != nil {
		return nil, err
	}
	return &firebirdRows{Rows: rows, ctx: ctx, conn: c}, nil
}

type firebirdRows struct {
	driver.Rows

	ctx  context.Context //nolint:containedctx // that of the statement, as in database/sql: Next is given none
	conn driver.Pinger
}

// Next implements driver.Rows. Promise 4: what ends is complete, or says why not.
func (r *firebirdRows) Next(dest []driver.Value) error {
	err := r.Rows.Next(dest)
	if err == nil {
		return nil
	}
	if _, answered := errors.AsType[*firebirddriver.FbError](err); answered {
		return err
	}
	if dead := r.conn.Ping(r.ctx); dead != nil {
		return dead
	}
	return err
}
