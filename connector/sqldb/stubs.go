package sqldb

import (
	"context"
	"iter"
	"tandem"
	"tandem/connector"
)

func (c *Conn) Changes(ctx context.Context, view *connector.View, since string) iter.Seq2[*tandem.Page, error] {
	return nil
}
func (c *Conn) Write(ctx context.Context, view *connector.View, writes []connector.Write) ([]connector.Result, error) {
	return nil, nil
}
func (c *Conn) LastingKey(ctx context.Context, view *connector.View) (connector.Worth, error) {
	return 0, nil
}
func (c *Conn) Count(ctx context.Context, view *connector.View) (int64, error)     { return 0, nil }
func (c *Conn) Profiles(ctx context.Context) ([]connector.Profile, error)         { return nil, nil }

type mysqlDialect struct{ sqlite }
type firebird struct{ sqlite }
type sqlServer struct{ sqlite }
type oracle struct{ sqlite }
