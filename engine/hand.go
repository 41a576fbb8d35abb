package engine

import (
	"context"
	"slices"

	"tandem"
	"tandem/connector"
)

// LinkAdd links one of our records with one of theirs by hand. Both must be
// there and belong to no other pair. The next run merges them as on first contact.
func (e *Engine) LinkAdd(ctx context.Context, account int64, sync, point, key string, id int64) error {
	definition, err := e.sync(ctx, account, sync)
	if err != nil {
		return err
	}
	session, err := e.open(ctx, definition)
	if err != nil {
		return err
	}
	defer func() { _ = session.close() }()
	p, err := session.point(point)
	if err != nil {
		return err
	}
	their := p.parseKey(key)
	if err := e.bothFree(ctx, p, their, id); err != nil {
		return err
	}
	link := tandem.Link{Key: their, ID: id}
	if err := e.baseOfDoubt(ctx, p, &link); err != nil {
		return err
	}
	rows := []tandem.Row{
		{
			Link: tandem.LinkWrite{Op: tandem.PutLink, Link: link},
			Settled: &tandem.UnsettledWrite{Row: tandem.Unsettled{
				Key: their, ID: id, Outcome: tandem.Waiting, Code: tandem.Linked, Reason: "linked by hand; the next run merges it", At: e.clock(),
			}},
		},
		{Settled: &tandem.UnsettledWrite{Drop: true, Row: tandem.Unsettled{Key: their}}},
		{Settled: &tandem.UnsettledWrite{Drop: true, Row: tandem.Unsettled{ID: id}}},
	}
	return e.store.Commit(ctx, &tandem.Batch{Account: account, Lane: p.lane, Rows: rows})
}

// baseOfDoubt gives a link the base that is known when its record was sent
// and the answer lost: what was sent is what both sides had in common.
func (e *Engine) baseOfDoubt(ctx context.Context, p *point, link *tandem.Link) error {
	u, err := e.unsettled(ctx, p.lane, "", link.ID)
	if tandem.CodeOf(err) == tandem.NotFound || (err == nil && (!isDoubt(u) || !p.keepsBase)) {
		return nil
	}
	if err != nil {
		return err
	}
	cursors, err := e.store.Cursors(ctx, p.lane)
	if err == nil && slices.Equal(cursors.Fields, u.Fields) {
		link.Base, link.Shape = u.Ours, cursors.Shape
	}
	return err
}

// bothFree checks that both records exist and neither is linked.
func (e *Engine) bothFree(ctx context.Context, p *point, key tandem.Key, id int64) error {
	page, err := connector.Get(ctx, p.conn, p.view, []tandem.Key{key})
	if err != nil {
		return err
	}
	if page.Len() == 0 {
		return tandem.Errorf(tandem.NotFound, "the other side has no such record").At(p.view.Object + " " + key.String())
	}
	var rows tandem.Rows
	if err := e.store.Records(ctx, p.lane.Account, &tandem.Shape{Object: p.lane.Object}, []int64{id}, &rows); err != nil {
		return err
	}
	if len(rows.IDs) == 0 {
		return tandem.Errorf(tandem.NotFound, "there is no such record").At(p.lane.Object + " " + tandem.IntegerValue(id).String())
	}
	byKey, byID := make([]tandem.Link, 1), make([]tandem.Link, 1)
	if err := e.store.LinksByKey(ctx, p.lane, []tandem.Key{key}, false, byKey); err != nil {
		return err
	}
	if err := e.store.LinksByID(ctx, p.lane, []int64{id}, false, byID); err != nil {
		return err
	}
	for i, link := range []tandem.Link{byKey[0], byID[0]} {
		if i == 1 && link.ID != 0 { // a link whose row is gone binds nobody
			page, err := connector.Get(ctx, p.conn, p.view, []tandem.Key{link.Key})
			if err != nil {
				return err
			}
			if page.Len() == 0 {
				continue
			}
		}
		if link.ID != 0 {
			return tandem.Errorf(tandem.LinkedElse, "%s is linked with %s %d", link.Key, p.lane.Object, link.ID).WithHint("remove that link first: tandem link remove")
		}
	}
	return nil
}

// LinkRemove parts a pair. Both records stay; the next run treats them as
// strangers, and match rules may bring them together again.
func (e *Engine) LinkRemove(ctx context.Context, account int64, sync, point string, id int64) error {
	s, err := e.sync(ctx, account, sync)
	if err != nil {
		return err
	}
	def, err := s.point(point)
	if err != nil {
		return err
	}
	lane := tandem.Lane{Account: account, Point: def.ID, Object: def.Ours}
	links := make([]tandem.Link, 1)
	if err := e.store.LinksByID(ctx, lane, []int64{id}, false, links); err != nil {
		return err
	}
	if links[0].ID == 0 {
		return tandem.Errorf(tandem.NotFound, "it has no link").At(def.Ours + " " + tandem.IntegerValue(id).String())
	}
	rows := []tandem.Row{
		{Link: tandem.LinkWrite{Op: tandem.DropLink, Link: links[0]}},
		{Settled: &tandem.UnsettledWrite{Drop: true, Row: tandem.Unsettled{Key: links[0].Key, ID: id}}},
	}
	return e.store.Commit(ctx, &tandem.Batch{Account: account, Lane: lane, Rows: rows})
}

// SendAgain lets a creation whose answer was lost be sent once more, after a
// person made sure that it did not arrive, and files a run for the record.
func (e *Engine) SendAgain(ctx context.Context, account int64, sync, point string, id int64) (*tandem.Run, error) {
	s, err := e.sync(ctx, account, sync)
	if err != nil {
		return nil, err
	}
	def, err := s.point(point)
	if err != nil {
		return nil, err
	}
	lane := tandem.Lane{Account: account, Point: def.ID, Object: def.Ours}
	u, err := e.unsettled(ctx, lane, "", id)
	if err != nil {
		return nil, err
	}
	if u.Code != tandem.InDoubt {
		return nil, tandem.Errorf(tandem.Invalid, "it is not in doubt whether it arrived")
	}
	rows := []tandem.Row{{Settled: &tandem.UnsettledWrite{Drop: true, Row: tandem.Unsettled{ID: id}}}}
	if err := e.store.Commit(ctx, &tandem.Batch{Account: account, Lane: lane, Rows: rows}); err != nil {
		return nil, err
	}
	return e.fileRecord(ctx, account, sync, point, "", id)
}
