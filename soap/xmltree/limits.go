package xmltree

import "fmt"

// Limits bound what one document may hold. A limit of zero is none.
type Limits struct {
	Bytes      int64 // of the document as it came
	Depth      int   // of elements within elements
	Elements   int
	Attributes int // of one element, declarations of namespaces included
	Names      int // bytes of the names and namespaces of one tag

	// SkipDoctype passes over a document type declaration instead of refusing the
	// document. What it declares is never looked at.
	SkipDoctype bool
	// Prefix names the namespace of a prefix that the document forgot to
	// declare; nil = such a document is refused.
	Prefix func(prefix string) (space string, ok bool)
}

// MessageLimits are those for a message of a stranger.
func MessageLimits() Limits {
	return Limits{Bytes: 10 << 20, Depth: 100, Elements: 200_000, Attributes: 1_000, Names: 64 << 10}
}

// SchemaLimits are those for one WSDL or schema document.
func SchemaLimits() Limits {
	return Limits{Bytes: 16 << 20, Depth: 100, Elements: 500_000, Attributes: 1_000, Names: 64 << 10, SkipDoctype: true}
}

// LimitError says which limit a document passed.
type LimitError struct {
	What  string
	Limit int64
}

// Error names the limit.
func (e *LimitError) Error() string {
	return fmt.Sprintf("the document has more than %d %s", e.Limit, e.What)
}

// SyntaxError says what is wrong with a document, and where.
type SyntaxError struct {
	Line, Column int
	Message      string
}

// Error writes place and message.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Message)
}
