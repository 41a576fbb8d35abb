package api

import (
	"context"
	"slices"

	"tandem"
	"tandem/routine"
)

// feed is changes of an object after a position of the change log.
type feed struct {
	changes []tandem.Change
	next    int64 // ask from here on
	more    bool  // there is more already
	view    *view
	rows    tandem.Rows // the records as they are now, of those that are still there
}

// feedPages bounds how long one request looks for changes of an object among
// those of others.
const feedPages = 20

// changes reads the changes of an object since a position. They come in the
// order of the log, nothing is left out, and the next position is complete.
func (s *server) changes(ctx context.Context, caller *routine.Caller, o *object, since int64, limit int, records bool) (*feed, error) {
	if err := caller.May(tandem.SeeRecords); err != nil {
		return nil, err
	}
	if limit == 0 {
		limit = pageRows
	}
	if limit < 1 || limit > mostRows {
		return nil, tandem.Errorf(tandem.Usage, "a page has 1 to %d changes", mostRows).At("limit")
	}
	f := &feed{next: since, more: true, view: o.whole}
	for range feedPages {
		page, upTo, err := s.Records.Changes(ctx, caller.Account.ID, f.next, mostRows)
		if err != nil {
			return nil, err
		}
		f.take(page, upTo, o.Name, limit)
		if !f.more || len(f.changes) >= limit {
			break
		}
	}
	if !records {
		return f, nil
	}
	return f, s.Records.Records(ctx, caller.Account.ID, f.view.shape, f.ids(), &f.rows)
}

// take adds what a page of the log has of the object, up to the limit.
func (f *feed) take(page []tandem.Change, upTo int64, object string, limit int) {
	for i := range page {
		if page[i].Object != object {
			continue
		}
		if len(f.changes) == limit {
			f.next, f.more = f.changes[limit-1].Seq, true
			return
		}
		f.changes = append(f.changes, page[i])
	}
	f.next, f.more = upTo, len(page) == mostRows
}

// ids lists the records that changed, each once.
func (f *feed) ids() []int64 {
	ids := make([]int64, len(f.changes))
	for i := range f.changes {
		ids[i] = f.changes[i].ID
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// row is where the record of a change stands; -1 when it is gone.
func (f *feed) row(id int64) int { return slices.Index(f.rows.IDs, id) }
