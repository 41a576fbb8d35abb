package api

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/zeebo/xxh3"

	"tandem"
	"tandem/expr"
	"tandem/routine"
)

// The lengths of a page.
const (
	pageRows = 100
	mostRows = 1000
)

// listing asks for a page of a list.
type listing struct {
	filter string   // in the expression language
	order  string   // a field, with "-" in front the other way round; "" = id
	fields []string // none = all but large contents
	cursor string   // where the page before ended
	limit  int      // 0 = pageRows
	total  bool     // whether to count all that fit
}

// page is a page of a list.
type page struct {
	view  *view
	rows  tandem.Rows
	next  string // "" = this is the end
	total int64  // -1 = not counted
}

// list reads a page.
func (s *server) list(ctx context.Context, caller *routine.Caller, o *object, l *listing) (*page, error) {
	if err := caller.May(tandem.SeeRecords); err != nil {
		return nil, err
	}
	if l.limit == 0 {
		l.limit = pageRows
	}
	if l.limit < 1 || l.limit > mostRows {
		return nil, tandem.Errorf(tandem.Usage, "a page has 1 to %d records", mostRows).At("limit")
	}
	p := &page{view: o.whole, total: -1}
	var err error
	if len(l.fields) > 0 {
		if p.view, err = newView(o, l.fields); err != nil {
			return nil, err
		}
	}
	query := &ListQuery{Limit: l.limit + 1} // one more tells whether there is a next page
	if query.Filter, err = expr.ParseFilter(l.filter, o.system); err != nil {
		return nil, err
	}
	at, err := l.place(p, query)
	if err != nil {
		return nil, err
	}
	if err := s.Records.List(ctx, caller.Account.ID, p.view.shape, query, &p.rows); err != nil {
		return nil, err
	}
	if len(p.rows.IDs) > l.limit {
		last := l.limit - 1
		p.rows.IDs = p.rows.IDs[:l.limit]
		c := cursor{Of: l.sum(o), ID: p.rows.IDs[last]}
		if at >= 0 {
			c.Value = tandem.AppendRecord(nil, p.rows.Row(last)[at:at+1])
		}
		p.next = c.String()
	}
	if l.total {
		p.total, err = s.Records.Count(ctx, caller.Account.ID, o.Name, query.Filter)
	}
	return p, err
}

// place sets the order of a query and where it begins, and tells where in a
// record the value stands that it is ordered by; -1 = nowhere.
func (l *listing) place(p *page, query *ListQuery) (at int, err error) {
	query.Order, query.Desc = strings.CutPrefix(l.order, "-")
	at = -1
	if query.Order == "" {
		query.Order = "id"
	}
	if query.Order != "id" {
		if p.view, at, err = p.view.ordered(query.Order); err != nil {
			return at, err
		}
		if kind := p.view.fields[at].Type.Kind(); kind == tandem.List || kind == tandem.Bytes {
			return at, tandem.Errorf(tandem.Usage, "a list cannot be ordered by %s", query.Order).At("order")
		}
	}
	if l.cursor == "" {
		return at, nil
	}
	c, err := parseCursor(l.cursor)
	if err != nil || c.Of != l.sum(p.view.object) {
		return at, tandem.Errorf(tandem.Usage, "the cursor belongs to another list").At("cursor").WithHint("ask with the filter and order of the first page")
	}
	query.ID = c.ID
	if at >= 0 {
		value := make(tandem.Record, 1)
		if err := tandem.DecodeRecord(value, string(c.Value)); err != nil {
			return at, tandem.Errorf(tandem.Usage, "the cursor is damaged").At("cursor")
		}
		query.Value = value[0]
	}
	return at, nil
}

// sum tells one list from others.
func (l *listing) sum(o *object) uint64 {
	return xxh3.HashString(o.Name + "\x00" + l.filter + "\x00" + l.order)
}

// cursor is where a page ended.
type cursor struct {
	Of    uint64 `json:"o"` // the list it belongs to
	ID    int64  `json:"i"`
	Value []byte `json:"v,omitempty"` // of the field that the list is ordered by
}

func (c cursor) String() string {
	octets, err := json.Marshal(c)
	if err != nil {
		return "" // numbers and octets can be written
	}
	return base64.RawURLEncoding.EncodeToString(octets)
}

func parseCursor(text string) (c cursor, err error) {
	octets, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(octets, &c)
	}
	if err == nil && c.ID == 0 {
		err = tandem.Errorf(tandem.Usage, "a cursor names a record")
	}
	return c, err
}
