package setup

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// maxFile is more than any configuration a person keeps by hand.
const maxFile = 4 << 20

// reader walks the syntax tree of a file and notes everything wrong with it,
// so that all of it is told at once.
type reader struct {
	file     string
	problems Problems
}

// open parses text and returns its one table. A file that is not YAML at all
// has one problem and no table.
func (r *reader) open(text []byte) *table {
	if len(text) > maxFile {
		r.problems.addf(r.file, "", "the file is larger than %d MB", maxFile>>20)
		return nil
	}
	if at := invalidUTF8(text); at >= 0 {
		r.problems.addf(r.lineOf(text, at), "save the file as UTF-8", "the file is not valid UTF-8")
		return nil
	}
	file, err := parse(text)
	if err != nil {
		r.syntax(err)
		return nil
	}
	switch len(file.Docs) {
	case 0:
		return nil
	case 1:
	default:
		r.atf(file.Docs[1].Body, "put everything under one set of keys", "the file holds more than one document")
	}
	body := file.Docs[0].Body
	if body == nil {
		return nil
	}
	return r.table("the file", body)
}

// parse guards against a parser that gives up badly on garbage: a file can
// never stop the program.
func parse(text []byte) (file *ast.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			file, err = nil, fmt.Errorf("the text cannot be read as YAML: %v", p)
		}
	}()
	return parser.ParseBytes(text, 0)
}

// syntax notes an error of the parser itself.
func (r *reader) syntax(err error) {
	place, message := r.file, err.Error()
	if e, ok := errors.AsType[yaml.Error](err); ok {
		message = e.GetMessage()
		if t := e.GetToken(); t != nil && t.Position != nil {
			place = placeOf(r.file, t.Position.Line, t.Position.Column)
		}
	}
	message, _, _ = strings.Cut(message, "\n")
	r.problems.addf(place, "", "this is not valid YAML: %s", message)
}

// atf notes a problem at a node.
func (r *reader) atf(n ast.Node, hint, format string, args ...any) {
	r.problems.addf(r.place(n), hint, format, args...)
}

// place names where a node begins.
func (r *reader) place(n ast.Node) string {
	// A mapping's own token is the colon behind its first key.
	switch m := n.(type) {
	case *ast.MappingNode:
		if len(m.Values) > 0 && !m.IsFlowStyle {
			n = m.Values[0].Key
		}
	case *ast.MappingValueNode:
		n = m.Key
	}
	if t := n.GetToken(); t != nil && t.Position != nil {
		return placeOf(r.file, t.Position.Line, t.Position.Column)
	}
	return r.file
}

// lineOf names the place of an octet in a text that could not be parsed.
func (r *reader) lineOf(text []byte, at int) string {
	before := string(text[:at])
	line := 1 + strings.Count(before, "\n")
	return placeOf(r.file, line, 1+at-(1+strings.LastIndex(before, "\n")))
}

// invalidUTF8 returns where text stops being UTF-8, -1 when it never does.
func invalidUTF8(text []byte) int {
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRune(text[i:])
		if c == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// table reads a node as keys with values; nil when it is something else.
func (r *reader) table(what string, n ast.Node) *table {
	var pairs []*ast.MappingValueNode
	switch m := n.(type) {
	case *ast.MappingNode:
		pairs = m.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{m}
	default:
		r.atf(n, "", "%s must be a set of keys with values, here is %s", what, describe(n))
		return nil
	}
	t := &table{r: r, what: what, node: n, places: Places{"": r.place(n)}}
	for _, pair := range pairs {
		t.add(pair)
	}
	return t
}

// scalar reads a node as one text. Numbers and words stand as they were
// written, so that 007 stays 007.
func (r *reader) scalar(what string, n ast.Node) (string, bool) {
	switch s := n.(type) {
	case *ast.StringNode:
		return s.Value, true
	case *ast.LiteralNode:
		return s.Value.Value, true
	case *ast.IntegerNode:
		return s.Token.Value, true
	case *ast.FloatNode:
		return s.Token.Value, true
	case *ast.BoolNode:
		return s.Token.Value, true
	default:
		r.atf(n, "", "%s must be a text, here is %s", what, describe(n))
		return "", false
	}
}

// list reads a node as a list; one value alone is a list of one.
func (r *reader) list(n ast.Node) []ast.Node {
	if s, ok := n.(*ast.SequenceNode); ok {
		return s.Values
	}
	return []ast.Node{n}
}

// describe says what a node is, for messages.
func describe(n ast.Node) string {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a set of keys"
	case *ast.SequenceNode:
		return "a list"
	case *ast.NullNode:
		return "nothing"
	case *ast.AnchorNode, *ast.AliasNode:
		return "an anchor or alias, which configuration does not use"
	case *ast.TagNode:
		return "a tag, which configuration does not use"
	default:
		return strconv.Quote(short(n.GetToken().Value))
	}
}

// short keeps a quoted value within a line.
func short(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "..."
}
