package mapping

import (
	"slices"

	"tandem"
	"tandem/dictionary"
	"tandem/expr"
)

// lineView is what expressions over their row see of the lines: the columns
// that are read, by their names, and behind them what the rules make of them,
// by our names. So sum(lines, .net) works whether net is a column of theirs or
// a field of ours that is mapped. A field of ours that no rule fills is there
// as well, without a value: nothing is known of it, as in the lines we store.
type lineView struct {
	object *dictionary.Object
	mapped []int // positions of the lines' normal form that follow the columns
}

// viewLines makes the view. Columns that only an expression of the document
// names are added to those that are read.
func (c *compiler) viewLines(sub *compiler, rules []Rule) {
	var empty []string
	for _, r := range rules {
		if r.Value == "" || r.Ours == "" {
			continue
		}
		for _, name := range c.namesOnlyIn(sub, r.Value) {
			if _, column := sub.theirs.Field(name); column {
				sub.theirIndex(name)
				continue
			}
			empty = append(empty, name)
			c.place = r.Place
			c.noticef("map it among the fields of the lines, or name a column of "+sub.theirs.Name,
				"no rule maps %s of the lines: in the value of %s it is null, of which a sum is 0", name, r.Ours)
		}
	}
	c.plan.lines.view = sub.view(empty)
}

// namesOnlyIn finds what an expression needs of a line and no rule deals with:
// columns of theirs and fields of ours. A program does not tell which fields of
// a line it looks at, so each is left out in turn: where it is missed, it is
// needed. That happens once, when a mapping is compiled.
func (c *compiler) namesOnlyIn(sub *compiler, source string) []string {
	var unread []string
	for _, name := range slices.Concat(sub.theirs.FieldNames(), sub.ours.FieldNames()) {
		if !slices.Contains(sub.plan.Theirs, name) && !slices.Contains(unread, name) {
			unread = append(unread, name)
		}
	}
	compiles := func(further []string) bool {
		c.plan.lines.view = sub.view(further)
		_, err := expr.Compile(source, expr.Env{Object: c.rowObject()})
		return err == nil
	}
	if compiles(nil) || !compiles(unread) {
		return nil // nothing is missed, or something else is wrong with it
	}
	var needed []string
	for _, name := range unread {
		without := slices.DeleteFunc(slices.Clone(unread), func(other string) bool { return other == name })
		if !compiles(without) {
			needed = append(needed, name)
		}
	}
	return needed
}

// view lists the columns that are read, further ones, the positions whose
// names none of them has, and further fields of ours, which stay empty.
func (c *compiler) view(further []string) lineView {
	v := lineView{object: &dictionary.Object{Name: c.theirs.Name}}
	for _, name := range slices.Concat(c.plan.Theirs, further) {
		v.add(c.theirs, name)
	}
	for i := range c.plan.Positions {
		if v.add(c.ours, c.plan.Positions[i].Name) {
			v.mapped = append(v.mapped, i)
		}
	}
	for _, name := range further {
		v.add(c.ours, name)
	}
	return v
}

// add shows a field of an object under its name, where that is free.
func (v *lineView) add(of *dictionary.Object, name string) bool {
	f, ok := of.Field(name)
	if _, taken := v.object.Field(name); taken || !ok {
		return false
	}
	v.object.Fields = append(v.object.Fields, *f)
	return true
}

// seen makes the list that expressions see of their lines.
func (l *lines) seen(list tandem.Value) (tandem.Value, error) {
	n := make(tandem.Record, len(l.plan.Positions))
	return l.convert(list, len(l.view.object.Fields), func(_ int, line, to tandem.Record) error {
		if err := l.plan.FromTheirs(line, n); err != nil {
			return err
		}
		columns := len(l.plan.Theirs)
		for i := range columns {
			to[i] = line[i]
			if l.view.object.Fields[i].Padded {
				to[i] = trimRight(line[i])
			}
		}
		for i, at := range l.view.mapped {
			to[columns+i] = n[at]
		}
		return nil
	})
}
