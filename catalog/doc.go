// Package catalog is the catalogue: every kind of system that can be added,
// one entry each. An entry is a connector engine with a name and a description
// of its own and, for systems whose tables are known, the data points a sync
// of it begins with. It is a list to be read from top to bottom; nothing
// registers itself.
package catalog
