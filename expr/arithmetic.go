package expr

import (
	"github.com/expr-lang/expr/ast"

	"tandem"
)

// arithmetic compiles + - * / %: of numbers, + of texts, and days added to a
// date or between two. Nil on either side gives nil.
func (c *compiler) arithmetic(n *ast.BinaryNode) (node, error) {
	left, err := c.scalar(n.Left)
	if err != nil {
		return left, err
	}
	right, err := c.scalar(n.Right)
	if err != nil {
		return right, err
	}
	at := n.Location().From
	kind, work := operation(n.Operator, left.kind, right.kind)
	if work == nil {
		e := c.errorAt(at, "%s cannot be applied to %s and %s", n.Operator, left.describe(), right.describe())
		if left.kind == tandem.Text || right.kind == tandem.Text {
			return left, e.WithHint("number() makes a number of a text, text() a text of anything")
		}
		return left, e
	}
	return c.fold(node{kind: kind, at: at, eval: func(r *run) tandem.Value {
		a, b := left.eval(r), right.eval(r)
		if a.IsNull() || b.IsNull() {
			return tandem.NullValue()
		}
		v, problem := work(a, b)
		if problem != "" {
			return r.fail(at, problem)
		}
		return r.build(at, v)
	}}, left, right)
}

type calculation func(a, b tandem.Value) (tandem.Value, string)

// operation finds what an operator does with two kinds, and what comes out.
func operation(op string, a, b tandem.Kind) (tandem.Kind, calculation) {
	switch {
	case isNumber(a) && isNumber(b):
		kind, _ := common(a, b)
		if op == "/" {
			kind = tandem.Decimal
		}
		return kind, numeric(op)
	case a == tandem.Text && b == tandem.Text && op == "+":
		return tandem.Text, appendText
	case a == tandem.Date && b == tandem.Integer && op == "+":
		return tandem.Date, addDays
	case a == tandem.Date && b == tandem.Integer && op == "-":
		return tandem.Date, func(a, b tandem.Value) (tandem.Value, string) {
			minus, ok := negative(b)
			if !ok {
				return minus, noSuchDay
			}
			return addDays(a, minus)
		}
	case a == tandem.Date && b == tandem.Date && op == "-":
		return tandem.Integer, subtractDays
	default:
		return tandem.Null, nil
	}
}

func numeric(op string) calculation {
	work := map[string]func(a, b tandem.Value) (tandem.Value, bool){
		"+": add, "-": subtract, "*": multiply, "/": divide, "%": remainder,
	}[op]
	return func(a, b tandem.Value) (tandem.Value, string) {
		if (op == "/" || op == "%") && b.Int() == 0 {
			return tandem.Value{}, "division by zero"
		}
		v, ok := work(a, b)
		if !ok {
			return v, tooLarge
		}
		return v, ""
	}
}

func appendText(a, b tandem.Value) (tandem.Value, string) {
	if len(a.Text())+len(b.Text()) > maxText {
		return tandem.Value{}, tooLong
	}
	return tandem.TextValue(a.Text() + b.Text()), ""
}
