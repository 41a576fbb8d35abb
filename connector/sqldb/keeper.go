package sqldb

import (
	"context"
	"path"
	"strings"

	"tandem"
	"tandem/connector"
)

// LastingKey tells what the column that takes our lasting key is worth: with a
// unique index over it alone, the database itself refuses a second row.
func (c *Conn) LastingKey(ctx context.Context, view *connector.View) (connector.Worth, error) {
	if view.ExternalID == "" {
		return connector.WorthNone, nil
	}
	if err := c.allowed(); err != nil {
		return connector.WorthNone, err
	}
	t, err := c.table(ctx, view, view.Object)
	if err != nil {
		return connector.WorthNone, err
	}
	col, ok := t.column(view.ExternalID)
	if !ok {
		return connector.WorthNone, tandem.Errorf(tandem.Schema, "%s has no column %s", t.shown, view.ExternalID).At(t.shown + "." + view.ExternalID)
	}
	if col.unique {
		return connector.WorthUnique, nil
	}
	return connector.WorthSearchable, nil
}

// Count tells about how many rows a table has. Where the catalogue's estimate
// is missing they are counted.
func (c *Conn) Count(ctx context.Context, view *connector.View) (int64, error) {
	if err := c.allowed(); err != nil {
		return 0, err
	}
	t, err := c.table(ctx, view, view.Object)
	if err != nil {
		return 0, err
	}
	if t.rows > 0 && view.Filter == nil {
		return t.rows, nil
	}
	l, err := c.layout(ctx, view)
	if err != nil {
		return 0, err
	}
	b := c.builder()
	b.write("SELECT COUNT(*) FROM ", l.source)
	if filter, ok := l.filter(b); ok {
		b.write(" WHERE ", filter)
	}
	ctx, cancel := c.bounded(ctx)
	defer cancel()
	row, found, err := single(ctx, c.db, b.text.String(), b.args...)
	if err != nil {
		return 0, c.readError(ctx, t.shown, err)
	}
	if !found {
		return 0, nil
	}
	n, _ := parseInteger(string(row[0]))
	return n.Int(), nil
}

// Profiles lists the databases or schemas that are one company each.
func (c *Conn) Profiles(ctx context.Context) ([]connector.Profile, error) {
	query := c.dialect.profiles()
	if c.cfg.pattern == "" || query == "" {
		return []connector.Profile{{}}, nil
	}
	if err := c.allowed(); err != nil {
		return nil, err
	}
	ctx, cancel := c.bounded(ctx)
	defer cancel()
	lines, err := collect(ctx, c.db, query)
	if err != nil {
		return nil, c.fail(ctx, c.cfg.address.String(), err)
	}
	var found []connector.Profile
	for _, line := range lines {
		name := strings.TrimSpace(line[0])
		if ok, err := path.Match(strings.ToLower(c.cfg.pattern), strings.ToLower(name)); ok && err == nil {
			found = append(found, connector.Profile{Name: name, Label: name})
		}
	}
	return found, nil
}
