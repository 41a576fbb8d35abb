package server

import (
	"strings"

	"tandem/soap"
	"tandem/soap/xmltree"
)

// Description says which part of a service a WSDL shows.
type Description struct {
	Address string       // where the service is called
	Groups  []string     // operations of these groups and of none; nil = all
	Only    soap.Version // one version of SOAP; 0 = both
}

const (
	nsWSDL   = "http://schemas.xmlsoap.org/wsdl/"
	nsSOAP11 = "http://schemas.xmlsoap.org/wsdl/soap/"
	nsSOAP12 = "http://schemas.xmlsoap.org/wsdl/soap12/"
	nsHTTP   = "http://schemas.xmlsoap.org/soap/http"
)

// WSDL describes the service. Its shape is the one that the client stacks of
// PHP, Python, Perl, Java, .NET, C++ and JavaScript were all seen to accept:
// change nothing without trying all of them.
func (s *Server) WSDL(d Description) []byte {
	operations := s.service.cut(d.Groups)
	w := &description{Service: s.service, Description: d, operations: operations}
	w.Declaration()
	w.Start("wsdl:definitions")
	w.Attr("name", w.Name)
	w.Attr("targetNamespace", w.Namespace)
	w.Attr("xmlns:wsdl", nsWSDL)
	w.Attr("xmlns:soap", nsSOAP11)
	if d.Only != soap.V11 {
		w.Attr("xmlns:soap12", nsSOAP12)
	}
	w.Attr("xmlns:xs", soap.XSD)
	w.Attr("xmlns:tns", w.Namespace)
	w.doc("wsdl:documentation", w.Doc)
	w.Start("wsdl:types")
	w.schema()
	w.End()
	w.messages()
	w.portType()
	if d.Only != soap.V12 {
		w.binding("soap", "Soap")
	}
	if d.Only != soap.V11 {
		w.binding("soap12", "Soap12")
	}
	w.services()
	w.End()
	return w.Bytes()
}

// description is a WSDL under way.
type description struct {
	xmltree.Writer
	*Service
	Description
	operations []*Operation
}

// cut returns the operations of some groups and of none.
func (s *Service) cut(groups []string) []*Operation {
	wanted := map[string]bool{"": true}
	for _, g := range groups {
		wanted[g] = true
	}
	var kept []*Operation
	for i := range s.Operations {
		if o := &s.Operations[i]; groups == nil || wanted[o.Group] {
			kept = append(kept, o)
		}
	}
	return kept
}

func (w *description) doc(tag, text string) {
	if text != "" {
		w.Leaf(tag, text)
	}
}

func (w *description) messages() {
	for _, o := range w.operations {
		w.message(o.Name, "parameters", o.Name)
		w.message(o.Name+"Response", "parameters", o.Name+"Response")
	}
	w.message("ServiceFault", "fault", "ServiceFault")
}

func (w *description) message(name, part, element string) {
	w.Start("wsdl:message")
	w.Attr("name", name)
	w.Start("wsdl:part")
	w.Attr("name", part)
	w.Attr("element", "tns:"+element)
	w.End()
	w.End()
}

func (w *description) portType() {
	w.Start("wsdl:portType")
	w.Attr("name", w.Name+"PortType")
	for _, o := range w.operations {
		w.Start("wsdl:operation")
		w.Attr("name", o.Name)
		w.doc("wsdl:documentation", o.Doc)
		w.refer("wsdl:input", "", o.Name)
		w.refer("wsdl:output", "", o.Name+"Response")
		w.refer("wsdl:fault", "ServiceFault", "ServiceFault")
		w.End()
	}
	w.End()
}

func (w *description) refer(tag, name, message string) {
	w.Start(tag)
	if name != "" {
		w.Attr("name", name)
	}
	w.Attr("message", "tns:"+message)
	w.End()
}

func (w *description) binding(prefix, suffix string) {
	w.Start("wsdl:binding")
	w.Attr("name", w.Name+suffix+"Binding")
	w.Attr("type", "tns:"+w.Name+"PortType")
	w.Start(prefix + ":binding")
	w.Attr("style", "document")
	w.Attr("transport", nsHTTP)
	w.End()
	for _, o := range w.operations {
		w.bind(prefix, o)
	}
	w.End()
}

func (w *description) bind(prefix string, o *Operation) {
	w.Start("wsdl:operation")
	w.Attr("name", o.Name)
	w.Start(prefix + ":operation")
	w.Attr("soapAction", strings.TrimSuffix(w.Namespace, "/")+"/"+o.Name)
	w.Attr("style", "document")
	w.End()
	for _, direction := range []string{"wsdl:input", "wsdl:output"} {
		w.Start(direction)
		w.Start(prefix + ":body")
		w.Attr("use", "literal")
		w.End()
		w.End()
	}
	w.Start("wsdl:fault")
	w.Attr("name", "ServiceFault")
	w.Start(prefix + ":fault")
	w.Attr("name", "ServiceFault")
	w.Attr("use", "literal")
	w.End()
	w.End()
	w.End()
}

func (w *description) services() {
	w.Start("wsdl:service")
	w.Attr("name", w.Name)
	if w.Only != soap.V12 {
		w.port("soap", "Soap")
	}
	if w.Only != soap.V11 {
		w.port("soap12", "Soap12")
	}
	w.End()
}

func (w *description) port(prefix, suffix string) {
	w.Start("wsdl:port")
	w.Attr("name", w.Name+suffix)
	w.Attr("binding", "tns:"+w.Name+suffix+"Binding")
	w.Start(prefix + ":address")
	w.Attr("location", w.Address)
	w.End()
	w.End()
}
