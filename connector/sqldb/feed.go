package sqldb

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"tandem"
	"tandem/connector"
	"tandem/dictionary"
)

// The names of feeds within a cursor; those of lines begin with linesFeed.
const (
	rowsFeed  = "rows"
	linesFeed = "lines"
	logFeed   = "log"
)

// feed follows one table by a column that grows with every change. A view has
// up to three kinds: its own table, the log of deleted rows, the tables of its
// lines, since an edited line is a changed document.
type feed struct {
	*layout

	name     string
	state    *feedState
	source   string
	cursor   feedColumn
	tie      []feedColumn
	selected []feedColumn // what a row consists of; cursor and tie are among them
	at       int          // of the cursor within selected
	tieAt    []int
	overlap  time.Duration
	exact    bool // the database itself holds back what could still be overtaken
}

// feedColumn is a column as a feed's statement names it.
type feedColumn struct {
	*column

	ref string
}

// The shortest overlaps. A number may be taken a moment before the transaction
// counts as open; a time says nothing of the order within its own unit.
const (
	numberOverlap  = time.Second
	instantOverlap = 2 * time.Second
	dateOverlap    = 48 * time.Hour
)

func (f *feed) init(state *feedState) {
	f.state = state
	f.overlap = time.Duration(f.view.Overlap) * time.Second
	switch f.cursor.typ {
	case dictionary.Instant:
		f.overlap = max(f.overlap, instantOverlap)
	case dictionary.Date:
		f.overlap = max(f.overlap, dateOverlap)
	default:
		f.exact = f.conn.dialect.bound(f.cursor.column) != ""
		f.overlap = max(f.overlap, numberOverlap)
	}
	if f.exact {
		f.tie = nil // no two rows share a row version
	}
	f.at = f.position(f.cursor)
	for _, col := range f.tie {
		f.tieAt = append(f.tieAt, f.position(col))
	}
}

// position finds a column among the selected ones, adding it if need be.
func (f *feed) position(col feedColumn) int {
	for i, s := range f.selected {
		if s.ref == col.ref {
			return i
		}
	}
	f.selected = append(f.selected, col)
	return len(f.selected) - 1
}

// feeds are the tables that show a view's changes.
func (l *layout) feeds(ctx context.Context) ([]*feed, error) {
	if l.cursor < 0 {
		return nil, tandem.Errorf(tandem.Config, "no column of %s tells what changed", l.table.shown).At(l.table.shown)
	}
	if len(l.key) == 0 {
		return nil, tandem.Errorf(tandem.Config, "%s has no key: its changes cannot be told apart", l.table.shown).At(l.table.shown)
	}
	feeds := append([]*feed{l.rowFeed()}, l.lineFeeds()...)
	if ts := l.view.Tombstone; ts != nil && ts.Log != "" {
		log, err := l.logFeed(ctx, ts)
		if err != nil {
			return nil, err
		}
		feeds = append(feeds, log)
	}
	return feeds, nil
}

// rowFeed follows the view's own table; a row is everything selected.
func (l *layout) rowFeed() *feed {
	f := &feed{layout: l, name: rowsFeed, source: l.source}
	for _, col := range l.selected {
		f.selected = append(f.selected, feedColumn{col, l.ref(col)})
	}
	f.cursor = f.selected[l.cursor]
	for _, at := range l.key {
		if at != l.cursor {
			f.tie = append(f.tie, f.selected[at])
		}
	}
	return f
}

// lineFeeds follow the tables of lines that have the same cursor column; a row
// is what ties the line to its document.
func (l *layout) lineFeeds() []*feed {
	if l.lines == nil {
		return nil
	}
	var feeds []*feed
	for i, t := range l.lines.tables {
		col, ok := t.column(l.view.Cursor)
		if !ok {
			continue
		}
		f := &feed{layout: l, name: linesFeed, source: l.lines.sources[i]}
		if i > 0 {
			f.name += strconv.Itoa(i)
		}
		for _, parent := range l.lines.parents {
			f.selected = append(f.selected, feedColumn{parent.column, parent.ref})
		}
		d := l.conn.dialect
		named := func(col *column) feedColumn {
			return feedColumn{col, d.quote(lineAlias(i)) + "." + d.quote(col.native)}
		}
		f.cursor = named(col)
		for _, name := range t.key {
			if key, ok := t.column(name); ok {
				f.tie = append(f.tie, named(key))
			}
		}
		if len(t.key) == 0 {
			f.tie = append(f.tie, f.selected...)
			for _, key := range l.lines.order {
				f.tie = append(f.tie, feedColumn{key.column, key.ref})
			}
		}
		feeds = append(feeds, f)
	}
	return feeds
}

// logFeed follows the table that lists the keys of deleted rows under the names of the key.
func (l *layout) logFeed(ctx context.Context, ts *connector.Tombstone) (*feed, error) {
	t, err := l.conn.table(ctx, l.view, ts.Log)
	if err != nil {
		return nil, err
	}
	find := func(name string) (feedColumn, error) {
		col, ok := t.column(name)
		if !ok {
			return feedColumn{}, tandem.Errorf(tandem.Schema, "%s has no column %s", t.shown, name).At(t.shown + "." + name)
		}
		return feedColumn{col, l.ref(col)}, nil
	}
	f := &feed{layout: l, name: logFeed, source: l.conn.qualified(t.name)}
	for _, at := range l.key {
		col, err := find(l.selected[at].name)
		if err != nil {
			return nil, err
		}
		f.selected = append(f.selected, col)
	}
	cursor := ts.LogCursor
	if cursor == "" && len(t.key) == 1 && !slices.ContainsFunc(f.selected, func(c feedColumn) bool { return c.name == t.key[0] }) {
		cursor = t.key[0] // a number of its own, as nearly every log has
	}
	if cursor == "" {
		return nil, tandem.Errorf(tandem.Schema, "%s does not say which of its columns grows", t.shown).
			At(t.shown).WithHint("deletes: {log: " + t.shown + ", cursor: COLUMN}")
	}
	if f.cursor, err = find(cursor); err != nil {
		return nil, err
	}
	f.tie = append(f.tie, f.selected...)
	return f, nil
}

// order lists cursor and ties, for ORDER BY.
func (f *feed) order() (refs []string, columns []*column) {
	refs, columns = []string{f.cursor.ref}, []*column{f.cursor.column}
	for _, col := range f.tie {
		refs, columns = append(refs, col.ref), append(columns, col.column)
	}
	return refs, columns
}

// selectList is what stands in front of WHERE.
func (f *feed) selectList() string {
	list := make([]string, len(f.selected))
	for i, col := range f.selected {
		list[i] = f.conn.dialect.read(col.column, col.ref)
	}
	return "SELECT " + strings.Join(list, ", ") + " FROM " + f.source
}

// query is the statement that reads on after a position; nil is the start.
func (f *feed) query(from *position, limit int) (statement, error) {
	b := f.conn.builder()
	refs, columns := f.order()
	b.write(f.selectList())
	where := &conditions{b: b}
	switch {
	case from == nil:
		where.add(f.cursor.ref + " IS NOT NULL")
	case len(from.Tie) < len(f.tie):
		where.add(f.cursor.ref + " >= " + b.positionArg(f.cursor.column, from.Value))
	default:
		values := append([]string{from.Value}, from.Tie[:len(f.tie)]...)
		where.add(b.afterPosition(refs, columns, values))
	}
	if f.exact {
		where.add(f.cursor.ref + " < " + f.conn.dialect.bound(f.cursor.column))
	}
	b.write(" ORDER BY ", strings.Join(refs, ", "))
	s := b.statement()
	s.text = f.conn.dialect.limit(s.text, limit)
	return s, b.err
}

// afterPosition is after for values that are written as positions have them.
func (b *builder) afterPosition(refs []string, columns []*column, values []string) string {
	if len(columns) == 1 {
		return refs[0] + " > " + b.positionArg(columns[0], values[0])
	}
	if b.conn.dialect.traits().rowValues && !b.paddable(columns) {
		marks := make([]string, len(columns))
		for i, col := range columns {
			marks[i] = b.positionArg(col, values[i])
		}
		return "(" + strings.Join(refs, ", ") + ") > (" + strings.Join(marks, ", ") + ")"
	}
	first := refs[0] + " >= " + b.positionArg(columns[0], values[0])
	return first + " AND (" + refs[0] + " > " + b.positionArg(columns[0], values[0]) +
		" OR (" + refs[0] + " = " + b.positionArg(columns[0], values[0]) + " AND " + b.afterPosition(refs[1:], columns[1:], values[1:]) + "))"
}

// here is the position of a row.
func (f *feed) here(cells [][]byte) *position {
	p := &position{Value: positionText(f.cursor.column, cells[f.at])}
	for i, at := range f.tieAt {
		p.Tie = append(p.Tie, positionText(f.tie[i].column, cells[at]))
	}
	return p
}
