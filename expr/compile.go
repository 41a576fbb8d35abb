package expr

import (
	"slices"

	"github.com/expr-lang/expr/ast"

	"tandem"
	"tandem/dictionary"
)

// compiler turns the library's tree into nodes.
type compiler struct {
	source
	env    Env
	fields []string
	kinds  []tandem.Kind
	locals []local
	vars   int
	items  []node // what # is, by depth
}

// local is a name given by let.
type local struct {
	name string
	node node
}

func compile(text string, env Env) (*compiler, node, error) {
	tree, src, err := parse(text)
	if err != nil {
		return nil, node{}, err
	}
	c := &compiler{source: src, env: env}
	n, err := c.compile(tree)
	return c, n, err
}

func (c *compiler) program(n node) *Program {
	return &Program{source: c.source, fields: c.fields, kinds: c.kinds, vars: c.vars, result: n}
}

func (c *compiler) compile(n ast.Node) (node, error) {
	if v, ok, err := c.constant(n); err != nil {
		return node{}, err
	} else if ok {
		return constantNode(n.Location().From, v), nil
	}
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return c.identifier(n)
	case *ast.MemberNode:
		return c.member(n)
	case *ast.ChainNode:
		return c.compile(n.Node)
	case *ast.PointerNode:
		return c.pointer(n)
	case *ast.UnaryNode:
		return c.unary(n)
	case *ast.BinaryNode:
		return c.binary(n)
	case *ast.ConditionalNode:
		return c.conditional(n)
	case *ast.ArrayNode:
		return c.array(n)
	case *ast.CallNode:
		return c.call(n)
	case *ast.BuiltinNode:
		return c.loop(n)
	case *ast.VariableDeclaratorNode:
		return c.let(n)
	default:
		return node{}, c.errorf(n, "this cannot stand in an expression")
	}
}

// scalar compiles a node that must give one value.
func (c *compiler) scalar(n ast.Node) (node, error) {
	m, err := c.compile(n)
	if err == nil && m.shape != aValue {
		return m, c.errorAt(m.at, "%s cannot stand here, only one value", m.describe())
	}
	return m, err
}

// truth compiles a node that must give true or false.
func (c *compiler) truth(n ast.Node) (node, error) {
	m, err := c.scalar(n)
	if err == nil && m.kind != tandem.Bool && m.kind != tandem.Null {
		return m, c.errorAt(m.at, "this is %s, not true or false", m.describe()).WithHint("compare it with something")
	}
	return m, err
}

func (c *compiler) identifier(n *ast.IdentifierNode) (node, error) {
	at := n.Location().From
	for _, local := range slices.Backward(c.locals) {
		if local.name == n.Value {
			m := local.node
			m.at = at
			return m, nil
		}
	}
	if f, lines, ok := lookup(c.env.Object, n.Value); ok {
		return c.field(at, n.Value, f, lines), nil
	}
	if o, ok := c.env.named(n.Value); ok {
		return node{shape: aRecord, object: o, name: n.Value, at: at}, nil
	}
	return node{}, c.errorAt(at, "there is no field %s", n.Value).WithHint(dictionary.DidYouMean(n.Value, c.env.words()))
}

// field makes the node that reads a field of the environment.
func (c *compiler) field(at int, name string, f *dictionary.Field, lines *dictionary.Object) node {
	slot := c.slot(name, f.Type.Kind())
	if f.Type == dictionary.Lines {
		return node{shape: someLines, object: lines, at: at, rows: func(r *run) []tandem.Record {
			return r.readLines(at, slot)
		}}
	}
	return node{kind: f.Type.Kind(), field: f, at: at, eval: func(r *run) tandem.Value { return r.fields[slot] }}
}

// slot returns where the program keeps a field's value while it runs.
func (c *compiler) slot(name string, kind tandem.Kind) int {
	for i := range c.fields {
		if c.fields[i] == name {
			return i
		}
	}
	c.fields = append(c.fields, name)
	c.kinds = append(c.kinds, kind)
	return len(c.fields) - 1
}

// array makes a list of values of one kind.
func (c *compiler) array(n *ast.ArrayNode) (node, error) {
	at := n.Location().From
	items := make([]node, len(n.Nodes))
	kind := tandem.Null
	for i := range n.Nodes {
		item, err := c.scalar(n.Nodes[i])
		if err != nil {
			return item, err
		}
		both, ok := common(kind, item.kind)
		if !ok {
			return item, c.errorAt(item.at, "%s in a list of %s", item.describe(), kind)
		}
		items[i], kind = item, both
	}
	for i := range items {
		items[i] = as(items[i], kind)
	}
	return node{shape: aList, kind: kind, at: at, list: func(r *run) []tandem.Value {
		values := make([]tandem.Value, len(items))
		for i := range items {
			if !r.step(at) {
				return nil
			}
			values[i] = items[i].eval(r)
		}
		return values
	}}, nil
}

// conditional is a ? b : c, and if a { b } else { c }.
func (c *compiler) conditional(n *ast.ConditionalNode) (node, error) {
	if n.Exp1 == n.Cond {
		return node{}, c.errorf(n.Cond, "the short ?: cannot be used").WithHint("write a ?? b for the first that is known")
	}
	cond, err := c.truth(n.Cond)
	if err != nil {
		return cond, err
	}
	yes, no, err := c.alternatives(n.Exp1, n.Exp2)
	if err != nil {
		return yes, err
	}
	result := node{kind: yes.kind, at: cond.at, eval: func(r *run) tandem.Value {
		if cond.eval(r).Bool() {
			return yes.eval(r)
		}
		return no.eval(r)
	}}
	return c.fold(result, cond, yes, no)
}

// alternatives compiles two values of which one is taken, in the same kind.
func (c *compiler) alternatives(a, b ast.Node) (x, y node, err error) {
	if x, err = c.scalar(a); err != nil {
		return x, y, err
	}
	if y, err = c.scalar(b); err != nil {
		return x, y, err
	}
	if x, y, err = c.meet(x, y); err != nil {
		return x, y, err
	}
	kind, ok := common(x.kind, y.kind)
	if !ok {
		return x, y, c.errorAt(y.at, "the one is %s, the other %s", x.describe(), y.describe()).WithHint("both must be of one kind")
	}
	return as(x, kind), as(y, kind), nil
}
