package main

import (
	"context"
	"strings"

	"tandem"
	"tandem/connector"
	"tandem/dictionary"
)

type describeCommand struct {
	Connection string   `arg:"" help:"The connection's name."`
	Tables     []string `arg:"" optional:"" help:"Show the columns of these tables."`
	Profile    string   `help:"The company of the connected system."`
}

// Run asks a connected system what it holds.
func (c *describeCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	remote, err := a.config.Dial(ctx, account.ID, c.Connection, c.Profile)
	if err != nil {
		return err
	}
	defer func() { _ = remote.Close() }()
	if err := remote.Check(ctx); err != nil {
		return err
	}
	described, err := remote.Describe(ctx, c.Tables...)
	if err != nil {
		return err
	}
	for _, name := range c.Tables {
		if _, ok := described.Object(name); !ok {
			return c.noTable(ctx, remote, name)
		}
	}
	if a.options.JSON {
		a.printJSON(described)
		return nil
	}
	if len(c.Tables) > 0 {
		c.columns(a, described)
		return nil
	}
	return c.tables(ctx, a, remote, described)
}

// noTable says that there is no such table, and which may be meant.
func (c *describeCommand) noTable(ctx context.Context, remote connector.Connector, name string) error {
	hint := ""
	if all, err := remote.Describe(ctx); err == nil {
		names := make([]string, len(all.Objects))
		for i := range all.Objects {
			names[i] = all.Objects[i].Name
		}
		hint = dictionary.DidYouMean(name, names)
	}
	return tandem.Errorf(tandem.NotFound, "%s has no table or view %s", c.Connection, name).WithHint(hint)
}

func (c *describeCommand) tables(ctx context.Context, a *app, remote connector.Connector, d *dictionary.Dictionary) error {
	profiles, err := connector.Profiles(ctx, remote)
	if err != nil {
		return err
	}
	for _, p := range profiles {
		if p.Name != "" {
			a.sayf("profile %s  %s", p.Name, p.Label)
		}
	}
	g := newGrid("table", "key", ">columns", ">rows", "access")
	for i := range d.Objects {
		o := &d.Objects[i]
		access := "read and write"
		if o.ReadOnly {
			access = "read only"
		}
		g.add(o.Name, strings.Join(o.Key, ", "), number(int64(len(o.Fields))), dot(o.Rows), access)
	}
	g.write(a.main.Stdout)
	return nil
}

func (c *describeCommand) columns(a *app, d *dictionary.Dictionary) {
	for i := range d.Objects {
		o := &d.Objects[i]
		a.sayf("%s  key: %s", o.Name, strings.Join(o.Key, ", "))
		g := newGrid("column", "type", "native", "notes")
		for _, f := range o.Fields {
			g.add(f.Name, string(f.Type), f.Native, strings.Join(columnNotes(&f), ", "))
		}
		g.write(a.main.Stdout)
	}
}

func columnNotes(f *dictionary.Field) []string {
	var notes []string
	for _, n := range []struct {
		on   bool
		word string
	}{{f.Nullable, "may be null"}, {f.Padded, "padded"}, {f.Unique, "unique"}, {f.ReadOnly, "kept by the database"}, {f.Default, "has a default"}} {
		if n.on {
			notes = append(notes, n.word)
		}
	}
	return notes
}
