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
// a field of ours that is mapped.
type lineView struct {
	object *dictionary.Object
	mapped []int // positions of the lines' normal form that follow the columns
}

// viewLines makes the view. Columns that only an expression of the document
// names are added to those that are read.
func (c *compiler) viewLines(sub *compiler, rules []Rule) {
	for _, r := range rules {
		if r.Value == "" || r.Ours == "" {
			continue
		}
		for _, name := range c.columnsOnlyIn(sub, r.Value) {
			sub.theirIndex(name)
		}
	}
	c.plan.lines.view = sub.view(nil)
}

// columnsOnlyIn finds the columns of a line that an expression needs and no
// rule reads. A program does not tell which fields of a line it looks at, so
// each column is left out in turn: where it is missed, it is needed. That
// happens once, when a mapping is compiled.
func (c *compiler) columnsOnlyIn(sub *compiler, source string) []string {
	var unread []string
	for _, f := range sub.theirs.Fields {
		if !slices.Contains(sub.plan.Theirs, f.Name) {
			unread = append(unread, f.Name)
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

// view lists the columns that are read, further ones, and the positions whose
// names none of them has.
func (c *compiler) view(further []string) lineView {
	v := lineView{object: &dictionary.Object{Name: c.theirs.Name}}
	for _, name := range slices.Concat(c.plan.Theirs, further) {
		if f, ok := c.theirs.Field(name); ok {
			v.object.Fields = append(v.object.Fields, *f)
		}
	}
	for i := range c.plan.Positions {
		pos := &c.plan.Positions[i]
		ours, isOurs := c.ours.Field(pos.Name)
		if _, taken := v.object.Field(pos.Name); !taken && isOurs {
			v.object.Fields = append(v.object.Fields, *ours)
			v.mapped = append(v.mapped, i)
		}
	}
	return v
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
