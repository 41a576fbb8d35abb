// Package message makes messages of trees of values, by the schema, and trees
// of values of messages.
//
// A Value is a text, null, a group of named values, or a list. Attributes are
// named "@name", the text of an element that has attributes or children "#text", a type
// that stands in place of the declared one "@xsi:type" ("{namespace}name", or the name
// alone), and elements that no schema names "#any". Values are found and put by paths such as
// "order.lines[].sku".
package message
