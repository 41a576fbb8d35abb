package sqldb

import (
	"context"
	"errors"
	"iter"
	"strings"

	"tandem"
	"tandem/connector"
)

// errStop ends a read whose reader wants no more.
var errStop = errors.New("no more pages wanted")

// pagesPerStatement is how many pages one statement streams. One statement for
// a whole table would hold its snapshot, and on some databases its locks, for
// as long as the reader takes.
const pagesPerStatement = 20

// List reads a table or view in key order. Page.Cursor is the key of the page's
// last row. Order and comparison are the database's own, so that its index
// serves both; texts may therefore come in another order than bytewise.
func (c *Conn) List(ctx context.Context, view *connector.View, after string) iter.Seq2[*tandem.Page, error] {
	return ahead(ctx, func(ctx context.Context, yield func(*tandem.Page) bool) error {
		return c.list(ctx, view, after, yield)
	})
}

func (c *Conn) list(ctx context.Context, view *connector.View, after string, yield func(*tandem.Page) bool) error {
	l, err := c.layout(ctx, view)
	if err != nil {
		return err
	}
	if len(l.key) == 0 {
		return c.listKeyless(ctx, l, after, yield)
	}
	s := &lister{reader: newReader(l), position: tandem.Key(after), yield: yield}
	for complete := false; !complete; {
		if complete, err = s.statement(ctx); err != nil {
			return err
		}
	}
	return nil
}

// lister reads a table statement by statement, page by page.
type lister struct {
	*reader

	yield    func(*tandem.Page) bool
	position tandem.Key // of the last row handed out; its text is its own
	last     tandem.Key // of the last row on the page; its text lies in the arena
	started  bool       // there is a last row
	held     tandem.Key // a tombstone that waits to see whether a living row has its key
	holding  bool
}

// rowsPerStatement is the limit of the next statement, and what to call when it
// is closed. Only a statement of more than one page stays open between pages.
func (c *Conn) rowsPerStatement() (limit int, release func()) {
	// With a rate, a statement would stay open while waiting.
	if !c.dialect.traits().streams || c.cfg.rate > 0 {
		return c.cfg.pageRows, func() {}
	}
	select {
	case c.streams <- struct{}{}:
		return c.cfg.pageRows * pagesPerStatement, func() { <-c.streams }
	default:
		return c.cfg.pageRows, func() {}
	}
}

// statement reads the rows of one statement and reports whether they were the last.
func (s *lister) statement(ctx context.Context) (complete bool, err error) {
	c := s.conn
	if err := c.allowed(); err != nil {
		return false, err
	}
	limit, release := c.rowsPerStatement()
	defer release()
	before := s.position
	q, err := s.query(limit)
	if err != nil {
		return false, err
	}
	ctx, patience, cancel := c.patient(ctx)
	defer cancel()
	result, err := c.db.query(ctx, q.text, q.args)
	if err != nil {
		return false, c.readError(ctx, s.table.shown, err)
	}
	s.holding = false
	count, err := s.pages(ctx, result, patience, limit)
	if closed := result.close(); closed != nil && err == nil {
		err = c.readError(ctx, s.table.shown, closed)
	}
	if err != nil {
		return false, err
	}
	if count < limit {
		return true, s.flush(ctx)
	}
	if err := s.emit(ctx); err != nil {
		return false, err
	}
	if s.position == before {
		return false, tandem.Errorf(tandem.Schema, "%d rows share one key, or have none", limit).At(s.table.shown)
	}
	return false, nil
}

// pages hands out the full pages of a result and leaves the rest on the page.
func (s *lister) pages(ctx context.Context, result rows, patience *patience, limit int) (count int, err error) {
	for result.next() {
		count++
		s.row(result.cells())
		if s.page.Len() < s.conn.cfg.pageRows || count == limit {
			continue
		}
		patience.pause()
		if err := s.emit(ctx); err != nil {
			return count, err
		}
		patience.resume()
	}
	return count, nil
}

// row puts one more row on the page. Where the key occurs twice, a living row
// stands for its deleted namesake, and a second living row is a fault.
func (s *lister) row(cells [][]byte) {
	key, fault := s.decode(cells)
	gone := fault == nil && s.isGone()
	if s.holding && s.held != key {
		s.release()
	}
	s.holding = false
	twin := s.started && s.last == key
	switch {
	case gone && twin:
		return
	case gone:
		s.held, s.holding = tandem.Key(strings.Clone(string(key))), true
		return
	case twin && fault == nil:
		fault = tandem.Errorf(tandem.Invalid, "another row has the same key")
	}
	s.add(key, fault)
	if !s.keyIsNull() {
		s.last, s.started = key, true
	}
}

func (s *lister) keyIsNull() bool {
	for _, v := range s.keyValues {
		if v.IsNull() {
			return true
		}
	}
	return false
}

// release reports the tombstone that was held back.
func (s *lister) release() {
	s.addGone(s.held)
	s.last, s.started = s.held, true
}

// flush hands out what is left when the table ends.
func (s *lister) flush(ctx context.Context) error {
	if s.holding {
		s.release()
		s.holding = false
	}
	return s.emit(ctx)
}

// emit hands the page out and begins the next.
func (s *lister) emit(ctx context.Context) error {
	if s.page.Len() == 0 {
		return nil
	}
	if s.started {
		s.position = tandem.Key(strings.Clone(string(s.last)))
	}
	s.page.Cursor = string(s.position)
	if err := s.finish(ctx); err != nil {
		return err
	}
	rows := s.page.Len()
	if !s.yield(s.page) {
		return errStop
	}
	s.turn()
	if err := s.conn.pace(ctx, rows); err != nil {
		return s.conn.fail(ctx, s.table.shown, err)
	}
	s.last = s.position
	return nil
}

// query is the statement that reads on after the position.
func (s *lister) query(limit int) (statement, error) {
	b := s.conn.builder()
	b.write(s.selectList())
	columns := s.keyColumns()
	refs := make([]string, len(columns))
	for i, col := range columns {
		refs[i] = s.ref(col)
	}
	where := &conditions{b: b}
	if s.position != "" {
		values, err := s.keyArgs(s.position)
		if err != nil {
			return statement{}, err
		}
		where.add(s.orNull(columns, refs, b.after(refs, columns, values)))
	}
	if filter, ok := s.filter(b); ok {
		where.add(filter)
	}
	b.write(" ORDER BY ", strings.Join(refs, ", "))
	if b.err != nil {
		return statement{}, placed(b.err, s.table.shown, s.position)
	}
	q := b.statement()
	q.text = s.conn.dialect.limit(q.text, limit)
	return q, nil
}

// orNull lets rows through whose key is empty, where they come last: they are faults to be reported.
func (s *lister) orNull(columns []*column, refs []string, condition string) string {
	if !s.conn.dialect.traits().nullsLast {
		return condition
	}
	for i, col := range columns {
		if col.nullable {
			condition = "(" + condition + " OR " + refs[i] + " IS NULL)"
		}
	}
	return condition
}

// conditions writes WHERE before the first condition and AND before the others.
type conditions struct {
	b   *builder
	any bool
}

func (w *conditions) add(condition string) {
	word := " WHERE "
	if w.any {
		word = " AND "
	}
	w.any = true
	w.b.write(word, condition)
}
