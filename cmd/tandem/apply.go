package main

import (
	"context"
	"io"
	"maps"
	"slices"
	"strings"

	"tandem"
	"tandem/setup"
)

type applyCommand struct {
	File        string `short:"f" required:"" placeholder:"FILE" help:"The configuration file; - reads it from standard input."`
	Offline     bool   `help:"Do not ask the connected systems whether the mappings fit them."`
	Unconfirmed bool   `help:"Write to none of their tables that is new until 'tandem sync confirm'."`
}

// Run applies the file and prints what that changed.
func (c *applyCommand) Run(ctx context.Context, a *app) error {
	f, err := c.read(a)
	if err != nil {
		return err
	}
	if err := a.open(ctx); err != nil {
		return err
	}
	before, err := a.store.Accounts(ctx)
	if err != nil {
		return err
	}
	account, err := c.account(ctx, a, f)
	if err != nil {
		return err
	}
	applied, err := a.config.Apply(ctx, account.ID, f, c.terms())
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(before, func(b tandem.Account) bool { return b.ID == account.ID }) {
		applied.Changes = slices.Insert(applied.Changes, 0, setup.Change{Kind: "account", Name: account.Name, What: "created"})
	}
	if err := a.noteApplied(ctx, account.ID, applied.Changes); err != nil {
		return err
	}
	poke(ctx, a.dir)
	c.print(a, account, applied)
	return nil
}

// noteApplied keeps in the audit log which pieces of the configuration were changed.
func (a *app) noteApplied(ctx context.Context, account int64, changes []setup.Change) error {
	noted := map[string]bool{}
	for _, change := range changes {
		subject := change.Kind + " " + change.Name
		if noted[subject] {
			continue
		}
		noted[subject] = true
		entry := tandem.AuditEntry{Account: account, Who: person().Name, Action: tandem.SettingsChanged, Subject: subject, Detail: change.What}
		switch change.Kind {
		case "account":
			entry.Action = tandem.AccountCreated
		case "connection":
			entry.Action = tandem.ConnectionChanged
		case "sync":
			entry.Action = tandem.SyncChanged
		}
		if err := a.store.Audit(ctx, &entry); err != nil {
			return err
		}
	}
	return nil
}

// terms: whoever applies a file by hand confirms what it says will be written.
func (c *applyCommand) terms() setup.Terms {
	terms := setup.Terms{Offline: c.Offline, By: person().Name, Operator: true}
	if !c.Unconfirmed {
		terms.ConfirmedBy = person().Name
	}
	return terms
}

func (c *applyCommand) read(a *app) (*setup.File, error) {
	if c.File != "-" {
		return setup.ReadFile(c.File)
	}
	text, err := io.ReadAll(io.LimitReader(a.main.Stdin, 8<<20))
	if err != nil {
		return nil, tandem.Errorf(tandem.Config, "standard input cannot be read").Because(err)
	}
	return setup.Parse("standard input", text)
}

// account is the one the file names, made if need be.
func (c *applyCommand) account(ctx context.Context, a *app, f *setup.File) (*tandem.Account, error) {
	name := f.Account
	if a.options.Account != "" {
		if name != "" && name != a.options.Account {
			return nil, tandem.Errorf(tandem.Config, "the file is for account %s, not for %s", name, a.options.Account).At(f.Places.Of("account"))
		}
		name = a.options.Account
	}
	if name != "" {
		return a.store.EnsureAccount(ctx, name)
	}
	accounts, err := a.store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	if len(accounts) == 0 {
		return a.store.EnsureAccount(ctx, "default")
	}
	return a.account(ctx)
}

func (c *applyCommand) print(a *app, account *tandem.Account, applied *setup.Applied) {
	c.warn(a, applied)
	if a.options.JSON {
		a.printJSON(struct {
			Account     string              `json:"account"`
			Changes     []setup.Change      `json:"changes"`
			Confirmed   map[string][]string `json:"confirmed,omitempty"`
			Unconfirmed map[string][]string `json:"unconfirmed,omitempty"`
		}{account.Name, append([]setup.Change{}, applied.Changes...), applied.Confirmed, applied.Unconfirmed})
		return
	}
	for _, change := range applied.Changes {
		a.sayf("%s", change)
	}
	if len(applied.Changes) == 0 {
		a.sayf("nothing changed")
	}
	for _, sync := range slices.Sorted(maps.Keys(applied.Confirmed)) {
		a.notef("tandem: sync %s may write to %s there: confirmed by applying the file", sync, strings.Join(applied.Confirmed[sync], ", "))
	}
	for _, sync := range slices.Sorted(maps.Keys(applied.Unconfirmed)) {
		a.noteUnconfirmed(sync, applied.Unconfirmed[sync])
	}
}

// warn tells what may not fit some day: all of it with -v, otherwise that
// there is something to read.
func (c *applyCommand) warn(a *app, applied *setup.Applied) {
	if len(applied.Changes) == 0 {
		return
	}
	for _, notice := range applied.Notices {
		a.notef("tandem: %s", notice.Error())
		a.notef("  hint: %s", notice.Hint)
	}
	for _, w := range applied.Warnings {
		a.log.Warn(w)
	}
	if n := len(applied.Warnings); n > 0 && !a.options.Verbose {
		a.notef("tandem: %d values of one side may not fit the other, a long name for instance; apply -v lists them", n)
	}
}
