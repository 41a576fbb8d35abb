package expr

import (
	"tandem"
	"tandem/dictionary"
)

// shape says how many values an expression gives.
type shape uint8

const (
	aValue    shape = iota
	aList           // of values of one kind
	someLines       // of a document
	aLine
	aRecord // with a name; only its fields can be asked for
)

// node is a checked expression, ready to run. The function of its shape is set.
type node struct {
	shape    shape
	kind     tandem.Kind        // aValue, aList: of the values; Null = only nil is possible
	object   *dictionary.Object // someLines, aLine, aRecord: whose fields they have
	field    *dictionary.Field  // aValue: the field, when it is simply one
	name     string             // aRecord: its name
	constant bool               // aValue: value is all it ever gives
	value    tandem.Value
	at       int // where it stands in the source

	eval func(*run) tandem.Value
	list func(*run) []tandem.Value
	rows func(*run) []tandem.Record
	row  func(*run) tandem.Record
}

func constantNode(at int, v tandem.Value) node {
	return node{kind: v.Kind(), constant: true, value: v, at: at, eval: func(*run) tandem.Value { return v }}
}

// describe says what the node gives, for messages.
func (n node) describe() string {
	switch n.shape {
	case aValue:
		if n.kind == tandem.Null {
			return "nil"
		}
		return n.kind.String()
	case aList:
		return "a list"
	case someLines:
		return "a list of lines"
	case aLine:
		return "a line"
	default:
		return "a record"
	}
}

// isNil reports whether the node is the word nil, or cannot be anything else.
func (n node) isNil() bool { return n.shape == aValue && n.kind == tandem.Null }

// fold runs a node all of whose operands are constants once and for all.
func (c *compiler) fold(n node, operands ...node) (node, error) {
	for _, o := range operands {
		if !o.constant {
			return n, nil
		}
	}
	if n.shape != aValue {
		return n, nil
	}
	r := &run{}
	v := n.eval(r)
	if r.failure != "" {
		return n, c.errorAt(r.failedAt, "%s", r.failure)
	}
	folded := constantNode(n.at, v)
	folded.kind = n.kind
	return folded, nil
}
