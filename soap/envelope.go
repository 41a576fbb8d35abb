package soap

import (
	"errors"
	"fmt"

	"tandem/soap/xmltree"
)

// Envelope is a message that was read.
type Envelope struct {
	Version Version
	Header  []*xmltree.Element
	Body    []*xmltree.Element
}

// ErrVersion is returned for an envelope that is neither SOAP 1.1 nor 1.2.
var ErrVersion = errors.New("the envelope is neither SOAP 1.1 nor SOAP 1.2")

// ReadEnvelope looks at a document as a message.
func ReadEnvelope(root *xmltree.Element) (*Envelope, error) {
	e := &Envelope{}
	switch root.Name {
	case xmltree.Name{Space: Envelope11, Local: "Envelope"}:
		e.Version = V11
	case xmltree.Name{Space: Envelope12, Local: "Envelope"}:
		e.Version = V12
	default:
		if root.Name.Local == "Envelope" {
			return nil, ErrVersion
		}
		return nil, fmt.Errorf("the document is no SOAP message: its root is %s", root.Name)
	}
	space := root.Name.Space
	body := root.Find(xmltree.Name{Space: space, Local: "Body"})
	if body == nil {
		return nil, errors.New("the envelope has no Body")
	}
	e.Body = body.Children
	if header := root.Find(xmltree.Name{Space: space, Local: "Header"}); header != nil {
		e.Header = header.Children
	}
	return e, nil
}

// First returns the first element of the body, nil if it is empty.
func (e *Envelope) First() *xmltree.Element {
	if len(e.Body) == 0 {
		return nil
	}
	return e.Body[0]
}

// MustUnderstand returns the name of a header that the sender insists on and
// that understood does not know.
func (e *Envelope) MustUnderstand(understood func(xmltree.Name) bool) (xmltree.Name, bool) {
	for _, h := range e.Header {
		value, _ := h.Lookup(e.Version.Envelope(), "mustUnderstand")
		if (value == "1" || value == "true") && !understood(h.Name) {
			return h.Name, true
		}
	}
	return xmltree.Name{}, false
}
