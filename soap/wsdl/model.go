package wsdl

import (
	"tandem/soap"
	"tandem/soap/xmltree"
	"tandem/soap/xsd"
)

// Definitions is a description. It does not change and may be used by many at once.
type Definitions struct {
	Name      string
	Namespace string
	Doc       string
	Services  []*Service
	Bindings  []*Binding // all that speak SOAP; without a service their address is up to the caller
	Schema    *xsd.Set
}

// Missing lists what the description lacks, by document and name.
func (d *Definitions) Missing() []string { return d.Schema.Missing }

// Warnings lists what was understood although it was written wrongly.
func (d *Definitions) Warnings() []string { return d.Schema.Warnings }

// Service is a group of ports.
type Service struct {
	Name  xmltree.Name
	Doc   string
	Ports []*Port
}

// Port is a binding at an address.
type Port struct {
	Name    string
	Address string
	Binding *Binding
}

// Binding is how operations are called.
type Binding struct {
	Name       xmltree.Name
	Version    soap.Version
	Operations []*Operation
}

// Operation returns the operation of that name, or nil.
func (b *Binding) Operation(name string) *Operation {
	for _, o := range b.Operations {
		if o.Name == name {
			return o
		}
	}
	return nil
}

// Style is how a body is made of the parts of a message.
type Style uint8

// The styles.
const (
	Document Style = iota // parts are elements
	RPC                   // parts stand in an element named after the operation
)

// Operation is one thing that can be asked for.
type Operation struct {
	Name    string
	Doc     string
	Version soap.Version
	Action  string
	Style   Style
	In      *Message
	Out     *Message // nil = nothing is answered
	Faults  []*Fault
}

// Message is what one direction of an operation carries.
type Message struct {
	Encoded bool   // by SOAP's own encoding, not literally by the schema
	Space   string // RPC: of the element around the parts
	Wrapper string // RPC: its name
	Parts   []*Part
	Headers []*Part
}

// Part is an element, or a value of a type.
type Part struct {
	Name    string
	Element *xsd.Element
	Type    *xsd.Type
	Encoded bool // of a header
}

// Fault is a declared fault with the element of its detail.
type Fault struct {
	Name string
	Part *Part // nil = not known
}
