package soap

import (
	"strings"

	"tandem/soap/xmltree"
)

// Code says whose fault a fault is. The names are those of SOAP 1.2.
type Code string

// The codes.
const (
	Sender          Code = "Sender"   // the message is wrong; "Client" in SOAP 1.1
	Receiver        Code = "Receiver" // something failed there; "Server" in SOAP 1.1
	MustUnderstand  Code = "MustUnderstand"
	VersionMismatch Code = "VersionMismatch"
)

// Fault is an answer that says no.
type Fault struct { //nolint:errname // SOAP's word
	Code    Code
	Subcode xmltree.Name // a code of the other side's own: below Code in 1.2, instead of it in 1.1
	Reason  string
	Actor   string
	Detail  []*xmltree.Element
}

// Error gives the reason.
func (f *Fault) Error() string {
	if f.Reason == "" {
		return "SOAP fault " + string(f.Code)
	}
	return f.Reason
}

// Fault returns the fault that the body holds, or nil.
func (e *Envelope) Fault() *Fault {
	first := e.First()
	if first == nil || first.Name != (xmltree.Name{Space: e.Version.Envelope(), Local: "Fault"}) {
		return nil
	}
	if e.Version == V12 {
		return readFault12(first)
	}
	return readFault11(first)
}

// readFault11 takes children with a namespace too: some services qualify them.
func readFault11(e *xmltree.Element) *Fault {
	f := &Fault{
		Reason: strings.TrimSpace(e.Child("faultstring").Content()),
		Actor:  strings.TrimSpace(e.Child("faultactor").Content()),
	}
	if detail := e.Child("detail"); detail != nil {
		f.Detail = detail.Children
	}
	if code := e.Child("faultcode"); code != nil {
		text := strings.TrimSpace(code.Content())
		name, ok := code.QName(text)
		if !ok {
			name = xmltree.Name{Local: text}
		}
		f.Code, f.Subcode = code11(name)
	}
	return f
}

func code11(name xmltree.Name) (Code, xmltree.Name) {
	first, _, dotted := strings.Cut(name.Local, ".")
	var code Code
	switch first {
	case "Client":
		code = Sender
	case "Server":
		code = Receiver
	case "MustUnderstand", "VersionMismatch":
		code = Code(first)
	default:
		return Receiver, name
	}
	if dotted {
		return code, name
	}
	return code, xmltree.Name{}
}

func readFault12(e *xmltree.Element) *Fault {
	f := &Fault{Reason: strings.TrimSpace(e.Child("Reason").Child("Text").Content())}
	if node := e.Child("Role"); node != nil {
		f.Actor = strings.TrimSpace(node.Content())
	}
	if detail := e.Child("Detail"); detail != nil {
		f.Detail = detail.Children
	}
	code := e.Child("Code")
	if value := code.Child("Value"); value != nil {
		name, _ := value.QName(value.Content())
		f.Code = Code(name.Local)
	}
	if value := code.Child("Subcode").Child("Value"); value != nil {
		f.Subcode, _ = value.QName(value.Content())
	}
	return f
}

// Element makes the fault's element, as the body of a message holds it.
func (f *Fault) Element(v Version) *xmltree.Element {
	if v == V12 {
		return f.element12()
	}
	e := xmltree.New(Envelope11, "Fault", "")
	code := xmltree.Name{Space: Envelope11, Local: string(f.Code)}
	switch f.Code {
	case Sender:
		code.Local = "Client"
	case Receiver:
		code.Local = "Server"
	case MustUnderstand, VersionMismatch:
	}
	e.Add(qname("", "faultcode", code))
	e.Add(xmltree.New("", "faultstring", f.Reason))
	if f.Actor != "" {
		e.Add(xmltree.New("", "faultactor", f.Actor))
	}
	if len(f.Detail) > 0 {
		e.Add(xmltree.New("", "detail", "")).Children = f.Detail
	}
	return e
}

func (f *Fault) element12() *xmltree.Element {
	e := xmltree.New(Envelope12, "Fault", "")
	code := e.Add(xmltree.New(Envelope12, "Code", ""))
	code.Add(qname(Envelope12, "Value", xmltree.Name{Space: Envelope12, Local: string(f.Code)}))
	if f.Subcode.Local != "" {
		code.Add(xmltree.New(Envelope12, "Subcode", "")).Add(qname(Envelope12, "Value", f.Subcode))
	}
	text := e.Add(xmltree.New(Envelope12, "Reason", "")).Add(xmltree.New(Envelope12, "Text", f.Reason))
	text.Attrs = []xmltree.Attr{{Name: xmltree.Name{Space: "http://www.w3.org/XML/1998/namespace", Local: "lang"}, Value: "en"}}
	if f.Actor != "" {
		e.Add(xmltree.New(Envelope12, "Role", f.Actor))
	}
	if len(f.Detail) > 0 {
		e.Add(xmltree.New(Envelope12, "Detail", "")).Children = f.Detail
	}
	return e
}

// qname makes an element whose text is a qualified name.
func qname(space, local string, value xmltree.Name) *xmltree.Element {
	e := xmltree.New(space, local, value.Local)
	e.TextSpace = value.Space
	return e
}
