package expr

import (
	"github.com/expr-lang/expr/ast"

	"tandem"
)

// let gives a value a name. It is computed once, where it is declared.
func (c *compiler) let(n *ast.VariableDeclaratorNode) (node, error) {
	at := n.Location().From
	value, err := c.compile(n.Value)
	if err != nil {
		return value, err
	}
	if value.shape == aRecord {
		return value, c.errorAt(at, "a record cannot be given another name")
	}
	slot := c.vars
	c.vars++
	c.locals = append(c.locals, local{n.Name, variable(value, slot)})
	body, err := c.compile(n.Expr)
	c.locals = c.locals[:len(c.locals)-1]
	if err != nil || body.constant || body.shape == aRecord {
		return body, err
	}
	return before(body, func(r *run) { r.vars[slot] = value.cell(r) }), nil
}

// variable makes the node that reads what let computed.
func variable(value node, slot int) node {
	if value.constant {
		return value
	}
	value.eval = func(r *run) tandem.Value { return r.vars[slot].value }
	value.list = func(r *run) []tandem.Value { return r.vars[slot].list }
	value.rows = func(r *run) []tandem.Record { return r.vars[slot].rows }
	value.row = func(r *run) tandem.Record { return r.vars[slot].row }
	return value
}

// cell computes a node of any shape.
func (n node) cell(r *run) cell {
	switch n.shape {
	case aList:
		return cell{list: n.list(r)}
	case someLines:
		return cell{rows: n.rows(r)}
	case aLine:
		return cell{row: n.row(r)}
	default:
		return cell{value: n.eval(r)}
	}
}

// before makes a node that does something first.
func before(n node, do func(*run)) node {
	eval, list, rows, row := n.eval, n.list, n.rows, n.row
	n.eval = func(r *run) tandem.Value { do(r); return eval(r) }
	n.list = func(r *run) []tandem.Value { do(r); return list(r) }
	n.rows = func(r *run) []tandem.Record { do(r); return rows(r) }
	n.row = func(r *run) tandem.Record { do(r); return row(r) }
	return n
}
