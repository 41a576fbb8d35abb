// Package soap speaks SOAP 1.1 and 1.2, both ways, without generated code.
//
// The package itself holds what both ways share: envelopes, faults and the
// security header. Beneath it:
//
//	xmltree  XML into a tree and back, within limits
//	lexical  the texts of XML Schema's types: dates, numbers, booleans
//	server   operations described in Go, served with their WSDL
//	xsd      XML Schema as a model
//	wsdl     WSDL 1.1 as a model, from wherever its documents lie
//	message  a message from a tree of values by the schema, and back
//	client   calls any service from its WSDL
//
// It knows nothing of the program around it.
package soap
