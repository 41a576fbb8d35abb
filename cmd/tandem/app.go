package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"slices"

	"tandem"
	"tandem/engine"
	"tandem/people"
	"tandem/setup"
	"tandem/store"
)

// app is what commands work with. What a command does not need is not opened.
type app struct {
	main    Main
	options global

	dir     string // the data directory
	log     *slog.Logger
	closers []func() error

	allowed []netip.Prefix // private networks that all accounts' triggers may call

	store  *store.Store
	config *setup.Config
	engine *engine.Engine
	people *people.People
}

// prepare finds the data directory and begins the log. It touches nothing yet.
func (a *app) prepare() error {
	for name, option := range map[string]*string{
		"TANDEM_DATA": &a.options.Data, "TANDEM_DATABASE": &a.options.Database, "TANDEM_ACCOUNT": &a.options.Account,
	} {
		if *option == "" {
			*option = a.environment(name)
		}
	}
	dir, err := a.dataDir()
	if err != nil {
		return err
	}
	a.dir = dir
	a.log = slog.New(slog.DiscardHandler)
	if a.options.Verbose {
		a.log = slog.New(slog.NewTextHandler(a.main.Stderr, nil))
	}
	return nil
}

// dataDir is the directory asked for; ./data where there is one; otherwise the
// user's own, unless that is not there either: then ./data is made.
func (a *app) dataDir() (string, error) {
	if a.options.Data != "" {
		return filepath.Abs(a.options.Data) //nolint:wrapcheck // only without a working directory
	}
	const here = "data"
	if isDir(here) {
		return filepath.Abs(here) //nolint:wrapcheck // the same
	}
	if own := a.userDir(); own != "" && isDir(own) {
		return own, nil
	}
	return filepath.Abs(here) //nolint:wrapcheck // the same
}

// userDir is where programs of this user keep their data.
func (a *app) userDir() string {
	if dir, ok := a.main.Environment("XDG_DATA_HOME"); ok && filepath.IsAbs(dir) {
		return filepath.Join(dir, "tandem")
	}
	if home, ok := a.main.Environment("HOME"); ok && home != "" {
		return filepath.Join(home, ".local", "share", "tandem")
	}
	return ""
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// environment is a variable of the environment, "" when it is not set.
func (a *app) environment(name string) string {
	value, _ := a.main.Environment(name)
	return value
}

// logTo writes the log to a file of the data directory as well.
func (a *app) logTo(w io.Writer) {
	if a.options.Verbose {
		w = io.MultiWriter(w, a.main.Stderr)
	}
	a.log = slog.New(slog.NewTextHandler(w, nil))
}

// onClose calls f when the program ends; what was opened last is closed first.
func (a *app) onClose(f func() error) { a.closers = append(a.closers, f) }

func (a *app) close() {
	var err error
	for _, closeIt := range slices.Backward(a.closers) {
		err = errors.Join(err, closeIt())
	}
	a.closers = nil
	if err != nil {
		a.log.Error("closing", "error", err)
	}
}

// account is the account to work on: the one named, or the only one.
func (a *app) account(ctx context.Context) (*tandem.Account, error) {
	accounts, err := a.store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(accounts))
	for i := range accounts {
		names[i] = accounts[i].Name
		if accounts[i].Name == a.options.Account {
			return &accounts[i], nil
		}
	}
	switch {
	case a.options.Account != "":
		return nil, tandem.Errorf(tandem.NotFound, "there is no account %s", a.options.Account).WithHint(oneOf(names))
	case len(accounts) == 0:
		return nil, tandem.Errorf(tandem.NotFound, "there is no account yet").WithHint("tandem apply -f FILE makes one, tandem demo one to try")
	case len(accounts) > 1:
		return nil, tandem.Errorf(tandem.Usage, "there are several accounts").WithHint("--account " + oneOf(names))
	}
	return &accounts[0], nil
}
