package catalog

import "tandem/connector"

// Type is one entry of the catalogue.
type Type struct {
	connector.Type
	Tried  string // what it was run against, honestly; a person reads this before trusting it
	Preset []byte // data points a sync begins with, in the shape of a configuration file; nil = none
}

// Types returns the catalogue.
func Types() []Type {
	return []Type{
		anySQL(),
		m2m(),
	}
}

// Find returns the entry of that name.
func Find(types []Type, name string) (*Type, bool) {
	for i := range types {
		if types[i].Name == name {
			return &types[i], true
		}
	}
	return nil, false
}

// Names lists the names of the entries, for hints.
func Names(types []Type) []string {
	names := make([]string, len(types))
	for i := range types {
		names[i] = types[i].Name
	}
	return names
}
