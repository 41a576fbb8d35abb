package setup

import (
	"context"
	"errors"
	"slices"

	"tandem"
	"tandem/connector"
	"tandem/dictionary"
	"tandem/engine"
	"tandem/expr"
	"tandem/mapping"
)

// asking checks a file against the connected systems: that they can be reached,
// and that what the mappings speak of is there.
type asking struct {
	config   *Config
	account  int64
	file     *File
	stored   *Stored
	ours     *dictionary.Dictionary
	problems Problems
	notices  Problems
	warnings []string
	asked    []string // connections
}

// sync checks the data points of one sync.
func (a *asking) sync(ctx context.Context, s *Sync, points []DataPoint) {
	if s.Removed {
		return
	}
	conn, ok := a.file.connection(s.Connection)
	if !ok {
		conn, ok = a.stored.connection(s.Connection)
	}
	if !ok || conn.Disabled || conn.NeedsSetup {
		return
	}
	a.asked = append(a.asked, conn.Name)
	remote, ok := a.open(ctx, conn, s.Profile, s.Places.Of("connection"))
	if !ok {
		return
	}
	defer a.closing(remote, conn)
	compiled := a.config.compile(s, conn, points)
	theirs, err := remote.Describe(ctx, remoteNames(compiled)...)
	if err != nil {
		a.failed(conn, s.Places.Of("connection"), err)
		return
	}
	for i := range compiled.Points {
		p := pointCheck{asking: a, sync: compiled, def: &compiled.Points[i], point: &points[i], theirs: theirs}
		p.check()
	}
}

// unused tests the connections of the file that no sync of it uses yet.
func (a *asking) unused(ctx context.Context) {
	for i := range a.file.Connections {
		conn := &a.file.Connections[i]
		if conn.Removed || conn.Disabled || conn.NeedsSetup || slices.Contains(a.asked, conn.Name) {
			continue
		}
		if remote, ok := a.open(ctx, conn, "", conn.Places.Of("name")); ok {
			a.closing(remote, conn)
		}
	}
}

// open connects and tests the connection.
func (a *asking) open(ctx context.Context, conn *Connection, profile, place string) (connector.Connector, bool) {
	remote, err := a.config.open(a.account, conn, profile)
	if err == nil {
		if err = remote.Check(ctx); err == nil {
			return remote, true
		}
		a.closing(remote, conn)
	}
	a.failed(conn, place, err)
	return nil, false
}

func (a *asking) closing(remote connector.Connector, conn *Connection) {
	if err := remote.Close(); err != nil {
		a.config.options.Log.Warn("closing a connection", "connection", conn.Name, "error", err)
	}
}

// failed notes why a connection cannot be used, once, where its address is written.
func (a *asking) failed(conn *Connection, place string, err error) {
	if at, ok := conn.Places["settings"]; ok {
		place = at
	}
	if at, ok := conn.Places["settings.url"]; ok {
		place = at
	}
	e, ok := errors.AsType[*tandem.Error](err)
	if !ok {
		e = tandem.Errorf(tandem.Unreached, "the connected system cannot be used").Because(err)
	}
	message := e.Message
	if e.Place != "" {
		message = e.Place + ": " + message
	}
	hint := e.Hint
	if hint == "" && e.Code == tandem.Unreached {
		hint = "apply --offline stores the configuration without asking the connected system"
	}
	for _, p := range a.problems {
		if p.Place == place && p.Code == e.Code {
			return
		}
	}
	a.problems = append(a.problems, &tandem.Error{Code: e.Code, Place: place, Message: "connection " + conn.Name + ": " + message, Hint: hint, Err: e.Err})
}

// remoteNames lists what a sync touches on the other side.
func remoteNames(s *engine.Sync) []string {
	var list []string
	for i := range s.Points {
		p := &s.Points[i]
		list = append(list, p.Theirs)
		if p.Lines != nil {
			list = append(list, p.Lines.Object)
			for _, j := range p.Lines.Joins {
				list = append(list, j.Object)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// pointCheck checks one data point against their description.
type pointCheck struct {
	*asking
	sync   *engine.Sync
	def    *engine.DataPoint
	point  *DataPoint
	theirs *dictionary.Dictionary
}

func (p *pointCheck) check() {
	object, ok := p.object(p.point.Theirs, p.point.Places.Of("theirs"))
	if !ok {
		return
	}
	lines, ok := p.lines()
	if !ok {
		return
	}
	p.columns(object)
	p.filter(object)
	p.writing(object)
	ours, ok := p.ours.Object(p.point.Ours)
	if !ok {
		return // told already
	}
	_, problems := mapping.Compile(p.def.Mapping, ours, object, lines)
	for _, problem := range problems {
		switch {
		case problem.Notice:
			p.notices = append(p.notices, problem.Err)
		case problem.Warning:
			p.warnings = append(p.warnings, problem.Err.Error())
		default:
			p.problems = append(p.problems, problem.Err)
		}
	}
}

func (p *pointCheck) object(name, place string) (*dictionary.Object, bool) {
	object, ok := p.theirs.Object(name)
	if !ok {
		p.problems.addf(place, "tandem describe CONNECTION lists what there is", "the other side has no table or view %s, or no right to read it", name)
	}
	return object, ok
}

// lines puts the fields of the lines' own table and of those joined to it together.
func (p *pointCheck) lines() (*dictionary.Object, bool) {
	l := p.point.Lines
	if l == nil {
		return nil, true
	}
	own, ok := p.object(l.Theirs, l.Places.Of("theirs"))
	if !ok {
		return nil, false
	}
	all := own.Clone()
	for _, j := range l.Joins {
		joined, ok := p.object(j.Theirs, l.Places.Of("joins"))
		if !ok {
			return nil, false
		}
		for _, f := range joined.Fields {
			if _, twice := all.Field(f.Name); !twice {
				all.Fields = append(all.Fields, f)
			}
		}
	}
	for _, name := range append(sortedKeys(l.Parent), l.Key...) {
		p.column(all, name, l.Places.Of("key"))
	}
	return all, true
}

// columns checks every column that is named outside of the mapping.
func (p *pointCheck) columns(object *dictionary.Object) {
	at := p.point.Places
	for _, name := range p.point.Key {
		p.column(object, name, at.Of("key"))
	}
	if len(p.point.Key) == 0 && len(object.Key) == 0 {
		p.keyless(object)
	}
	p.column(object, p.def.Cursor, at.Of("cursor"))
	p.column(object, p.point.ExternalID, at.Of("external_id"))
	p.column(object, p.point.ChangedAt, at.Of("changed_at"))
	if p.point.NewKey != nil {
		p.column(object, p.point.NewKey.Field, at.Of("new_key"))
	}
	if p.point.Deletes != nil {
		p.column(object, p.point.Deletes.Column, at.Of("deletes"))
	}
	for _, name := range sortedKeys(p.point.Constants) {
		p.column(object, name, at.Of("constants."+name))
	}
}

func (p *pointCheck) column(object *dictionary.Object, name, place string) {
	if name == "" {
		return
	}
	if _, ok := object.Field(name); !ok {
		p.problems.addf(place, didYouMean(name, object.FieldNames()), "%s has no column %s", object.Name, name)
	}
}

func (p *pointCheck) filter(object *dictionary.Object) {
	if p.point.Filter == "" {
		return
	}
	if _, err := expr.ParseFilter(p.point.Filter, object); err != nil {
		p.problems = append(p.problems, within(p.point.Places.Of("filter"), "filter", err))
	}
}

// writing checks that rows that go out can be written.
func (p *pointCheck) writing(object *dictionary.Object) {
	if !p.def.Writable {
		return
	}
	if object.ReadOnly && p.def.Routines == (connector.Routines{}) {
		p.problems.addf(p.point.Places.Of("operations"), "grant the right, write through routines, or let it only come in", "%s can only be read, but operations go out to it", object.Name)
	}
	creates := p.def.Operations.Create.Has(tandem.Out) || p.def.FirstOf != ""
	if creates && p.point.NewKey == nil {
		p.problems.addf(p.point.Places.Of("operations"), "new_key: {field: COLUMN, from: database}", "data point %s creates rows there, but no new_key says where their key comes from", p.point.Name)
	}
}

// within places an error of an expression where the expression is written.
func within(place, what string, err error) *tandem.Error {
	e, ok := errors.AsType[*tandem.Error](err)
	if !ok {
		return tandem.Errorf(tandem.Config, "%s: %v", what, err).At(place)
	}
	message := e.Message
	if e.Place != "" {
		message = e.Place + ": " + message
	}
	return (&tandem.Error{Code: tandem.Config, Message: what + ": " + message, Hint: e.Hint, Err: e.Err}).At(place)
}
