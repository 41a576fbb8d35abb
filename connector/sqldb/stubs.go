package sqldb

type mysqlDialect struct{ sqlite }
type firebird struct{ sqlite }
type sqlServer struct{ sqlite }
type oracle struct{ sqlite }
