package expr

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"

	"tandem"
)

const (
	maxSource = 10_000 // octets of an expression; also bounds how deeply it nests
	maxNodes  = 10_000
)

// source is an expression's text, for reading literals exactly and for saying
// where something is wrong.
type source struct{ runes []rune }

// parse reads the text into the library's tree.
func parse(text string) (tree ast.Node, src source, err error) {
	if len(text) > maxSource {
		return nil, src, tandem.Errorf(tandem.Config, "the expression is longer than %d octets", maxSource).At("1:1")
	}
	if !utf8.ValidString(text) {
		return nil, src, tandem.Errorf(tandem.Config, "the expression is not valid UTF-8").At("1:1")
	}
	src.runes = []rune(text)
	tree, err = read(text)
	if err == nil {
		return tree, src, nil
	}
	if e, ok := errors.AsType[*file.Error](err); ok {
		return nil, src, src.errorAt(e.From, "%s", tidy(e.Message))
	}
	return nil, src, err
}

// read calls the library's parser. It is not ours, so a panic of its is turned
// into an error here rather than believed impossible.
func read(text string) (node ast.Node, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = tandem.Errorf(tandem.Config, "the expression cannot be read: %v", p).At("1:1")
		}
	}()
	tree, err := parser.ParseWithConfig(text, plainCalls())
	if err != nil {
		return nil, err
	}
	return tree.Node, nil
}

// plainCalls makes the parser leave all functions but those that take a
// condition over lines to us.
func plainCalls() *conf.Config {
	c := &conf.Config{MaxNodes: maxNodes, Disabled: make(map[string]bool, len(builtin.Builtins))}
	for _, f := range builtin.Builtins {
		c.Disabled[f.Name] = true
	}
	return c
}

// tidy makes one of the library's messages read like ours.
func tidy(message string) string {
	message = strings.TrimSuffix(strings.ReplaceAll(message, "compilation failed: ", ""), ".")
	message = strings.ReplaceAll(message, "unexpected token EOF", "unexpected end of the expression")
	if first, size := utf8.DecodeRuneInString(message); size > 0 {
		message = strings.ToLower(string(first)) + message[size:]
	}
	return message
}

// place returns line and column of a rune, both from 1.
func (s source) place(at int) string {
	line, column := 1, 1
	for _, r := range s.runes[:min(max(at, 0), len(s.runes))] {
		column++
		if r == '\n' {
			line, column = line+1, 1
		}
	}
	return fmt.Sprintf("%d:%d", line, column)
}

func (s source) errorAt(at int, format string, args ...any) *tandem.Error {
	return tandem.Errorf(tandem.Config, format, args...).At(s.place(at))
}

// errorf makes an error that points at a node.
func (s source) errorf(n ast.Node, format string, args ...any) *tandem.Error {
	return s.errorAt(n.Location().From, format, args...)
}

// literal returns the text of a node that is one token: a number.
func (s source) literal(n ast.Node) string {
	loc := n.Location()
	if loc.From < 0 || loc.To > len(s.runes) || loc.From > loc.To {
		return ""
	}
	return string(s.runes[loc.From:loc.To])
}
