package expr

import (
	"strings"

	"github.com/expr-lang/expr/ast"

	"tandem"
	"tandem/dictionary"
)

// ParseFilter reads a condition over the fields of an object, for ours that of
// dictionary.WithSystem. A blank source always holds. What may stand in it:
//
//	ftype == "C"            ==  !=  <  <=  >  >=, a field and a constant in either order
//	name contains "x"       also startsWith, endsWith; ignoring case
//	status in ["a", "b"]    also not in
//	active, not active      a bool by itself
//	email == nil            is not known
//	date >= "2026-11-21"    days and moments are written as texts
//	$env["Customer No."]    a field whose name is not a word
//
// joined by and, or, not and parentheses. An error has the code Config, line
// and column as its place, and a hint where a name was nearly right.
func ParseFilter(text string, object *dictionary.Object) (Filter, error) {
	if strings.TrimSpace(text) == "" {
		return And{}, nil
	}
	tree, src, err := parse(text)
	if err != nil {
		return nil, err
	}
	return (&filterParser{src, object}).condition(tree)
}

type filterParser struct {
	source
	object *dictionary.Object
}

func (p *filterParser) condition(n ast.Node) (Filter, error) {
	switch n := n.(type) {
	case *ast.BoolNode:
		if n.Value {
			return And{}, nil
		}
		return Or{}, nil
	case *ast.UnaryNode:
		if n.Operator == "not" || n.Operator == "!" {
			part, err := p.condition(n.Node)
			if err != nil {
				return nil, err
			}
			return negate(part), nil
		}
	case *ast.IdentifierNode, *ast.MemberNode:
		return p.flag(n)
	case *ast.BinaryNode:
		return p.binary(n)
	}
	return nil, p.errorf(n, "this is not a condition over the fields of %s", p.object.Name).
		WithHint(`compare a field with a constant: city == "Brno"`)
}

func (p *filterParser) binary(n *ast.BinaryNode) (Filter, error) {
	switch n.Operator {
	case "and", "&&", "or", "||":
		left, err := p.condition(n.Left)
		if err != nil {
			return nil, err
		}
		right, err := p.condition(n.Right)
		if err != nil {
			return nil, err
		}
		if n.Operator == "and" || n.Operator == "&&" {
			return append(parts[And](left), parts[And](right)...), nil
		}
		return append(parts[Or](left), parts[Or](right)...), nil
	case "in":
		return p.in(n)
	case "==", "!=", "<", "<=", ">", ">=", "contains", "startsWith", "endsWith":
		return p.comparison(n)
	default:
		return nil, p.errorf(n, "a filter cannot use %s", n.Operator).WithHint("compare a field with a constant; calculations belong into computed fields")
	}
}

// parts returns the parts of f when it is joined the same way, so that a and b
// and c is one list of three.
func parts[T ~[]Filter](f Filter) T {
	if list, ok := f.(T); ok {
		return list
	}
	return T{f}
}

// flag reads a bool field that stands by itself.
func (p *filterParser) flag(n ast.Node) (Filter, error) {
	f, err := p.field(n)
	if err != nil {
		return nil, err
	}
	if f.Type != dictionary.Bool {
		return nil, p.errorf(n, "%s is %s, not a condition", f.Name, f.Type.Kind()).WithHint("compare it with a constant")
	}
	return Comparison{f.Name, Equal, tandem.BoolValue(true)}, nil
}

func (p *filterParser) comparison(n *ast.BinaryNode) (Filter, error) {
	op, left, right := Operator(n.Operator), n.Left, n.Right
	if v, constant, err := p.constant(left); err != nil {
		return nil, err
	} else if constant {
		if isSearch(op) {
			return nil, p.errorf(left, "%q stands on the wrong side of %s", v.Text(), op).WithHint("the field comes first")
		}
		op, left, right = mirror(op), right, left
	}
	f, err := p.field(left)
	if err != nil {
		return nil, err
	}
	if isSearch(op) && f.Type.Kind() != tandem.Text {
		return nil, p.errorf(n, "%s is %s; %s searches texts", f.Name, f.Type.Kind(), op)
	}
	v, err := p.value(f, right)
	if err != nil {
		return nil, err
	}
	if err := p.fits(f, op, v, n); err != nil {
		return nil, err
	}
	return Comparison{f.Name, op, v}, nil
}

// fits checks that the operator makes sense for the field and the value.
func (p *filterParser) fits(f *dictionary.Field, op Operator, v tandem.Value, n ast.Node) error {
	switch {
	case v.IsNull() && op != Equal && op != NotEqual:
		return p.errorf(n, "%s cannot compare with nil", op).WithHint("use == nil or != nil")
	case v.IsNull():
		return nil
	case f.Type == dictionary.Bytes || f.Type == dictionary.Lines:
		return p.errorf(n, "%s is %s and can only be compared with nil", f.Name, f.Type)
	case op != Equal && op != NotEqual && (f.Type == dictionary.Bool || f.Type == dictionary.Reference):
		return p.errorf(n, "%s is %s and has no order", f.Name, f.Type).WithHint("use == or !=")
	default:
		return nil
	}
}

func isSearch(op Operator) bool { return op == Contains || op == StartsWith || op == EndsWith }

func (p *filterParser) in(n *ast.BinaryNode) (Filter, error) {
	f, err := p.field(n.Left)
	if err != nil {
		return nil, err
	}
	list, ok := n.Right.(*ast.ArrayNode)
	if !ok {
		return nil, p.errorf(n.Right, "in needs a list of constants").WithHint(`write ` + f.Name + ` in ["a", "b"]`)
	}
	in := In{Field: f.Name, Values: make([]tandem.Value, 0, len(list.Nodes))}
	orNull := false
	for _, item := range list.Nodes {
		v, err := p.value(f, item)
		if err != nil {
			return nil, err
		}
		if err := p.fits(f, Equal, v, item); err != nil {
			return nil, err
		}
		if v.IsNull() {
			orNull = true
			continue
		}
		in.Values = append(in.Values, v)
	}
	if orNull {
		return Or{in, Comparison{f.Name, Equal, tandem.NullValue()}}, nil
	}
	return in, nil
}

// value reads the constant a field is compared with.
func (p *filterParser) value(f *dictionary.Field, n ast.Node) (tandem.Value, error) {
	v, ok, err := p.constant(n)
	if err != nil {
		return v, err
	}
	if !ok {
		return v, p.errorf(n, "%s must be compared with a constant", f.Name).WithHint("a text, a number, true, false or nil")
	}
	if f.Type == dictionary.Lines || f.Type == dictionary.Bytes {
		return v, nil // fits says what may be done with them
	}
	converted, err := convert(v, f.Type.Kind())
	if err != nil {
		return v, p.errorf(n, "%s: %s", f.Name, strings.TrimPrefix(err.Error(), f.Name))
	}
	if message, hint := checkWord(f, converted); message != "" {
		return v, p.errorf(n, "%s", message).WithHint(hint)
	}
	return converted, nil
}

// field finds the field a node names.
func (p *filterParser) field(n ast.Node) (*dictionary.Field, error) {
	name, ok := fieldName(n)
	if !ok {
		return nil, p.errorf(n, "a field of %s must stand here", p.object.Name)
	}
	f, ok := p.object.Field(name)
	if !ok {
		return nil, p.errorf(n, "%s has no field %s", p.object.Name, name).WithHint(dictionary.DidYouMean(name, p.object.FieldNames()))
	}
	return f, nil
}

// fieldName returns the name in city or $env["city"].
func fieldName(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return n.Value, true
	case *ast.MemberNode:
		env, ok := n.Node.(*ast.IdentifierNode)
		name, named := n.Property.(*ast.StringNode)
		if ok && named && env.Value == "$env" {
			return name.Value, true
		}
	}
	return "", false
}
