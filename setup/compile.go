package setup

import (
	"slices"
	"time"

	"tandem"
	"tandem/connector"
	"tandem/engine"
	"tandem/mapping"
)

// Compile makes of a sync what the engine runs. points are its own data
// points, or the preset's where it has none.
func Compile(s *Sync, points []DataPoint) *engine.Sync {
	out := &engine.Sync{
		Name: s.Name, Connection: s.Connection, Profile: s.Profile,
		Schedule: s.Schedule, TimeZone: s.TimeZone, Guard: engine.Guard(DefaultGuard()),
	}
	if out.Schedule == "" {
		out.Schedule = engine.Manual
	}
	if s.Guard != nil {
		out.Guard = engine.Guard(*s.Guard)
	}
	for i := range points {
		out.Points = append(out.Points, compilePoint(&points[i], !s.ReadOnly))
	}
	return out
}

func compilePoint(p *DataPoint, writable bool) engine.DataPoint {
	out := engine.DataPoint{
		Name: p.Name, Ours: p.Ours, Theirs: p.Theirs, Key: p.Key,
		Cursor: p.Cursor, Overlap: p.Overlap, Deletes: tombstone(p.Deletes),
		ExternalID: p.ExternalID, NewKey: newKey(p.NewKey), Constants: p.Constants,
		Operations: operations(p.Operations), Conflict: policy(p.Conflict), ChangedAt: p.ChangedAt,
		Match: p.Match, Filter: p.Filter, FirstOf: p.With,
		Mapping: mapping.Spec{Rules: rules(p.Name, p.Fields), Zone: time.LoadLocation},
		Place:   placeOr(p.Places, p.Name),
	}
	if out.Cursor == scan {
		out.Cursor = ""
	}
	out.Writable = writable && goesOut(&out) // once somebody confirms it: see consent.go
	if p.Routines != nil {
		out.Routines = connector.Routines(*p.Routines)
	}
	if p.Lines != nil {
		out.Lines = lines(p.Lines)
		out.Mapping.Lines = &mapping.LinesSpec{Ours: p.Lines.Ours, Rules: rules(p.Name+"."+p.Lines.Ours, p.Lines.Fields), Place: placeOr(p.Lines.Places, p.Name+"."+p.Lines.Ours)}
	}
	if !goesOut(&out) {
		onlyIn(&out.Mapping)
	}
	return out
}

// goesOut reports whether anything of a data point travels to the other side.
func goesOut(p *engine.DataPoint) bool {
	o := p.Operations
	return (o.Create | o.Update | o.Delete).Has(tandem.Out) || p.FirstOf != ""
}

// onlyIn makes one-way rules of the rules of a data point that only comes in:
// their converters need no way back, and nothing has to fit their columns.
func onlyIn(spec *mapping.Spec) {
	all := [][]mapping.Rule{spec.Rules}
	if spec.Lines != nil {
		all = append(all, spec.Lines.Rules)
	}
	for _, rules := range all {
		for i := range rules {
			if rules[i].Direction == tandem.Off {
				rules[i].Direction = tandem.In
			}
		}
	}
}

// scan is the cursor of a data point without one.
const scan = "scan"

func tombstone(d *Deletes) *connector.Tombstone {
	if d == nil {
		return nil
	}
	return &connector.Tombstone{Column: d.Column, Value: d.Value, Log: d.Log, LogCursor: d.Cursor}
}

func newKey(k *NewKey) connector.NewKey {
	if k == nil {
		return connector.NewKey{}
	}
	return connector.NewKey{
		Field: k.Field, From: connector.NewKeyFrom(k.From), Width: k.Width,
		Sequence: k.Sequence, Table: k.Table, Column: k.Column, Where: k.Where,
	}
}

func operations(o Operations) tandem.Operations {
	return tandem.Operations{Create: direction(o.Create), Update: direction(o.Update), Delete: direction(o.Delete)}
}

// direction reads a word that was checked when the file was read.
func direction(word string) tandem.Direction {
	d, _ := tandem.ParseDirection(word)
	return d
}

func policy(word string) tandem.Policy {
	p, _ := tandem.ParsePolicy(word)
	return p
}

func rules(owner string, fields []Field) []mapping.Rule {
	list := make([]mapping.Rule, len(fields))
	for i, f := range fields {
		list[i] = mapping.Rule{
			Ours: f.Ours, Theirs: f.Theirs, Direction: direction(f.Direction), // Off where nothing is said
			Convert: f.Convert, Values: f.Values, Reference: f.Reference, Value: f.Value,
			Keep: mapping.Keep(f.Rule), Place: placeOr(f.Places, owner+"."+f.Name()),
		}
		if f.Conflict != "" {
			p := policy(f.Conflict)
			list[i].Conflict = &p
		}
	}
	return list
}

func lines(l *Lines) *connector.Lines {
	out := &connector.Lines{Object: l.Theirs, Parent: pairsOf(l.Parent), Key: l.Key}
	for _, j := range l.Joins {
		out.Joins = append(out.Joins, connector.Join{Object: j.Theirs, On: pairsOf(j.On)})
	}
	return out
}

// pairsOf orders a map, so that what is made of it is always the same.
func pairsOf(m map[string]string) [][2]string {
	var list [][2]string
	for a, b := range m {
		list = append(list, [2]string{a, b})
	}
	slices.SortFunc(list, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	return list
}

// placeOr is where an entry stands in its file, or its name when it comes out
// of the store.
func placeOr(places Places, name string) string {
	if at := places.Of(""); at != "" {
		return at
	}
	return name
}
