package setup

import (
	"context"
	"errors"
	"slices"
	"time"

	"tandem"
	"tandem/catalog"
	"tandem/connector"
)

// tryTime is how long a person waits for the answer to a test.
const tryTime = 15 * time.Second

// TestConnection tries what a dialog holds against the other side, and stores
// nothing. An error is placed at the setting that it concerns.
func (c *Config) TestConnection(ctx context.Context, account int64, e ConnectionEdit) error {
	conn, err := c.edited(ctx, account, e)
	if err != nil {
		return err
	}
	stored, err := load(ctx, c.options.Store, account)
	if err != nil {
		return err
	}
	check := &checker{types: c.options.Catalog, stored: stored}
	check.connection(conn)
	a := &applying{config: c, account: account, stored: stored, problems: check.problems}
	a.seal(conn)
	if err := a.problems.Err(); err != nil {
		return err
	}
	return c.try(ctx, account, conn)
}

// Reconnect tries a connection whose credentials were refused again as it is
// stored, and lets its syncs go on when the other side takes them.
func (c *Config) Reconnect(ctx context.Context, account int64, name string) error {
	_, conn, err := c.storedConnection(ctx, account, name)
	if err != nil {
		return err
	}
	if err := c.try(ctx, account, conn); err != nil {
		return err
	}
	return c.accept(ctx, account, name)
}

// try opens a connection and tests it, within the time a person waits.
func (c *Config) try(ctx context.Context, account int64, conn *Connection) error {
	t, ok := catalog.Find(c.options.Catalog, conn.Connector)
	if !ok {
		return tandem.Errorf(tandem.Config, "the catalogue has no connector %s", conn.Connector)
	}
	remote, err := c.open(account, conn, "")
	if err != nil {
		return atSetting(t, err)
	}
	trying, stop := context.WithTimeout(ctx, tryTime)
	defer stop()
	err = remote.Check(trying)
	if trying.Err() != nil && ctx.Err() == nil {
		err = tandem.Errorf(tandem.Unreached, "no answer within %s", tryTime).WithHint("is the address right, and may this machine reach it?")
	}
	if closing := remote.Close(); closing != nil {
		c.options.Log.Warn("closing a connection", "connection", conn.Name, "error", closing)
	}
	if err != nil {
		return atSetting(t, err)
	}
	return nil
}

// atSetting places an error at the setting it is about: the one it names; the
// secret where credentials are refused; the address where nobody answers.
func atSetting(t *catalog.Type, err error) error {
	e, ok := errors.AsType[*tandem.Error](err)
	if !ok {
		return err
	}
	named := slices.IndexFunc(t.Settings, func(s connector.Setting) bool { return s.Name == e.Place })
	if named < 0 {
		named = slices.IndexFunc(t.Settings, func(s connector.Setting) bool { return concerns(&s, e.Code) })
	}
	if named < 0 {
		return e.At("")
	}
	return e.At("settings." + t.Settings[named].Name)
}

// concerns reports whether a setting is the likely cause of an error that names none.
func concerns(s *connector.Setting, code tandem.Code) bool {
	switch code {
	case tandem.Denied, tandem.Forbidden:
		return s.Kind == connector.SettingPassword
	case tandem.Unreached:
		return s.Kind == connector.SettingAddress
	default:
		return false
	}
}
