package expr

import (
	"cmp"
	"regexp"

	"github.com/expr-lang/expr/ast"

	"tandem"
)

func (c *compiler) unary(n *ast.UnaryNode) (node, error) {
	at := n.Location().From
	if n.Operator == "not" || n.Operator == "!" {
		part, err := c.truth(n.Node)
		if err != nil {
			return part, err
		}
		return c.fold(condition(at, func(r *run) bool { return !part.eval(r).Bool() }), part)
	}
	part, err := c.scalar(n.Node)
	if err != nil {
		return part, err
	}
	if !isNumber(part.kind) {
		return part, c.errorAt(at, "%s cannot have a sign", part.describe())
	}
	if n.Operator == "+" {
		return part, nil
	}
	return c.fold(node{kind: part.kind, at: at, eval: func(r *run) tandem.Value {
		v := part.eval(r)
		if v.IsNull() {
			return v
		}
		v, ok := negative(v)
		if !ok {
			return r.fail(at, tooLarge)
		}
		return v
	}}, part)
}

const tooLarge = "the number becomes too large"

// condition makes a node of a yes or no.
func condition(at int, holds func(*run) bool) node {
	return node{kind: tandem.Bool, at: at, eval: func(r *run) tandem.Value { return tandem.BoolValue(holds(r)) }}
}

func (c *compiler) binary(n *ast.BinaryNode) (node, error) {
	switch n.Operator {
	case "and", "&&", "or", "||":
		return c.logic(n)
	case "??":
		return c.otherwise(n)
	case "in":
		return c.in(n)
	case "matches":
		return c.matches(n)
	case "==", "!=", "<", "<=", ">", ">=", "contains", "startsWith", "endsWith":
		return c.comparison(n)
	case "+", "-", "*", "/", "%":
		return c.arithmetic(n)
	default:
		return node{}, c.errorf(n, "there is no operator %s", n.Operator)
	}
}

func (c *compiler) logic(n *ast.BinaryNode) (node, error) {
	left, err := c.truth(n.Left)
	if err != nil {
		return left, err
	}
	right, err := c.truth(n.Right)
	if err != nil {
		return right, err
	}
	at := n.Location().From
	if n.Operator == "and" || n.Operator == "&&" {
		return c.fold(condition(at, func(r *run) bool { return left.eval(r).Bool() && right.eval(r).Bool() }), left, right)
	}
	return c.fold(condition(at, func(r *run) bool { return left.eval(r).Bool() || right.eval(r).Bool() }), left, right)
}

// otherwise is a ?? b: the first that is known.
func (c *compiler) otherwise(n *ast.BinaryNode) (node, error) {
	left, right, err := c.alternatives(n.Left, n.Right)
	if err != nil {
		return left, err
	}
	return c.fold(node{kind: left.kind, at: left.at, eval: func(r *run) tandem.Value {
		if v := left.eval(r); !v.IsNull() {
			return v
		}
		return right.eval(r)
	}}, left, right)
}

// comparison compiles == and its kin; see the package comment for what nil means.
func (c *compiler) comparison(n *ast.BinaryNode) (node, error) {
	op, at := Operator(n.Operator), n.Location().From
	left, right, err := c.sides(n)
	if err != nil {
		return left, err
	}
	if left.isNil() || right.isNil() {
		return c.nilComparison(op, at, left, right)
	}
	if err := c.comparable(op, at, left, right); err != nil {
		return left, err
	}
	valuesOnly := left.constant || right.constant || op != Equal && op != NotEqual
	return c.fold(condition(at, func(r *run) bool {
		a, b := left.eval(r), right.eval(r)
		if isSearch(op) && !r.search(at, a) {
			return false
		}
		if !valuesOnly && (a.IsNull() || b.IsNull()) {
			return (op == Equal) == (a.IsNull() && b.IsNull())
		}
		return compare(a, op, b)
	}), left, right)
}

// sides compiles both sides of an operator, constants brought to the other's kind.
func (c *compiler) sides(n *ast.BinaryNode) (left, right node, err error) {
	if left, err = c.scalar(n.Left); err != nil {
		return left, right, err
	}
	if right, err = c.scalar(n.Right); err != nil {
		return left, right, err
	}
	return c.meet(left, right)
}

func (c *compiler) nilComparison(op Operator, at int, left, right node) (node, error) {
	if op != Equal && op != NotEqual {
		return node{}, c.errorAt(at, "%s cannot compare with nil", op).WithHint("use == nil or != nil")
	}
	return c.fold(condition(at, func(r *run) bool {
		return (op == Equal) == (left.eval(r).IsNull() && right.eval(r).IsNull())
	}), left, right)
}

// comparable checks that the operator makes sense between both kinds.
func (c *compiler) comparable(op Operator, at int, left, right node) error {
	switch {
	case isSearch(op):
		if left.kind != tandem.Text || right.kind != tandem.Text {
			return c.errorAt(at, "%s searches texts, not %s and %s", op, left.describe(), right.describe())
		}
	case left.kind != right.kind && (!isNumber(left.kind) || !isNumber(right.kind)):
		return c.errorAt(at, "%s and %s cannot be compared", left.describe(), right.describe())
	case op == Equal || op == NotEqual:
		return cmp.Or(c.checkWords(left.field, right), c.checkWords(right.field, left))
	case left.kind == tandem.Bool || left.kind == tandem.Reference:
		return c.errorAt(at, "%s has no order", left.describe()).WithHint("use == or !=")
	}
	return nil
}

// matches compares a text with a regular expression, which must be a constant.
func (c *compiler) matches(n *ast.BinaryNode) (node, error) {
	left, right, err := c.sides(n)
	if err != nil {
		return left, err
	}
	if left.kind != tandem.Text || !right.constant || right.kind != tandem.Text {
		return left, c.errorf(n, "matches needs a text and a constant regular expression")
	}
	pattern, err := regexp.Compile(right.value.Text())
	if err != nil {
		return left, c.errorAt(right.at, "%s", err)
	}
	at := n.Location().From
	return condition(at, func(r *run) bool {
		v := left.eval(r)
		return v.Kind() == tandem.Text && r.search(at, v) && pattern.MatchString(v.Text())
	}), nil
}

// in asks whether a list has the value. Nil is in no list.
func (c *compiler) in(n *ast.BinaryNode) (node, error) {
	left, err := c.scalar(n.Left)
	if err != nil {
		return left, err
	}
	at := n.Location().From
	values, err := c.listFor(left, n.Right)
	if err != nil {
		return left, err
	}
	return condition(at, func(r *run) bool {
		v := left.eval(r)
		for _, w := range values.list(r) {
			if !r.step(at) {
				return false
			}
			if compare(v, Equal, w) {
				return true
			}
		}
		return false
	}), nil
}

// listFor compiles the list on the right of in. One of constants is made once.
func (c *compiler) listFor(left node, n ast.Node) (node, error) {
	if array, ok := n.(*ast.ArrayNode); ok {
		if values, ok, err := c.constants(left, array); err != nil || ok {
			return values, err
		}
	}
	values, err := c.compile(n)
	if err != nil {
		return values, err
	}
	if values.shape != aList {
		return values, c.errorAt(values.at, "in needs a list, not %s", values.describe())
	}
	if _, ok := common(left.kind, values.kind); !ok {
		return values, c.errorAt(values.at, "a list of %s has no %s", values.kind, left.describe())
	}
	return values, nil
}

// constants makes the list of an array in which nothing but constants stand.
func (c *compiler) constants(left node, array *ast.ArrayNode) (node, bool, error) {
	var values []tandem.Value
	for _, item := range array.Nodes {
		v, ok, err := c.constant(item)
		if err != nil || !ok {
			return node{}, false, err
		}
		n, err := c.converted(constantNode(item.Location().From, v), left)
		if err != nil {
			return n, false, err
		}
		if err := c.checkWords(left.field, n); err != nil {
			return n, false, err
		}
		if _, ok := common(left.kind, n.kind); !ok {
			return n, false, c.errorAt(n.at, "%s cannot be in a list for %s", n.describe(), left.describe())
		}
		values = append(values, n.value)
	}
	return node{shape: aList, kind: left.kind, list: func(*run) []tandem.Value { return values }}, true, nil
}
