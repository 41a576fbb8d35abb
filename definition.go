package tandem

import "time"

// Account is a tenant: one company whose records and integrations these are.
type Account struct {
	ID      int64
	Name    string
	Created time.Time
}

// Definition is one piece of configuration: a connection, a sync, a trigger.
type Definition struct {
	Account int64
	Kind    string // "connection", "sync", ...
	Name    string
	Body    []byte // JSON; secrets in it are sealed
	Version int64  // grows with every change
	Updated time.Time
	By      string // who changes it: what it said is kept as a version; "" = no version is kept. Never read back
}

// DefinitionVersion is what a definition said from one change to the next.
type DefinitionVersion struct {
	Number int64 // counted per definition, from 1, also across its removal
	At     time.Time
	By     string
	Body   []byte
}

// Lease is the right to work on a named lane until it runs out. Fence grows
// with every holder: what an earlier holder still tries to write is refused.
type Lease struct {
	Name  string
	Owner string
	Fence int64
	Until time.Time
}
