package expr

import (
	"github.com/expr-lang/expr/ast"

	"tandem"
	"tandem/dictionary"
)

// member compiles old.status, #.net, lines[0] and $env["name"].
func (c *compiler) member(n *ast.MemberNode) (node, error) {
	at := n.Location().From
	if name, ok := fieldName(n); ok {
		f, lines, ok := lookup(c.env.Object, name)
		if !ok {
			return node{}, c.errorAt(at, "there is no field %s", name).WithHint(dictionary.DidYouMean(name, c.env.words()))
		}
		return c.field(at, name, f, lines), nil
	}
	of, err := c.owner(n.Node)
	if err != nil {
		return of, err
	}
	if name, ok := n.Property.(*ast.StringNode); ok {
		return c.property(at, of, name.Value)
	}
	return c.element(at, of, n.Property)
}

// owner compiles what stands before the point. There a named record comes
// before a field of the same name: a field has no fields.
func (c *compiler) owner(n ast.Node) (node, error) {
	if id, ok := n.(*ast.IdentifierNode); ok {
		if o, ok := c.env.named(id.Value); ok {
			return node{shape: aRecord, object: o, name: id.Value, at: id.Location().From}, nil
		}
	}
	return c.compile(n)
}

// property compiles the field of a line or of a named record.
func (c *compiler) property(at int, of node, name string) (node, error) {
	if of.shape != aRecord && of.shape != aLine {
		return of, c.errorAt(at, "%s has no fields", of.describe())
	}
	f, lines, ok := lookup(of.object, name)
	if !ok {
		return of, c.errorAt(at, "there is no field %s", name).WithHint(dictionary.DidYouMean(name, of.object.FieldNames()))
	}
	if of.shape == aRecord {
		return c.field(at, of.name+"."+name, f, lines), nil
	}
	return lineField(at, of, f), nil
}

// lineField reads a field of a line; a line that is not there has none.
func lineField(at int, of node, f *dictionary.Field) node {
	position := 0
	for i := range of.object.Fields {
		if of.object.Fields[i].Name == f.Name {
			position = i
		}
	}
	kind := f.Type.Kind()
	return node{kind: kind, field: f, at: at, eval: func(r *run) tandem.Value {
		line := of.row(r)
		if position >= len(line) {
			return tandem.NullValue()
		}
		v, ok := load(line[position], kind)
		if !ok {
			return r.fail(at, f.Name+" holds "+v.Kind().String()+", not "+kind.String())
		}
		return v
	}}
}

// element compiles lines[0]: from the end with a negative number, nil beyond either.
func (c *compiler) element(at int, of node, property ast.Node) (node, error) {
	index, err := c.scalar(property)
	if err != nil {
		return index, err
	}
	if index.kind != tandem.Integer {
		return index, c.errorAt(at, "the number of an element is whole, not %s", index.describe())
	}
	return c.nthOf(at, of, index)
}

// nthOf picks one element of a list.
func (c *compiler) nthOf(at int, of, index node) (node, error) {
	switch of.shape {
	case aList:
		return node{kind: of.kind, at: at, eval: func(r *run) tandem.Value {
			v, ok := nth(of.list(r), index.eval(r))
			if !ok {
				return tandem.NullValue()
			}
			return v
		}}, nil
	case someLines:
		return node{shape: aLine, object: of.object, at: at, row: func(r *run) tandem.Record {
			line, _ := nth(of.rows(r), index.eval(r))
			return line
		}}, nil
	default:
		return of, c.errorAt(at, "%s has no elements", of.describe())
	}
}

func nth[T any](s []T, at tandem.Value) (element T, ok bool) {
	i := at.Int()
	if i < 0 {
		i += int64(len(s))
	}
	if at.IsNull() || i < 0 || i >= int64(len(s)) {
		return element, false
	}
	return s[i], true
}
