package connector

import (
	"context"
	"errors"
	"strings"

	"tandem"
)

// lacks reports whether an optional method answered that it is not there after
// all. A connector that only wraps another has every method and says so; so
// does one that can do something for some objects alone.
func lacks(err error) bool { return errors.Is(err, errors.ErrUnsupported) }

// Get reads rows by key, or reads everything and keeps the rows asked for.
func Get(ctx context.Context, c Connector, view *View, keys []tandem.Key) (*tandem.Page, error) {
	if g, ok := c.(Getter); ok {
		if page, err := g.Get(ctx, view, keys); !lacks(err) {
			return page, err
		}
	}
	wanted := make(map[tandem.Key]bool, len(keys))
	for _, k := range keys {
		wanted[k] = true
	}
	return pick(ctx, c, view, func(p *tandem.Page, i int) bool { return wanted[p.Keys[i]] })
}

// Find reads rows by a field's value, or reads everything and keeps those that fit.
func Find(ctx context.Context, c Connector, view *View, field string, values []tandem.Value) (*tandem.Page, error) {
	if f, ok := c.(Finder); ok {
		if page, err := f.Find(ctx, view, field, values); !lacks(err) {
			return page, err
		}
	}
	at, ok := view.Position(field)
	if !ok {
		return nil, tandem.Errorf(tandem.Schema, "%s has no field %s", view.Object, field)
	}
	wanted := make(map[tandem.Value]bool, len(values))
	for _, v := range values {
		wanted[v] = true
	}
	return pick(ctx, c, view, func(p *tandem.Page, i int) bool { return wanted[p.Row(i)[at]] })
}

// pick copies the rows of a full read that keep says yes to. The filter is left
// out, as rows asked for by name are wanted whatever it says.
func pick(ctx context.Context, c Connector, view *View, keep func(*tandem.Page, int) bool) (*tandem.Page, error) {
	out := &tandem.Page{}
	out.Reset(view.Width())
	whole := *view
	whole.Filter = nil
	for page, err := range c.List(ctx, &whole, "") {
		if err != nil {
			return nil, err
		}
		for i := range page.Len() {
			if page.IsGone(i) || !keep(page, i) {
				continue
			}
			row := out.Add(tandem.Key(strings.Clone(string(page.Keys[i]))))
			for j, v := range page.Row(i) {
				row[j] = v.Clone()
			}
			copyFault(out, page, i)
		}
	}
	return out, nil
}

// copyFault notes for the last row of out what could not be read of row i of page.
func copyFault(out, page *tandem.Page, i int) {
	for _, fault := range page.Faults {
		if fault.Row == i {
			out.Fault(out.Len()-1, fault.Err)
		}
	}
}

// LastingKey tells what the lasting key of the view is worth: nothing unless the connector says more.
func LastingKey(ctx context.Context, c Connector, view *View) (Worth, error) {
	if k, ok := c.(Keeper); ok {
		if worth, err := k.LastingKey(ctx, view); !lacks(err) {
			return worth, err
		}
	}
	return WorthNone, nil
}

// Count tells about how many rows the view has; 0 when the connector cannot tell.
func Count(ctx context.Context, c Connector, view *View) (int64, error) {
	if k, ok := c.(Counter); ok {
		if n, err := k.Count(ctx, view); !lacks(err) {
			return n, err
		}
	}
	return 0, nil
}

// HasChanges reports whether changes can be read through a cursor instead of reading everything.
func HasChanges(c Connector, view *View) (Changer, bool) {
	if view.Cursor == "" {
		return nil, false
	}
	changer, ok := c.(Changer)
	return changer, ok
}

// Profiles lists the companies; a system that knows none has one without a name.
func Profiles(ctx context.Context, c Connector) ([]Profile, error) {
	if p, ok := c.(Profiler); ok {
		if list, err := p.Profiles(ctx); !lacks(err) {
			return list, err
		}
	}
	return []Profile{{}}, nil
}
