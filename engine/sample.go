package engine

import (
	"context"
	"strings"

	"tandem"
	"tandem/mapping"
)

// Sample shows what a mapping makes of real records, both ways. Nothing is written.
type Sample struct {
	In  []SampledRecord // rows of theirs, and what they would be here
	Out []SampledRecord // records of ours, and what they would be there
}

// SampledRecord is one record on its way.
type SampledRecord struct {
	Key    tandem.Key // In: theirs
	ID     int64      // Out: ours
	Fields []SampledField
}

// SampledField is one value before and after the mapping.
type SampledField struct {
	Ours, Theirs string // the fields; "" = an expression's
	From, To     string // the values, as people read them
	Fault        string // why the value cannot travel
}

// Sample maps the first records of both sides of a data point. The sync need not be stored.
func (e *Engine) Sample(ctx context.Context, sync *Sync, pointName string, rows int) (*Sample, error) {
	session, err := e.open(ctx, sync)
	if err != nil {
		return nil, err
	}
	defer func() { _ = session.close() }()
	p, err := session.point(pointName)
	if err != nil {
		return nil, err
	}
	s := &Sample{}
	if s.In, err = e.sampleIn(ctx, p, rows); err != nil {
		return nil, err
	}
	s.Out, err = e.sampleOut(ctx, p, rows)
	return s, err
}

func (e *Engine) sampleIn(ctx context.Context, p *point, rows int) ([]SampledRecord, error) {
	var list []SampledRecord
	n := make(tandem.Record, p.width())
	filtered := &pass{e: e, p: p}
	for page, err := range p.conn.List(ctx, p.view, "") {
		if err != nil {
			return nil, err
		}
		for i := range page.Len() {
			row := page.Row(i)
			if page.IsGone(i) || !filtered.passes(row) {
				continue
			}
			list = append(list, SampledRecord{Key: page.Keys[i].Clone(), Fields: p.arriving(row, n, p.plan.FromTheirs(row, n))})
			if len(list) == rows {
				return list, nil
			}
		}
	}
	return list, nil
}

// arriving tells of each position what it was there and is here.
func (p *point) arriving(row, n tandem.Record, fault error) []SampledField {
	var fields []SampledField
	for i := range p.plan.Positions {
		pos := &p.plan.Positions[i]
		if !pos.Direction.Has(tandem.In) {
			continue
		}
		f := p.sampled(pos)
		if pos.Theirs >= 0 {
			f.From = plain(row[pos.Theirs])
		}
		if pos.IsLines() {
			f.From = plain(row[len(row)-1])
		}
		if f.To = plain(n[i]); n[i].IsAbsent() {
			f.Fault = faultOf(fault, pos.Name)
		}
		fields = append(fields, f)
	}
	return fields
}

func (e *Engine) sampleOut(ctx context.Context, p *point, rows int) ([]SampledRecord, error) {
	if !goesOut(p) {
		return nil, nil
	}
	ids, err := e.someOfOurs(ctx, p, rows)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	var ours tandem.Rows
	ours.Reset(len(p.shape.Fields))
	if err := e.store.Records(ctx, p.lane.Account, p.shape, ids, &ours); err != nil {
		return nil, err
	}
	var list []SampledRecord
	n := make(tandem.Record, p.width())
	for i, id := range ours.IDs {
		record := ours.Row(i)[:len(p.plan.Ours)]
		fault := p.plan.FromOurs(record, n)
		list = append(list, SampledRecord{ID: id, Fields: p.leaving(record, n, fault)})
	}
	return list, nil
}

func goesOut(p *point) bool {
	o := p.def.Operations
	return (o.Create | o.Update).Has(tandem.Out) || p.def.FirstOf != ""
}

// someOfOurs are the first of our records that have a link, and then of those that have none.
func (e *Engine) someOfOurs(ctx context.Context, p *point, n int) ([]int64, error) {
	var ids []int64
	links, err := e.store.Links(ctx, p.lane, "", n)
	if err != nil {
		return nil, err
	}
	for i := range links {
		ids = append(ids, links[i].ID)
	}
	if len(ids) < n {
		var rows tandem.Rows
		rows.Reset(len(p.shape.Fields))
		if err := e.store.Unlinked(ctx, p.lane, p.shape, 0, n-len(ids), &rows); err != nil {
			return nil, err
		}
		ids = append(ids, rows.IDs...)
	}
	return ids, nil
}

// leaving tells of each position what it is here and would be there, one at a
// time, so that each has its own fault. References need their links, which
// records that are only looked at may not have: they are left as they are.
func (p *point) leaving(record, n tandem.Record, fault error) []SampledField {
	var fields []SampledField
	row := make(tandem.Record, p.view.Width())
	for i := range p.plan.Positions {
		pos := &p.plan.Positions[i]
		if !pos.Direction.Has(tandem.Out) || pos.Reference != "" {
			continue
		}
		f := p.sampled(pos)
		if pos.Ours >= 0 {
			f.From = plain(record[pos.Ours])
		}
		if pos.IsLines() {
			f.To = f.From
			fields = append(fields, f)
			continue
		}
		var set, written tandem.Fields
		set.Add(i)
		switch err := p.plan.ToTheirs(n, &set, row, &written); {
		case n[i].IsAbsent():
			f.Fault = faultOf(fault, pos.Name)
		case err != nil:
			f.Fault = faultOf(err, pos.Name)
		case pos.Theirs >= 0:
			f.To = plain(row[pos.Theirs])
		}
		fields = append(fields, f)
	}
	return fields
}

func (p *point) sampled(pos *mapping.Position) SampledField {
	var f SampledField
	if pos.Ours >= 0 {
		f.Ours = p.plan.Ours[pos.Ours]
	}
	switch {
	case pos.IsLines():
		f.Theirs = p.def.Lines.Object
	case pos.Theirs >= 0:
		f.Theirs = p.plan.Theirs[pos.Theirs]
	}
	return f
}

// faultOf is what an error says of one field; "" when it is not about it.
func faultOf(err error, field string) string {
	e, ok := asError(err)
	if !ok {
		return ""
	}
	if e.Place == field {
		message, _, _ := strings.Cut(e.Message, "; ")
		return message
	}
	if _, rest, ok := strings.Cut(e.Message, "; "+field+": "); ok {
		message, _, _ := strings.Cut(rest, "; ")
		return message
	}
	return ""
}

// plain is a value for people, "" where there is none.
func plain(v tandem.Value) string {
	if t := text(v); t != nil {
		return *t
	}
	return ""
}
