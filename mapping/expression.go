package mapping

import (
	"tandem"
	"tandem/dictionary"
)

// evaluator is a compiled expression.
type evaluator interface {
	Run(get func(field string) tandem.Value) (tandem.Value, error)
}

// expression is the Value of a rule, ready to run over one side's record.
type expression struct {
	program evaluator
	fields  map[string]int // where each field stands in that side's field list
	lines   string         // over their row: what the lines are called; "" = there are none
}

// run computes the expression over a record.
func (e *expression) run(rec tandem.Record) (tandem.Value, error) {
	return e.program.Run(func(field string) tandem.Value {
		if i, ok := e.fields[field]; ok {
			return rec[i]
		}
		return tandem.Value{}
	})
}

// runOver computes an expression over a row of theirs and its lines.
func (e *expression) runOver(row tandem.Record, l *lines) (tandem.Value, error) {
	return e.run(row)
}

// expression compiles a Value over the fields of an object.
func (c *compiler) expression(source string, over *dictionary.Object, index func(string) int, lines string) (*expression, bool) {
	c.fail("expressions are not wired yet: %s", source)
	return nil, false
}
