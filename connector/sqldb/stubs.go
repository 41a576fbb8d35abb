package sqldb

type sqlServer struct{ sqlite }
type oracle struct{ sqlite }
