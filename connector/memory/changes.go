package memory

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strconv"
	"strings"

	"tandem"
	"tandem/connector"
)

// position is where reading changes stands. At rest it is only upto: all that
// was visible up to that cursor value has been read. Within a reading, which
// ends at upto, it is the last row as well, so that reading goes on behind it.
type position struct {
	upto   int64
	within bool
	at     int64
	key    tandem.Key
}

func (p position) String() string {
	s := strconv.FormatInt(p.upto, 10)
	if p.within {
		s += " " + strconv.FormatInt(p.at, 10) + " " + string(p.key)
	}
	return s
}

func parsePosition(s string) (position, error) {
	parts := strings.SplitN(s, " ", 3)
	upto, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil || len(parts) == 2 {
		return position{}, badCursor(s)
	}
	p := position{upto: upto}
	if len(parts) == 3 {
		p.within, p.key = true, tandem.Key(parts[2])
		if p.at, err = strconv.ParseInt(parts[1], 10, 64); err != nil {
			return position{}, badCursor(s)
		}
	}
	return p, nil
}

// change is a row that changed at a cursor value.
type change struct {
	at   int64
	key  tandem.Key
	gone bool // from a log of deleted rows
}

// Changes reads rows whose cursor column moved.
//
// A counter is read up to below the oldest transaction that is still open: what
// commits later lies beyond. A time is read again from View.Overlap seconds
// before the last reading ended, so what commits late within them is seen.
func (c *Connection) Changes(ctx context.Context, view *connector.View, since string) iter.Seq2[*tandem.Page, error] {
	return func(yield func(*tandem.Page, error) bool) {
		r := reading{c: c, view: view, page: &tandem.Page{}, death: -1}
		if err := c.visit(ctx, func(s *System) error { return r.start(s, since) }); err != nil {
			yield(nil, err)
			return
		}
		for {
			done := len(r.left) <= r.size
			if err := c.visit(ctx, func(s *System) error { return r.next(s, done) }); err != nil {
				yield(nil, err)
				return
			}
			if !yield(r.page, nil) || done {
				return
			}
		}
	}
}

// reading is one call of Changes.
type reading struct {
	c      *Connection
	view   *connector.View
	page   *tandem.Page
	lent   lender
	left   []change
	before []change // of the page before, which may come again
	upto   int64
	size   int
	number int
	death  int
}

// start finds what changed and where the reading ends.
func (r *reading) start(s *System, since string) error {
	p, err := s.shapeOf(r.c.profile, r.view)
	if err != nil {
		return err
	}
	kind := p.table.def.cursorKind()
	if r.view.Cursor == "" || r.view.Cursor != p.table.def.Cursor {
		return tandem.Errorf(tandem.Schema, "%s keeps no cursor in %q", r.view.Object, r.view.Cursor)
	}
	r.size, r.death = s.options.PageSize, s.faults.breaksAfter(r.view.Object)
	all := p.changes(kind)
	if since == "" {
		r.upto = s.end(all, kind, 0)
		return nil
	}
	from, err := parsePosition(since)
	if err != nil {
		return err
	}
	if r.upto = from.upto; !from.within {
		r.upto = s.end(all, kind, from.upto)
	}
	for _, ch := range all {
		if ch.at <= r.upto && from.leaves(ch, kind, r.view.Overlap) {
			r.left = append(r.left, ch)
		}
	}
	return nil
}

// leaves reports whether a change lies behind the position.
func (p position) leaves(ch change, kind tandem.Kind, overlap int) bool {
	switch {
	case p.within:
		return ch.at > p.at || (ch.at == p.at && ch.key > p.key)
	case kind == tandem.Instant:
		return ch.at >= p.upto-int64(overlap)*1_000_000
	default:
		return ch.at > p.upto
	}
}

// end returns up to where everything is visible; it never goes back behind since.
func (s *System) end(all []change, kind tandem.Kind, since int64) int64 {
	if kind == tandem.Instant {
		for _, ch := range all {
			since = max(since, ch.at)
		}
		return since
	}
	if open, ok := s.oldestOpen(kind); ok {
		return max(since, open-1)
	}
	return max(since, s.version)
}

// changes lists the last change of every row, oldest first.
func (p *shape) changes(kind tandem.Kind) []change {
	at := p.table.def.position(p.view.Cursor)
	var newest map[string]int64
	if p.lines != nil {
		newest = p.lines.newest(kind)
	}
	all := p.logged()
	for key, r := range p.table.rows {
		ch := change{at: r.values[at].Int(), key: key}
		if newest != nil {
			ch.at = max(ch.at, newest[p.lines.family(r.values)])
		}
		all = append(all, ch)
	}
	slices.SortFunc(all, func(a, b change) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.key, b.key)) })
	return all
}

// logged lists the rows a log of deleted rows knows and which have not come back.
func (p *shape) logged() []change {
	tomb := p.view.Tombstone
	if tomb == nil || tomb.Log == "" {
		return nil
	}
	log, err := p.table.system.find(p.table.def.Profile, tomb.Log)
	if err != nil {
		return nil
	}
	keyAt, err := log.positions(p.table.def.Key)
	at := log.def.position(tomb.LogCursor)
	if err != nil || at < 0 {
		return nil
	}
	var all []change
	for _, entry := range log.rows {
		key := tandem.Key(binding(entry.values, keyAt))
		if _, back := p.table.live(key); !back {
			all = append(all, change{at: entry.values[at].Int(), key: key, gone: true})
		}
	}
	return all
}

// next reads the next page.
func (r *reading) next(s *System, last bool) error {
	r.lent.spoil()
	if r.number == r.death {
		return tandem.Errorf(tandem.Unreached, "the connection broke while reading %s", r.view.Object)
	}
	r.number++
	p, err := s.shapeOf(r.c.profile, r.view)
	if err != nil {
		return err
	}
	batch := r.left[:min(r.size, len(r.left))]
	r.left = r.left[len(batch):]
	r.page.Reset(r.view.Width())
	families := p.families()
	for _, ch := range s.faults.disturb(r.before, batch) {
		p.addChange(r.page, ch, families)
	}
	r.before = batch
	where := position{upto: r.upto}
	if !last {
		end := batch[len(batch)-1]
		where.within, where.at, where.key = true, end.at, end.key
	}
	r.page.Cursor = where.String()
	s.faults.repeatRows(r.page)
	r.lent.lend(r.page)
	return nil
}

// addChange appends a changed row as it is now, or its tombstone. A row that
// vanished meanwhile shows in no cursor column.
func (p *shape) addChange(page *tandem.Page, ch change, families families) {
	r, ok := p.table.rows[ch.key]
	switch {
	case ok && p.counts(r):
		p.add(page, r, families)
	case ok || ch.gone:
		page.AddGone(ch.key)
	default:
	}
}
