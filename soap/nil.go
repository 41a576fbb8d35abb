package soap

import "tandem/soap/xmltree"

// IsNil says whether an element is marked as null.
func IsNil(e *xmltree.Element) bool {
	value, ok := e.Lookup(XSI, "nil")
	return ok && (value == "true" || value == "1")
}
