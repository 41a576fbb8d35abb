package sim

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"tandem/sim/internal/fake"
	"tandem/sim/internal/m2m"
)

// clerk does one piece of work in one transaction. It remembers its first failure; after that it does nothing more, so
// that the jobs read as lists of steps.
type clerk struct {
	ctx     context.Context //nolint:containedctx // a clerk lives as long as one job
	tx      *sql.Tx
	dialect *dialect
	r       *fake.Rand
	home    *fake.Country
	now     time.Time
	err     error
}

// today is the day, as dates of documents are stored.
func (c *clerk) today() time.Time { return c.now.Truncate(24 * time.Hour) }

func (c *clerk) exec(query string, args ...any) {
	if c.err != nil {
		return
	}
	if _, err := c.tx.ExecContext(c.ctx, rebind(c.dialect, query), c.values(args)...); err != nil {
		c.err = fmt.Errorf("%w in %s", err, query)
	}
}

// find reads the first row of the answer and reports whether there is one.
func (c *clerk) find(query string, args []any, dest ...any) bool {
	if c.err != nil {
		return false
	}
	err := c.tx.QueryRowContext(c.ctx, rebind(c.dialect, query), c.values(args)...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return false
	}
	if err != nil {
		c.err = fmt.Errorf("%w in %s", err, query)
	}
	return c.err == nil
}

// values are the arguments as the driver wants them.
func (c *clerk) values(args []any) []any {
	list := make([]any, len(args))
	for i, a := range args {
		list[i] = c.dialect.value(m2m.Column{}, a)
	}
	return list
}

// pick reads a random row of the table for which the condition holds and reports whether there is one. The row is at hand
// as "t" in columns and condition.
func (c *clerk) pick(table, columns, condition string, dest ...any) bool {
	var last int64
	if !c.find("SELECT coalesce(max("+m2m.Identity+"), 0) FROM "+table, nil, &last) || last == 0 {
		return false
	}
	start := 1 + c.r.Int64N(last)
	query := "SELECT " + columns + " FROM " + table + " t WHERE (" + condition + ") AND t." + m2m.Identity
	order := " ORDER BY t." + m2m.Identity + " LIMIT 1"
	return c.find(query+" >= ?"+order, []any{start}, dest...) || c.find(query+" < ?"+order, []any{start}, dest...)
}

// Add implements m2m.Sink for the rows of a new document.
func (c *clerk) Add(t *m2m.Table, values ...any) {
	marks := strings.Repeat(", ?", len(values))[2:]
	c.exec("INSERT INTO "+t.Name+" ("+quoteAll(names(t))+") VALUES ("+marks+")", values...)
}

// Next implements m2m.Numbers. Numbers that somebody else used without asking are passed over.
func (c *clerk) Next(class m2m.Class) string {
	for c.err == nil {
		var n, taken int
		if !c.find("SELECT fnumber FROM sysequ WHERE fcclass = ?", []any{class.Name()}, &n) || n > m2m.MaxNumber {
			c.fail(fmt.Errorf("sysequ has no next number for %s", class.Name()))
			break
		}
		c.exec("UPDATE sysequ SET fnumber = fnumber + 1 WHERE fcclass = ?", class.Name())
		number := m2m.FormatNumber(n)
		c.find("SELECT count(*) FROM "+class.TableName()+" WHERE "+quote(class.Column())+" = ?", []any{number}, &taken)
		if taken == 0 {
			return number
		}
	}
	return ""
}

// fail remembers the first failure; nil is none.
func (c *clerk) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// edit writes the changes into one row, with what the ERP's programs note beside them.
func (c *clerk) edit(table string, identity int64, changes ...Change) {
	var set []string
	var args []any
	for _, change := range changes {
		set = append(set, quote(change.Column)+" = ?")
		args = append(args, change.After)
	}
	switch table {
	case "slcdpm":
		set = append(set, "fncrmmod = fncrmmod + 1", "fchangeby = ?", "fcngdate = ?")
		args = append(args, c.home.Family(c.r), c.now)
	case "syphon":
		set = append(set, "fncrmmod = fncrmmod + 1", `"flEdited" = ?`, `"ModifiedDate" = ?`)
		args = append(args, true, c.now)
	case "syaddr":
		set = append(set, "fncrmmod = fncrmmod + 1", `"ModifiedDate" = ?`)
		args = append(args, c.now)
	case "somast":
		set = append(set, `"ModifiedDate" = ?`)
		args = append(args, c.now)
	}
	c.exec("UPDATE "+table+" SET "+strings.Join(set, ", ")+" WHERE "+m2m.Identity+" = ?", append(args, identity)...)
}

// addTotals moves the totals of a customer. Rounding keeps SQLite, which adds in floating point, on whole cents.
func (c *clerk) addTotals(customer string, t m2m.Totals) {
	c.exec("UPDATE slcdpm SET fytdsamt = round(fytdsamt + ?, 2), fbacklog = round(fbacklog + ?, 2) WHERE fcustno = ?",
		t.YearToDate, t.Backlog, customer)
}

// chars reads text without the blanks of a CHAR column.
type chars string

// Scan implements sql.Scanner.
func (s *chars) Scan(src any) error {
	switch v := src.(type) {
	case string:
		*s = chars(strings.TrimRight(v, " "))
	case []byte:
		*s = chars(strings.TrimRight(string(v), " "))
	case nil:
		*s = ""
	default:
		return fmt.Errorf("a text column holds a %T", src)
	}
	return nil
}

// trim reads a column into s without trailing blanks.
func trim(s *string) *chars { return (*chars)(s) }
