package catalog

import (
	_ "embed"

	"tandem/connector/sqldb"
)

// m2m is Made2Manage over its SQL database: the engine of any SQL database
// with data points that know M2M's tables.
func m2m() Type {
	t := sqldb.Type()
	t.Name = "m2m"
	t.Label = "Made2Manage (M2M)"
	t.Doc = "Customers, contacts, addresses, quotes, orders, invoices and RMAs of a Made2Manage ERP, read from its database and written to it. One profile for each company of the ERP (m2mdata01, m2mdata02)."
	return Type{
		Type: t, Group: Native, Engine: "sql", Needs: []string{NeedsDatabaseLogin, NeedsNetwork},
		Tried: triedM2M, Preset: m2mPoints,
	}
}

//go:embed m2m.yaml
var m2mPoints []byte

const triedM2M = "The demo ERP that comes with Tandem, which has M2M's tables, columns and quirks, on SQLite, PostgreSQL and MariaDB. " +
	"No real Made2Manage on SQL Server was at hand: try it on a copy of the database first."
