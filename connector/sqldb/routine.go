package sqldb

import (
	"context"
	"strings"

	"tandem"
)

// routineSet are the stored procedures a view is written through; nil = the table itself.
type routineSet struct {
	create, update, remove *procedure
}

// procedure is a stored procedure and what its parameters take.
type procedure struct {
	name       string
	parameters []string // names as written, in order
}

func (r *routineSet) of(op tandem.Op) *procedure {
	switch op {
	case tandem.Create:
		return r.create
	case tandem.Update:
		return r.update
	case tandem.Delete:
		return r.remove
	default:
		return nil
	}
}

// complete reports whether no write needs the table itself.
func (r *routineSet) complete() bool { return r.create != nil || r.update != nil || r.remove != nil }

// procedureCaller is what a dialect with stored procedures offers.
type procedureCaller interface {
	// parameters lists the input parameters of a procedure: name; in order.
	parameters(in tableName, name string) (string, []any)
	// call is a statement that calls it, and whether it may return a row; names and marks go together.
	call(name string, names, marks []string) (text string, returns bool)
}

// routines looks up the procedures of a view.
func (c *Conn) routines(ctx context.Context, l *layout) (routineSet, error) {
	var set routineSet
	var err error
	names := l.view.Routines
	if set.create, err = c.procedure(ctx, l, names.Create); err != nil {
		return set, err
	}
	if set.update, err = c.procedure(ctx, l, names.Update); err != nil {
		return set, err
	}
	set.remove, err = c.procedure(ctx, l, names.Delete)
	return set, err
}

func (c *Conn) procedure(ctx context.Context, l *layout, name string) (*procedure, error) {
	if name == "" {
		return nil, nil //nolint:nilnil // none is a proper answer
	}
	caller, ok := c.dialect.(procedureCaller)
	if !ok {
		return nil, tandem.Errorf(tandem.Config, "%s has no stored procedures", c.dialect.traits().name).At(name)
	}
	query, args := caller.parameters(c.at(c.profile(l.view)), name)
	ctx, cancel := c.bounded(ctx)
	defer cancel()
	lines, err := collect(ctx, c.db, query, args...)
	if err != nil {
		return nil, c.fail(ctx, name, err)
	}
	if len(lines) == 0 {
		return nil, tandem.Errorf(tandem.Schema, "there is no procedure %s with parameters", name).At(name)
	}
	p := &procedure{name: name}
	for _, line := range lines {
		p.parameters = append(p.parameters, strings.TrimSpace(line[0]))
	}
	return p, nil
}

// call is the statement that hands a row to a procedure. A parameter takes the
// field of its name; an @, p_ or in_ in front does not count. The lasting key
// goes to the parameter named like its field. A parameter that no value is for
// gets null.
func (t *attempt) call(p *procedure, j *job) (statement, error) {
	b := t.conn.builder()
	names, marks := make([]string, 0, len(p.parameters)), make([]string, 0, len(p.parameters))
	var keys []tandem.Value
	if j.Op != tandem.Create {
		var err error
		if keys, err = t.keyArgs(j.Key); err != nil {
			return statement{}, err
		}
	}
	for _, name := range p.parameters {
		names = append(names, name)
		col, v := t.argument(bareParameter(name), j, keys)
		if col == nil {
			marks = append(marks, b.placeholder(nil))
			continue
		}
		marks = append(marks, b.value(col, v))
	}
	caller, _ := t.conn.dialect.(procedureCaller)
	text, returns := caller.call(quoteDotted(t.conn.dialect, p.name), names, marks)
	return statement{text: text, args: b.args, returns: returns}, b.err
}

func bareParameter(name string) string {
	name = strings.TrimPrefix(name, "@")
	lower := strings.ToLower(name)
	for _, prefix := range []string{"p_", "in_"} {
		if strings.HasPrefix(lower, prefix) {
			return name[len(prefix):]
		}
	}
	return name
}

// argument finds the column and value a parameter takes.
func (t *attempt) argument(name string, j *job, keys []tandem.Value) (*column, tandem.Value) {
	col, ok := t.table.column(name)
	if !ok {
		return nil, tandem.Value{}
	}
	if t.view.ExternalID != "" && strings.EqualFold(t.view.ExternalID, col.name) && j.ExternalID != "" {
		return col, tandem.TextValue(j.ExternalID)
	}
	for i, at := range t.key {
		if t.selected[at] == col && keys != nil {
			return col, keys[i]
		}
	}
	for i := range t.fields {
		if t.selected[i] == col && i < len(j.Values) && j.Set.Has(i) {
			return col, j.Values[i]
		}
		// What is not written keeps its value: the procedure gets what was read.
		if t.selected[i] == col && i < len(j.Before) && !j.Before[i].IsAbsent() {
			return col, j.Before[i]
		}
	}
	if v, ok := t.view.Constants[col.name]; ok && j.Op == tandem.Create {
		return col, v
	}
	return nil, tandem.Value{}
}

// takeCall reads the answer of a procedure: a create answers with the key of
// the new row, unless the values give it.
func (t *attempt) takeCall(j *job, d done) error {
	if j.Op != tandem.Create {
		return nil
	}
	if d.row != nil && len(d.row) >= len(t.key) && d.row[0] != nil {
		return t.takeKey(j, d)
	}
	if j.result.Key = t.knownKey(j); j.result.Key == "" {
		return tandem.Errorf(tandem.Config, "procedure %s did not answer with the key of the new row", t.routine.create.name).At(t.table.shown)
	}
	return nil
}
