package catalog

import "tandem/connector/sqldb"

// anySQL is any SQL database whose tables or views the user maps.
func anySQL() Type {
	return Type{
		Type: sqldb.Type(), Group: Generic, Engine: "sql", Needs: []string{NeedsDatabaseLogin, NeedsNetwork, NeedsMapping},
		Tried: triedSQL,
	}
}

const triedSQL = "PostgreSQL, MariaDB, Firebird and SQLite: every test runs against the real server. " +
	"SQL Server and Oracle: written after their documentation; the SQL is pinned in tests, no server was at hand to run it."
