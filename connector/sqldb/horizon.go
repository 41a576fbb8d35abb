package sqldb

import (
	"context"
	"strconv"
	"time"
)

// horizon is what a database tells about transactions that are open. They may
// have written rows that nobody sees yet.
type horizon struct {
	known  bool
	oldest int64         // the oldest that is open; next, when none is
	next   int64         // the one that will begin next; 0 = the database does not count them
	age    time.Duration // how long the oldest has been open, where they are not counted
	idle   bool          // none is open
}

// ageSlack covers that ages are told in whole seconds.
const ageSlack = 2 * time.Second

// passed reports whether every transaction that was open at a mark has ended:
// next is what would have begun then, age how long that was ago.
func (h *horizon) passed(next int64, age time.Duration) bool {
	switch {
	case !h.known:
		return true // time alone decides
	case h.next == 0:
		return h.idle || h.age+ageSlack < age
	case next > h.next:
		return true // the numbers began anew: another server, or a restored one
	default:
		return h.oldest >= next
	}
}

// horizon asks the database. Where the right to ask is missing, it is not known.
func (c *Conn) horizon(ctx context.Context) horizon {
	query := c.dialect.openTransactions()
	if query == "" || c.noHorizon.Load() {
		return horizon{}
	}
	row, found, err := single(ctx, c.db, query)
	if err != nil || !found {
		if ctx.Err() == nil {
			c.noHorizon.Store(true)
			c.log.InfoContext(ctx, "the database does not tell about open transactions: late commits are covered by the overlap alone",
				"database", c.cfg.address.String())
		}
		return horizon{}
	}
	number := func(i int) int64 {
		n, err := strconv.ParseInt(string(row[i]), 10, 64)
		if err != nil {
			return 0
		}
		return n
	}
	return horizon{
		known: true, oldest: number(0), next: number(1), age: time.Duration(number(2)) * time.Second, idle: string(row[3]) == "1",
	}
}
