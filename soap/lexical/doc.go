// Package lexical reads and writes the texts of XML Schema's simple types.
// Reading is lenient, as services and clients are sloppy; writing keeps to one form.
package lexical
