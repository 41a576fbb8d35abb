package expr

import (
	"tandem"
	"tandem/dictionary"
)

// common returns the kind that values of both kinds can be brought to.
func common(a, b tandem.Kind) (tandem.Kind, bool) {
	switch {
	case a == b || b == tandem.Null:
		return a, true
	case a == tandem.Null:
		return b, true
	case isNumber(a) && isNumber(b):
		return tandem.Decimal, true
	default:
		return a, false
	}
}

// as brings the values of a node to a kind that common allowed.
func as(n node, kind tandem.Kind) node {
	if n.kind == kind || n.kind == tandem.Null {
		n.kind = kind
		return n
	}
	if n.constant {
		v, _ := load(n.value, kind)
		return constantNode(n.at, v)
	}
	eval := n.eval
	n.kind, n.field = kind, nil
	n.eval = func(r *run) tandem.Value {
		v, _ := load(eval(r), kind)
		return v
	}
	return n
}

// meet converts a constant to the kind of what it meets: days, moments and
// references are written as texts and numbers.
func (c *compiler) meet(x, y node) (node, node, error) {
	var err error
	switch {
	case x.constant && !y.constant:
		x, err = c.converted(x, y)
	case y.constant && !x.constant:
		y, err = c.converted(y, x)
	}
	return x, y, err
}

func (c *compiler) converted(n, to node) (node, error) {
	if n.kind != tandem.Text && to.kind != tandem.Reference {
		return n, nil
	}
	if to.kind != tandem.Date && to.kind != tandem.Instant && to.kind != tandem.Reference {
		return n, nil
	}
	v, err := convert(n.value, to.kind)
	if err != nil {
		return n, c.errorAt(n.at, "%s", err)
	}
	return constantNode(n.at, v), nil
}

// checkWords refuses to compare an enumeration with a constant it never holds.
func (c *compiler) checkWords(field *dictionary.Field, n node) error {
	if !n.constant {
		return nil
	}
	if message, hint := checkWord(field, n.value); message != "" {
		return c.errorAt(n.at, "%s", message).WithHint(hint)
	}
	return nil
}
