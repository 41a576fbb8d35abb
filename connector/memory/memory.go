package memory

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"tandem"
	"tandem/connector"
	"tandem/dictionary"
)

// Connection is a connection to a System and can do everything the contract knows.
type Connection struct {
	system  func() (*System, error)
	token   string
	profile string
	without map[string]bool
	closed  atomic.Bool
}

// What a connection can be opened without; see Systems.Type.
const (
	changing  = "changes"
	getting   = "get"
	finding   = "find"
	keeping   = "lasting_key"
	counting  = "count"
	profiling = "profiles"
	all       = "all"
)

var (
	_ connector.Connector = (*Connection)(nil)
	_ connector.Changer   = (*Connection)(nil)
	_ connector.Getter    = (*Connection)(nil)
	_ connector.Finder    = (*Connection)(nil)
	_ connector.Keeper    = (*Connection)(nil)
	_ connector.Counter   = (*Connection)(nil)
	_ connector.Profiler  = (*Connection)(nil)
)

// errHidden is what a method answers that the connection was opened without.
var errHidden = fmt.Errorf("memory: hidden: %w", errors.ErrUnsupported)

// Open connects to the system. The settings are those of Systems.Type, without "system".
func (s *System) Open(settings connector.Settings) connector.Connector {
	return open(settings, func() (*System, error) { return s, nil })
}

func open(settings connector.Settings, system func() (*System, error)) connector.Connector {
	c := &Connection{system: system, token: settings["token"], profile: settings["profile"], without: map[string]bool{}}
	for name := range strings.FieldsFuncSeq(settings["without"], func(r rune) bool { return r == ',' || r == ' ' }) {
		c.without[name] = true
	}
	return c.hide()
}

// hide takes away what the connection was opened without. Of a method the
// connection may say when called that it has none; Changes must not be there.
func (c *Connection) hide() connector.Connector {
	switch {
	case c.without[all]:
		return struct{ connector.Connector }{c}
	case c.without[changing]:
		return struct {
			connector.Connector
			connector.Getter
			connector.Finder
			connector.Keeper
			connector.Counter
			connector.Profiler
		}{c, c, c, c, c, c}
	default:
		return c
	}
}

// visit runs f inside the system, alone, after everything due has happened and
// unless something befalls the call on its way.
func (c *Connection) visit(ctx context.Context, f func(*System) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if c.closed.Load() {
		return tandem.Errorf(tandem.Usage, "the connection is closed")
	}
	s, err := c.system()
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle()
	if err := s.admit(c); err != nil {
		return err
	}
	return f(s)
}

// admit lets a connection in.
func (s *System) admit(c *Connection) error {
	if s.down {
		return tandem.Errorf(tandem.Unreached, "the system does not answer")
	}
	if s.options.Token != "" && c.token != s.options.Token {
		return denied()
	}
	if c.profile != "" && !s.hasProfile(c.profile) {
		return tandem.Errorf(tandem.Config, "there is no company %q", c.profile).At("profile")
	}
	return s.faults.beforeSending(s.options.Clock())
}

func (s *System) hasProfile(name string) bool {
	return slices.ContainsFunc(s.options.Profiles, func(p connector.Profile) bool { return p.Name == name })
}

func denied() error { return tandem.Errorf(tandem.Denied, "the credentials were refused") }

// Check tests that the system lets the connection in.
func (c *Connection) Check(ctx context.Context) error {
	return c.visit(ctx, func(*System) error { return nil })
}

// Describe lists the tables the profile sees.
func (c *Connection) Describe(ctx context.Context, names ...string) (*dictionary.Dictionary, error) {
	d := &dictionary.Dictionary{}
	err := c.visit(ctx, func(s *System) error {
		if i, column, ok := s.faults.drifts(len(s.tables)); ok {
			if err := s.tables[i].addField(dictionary.Field{Name: column, Type: dictionary.Text, Nullable: true}); err != nil {
				return err
			}
		}
		for _, t := range s.tables {
			if t.seenBy(c.profile) && wants(names, t.def.Name) {
				d.Objects = append(d.Objects, t.describe())
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return d, nil
}

// wants reports whether a name is among names; none named means all.
func wants(names []string, name string) bool {
	return len(names) == 0 || slices.Contains(names, name)
}

// LastingKey tells what the view's lasting key is worth: a unique column
// refuses a second row, any other column only finds the first again.
func (c *Connection) LastingKey(ctx context.Context, view *connector.View) (connector.Worth, error) {
	if c.without[keeping] {
		return connector.WorthNone, errHidden
	}
	worth := connector.WorthNone
	err := c.visit(ctx, func(s *System) error {
		p, err := s.shapeOf(c.profile, view)
		if err != nil || view.ExternalID == "" {
			return err
		}
		worth = connector.WorthSearchable
		if f, _ := p.table.def.Field(view.ExternalID); f.Unique {
			worth = connector.WorthUnique
		}
		return nil
	})
	return worth, err
}

// Profiles lists the companies of the system.
func (c *Connection) Profiles(ctx context.Context) ([]connector.Profile, error) {
	if c.without[profiling] {
		return nil, errHidden
	}
	var list []connector.Profile
	err := c.visit(ctx, func(s *System) error {
		list = append(list, s.options.Profiles...)
		return nil
	})
	if err == nil && len(list) == 0 {
		list = []connector.Profile{{}}
	}
	return list, err
}

// Close ends the connection; the system and its rows stay.
func (c *Connection) Close() error {
	c.closed.Store(true)
	return nil
}
