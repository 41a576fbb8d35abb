package server

import (
	"context"
	"net/http"

	"tandem/soap"
	"tandem/soap/xmltree"
)

// Service is what is served: operations, and the types that they speak of.
// What is added later goes to the end of its list, so that clients made from an
// older description go on working.
type Service struct {
	Name       string // an NCName
	Namespace  string // with a version in it, "http://example.com/ws/v1"
	Doc        string
	Types      []Type
	Operations []Operation
}

// Type is a named type: fields in order, or the values of an enumeration.
type Type struct {
	Name   string
	Doc    string
	Fields []Field
	Values []string
}

// Field is an element of a type or of a message.
type Field struct {
	Name     string
	Type     string // "xs:string" or the name of a Type
	Doc      string
	Optional bool // may be absent
	Many     bool // comes any number of times; with Optional also never
	Nillable bool // may be null; leave it out of what clients write (some send null for all that is not set)
}

// Operation is one thing that can be asked for. Its message is an element of
// its name that holds the fields of In; the answer is Name+"Response" with those of Out.
type Operation struct {
	Name   string
	Group  string // a description may be cut to some groups; "" is in all of them
	Doc    string
	In     []Field
	Out    []Field
	Handle func(ctx context.Context, call *Call) error // an error that is no *Fault is shown as internal
}

// Call is one call under way.
type Call struct {
	Operation *Operation
	Request   *http.Request
	Version   soap.Version
	Header    []*xmltree.Element
	In        *xmltree.Element // the message; ask for its fields with Child, whatever their namespace
	Out       *xmltree.Writer  // stands within the answer's element: write the fields of Out, in order, without a prefix
}

// Fault refuses a call. It reaches the client as a SOAP fault whose detail is
// the element ServiceFault, as every description declares.
type Fault struct { //nolint:errname // SOAP's word
	Code      string // for programs: "conflict"
	Message   string // for people
	RequestID string
	Fields    []FieldError
	Receiver  bool // it is our fault, not the caller's
	Status    int  // another HTTP status than SOAP's own; SOAP 1.1 clients want 500
}

// FieldError says what is wrong with one field.
type FieldError struct {
	Field, Message string
}

// Error gives the message.
func (f *Fault) Error() string { return f.Message }
