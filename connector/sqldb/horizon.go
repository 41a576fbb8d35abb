package sqldb

import (
	"context"
	"strconv"

	"tandem"
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

// horizon asks the database. Where it refuses to tell, it is not known; where no
// answer comes, nothing may be taken for settled, and the reading ends.
func (c *Conn) horizon(ctx context.Context) (horizon, error) {
	query := c.dialect.openTransactions()
	if query == "" || c.noHorizon.Load() {
		return horizon{}, nil
	}
	row, found, err := single(ctx, c.db, query)
	if err != nil {
		failed := c.fail(ctx, c.cfg.address.String(), err)
		if !isRefusal(failed) {
			return horizon{}, failed
		}
	} else if found {
		if h, ok := c.dialect.readHorizon(row); ok {
			return h, nil
		}
	}
	c.noHorizon.Store(true)
	c.log.InfoContext(ctx, "the database does not tell about open transactions: late commits are covered by the overlap alone",
		"database", c.cfg.address.String())
	return horizon{}, nil
}

// isRefusal reports whether the database understood a question and will not answer it.
func isRefusal(err error) bool {
	switch tandem.CodeOf(err) {
	case tandem.Forbidden, tandem.Schema, tandem.Invalid:
		return true
	default:
		return false
	}
}

// twoNumbers reads a horizon out of two columns.
func twoNumbers(row [][]byte) (horizon, bool) {
	oldest, err1 := strconv.ParseInt(string(row[0]), 10, 64)
	next, err2 := strconv.ParseInt(string(row[1]), 10, 64)
	return horizon{oldest: oldest, next: next}, err1 == nil && err2 == nil
}
