package expr

import (
	"slices"

	"github.com/expr-lang/expr/ast"
)

// Names lists what an expression calls by name, whatever it runs over: fields,
// those of lines and of named records, and names that it gives itself.
func Names(text string) ([]string, error) {
	tree, _, err := parse(text)
	if err != nil {
		return nil, err
	}
	var found called
	ast.Walk(&tree, &found)
	slices.Sort(found)
	return slices.Compact(found), nil
}

type called []string

// Visit notes the name of a node that is one. Behind a point, or as
// $env["name"], it stands as a text of its own.
func (n *called) Visit(node *ast.Node) {
	switch node := (*node).(type) {
	case *ast.IdentifierNode:
		*n = append(*n, node.Value)
	case *ast.MemberNode:
		if property, ok := node.Property.(*ast.StringNode); ok {
			*n = append(*n, property.Value)
		}
	default:
	}
}
