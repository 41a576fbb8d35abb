// Package wsdl reads WSDL 1.1 into a model of services, bindings and
// operations, with the schemas that their messages speak of.
//
// A description is usually spread over documents, some of which are missing,
// and partly wrong. What can be understood is loaded; what cannot is named.
package wsdl
