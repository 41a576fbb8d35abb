package memory

import (
	"context"
	"iter"
	"slices"
	"strings"

	"tandem"
	"tandem/connector"
	"tandem/expr"
)

// keyCursor marks a list cursor, so that the empty key differs from the start.
const keyCursor = "k"

// List reads all rows in key order. Each page shows the rows as they are when it is read.
func (c *Connection) List(ctx context.Context, view *connector.View, after string) iter.Seq2[*tandem.Page, error] {
	return func(yield func(*tandem.Page, error) bool) {
		// Two pages in turn: each is good until the one after the next is asked for.
		var pages [2]tandem.Page
		var lenders [2]lender
		for number, death := 0, -1; ; number++ {
			page, lent, more := &pages[number%2], &lenders[number%2], false
			err := c.visit(ctx, func(s *System) error {
				lent.spoil()
				if number == 0 {
					death = s.faults.breaksAfter(view.Object)
				}
				if number == death {
					return tandem.Errorf(tandem.Unreached, "the connection broke while reading %s", view.Object)
				}
				var err error
				if more, err = c.listPage(s, view, after, page); err == nil {
					s.faults.repeatRows(page)
					lent.lend(page)
				}
				return err
			})
			if err != nil {
				yield(nil, err)
				return
			}
			if page.Len() > 0 && !yield(page, nil) {
				return
			}
			if !more {
				return
			}
			after = page.Cursor
		}
	}
}

// listPage reads the page after a cursor and tells whether more follow.
func (c *Connection) listPage(s *System, view *connector.View, after string, page *tandem.Page) (bool, error) {
	p, err := s.shapeOf(c.profile, view)
	if err != nil {
		return false, err
	}
	start := 0
	if after != "" {
		key, ok := strings.CutPrefix(after, keyCursor)
		if !ok {
			return false, badCursor(after)
		}
		at, found := slices.BinarySearch(p.table.keys, tandem.Key(key))
		if start = at; found {
			start++
		}
	}
	page.Reset(view.Width())
	families := p.families()
	for i := start; i < len(p.table.keys); i++ {
		r := p.table.rows[p.table.keys[i]]
		if !p.counts(r) || !p.fits(r) {
			continue
		}
		if page.Len() == s.options.PageSize {
			return true, nil
		}
		p.add(page, r, families)
		page.Cursor = keyCursor + string(r.key)
	}
	return false, nil
}

// counts reports whether the view shows a row: a tombstone is none where the
// view knows about tombstones, and an ordinary row where it does not.
func (p *shape) counts(r *row) bool {
	if p.view.Tombstone == nil || p.view.Tombstone.Column == "" {
		return true
	}
	at := p.table.def.position(p.view.Tombstone.Column)
	return at < 0 || r.values[at].String() != p.view.Tombstone.Value
}

// fits reports whether a row passes the view's filter, which speaks of values
// without the blanks that fill up a fixed width.
func (p *shape) fits(r *row) bool {
	return expr.Match(p.view.Filter, func(field string) tandem.Value {
		at := p.table.def.position(field)
		if v := r.values[at]; p.table.def.Fields[at].Padded && v.Kind() == tandem.Text {
			return tandem.TextValue(strings.TrimRight(v.Text(), " "))
		}
		return r.values[at]
	})
}

// Get reads rows by key, whatever the filter says: they are known by name.
func (c *Connection) Get(ctx context.Context, view *connector.View, keys []tandem.Key) (*tandem.Page, error) {
	if c.without[getting] {
		return nil, errHidden
	}
	wanted := make(map[tandem.Key]bool, len(keys))
	for _, key := range keys {
		wanted[key] = true
	}
	return c.pick(ctx, view, func(*shape) (func(*row) bool, error) {
		return func(r *row) bool { return wanted[r.key] }, nil
	})
}

// Find reads rows whose field, any of the table's, has one of the values.
func (c *Connection) Find(ctx context.Context, view *connector.View, field string, values []tandem.Value) (*tandem.Page, error) {
	if c.without[finding] {
		return nil, errHidden
	}
	return c.pick(ctx, view, func(p *shape) (func(*row) bool, error) {
		at := p.table.def.position(field)
		if at < 0 {
			return nil, tandem.Errorf(tandem.Schema, "%s has no field %q", view.Object, field)
		}
		wanted := make(map[tandem.Value]bool, len(values))
		for _, v := range values {
			if own, ok := convert(v, p.table.def.Fields[at].Type); ok {
				wanted[own] = true
			}
		}
		return func(r *row) bool { return wanted[r.values[at]] }, nil
	})
}

// pick reads the rows a test says yes to into a page of their own.
func (c *Connection) pick(ctx context.Context, view *connector.View, test func(*shape) (func(*row) bool, error)) (*tandem.Page, error) {
	page := &tandem.Page{}
	page.Reset(view.Width())
	err := c.visit(ctx, func(s *System) error {
		p, err := s.shapeOf(c.profile, view)
		if err != nil {
			return err
		}
		keep, err := test(p)
		if err != nil {
			return err
		}
		families := p.families()
		for _, key := range p.table.keys {
			if r := p.table.rows[key]; p.counts(r) && keep(r) {
				p.add(page, r, families)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return page, nil
}

// Count tells how many rows the view has.
func (c *Connection) Count(ctx context.Context, view *connector.View) (int64, error) {
	if c.without[counting] {
		return 0, errHidden
	}
	n := int64(0)
	err := c.visit(ctx, func(s *System) error {
		p, err := s.shapeOf(c.profile, view)
		if err != nil {
			return err
		}
		for _, r := range p.table.rows {
			if p.counts(r) && p.fits(r) {
				n++
			}
		}
		return nil
	})
	return n, err
}

func badCursor(cursor string) error {
	return tandem.Errorf(tandem.Config, "%q is no cursor of this connector", cursor)
}
