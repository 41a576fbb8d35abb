package expr

import (
	"strings"

	"github.com/expr-lang/expr/ast"

	"tandem"
	"tandem/dictionary"
)

// Function describes a function expressions may call, for people.
type Function struct {
	Name  string
	Usage string // "left(text, count)"
	Doc   string
}

// function is a function of single values.
type function struct {
	Function
	params   []tandem.Kind // what it takes; Absent = anything
	optional int           // how many of them may be left out, at the end
	variadic bool          // the last may be repeated
	nulls    bool          // it is called with nil too; else nil gives nil
	result   tandem.Kind   // Absent = that of its first argument
	together bool          // its arguments and its result are of one kind
	apply    func(args []tandem.Value) (tandem.Value, string)
}

// Functions lists what expressions may call, those over lists included.
func Functions() []Function {
	var all []Function
	for _, f := range functions() {
		all = append(all, f.Function)
	}
	return append(all, listFunctions()...)
}

func functions() []function {
	var all []function
	all = append(all, textFunctions()...)
	all = append(all, numberFunctions()...)
	all = append(all, dateFunctions()...)
	return append(all, nilFunctions()...)
}

func names() []string {
	var all []string
	for _, f := range Functions() {
		all = append(all, f.Name)
	}
	return all
}

// call compiles a call by name.
func (c *compiler) call(n *ast.CallNode) (node, error) {
	callee, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		return node{}, c.errorf(n, "only functions can be called")
	}
	at := n.Location().From
	args := make([]node, len(n.Arguments))
	for i := range n.Arguments {
		var err error
		if args[i], err = c.compile(n.Arguments[i]); err != nil {
			return args[i], err
		}
	}
	if f, ok, err := c.callList(callee.Value, at, args); ok || err != nil {
		return f, err
	}
	for _, f := range functions() {
		if f.Name == callee.Value {
			return c.callScalar(&f, at, args)
		}
	}
	return node{}, c.errorAt(at, "there is no function %s", callee.Value).WithHint(dictionary.DidYouMean(callee.Value, names()))
}

// callScalar compiles the call of a function of single values.
func (c *compiler) callScalar(f *function, at int, args []node) (node, error) {
	if err := c.checkCount(f, at, len(args)); err != nil {
		return node{}, err
	}
	args, kind, err := c.checkArguments(f, args)
	if err != nil {
		return node{}, err
	}
	if f.result != tandem.Absent {
		kind = f.result
	}
	return c.fold(node{kind: kind, at: at, eval: func(r *run) tandem.Value {
		base := len(r.args)
		defer func() { r.args = r.args[:base] }()
		for i := range args {
			v := args[i].eval(r)
			if v.IsNull() && !f.nulls {
				return v
			}
			r.args = append(r.args, v)
		}
		if !r.step(at) {
			return tandem.NullValue()
		}
		v, problem := f.apply(r.args[base:])
		if problem != "" {
			return r.fail(at, f.Name+": "+problem)
		}
		return r.build(at, v)
	}}, args...)
}

func (c *compiler) checkCount(f *function, at, got int) error {
	if got < len(f.params)-f.optional || got > len(f.params) && !f.variadic {
		return c.errorAt(at, "%s does not take %d arguments", f.Name, got).WithHint("write " + f.Usage)
	}
	return nil
}

// checkArguments checks the kinds of arguments and brings those that belong
// together to one.
func (c *compiler) checkArguments(f *function, args []node) ([]node, tandem.Kind, error) {
	kind := tandem.Null
	args, err := c.literals(f, args)
	if err != nil {
		return nil, kind, err
	}
	for i, arg := range args {
		if arg.shape != aValue {
			return nil, kind, c.errorAt(arg.at, "%s takes single values, not %s", f.Name, arg.describe()).WithHint("write " + f.Usage)
		}
		want := f.params[min(i, len(f.params)-1)]
		if !accepts(want, arg.kind) {
			return nil, kind, c.errorAt(arg.at, "%s takes %s here, not %s", f.Name, want, arg.describe()).WithHint("write " + f.Usage)
		}
		both, ok := common(kind, arg.kind)
		if !ok && f.together {
			return nil, kind, c.errorAt(arg.at, "%s and %s do not go together", kind, arg.describe()).WithHint("write " + f.Usage)
		}
		if i == 0 || f.together {
			kind = both
		}
	}
	if f.together {
		for i := range args {
			args[i] = as(args[i], kind)
		}
	}
	return args, kind, nil
}

// literals converts constants to what they stand for: a day written as a text
// where a date is wanted, or where it goes together with one.
func (c *compiler) literals(f *function, args []node) ([]node, error) {
	like := node{}
	for _, arg := range args {
		if f.together && arg.shape == aValue && !arg.constant {
			like = arg
			break
		}
	}
	for i, arg := range args {
		want := f.params[min(i, len(f.params)-1)]
		if !arg.constant || want == tandem.Absent && like.eval == nil {
			continue
		}
		to := like
		if want != tandem.Absent {
			to = node{kind: want}
		}
		var err error
		if args[i], err = c.converted(arg, to); err != nil {
			return nil, err
		}
	}
	return args, nil
}

// accepts reports whether a parameter takes a kind; Decimal takes whole numbers too.
func accepts(want, got tandem.Kind) bool {
	return want == tandem.Absent || got == tandem.Null || want == got || want == tandem.Decimal && got == tandem.Integer
}

// usage makes the entry of a function: its usage begins with its name.
func usage(usage, doc string) Function {
	name, _, _ := strings.Cut(usage, "(")
	return Function{Name: name, Usage: usage, Doc: doc}
}
