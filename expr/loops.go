package expr

import (
	"github.com/expr-lang/expr/ast"

	"tandem"
)

// loop compiles the functions that run an expression for every line of a
// document or every value of a list: sum(lines, .net), any(lines, .quantity > 10).
// In it, .net is a field of the line, # the value itself.
func (c *compiler) loop(n *ast.BuiltinNode) (node, error) {
	at := n.Location().From
	if len(n.Arguments) == 0 {
		return node{}, c.errorAt(at, "%s needs a list", n.Name)
	}
	over, err := c.compile(n.Arguments[0])
	if err != nil {
		return over, err
	}
	if over.shape != aList && over.shape != someLines {
		return over, c.errorAt(over.at, "%s needs a list, not %s", n.Name, over.describe())
	}
	var body *node
	if len(n.Arguments) > 1 {
		if body, err = c.body(n.Arguments[1], over); err != nil {
			return over, err
		}
	}
	l := &loop{at: at, over: over, body: body, depth: len(c.items)}
	switch n.Name {
	case "sum":
		return c.sum(l)
	case "count", "any", "all", "none", "one":
		return c.tally(n.Name, l)
	case "filter":
		return c.filter(l)
	case "map":
		return c.mapped(l)
	case "find":
		return c.find(l)
	default:
		return over, c.errorAt(at, "there is no function %s", n.Name).WithHint("sum, count, any, all, none, one, filter, map and find work on lists")
	}
}

// body compiles what runs for every element.
func (c *compiler) body(n ast.Node, over node) (*node, error) {
	if len(c.items) == maxNesting {
		return nil, c.errorf(n, "conditions over lists stand more than %d deep in one another", maxNesting)
	}
	if p, ok := n.(*ast.PredicateNode); ok {
		n = p.Node
	}
	c.items = append(c.items, over)
	m, err := c.scalar(n)
	c.items = c.items[:len(c.items)-1]
	return &m, err
}

// pointer compiles #, the element a loop is at, and #index, its number from 0.
func (c *compiler) pointer(n *ast.PointerNode) (node, error) {
	at, depth := n.Location().From, len(c.items)-1
	if depth < 0 {
		return node{}, c.errorAt(at, "# has a meaning only where a list is gone through")
	}
	over := c.items[depth]
	switch {
	case n.Name == "index":
		return node{kind: tandem.Integer, at: at, eval: func(r *run) tandem.Value { return tandem.IntegerValue(int64(r.items[depth].index)) }}, nil
	case n.Name != "":
		return node{}, c.errorAt(at, "there is no #%s", n.Name).WithHint("# and #index")
	case over.shape == someLines:
		return node{shape: aLine, object: over.object, at: at, row: func(r *run) tandem.Record { return r.items[depth].row }}, nil
	default:
		return node{kind: over.kind, at: at, eval: func(r *run) tandem.Value { return r.items[depth].value }}, nil
	}
}

// loop goes through a list with an expression.
type loop struct {
	at    int
	over  node
	body  *node // nil: the element itself
	depth int
}

// each runs the body for every element until visit has seen enough.
func (l *loop) each(r *run, visit func(element cell, v tandem.Value) bool) {
	if l.over.shape == someLines {
		for i, line := range l.over.rows(r) {
			if !l.visit(r, cell{row: line, index: i}, visit) {
				return
			}
		}
		return
	}
	for i, v := range l.over.list(r) {
		if !l.visit(r, cell{value: v, index: i}, visit) {
			return
		}
	}
}

func (l *loop) visit(r *run, element cell, visit func(cell, tandem.Value) bool) bool {
	if !r.step(l.at) {
		return false
	}
	if l.body == nil {
		return visit(element, element.value)
	}
	r.items[l.depth] = element
	return visit(element, l.body.eval(r)) && r.failure == ""
}

// kind returns the kind of value the body gives.
func (l *loop) kind() tandem.Kind {
	if l.body != nil {
		return l.body.kind
	}
	if l.over.shape == someLines {
		return tandem.Absent
	}
	return l.over.kind
}

// sum adds up what is known; of nothing it is zero.
func (c *compiler) sum(l *loop) (node, error) {
	if l.kind() == tandem.Absent {
		return node{}, c.errorAt(l.at, "lines cannot be added up").WithHint("name a field: sum(lines, .net)")
	}
	kind := l.kind()
	zero := tandem.IntegerValue(0)
	switch kind {
	case tandem.Integer:
	case tandem.Decimal, tandem.Null:
		kind, zero = tandem.Decimal, tandem.DecimalValue(0, 0)
	default:
		return node{}, c.errorAt(l.at, "sum adds numbers, not %s", kind)
	}
	return node{kind: kind, at: l.at, eval: func(r *run) tandem.Value {
		total, fits := zero, true
		l.each(r, func(_ cell, v tandem.Value) bool {
			if !v.IsNull() {
				total, fits = add(total, v)
			}
			return fits
		})
		if !fits {
			return r.fail(l.at, tooLarge)
		}
		return total
	}}, nil
}

// tally counts the elements for which the body holds and judges the number.
func (c *compiler) tally(name string, l *loop) (node, error) {
	if l.body == nil && name != "count" {
		return node{}, c.errorAt(l.at, "%s needs a condition", name)
	}
	if l.body != nil && l.body.kind != tandem.Bool && l.body.kind != tandem.Null {
		return node{}, c.errorAt(l.at, "%s needs a condition, not %s", name, l.body.describe())
	}
	count := func(r *run, most int) (held, seen int) {
		l.each(r, func(_ cell, v tandem.Value) bool {
			seen++
			if l.body == nil || v.Bool() {
				held++
			}
			return held < most
		})
		return held, seen
	}
	const all = int(^uint(0) >> 1)
	switch name {
	case "any":
		return condition(l.at, func(r *run) bool { held, _ := count(r, 1); return held > 0 }), nil
	case "none":
		return condition(l.at, func(r *run) bool { held, _ := count(r, 1); return held == 0 }), nil
	case "one":
		return condition(l.at, func(r *run) bool { held, _ := count(r, 2); return held == 1 }), nil
	case "all":
		return condition(l.at, func(r *run) bool { held, seen := count(r, all); return held == seen }), nil
	default:
		return node{kind: tandem.Integer, at: l.at, eval: func(r *run) tandem.Value {
			held, _ := count(r, all)
			return tandem.IntegerValue(int64(held))
		}}, nil
	}
}

// filter keeps the elements for which the condition holds.
func (c *compiler) filter(l *loop) (node, error) {
	if l.body == nil || l.body.kind != tandem.Bool && l.body.kind != tandem.Null {
		return node{}, c.errorAt(l.at, "filter needs a condition")
	}
	kept := l.over
	kept.at, kept.field = l.at, nil
	kept.rows = func(r *run) (lines []tandem.Record) {
		l.each(r, func(element cell, v tandem.Value) bool {
			if v.Bool() {
				lines = append(lines, element.row)
			}
			return true
		})
		return lines
	}
	kept.list = func(r *run) (values []tandem.Value) {
		l.each(r, func(element cell, v tandem.Value) bool {
			if v.Bool() {
				values = append(values, element.value)
			}
			return true
		})
		return values
	}
	return kept, nil
}

// mapped makes a list of what the body gives.
func (c *compiler) mapped(l *loop) (node, error) {
	if l.body == nil {
		return node{}, c.errorAt(l.at, "map needs an expression").WithHint("map(lines, .code)")
	}
	return node{shape: aList, kind: l.body.kind, at: l.at, list: func(r *run) (values []tandem.Value) {
		l.each(r, func(_ cell, v tandem.Value) bool {
			values = append(values, v)
			return true
		})
		return values
	}}, nil
}

// find gives the first element for which the condition holds, or nil.
func (c *compiler) find(l *loop) (node, error) {
	if l.body == nil || l.body.kind != tandem.Bool && l.body.kind != tandem.Null {
		return node{}, c.errorAt(l.at, "find needs a condition")
	}
	first := func(r *run) cell {
		found := cell{value: tandem.NullValue()}
		l.each(r, func(element cell, v tandem.Value) bool {
			if v.Bool() {
				found = element
			}
			return !v.Bool()
		})
		return found
	}
	if l.over.shape == someLines {
		return node{shape: aLine, object: l.over.object, at: l.at, row: func(r *run) tandem.Record { return first(r).row }}, nil
	}
	return node{kind: l.over.kind, at: l.at, eval: func(r *run) tandem.Value { return first(r).value }}, nil
}
