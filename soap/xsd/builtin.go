package xsd

import "tandem/soap"

// builtinTypes lists the types of XML Schema with what each is made from.
const builtinTypes = `string anySimpleType
boolean anySimpleType
decimal anySimpleType
float anySimpleType
double anySimpleType
duration anySimpleType
dateTime anySimpleType
time anySimpleType
date anySimpleType
gYearMonth anySimpleType
gYear anySimpleType
gMonthDay anySimpleType
gDay anySimpleType
gMonth anySimpleType
hexBinary anySimpleType
base64Binary anySimpleType
anyURI anySimpleType
QName anySimpleType
NOTATION anySimpleType
normalizedString string
token normalizedString
language token
NMTOKEN token
NMTOKENS anySimpleType
Name token
NCName Name
ID NCName
IDREF NCName
IDREFS anySimpleType
ENTITY NCName
ENTITIES anySimpleType
integer decimal
nonPositiveInteger integer
negativeInteger nonPositiveInteger
long integer
int long
short int
byte short
nonNegativeInteger integer
unsignedLong nonNegativeInteger
unsignedInt unsignedLong
unsignedShort unsignedInt
unsignedByte unsignedShort
positiveInteger nonNegativeInteger
timeInstant dateTime
anyAtomicType anySimpleType
dateTimeStamp dateTime
yearMonthDuration duration
dayTimeDuration duration`

// isSchema says whether a namespace is that of XML Schema, or of a draft of it, which means the same.
func isSchema(space string) bool {
	switch space {
	case soap.XSD, "http://www.w3.org/1999/XMLSchema", "http://www.w3.org/2000/10/XMLSchema", "http://www.w3.org/2001/XMLSchema-datatypes":
		return true
	}
	return false
}

// open says whether a namespace is one of those that everybody imports and
// nobody ships. What they define is taken as it comes.
func open(space string) bool {
	switch space {
	case soap.Encoding11, soap.Encoding12, "http://www.w3.org/2001/12/soap-encoding",
		soap.Envelope11, soap.Envelope12, "http://www.w3.org/2001/12/soap-envelope",
		"http://www.w3.org/XML/1998/namespace", soap.XSD,
		"http://www.w3.org/2004/06/xmlmime", "http://www.w3.org/2004/11/xmlmime", "http://www.w3.org/2005/05/xmlmime",
		"http://www.w3.org/2004/08/xop/include", "http://ws-i.org/profiles/basic/1.1/xsd",
		"http://schemas.xmlsoap.org/ws/2003/03/addressing", "http://schemas.xmlsoap.org/ws/2004/03/addressing",
		"http://schemas.xmlsoap.org/ws/2004/08/addressing", "http://www.w3.org/2005/08/addressing", "http://www.w3.org/2006/05/addressing/wsdl",
		soap.WSSE, soap.WSU, "http://schemas.xmlsoap.org/ws/2002/04/secext", "http://schemas.xmlsoap.org/ws/2003/06/secext",
		"http://www.w3.org/2000/09/xmldsig#", "http://www.w3.org/2001/04/xmlenc#",
		"http://xml.apache.org/xml-soap",
		"http://schemas.microsoft.com/2003/10/Serialization/", "http://schemas.microsoft.com/2003/10/Serialization/Arrays",
		"http://schemas.xmlsoap.org/wsdl/", "urn:schemas-microsoft-com:xml-msdata", "http://schemas.xmlsoap.org/soap/encoding":
		return true
	}
	return false
}

const (
	apacheSOAP    = "http://xml.apache.org/xml-soap"
	serialization = "http://schemas.microsoft.com/2003/10/Serialization/"
	arrays        = serialization + "Arrays"
)

// Builtin returns a built-in type, nil if there is none of that name.
func (s *Set) Builtin(local string) *Type { return s.builtins[local] }
