package sqldb_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"sync/atomic"
	"testing"

	"tandem"
	"tandem/connector"
	"tandem/connector/sqldb"
	"tandem/dictionary"
)

// Promise 4: wherever in its answer the database goes away, and however
// politely, no read looks complete that is not. A stream that ends in good
// order is the trap: to Go its end is io.EOF, the word for "no more rows" too.
func TestReadThatIsCutIsNotComplete(t *testing.T) {
	for _, s := range []*server{postgresServer(), mariaServer(), firebirdServer()} {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			c := newCutting(t, s)
			for _, read := range []reading{{"List", c.list}, {"Get", c.get}, {"Changes", c.changes}} {
				whole := c.octets(t, read)
				const cuts = 24
				for n := range int64(cuts) {
					c.cutAfter(t, read, n*whole/cuts)
				}
			}
		})
	}
}

const cutRows = 12

// cutting is a table of cutRows rows behind a wire that can be cut.
type cutting struct {
	wire    wire
	address string
	view    *connector.View
	keys    []tandem.Key
	log     bytes.Buffer
}

type reading struct {
	name string
	rows func(ctx context.Context, c *sqldb.Conn) (int, error)
}

func newCutting(t *testing.T, s *server) *cutting {
	t.Helper()
	address := s.address(t)
	db := s.people(t, address)
	statements := []string{"CREATE TABLE notes (id BIGINT NOT NULL PRIMARY KEY, body " + s.types[dictionary.Text] + ")"}
	c := &cutting{view: &connector.View{Object: "notes", Fields: []string{"id", "body"}, Key: []string{"id"}, Cursor: "id"}}
	for n := range int64(cutRows) {
		statements = append(statements, fmt.Sprintf("INSERT INTO notes VALUES (%d, 'the note of row %d')", n, n))
		c.keys = append(c.keys, tandem.KeyOf(tandem.IntegerValue(n)))
	}
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	_, c.wire.target = at(t, address, "")
	c.address, _ = at(t, address, gate(t, c.wire.carry))
	return c
}

func (c *cutting) list(ctx context.Context, conn *sqldb.Conn) (rows int, err error) {
	for page, err := range conn.List(ctx, c.view, "") {
		if err != nil {
			return rows, err
		}
		rows += page.Len()
	}
	return rows, nil
}

func (c *cutting) get(ctx context.Context, conn *sqldb.Conn) (int, error) {
	page, err := conn.Get(ctx, c.view, c.keys)
	if err != nil {
		return 0, err
	}
	return page.Len(), nil
}

// changes reads on after a cursor that stands before the first row.
func (c *cutting) changes(ctx context.Context, conn *sqldb.Conn) (rows int, err error) {
	for page, err := range conn.Changes(ctx, c.view, `{"feeds":{"rows":{}}}`) {
		if err != nil {
			return rows, err
		}
		rows += page.Len()
	}
	return rows, nil
}

// open returns a connection that has read all once: it knows the table, and its wire is open.
func (c *cutting) open(t *testing.T, read reading) *sqldb.Conn {
	t.Helper()
	c.wire.left.Store(1 << 40)
	conn, err := sqldb.Open(connector.Settings{"url": c.address, "page_rows": "5"}, slog.New(slog.NewTextHandler(&c.log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if rows, err := read.rows(t.Context(), conn); err != nil || rows != cutRows {
		t.Fatalf("%s of an uncut wire: %d rows, %v", read.name, rows, err)
	}
	return conn
}

// octets is how much the database says in one whole reading.
func (c *cutting) octets(t *testing.T, read reading) int64 {
	t.Helper()
	conn := c.open(t, read)
	defer func() {
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	}()
	before := c.wire.left.Load()
	if _, err := read.rows(t.Context(), conn); err != nil {
		t.Fatal(err)
	}
	return before - c.wire.left.Load()
}

func (c *cutting) cutAfter(t *testing.T, read reading, octets int64) {
	t.Helper()
	conn := c.open(t, read)
	defer func() { _ = conn.Close() }() // it says goodbye to nobody
	c.wire.left.Store(octets)
	rows, err := read.rows(t.Context(), conn)
	switch {
	case err == nil && rows < cutRows:
		t.Errorf("%s, cut after %d octets, ended in silence after %d of %d rows", read.name, octets, rows, cutRows)
	case err != nil && tandem.CodeOf(err) != tandem.Unreached:
		t.Errorf("%s, cut after %d octets: want unreached, got %v", read.name, octets, err)
	}
	// Promise 7: no answer is no refusal. Late commits would go unseen from now on.
	if c.log.Len() > 0 {
		t.Errorf("%s, cut after %d octets: %s", read.name, octets, c.log.String())
	}
}

// wire carries what a server says until so many octets have passed, and then
// ends its side in good order.
type wire struct {
	target string
	left   atomic.Int64
}

func (w *wire) carry(near net.Conn) {
	far, err := net.Dial("tcp", w.target)
	if err != nil {
		return
	}
	defer far.Close()
	asked := make(chan struct{})
	go func() {
		defer close(asked)
		_, _ = io.Copy(far, near) // until either side goes
		far.Close()
	}()
	said := make([]byte, 4096)
	for {
		n, err := far.Read(said)
		if n > 0 && !w.pass(near, said[:n]) || err != nil {
			break
		}
	}
	// What was said is delivered, and what is asked from now on goes nowhere.
	if near, ok := near.(*net.TCPConn); ok {
		_ = near.CloseWrite()
	}
	<-asked
}

// pass hands on what may still pass and reports whether that was all.
func (w *wire) pass(near io.Writer, said []byte) bool {
	left := w.left.Add(-int64(len(said)))
	if left < 0 {
		said = said[:max(0, int64(len(said))+left)]
	}
	_, err := near.Write(said)
	return err == nil && left >= 0
}
