// Package xmltree reads an XML document into a tree of elements with resolved
// namespaces, and writes XML. It is made for messages of strangers: every
// document has limits, nothing outside it is ever fetched, and no entity beyond
// the five of XML itself is expanded.
//
// It is no validating parser. Where a document can only be meant in one way
// it is read in that way: XML 1.1, white space before the declaration and
// non-ASCII names of any kind are accepted.
package xmltree
