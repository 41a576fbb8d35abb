package engine

import (
	"context"
	"slices"
	"time"

	"tandem"
	"tandem/dictionary"
)

// Conflict is a row that waits for a person.
type Conflict struct {
	Sync   string
	Point  string
	Object string // ours
	Key    tandem.Key
	ID     int64
	Code   tandem.Code
	Reason string
	At     time.Time
	Fields []ConflictField
}

// HasSides reports whether the conflict is settled by choosing between the two
// sides; any other needs the right pair linked, or a lost creation sent again.
func (c *Conflict) HasSides() bool {
	return c.Code == tandem.BothChanged || c.Code == tandem.EditedDeleted
}

// ConflictField is one field of a conflict: what both sides last agreed on and hold now.
type ConflictField struct {
	Field              string
	Base, Ours, Theirs tandem.Value
}

// Choice says which side a field shall have, or gives its value.
type Choice struct {
	Field string        // "" = every field in conflict
	Side  tandem.Policy // Ours or Theirs; Ask = Value
	Value tandem.Value
}

// Conflicts lists the rows of a sync that wait for a person: conflicts, and
// creations whose answer was lost.
func (e *Engine) Conflicts(ctx context.Context, account int64, sync string) ([]Conflict, error) {
	s, err := e.sync(ctx, account, sync)
	if err != nil {
		return nil, err
	}
	var conflicts []Conflict
	for i := range s.Points {
		def := &s.Points[i]
		lane := tandem.Lane{Account: account, Point: def.ID, Object: def.Ours}
		for after := int64(0); ; {
			rows, err := e.store.Unsettled(ctx, lane, after, e.options.PageRows)
			if err != nil {
				return nil, err
			}
			if len(rows) == 0 {
				break
			}
			after = rows[len(rows)-1].Seq
			for j := range rows {
				if u := &rows[j]; u.Outcome == tandem.Conflicted || u.Code == tandem.InDoubt {
					conflicts = append(conflicts, conflictOf(sync, def, u))
				}
			}
		}
	}
	return conflicts, nil
}

func conflictOf(sync string, def *DataPoint, u *tandem.Unsettled) Conflict {
	c := Conflict{Sync: sync, Point: def.Name, Object: def.Ours, Key: u.Key, ID: u.ID, Code: u.Code, Reason: u.Reason, At: u.At}
	base, ours, theirs := decodeSide(u.Base, len(u.Fields)), decodeSide(u.Ours, len(u.Fields)), decodeSide(u.Theirs, len(u.Fields))
	for i, name := range u.Fields {
		if ours[i] != theirs[i] {
			c.Fields = append(c.Fields, ConflictField{Field: name, Base: base[i], Ours: ours[i], Theirs: theirs[i]})
		}
	}
	return c
}

// decodeSide reads one side of a review; a side that was not known is all absent.
func decodeSide(encoded string, width int) tandem.Record {
	r := make(tandem.Record, width)
	if encoded == "" || tandem.DecodeRecord(r, encoded) != nil {
		clear(r)
	}
	return r
}

// Resolve settles a conflict as the actor chose and files a run for the record.
// Choosing a side makes the other look unchanged, so that the ordinary merge
// carries the choice out.
func (e *Engine) Resolve(ctx context.Context, account int64, actor tandem.Actor, sync, point string, key tandem.Key, id int64, choices []Choice) (*tandem.Run, error) {
	s, err := e.sync(ctx, account, sync)
	if err != nil {
		return nil, err
	}
	def, err := s.point(point)
	if err != nil {
		return nil, err
	}
	lane := tandem.Lane{Account: account, Point: def.ID, Object: def.Ours}
	u, err := e.unsettled(ctx, lane, key, id)
	if err != nil {
		return nil, err
	}
	if u.Code != tandem.BothChanged && u.Code != tandem.EditedDeleted {
		return nil, tandem.Errorf(tandem.Invalid, "%s cannot be settled by choosing a side", u.Code).At(point + " " + key.String()).
			WithHint("link the right pair by hand: tandem link add")
	}
	if err := e.choose(ctx, actor, lane, def, u, choices); err != nil {
		return nil, err
	}
	if id = u.ID; u.Ours == "" {
		id = 0 // it is gone here: only their key finds the pair
	}
	return e.fileRecord(ctx, account, sync, point, u.Key, id)
}

// unsettled finds the row a person means.
func (e *Engine) unsettled(ctx context.Context, lane tandem.Lane, key tandem.Key, id int64) (*tandem.Unsettled, error) {
	for after := int64(0); ; {
		rows, err := e.store.Unsettled(ctx, lane, after, e.options.PageRows)
		if err != nil {
			return nil, err
		}
		if len(rows) == 0 {
			return nil, tandem.Errorf(tandem.NotFound, "nothing waits for a decision there").At(key.String())
		}
		after = rows[len(rows)-1].Seq
		for i := range rows {
			if (key != "" && rows[i].Key == key) || (key == "" && rows[i].ID == id) {
				return &rows[i], nil
			}
		}
	}
}

// choose moves the base so that the chosen side alone has changed, and writes typed values to ours.
func (e *Engine) choose(ctx context.Context, actor tandem.Actor, lane tandem.Lane, def *DataPoint, u *tandem.Unsettled, choices []Choice) error {
	width := len(u.Fields)
	base, ours, theirs := decodeSide(u.Base, width), decodeSide(u.Ours, width), decodeSide(u.Theirs, width)
	var typed []FieldValue
	dropLink := false
	for _, c := range choices {
		for i, name := range u.Fields {
			if (c.Field != "" && c.Field != name) || (c.Field == "" && ours[i] == theirs[i]) {
				continue
			}
			switch c.Side {
			case tandem.Ours:
				base[i] = theirs[i]
				dropLink = dropLink || u.Theirs == ""
			case tandem.Theirs:
				base[i] = ours[i]
				dropLink = dropLink || u.Ours == ""
			default:
				base[i] = theirs[i]
				typed = append(typed, FieldValue{Field: name, Value: c.Value})
			}
		}
		if c.Field != "" && !slices.Contains(u.Fields, c.Field) {
			return tandem.Errorf(tandem.NotFound, "the conflict has no field %q", c.Field).WithHint(dictionary.DidYouMean(c.Field, u.Fields))
		}
	}
	if len(typed) > 0 {
		results, err := e.Write(ctx, lane.Account, actor, def.Ours, []Edit{{Op: tandem.Update, ID: u.ID, Fields: typed}})
		if err != nil {
			return err
		}
		if results[0].Err != nil {
			return results[0].Err
		}
	}
	return e.moveBase(ctx, lane, u, base, dropLink)
}

// moveBase stores the base a person's choice leads to. Where the record is
// gone on the side that lost, the link goes: the pair starts anew.
func (e *Engine) moveBase(ctx context.Context, lane tandem.Lane, u *tandem.Unsettled, base tandem.Record, dropLink bool) error {
	links := make([]tandem.Link, 1)
	if err := e.store.LinksByID(ctx, lane, []int64{u.ID}, true, links); err != nil {
		return err
	}
	row := tandem.Row{Settled: &tandem.UnsettledWrite{Drop: true, Row: tandem.Unsettled{Key: u.Key, ID: u.ID}}}
	if link := links[0]; link.ID != 0 {
		cursors, err := e.store.Cursors(ctx, lane)
		if err != nil {
			return err
		}
		link.Base, link.Shape, link.Hash, link.Version = string(tandem.AppendRecord(nil, base)), cursors.Shape, 0, 0
		row.Link = tandem.LinkWrite{Op: tandem.PutLink, Link: link}
		if dropLink {
			row.Link.Op = tandem.DropLink
		}
	}
	return e.store.Commit(ctx, &tandem.Batch{Account: lane.Account, Lane: lane, Rows: []tandem.Row{row}})
}

// fileRecord files a run for one record.
func (e *Engine) fileRecord(ctx context.Context, account int64, sync, point string, key tandem.Key, id int64) (*tandem.Run, error) {
	name := "#" + tandem.IntegerValue(id).String()
	if id == 0 {
		name = key.String()
	}
	return e.File(ctx, Request{Account: account, Sync: sync, Kind: tandem.Single, Record: point + " " + name})
}
