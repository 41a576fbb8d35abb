package catalog

import (
	"embed"

	"tandem/connector"
)

// Group is where in the catalogue an entry stands.
type Group string

// The groups, in the order of their tabs.
const (
	Native     Group = "native"      // systems whose tables and data points we know
	ThirdParty Group = "third_party" // services of others with an account of the customer's own
	Generic    Group = "generic"     // ways of speaking that fit many systems; the user maps everything
)

// Groups lists the groups in the order of their tabs.
func Groups() []Group { return []Group{Native, ThirdParty, Generic} }

// Type is one entry of the catalogue.
type Type struct {
	connector.Type
	Group  Group
	Engine string   // whose settings these are: entries of one engine share the words for them
	Needs  []string // what must be at hand before the set-up: words of the catalogue's own, see Needs*
	Tried  string   // what it was run against, honestly; a person reads this before trusting it
	Preset []byte   // data points a sync begins with, in the shape of a configuration file; nil = none
}

// What an entry may need.
const (
	NeedsDatabaseLogin = "database_login" // a user of the database who may read, and write where anything goes out
	NeedsNetwork       = "network"        // the server must be able to reach the database
	NeedsOwnAccount    = "own_account"    // the customer has an account there
	NeedsMapping       = "mapping"        // nothing is mapped yet: data points are made by hand
)

//go:embed icon
var icons embed.FS

// Icon is the entry's picture, as SVG.
func (t *Type) Icon() []byte {
	content, err := icons.ReadFile("icon/" + t.Name + ".svg")
	if err != nil {
		content, _ = icons.ReadFile("icon/any.svg")
	}
	return content
}

// Types returns the catalogue.
func Types() []Type {
	return []Type{
		m2m(),
		cmCom(),
		anySQL(),
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
