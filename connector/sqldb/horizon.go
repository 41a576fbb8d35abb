package sqldb

import (
	"context"
	"strconv"
)

// horizon is what a database tells about transactions that are open. They may
// have written rows that nobody sees yet.
type horizon struct {
	oldest int64 // the oldest that is open; next, when none is
	next   int64 // the one that will begin next; 0 = nothing is known
}

// passed reports whether every transaction that began before next has ended.
func (h horizon) passed(next int64) bool {
	switch {
	case h.next == 0 || next == 0:
		return true // time alone decides
	case next > h.next:
		return true // the numbers began anew: another server, or a restored one
	default:
		return h.oldest >= next
	}
}

// quiet reports that no transaction is open, for certain.
func (h horizon) quiet() bool { return h.next != 0 && h.oldest >= h.next }

// horizon asks the database. Where the right to ask is missing, it is not known.
func (c *Conn) horizon(ctx context.Context) horizon {
	query := c.dialect.openTransactions()
	if query == "" || c.noHorizon.Load() {
		return horizon{}
	}
	row, found, err := single(ctx, c.db, query)
	if err == nil && found {
		if h, ok := c.dialect.readHorizon(row); ok {
			return h
		}
	}
	if ctx.Err() == nil {
		c.noHorizon.Store(true)
		c.log.InfoContext(ctx, "the database does not tell about open transactions: late commits are covered by the overlap alone",
			"database", c.cfg.address.String())
	}
	return horizon{}
}

// twoNumbers reads a horizon out of two columns.
func twoNumbers(row [][]byte) (horizon, bool) {
	oldest, err1 := strconv.ParseInt(string(row[0]), 10, 64)
	next, err2 := strconv.ParseInt(string(row[1]), 10, 64)
	return horizon{oldest: oldest, next: next}, err1 == nil && err2 == nil
}
