package setup

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"tandem"
	"tandem/engine"
)

// Consent is the word of a person that a sync may write to a table of the other
// side. Without it what would go out stays here, whatever the operations say.
// A procedure of theirs needs none: whoever made it said what may be written.
type Consent struct {
	Table string    `json:"table"`
	By    string    `json:"by"`
	At    time.Time `json:"at"`
}

// consents are those of one sync. They are state rather than configuration: a
// file that is printed and applied elsewhere does not carry them along.
type consents struct {
	Sync  string    `json:"-"`
	Given []Consent `json:"given"`
}

func (c *consents) has(table string) bool {
	return slices.ContainsFunc(c.Given, func(g Consent) bool { return g.Table == table })
}

// keep drops what is no longer asked for, so that a table which is written
// again one day is asked for again.
func (c *consents) keep(tables []string) {
	c.Given = slices.DeleteFunc(slices.Clone(c.Given), func(g Consent) bool { return !slices.Contains(tables, g.Table) })
}

// give adds the tables that are missing and returns them.
func (c *consents) give(tables []string, by string) []string {
	added := c.missing(tables)
	for _, table := range added {
		c.Given = append(c.Given, Consent{Table: table, By: by, At: time.Now().UTC().Truncate(time.Second)})
	}
	return added
}

func (c *consents) missing(tables []string) []string {
	var list []string
	for _, table := range tables {
		if !c.has(table) {
			list = append(list, table)
		}
	}
	return list
}

// tablesWritten lists the tables a sync writes to itself, in the order of its data points.
func tablesWritten(s *engine.Sync) []string {
	var tables []string
	for i := range s.Points {
		if p := &s.Points[i]; p.Writable && writesItself(p) && !slices.Contains(tables, p.Theirs) {
			tables = append(tables, p.Theirs)
		}
	}
	return tables
}

// writesItself reports whether anything goes out that no procedure of theirs takes.
func writesItself(p *engine.DataPoint) bool {
	o, r := p.Operations, p.Routines
	creates := o.Create.Has(tandem.Out) || p.FirstOf != ""
	return creates && r.Create == "" || o.Update.Has(tandem.Out) && r.Update == "" || o.Delete.Has(tandem.Out) && r.Delete == ""
}

// withhold takes the right to write from data points whose table nobody confirmed.
func (c *consents) withhold(s *engine.Sync) {
	for i := range s.Points {
		if p := &s.Points[i]; p.Writable && writesItself(p) && !c.has(p.Theirs) {
			p.Writable, p.Unconfirmed = false, true
		}
	}
}

// Confirm gives the consent for all tables that a sync writes to, and returns
// who gave it for each, and when.
func (c *Config) Confirm(ctx context.Context, account int64, sync, by string) ([]Consent, error) {
	stored, s, err := c.storedSync(ctx, account, sync)
	if err != nil {
		return nil, err
	}
	_, points, err := c.parts(ctx, account, stored, s)
	if err != nil {
		return nil, err
	}
	given := stored.consents(sync)
	if len(given.give(tablesWritten(Compile(s, points)), by)) == 0 {
		return given.Given, nil
	}
	return given.Given, c.saveConsents(ctx, account, given)
}

// saveConsents stores them, also when none is left: what is stored about a sync only grows in version.
func (c *Config) saveConsents(ctx context.Context, account int64, given *consents) error {
	body, err := json.Marshal(given)
	if err != nil {
		return tandem.Errorf(tandem.Internal, "what sync %s may write cannot be stored", given.Sync).Because(err)
	}
	_, err = c.options.Store.SaveDefinition(ctx, &tandem.Definition{Account: account, Kind: kindConsent, Name: given.Sync, Body: body})
	return err //nolint:wrapcheck // the store's own words
}

// consent gives the consent of whoever applies the file, or notes what waits for one.
func (a *applying) consent(ctx context.Context, s *Sync, points []DataPoint) error {
	given := a.stored.consents(s.Name)
	before := len(given.Given)
	var tables []string
	if !s.Removed {
		tables = tablesWritten(Compile(s, points))
	}
	given.keep(tables)
	moved := len(given.Given) != before
	if a.terms.ConfirmedBy == "" {
		a.done.Unconfirmed = noteTables(a.done.Unconfirmed, s.Name, given.missing(tables))
	} else {
		added := given.give(tables, a.terms.ConfirmedBy)
		a.done.Confirmed = noteTables(a.done.Confirmed, s.Name, added)
		moved = moved || len(added) > 0
	}
	if !moved {
		return nil
	}
	return a.config.saveConsents(ctx, a.account, given)
}

func noteTables(noted map[string][]string, sync string, tables []string) map[string][]string {
	if len(tables) == 0 {
		return noted
	}
	if noted == nil {
		noted = map[string][]string{}
	}
	noted[sync] = tables
	return noted
}
