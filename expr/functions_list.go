package expr

import (
	"strings"
	"unicode/utf8"

	"tandem"
)

func listFunctions() []Function {
	return []Function{
		usage("split(text, separator)", "the list of its parts"),
		usage("join(list, separator)", "its values as one text; what is not known is left out"),
		usage("first(list)", "its first element, nil when it has none"),
		usage("last(list)", "its last element, nil when it has none"),
		usage("len(list or text)", "how many elements or characters it has"),
		usage("sum(list, number)", "the sum over its elements: sum(lines, .net)"),
		usage("count(list, condition)", "for how many of its elements the condition holds; all without one"),
		usage("any(list, condition)", "whether it holds for some"),
		usage("all(list, condition)", "whether it holds for all"),
		usage("none(list, condition)", "whether it holds for none"),
		usage("one(list, condition)", "whether it holds for exactly one"),
		usage("filter(list, condition)", "the elements for which it holds"),
		usage("find(list, condition)", "the first element for which it holds"),
		usage("map(list, expression)", "the list of what the expression gives: map(lines, .code)"),
	}
}

// callList compiles a call of a function that takes or gives a list; ok tells
// whether there is one of that name for these arguments.
func (c *compiler) callList(name string, at int, args []node) (n node, ok bool, err error) {
	switch name {
	case "split":
		n, err = c.split(at, args)
	case "join":
		n, err = c.join(at, args)
	case "first":
		n, err = c.end(name, at, args, 0)
	case "last":
		n, err = c.end(name, at, args, -1)
	case "len":
		n, err = c.length(at, args)
	case "min", "max":
		if len(args) != 1 || args[0].shape != aList {
			return n, false, nil
		}
		n = c.extremeOf(name, at, args[0])
	default:
		return n, false, nil
	}
	return n, true, err
}

func (c *compiler) wrongCall(at int, usage string) error {
	return c.errorAt(at, "the arguments do not fit").WithHint("write " + usage)
}

func (c *compiler) split(at int, args []node) (node, error) {
	if len(args) != 2 || !isText(args[0]) || !isText(args[1]) {
		return node{}, c.wrongCall(at, "split(text, separator)")
	}
	text, separator := args[0], args[1]
	return node{shape: aList, kind: tandem.Text, at: at, list: func(r *run) (values []tandem.Value) {
		s, by := text.eval(r), separator.eval(r)
		if s.IsNull() || by.IsNull() {
			return nil
		}
		if by.Text() == "" {
			r.fail(at, "split: the separator is empty")
			return nil
		}
		for part := range strings.SplitSeq(s.Text(), by.Text()) {
			if !r.step(at) {
				return nil
			}
			values = append(values, tandem.TextValue(part))
		}
		return values
	}}, nil
}

func isText(n node) bool {
	return n.shape == aValue && (n.kind == tandem.Text || n.kind == tandem.Null)
}

func (c *compiler) join(at int, args []node) (node, error) {
	if len(args) != 2 || args[0].shape != aList || !isText(args[1]) {
		return node{}, c.wrongCall(at, "join(list, separator)")
	}
	values, separator := args[0], args[1]
	return node{kind: tandem.Text, at: at, eval: func(r *run) tandem.Value {
		var b strings.Builder
		between := ""
		for _, v := range values.list(r) {
			if v.IsNull() {
				continue
			}
			b.WriteString(between)
			b.WriteString(v.String())
			between = separator.eval(r).Text()
			if !r.step(at) || b.Len() > maxText {
				return r.fail(at, tooLong)
			}
		}
		return r.build(at, tandem.TextValue(b.String()))
	}}, nil
}

// end compiles first and last.
func (c *compiler) end(name string, at int, args []node, index int64) (node, error) {
	if len(args) != 1 || args[0].shape != aList && args[0].shape != someLines {
		return node{}, c.wrongCall(at, name+"(list)")
	}
	return c.nthOf(at, args[0], constantNode(at, tandem.IntegerValue(index)))
}

func (c *compiler) length(at int, args []node) (node, error) {
	if len(args) != 1 || args[0].shape == aValue && !isText(args[0]) || args[0].shape == aLine || args[0].shape == aRecord {
		return node{}, c.wrongCall(at, "len(list) or len(text)")
	}
	of := args[0]
	n := node{kind: tandem.Integer, at: at, eval: func(r *run) tandem.Value {
		switch of.shape {
		case aList:
			return tandem.IntegerValue(int64(len(of.list(r))))
		case someLines:
			return tandem.IntegerValue(int64(len(of.rows(r))))
		default:
		}
		v := of.eval(r)
		if v.IsNull() {
			return v
		}
		return tandem.IntegerValue(int64(utf8.RuneCountInString(v.Text())))
	}}
	return c.fold(n, of)
}

// extremeOf compiles min and max of one list.
func (c *compiler) extremeOf(name string, at int, of node) node {
	pick := extreme(Greater)
	if name == "min" {
		pick = extreme(Less)
	}
	return node{kind: of.kind, at: at, eval: func(r *run) tandem.Value {
		v, _ := pick(of.list(r))
		return v
	}}
}
