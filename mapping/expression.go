package mapping

import (
	"errors"

	"tandem"
	"tandem/dictionary"
	"tandem/expr"
)

// expression is the Value of a rule, ready to run over one side's record.
type expression struct {
	program *expr.Program
	at      []int  // where each field of the program stands in that side's field list; theLines = not there
	padded  []bool // columns of fixed width lose their trailing blanks first
	lines   bool   // it looks at the lines of their document
}

// theLines stands for the lines of their document, which are no field of theirs.
const theLines = -1

// linesName is what expressions over their row call the lines.
const linesName = "lines"

// expression compiles a Value over the fields of an object. index says where a
// field stands.
func (c *compiler) expression(source string, over *dictionary.Object, index func(string) int) (*expression, bool) {
	program, err := expr.Compile(source, expr.Env{Object: over})
	if err != nil {
		c.failure(inValue(err))
		return nil, false
	}
	e := &expression{program: program}
	for _, name := range program.Fields() {
		at := index(name)
		f, _ := over.Field(name)
		e.at = append(e.at, at)
		e.padded = append(e.padded, f != nil && f.Padded)
		e.lines = e.lines || at == theLines
	}
	return e, true
}

// inValue moves the line and column within an expression into the message:
// the place of the problem is that of the rule.
func inValue(err error) error {
	if e, ok := errors.AsType[*tandem.Error](err); ok && e.Place != "" {
		moved := *e
		moved.Message = "value " + e.Place + ": " + e.Message
		return &moved
	}
	return err
}

// rowObject is their object as expressions see it: its lines are those that
// are mapped, with their names and ours.
func (c *compiler) rowObject() *dictionary.Object {
	seen := *c.theirs
	seen.Lines = nil
	if c.plan.lines != nil {
		seen.Lines = c.plan.lines.view.object
	}
	seen.Fields = nil
	for _, f := range c.theirs.Fields {
		if f.Type != dictionary.Lines {
			seen.Fields = append(seen.Fields, f)
		}
	}
	return &seen
}

// rowIndex says where what an expression names stands in their row.
func (c *compiler) rowIndex(name string) int {
	f, isField := c.theirs.Field(name)
	if name == linesName && c.plan.lines != nil && (!isField || f.Type == dictionary.Lines) {
		return theLines
	}
	return c.theirIndex(name)
}

// run computes the expression over a record.
func (e *expression) run(rec tandem.Record) (tandem.Value, error) {
	var buf [16]tandem.Value
	return e.program.RunRecord(e.values(buf[:0], rec, tandem.Value{}))
}

// runOver computes the expression over a row of theirs and its lines.
func (e *expression) runOver(row tandem.Record, l *lines) (tandem.Value, error) {
	var list tandem.Value
	if e.lines {
		var err error
		if list, err = l.seen(row[len(row)-1]); err != nil {
			return tandem.Value{}, err
		}
	}
	var buf [16]tandem.Value
	return e.program.RunRecord(e.values(buf[:0], row, list))
}

// values lists what the program looks at.
func (e *expression) values(dst, rec tandem.Record, list tandem.Value) tandem.Record {
	for i, at := range e.at {
		v := list
		if at != theLines {
			v = rec[at]
		}
		if e.padded[i] {
			v = trimRight(v)
		}
		dst = append(dst, v)
	}
	return dst
}
