package soap

// The namespaces of the envelope, and of what stands in it.
const (
	Envelope11 = "http://schemas.xmlsoap.org/soap/envelope/"
	Envelope12 = "http://www.w3.org/2003/05/soap-envelope"
	Encoding11 = "http://schemas.xmlsoap.org/soap/encoding/"
	Encoding12 = "http://www.w3.org/2003/05/soap-encoding"
	XSI        = "http://www.w3.org/2001/XMLSchema-instance"
	XSD        = "http://www.w3.org/2001/XMLSchema"
	WSSE       = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
	WSU        = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
)

// Version is a version of SOAP.
type Version uint8

// The versions.
const (
	V11 Version = iota + 1
	V12
)

// Envelope is the namespace of a version's envelope.
func (v Version) Envelope() string {
	if v == V12 {
		return Envelope12
	}
	return Envelope11
}

// Encoding is the namespace of a version's encoding.
func (v Version) Encoding() string {
	if v == V12 {
		return Encoding12
	}
	return Encoding11
}

// ContentType is what a message of the version is sent as. In 1.2 it carries
// the action.
func (v Version) ContentType(action string) string {
	if v != V12 {
		return "text/xml; charset=utf-8"
	}
	if action == "" {
		return "application/soap+xml; charset=utf-8"
	}
	return `application/soap+xml; charset=utf-8; action="` + action + `"`
}

// String names the version.
func (v Version) String() string {
	if v == V12 {
		return "SOAP 1.2"
	}
	return "SOAP 1.1"
}
