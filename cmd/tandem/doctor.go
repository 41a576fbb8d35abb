package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"tandem"
	"tandem/engine"
)

type doctorCommand struct{}

// check is one thing the doctor looked at.
type check struct {
	What    string `json:"what"`
	State   string `json:"state"` // ok, warning, failed
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

// Run looks at everything that is known to go wrong and says what to do about it.
func (c *doctorCommand) Run(ctx context.Context, a *app) error {
	d := &doctor{app: a}
	d.directory()
	if err := a.open(ctx); err != nil {
		d.failed("store", err)
	} else {
		d.add(check{What: "store", State: "ok", Message: "opens, and its schema is this version's"})
		d.accountsApart()
		d.server(ctx)
		d.accounts(ctx)
	}
	if a.options.JSON {
		a.printJSON(d.checks)
	} else {
		d.print()
	}
	for _, x := range d.checks {
		if x.State == "failed" {
			return &exitError{exitFailed}
		}
	}
	return nil
}

// doctor collects what it finds.
type doctor struct {
	app    *app
	checks []check
}

func (d *doctor) add(c check) { d.checks = append(d.checks, c) }

func (d *doctor) failed(what string, err error) {
	p := problemOf(err)
	message := p.Message
	if p.Place != "" {
		message = p.Place + ": " + message
	}
	d.add(check{What: what, State: "failed", Message: message, Hint: p.Hint})
	d.app.log.Error("doctor", "what", what, "id", p.ID, "error", err)
}

// lowSpace is when a disk is called nearly full.
const lowSpace = 512 << 20

// directory checks that the data directory can be written and its disk has room.
func (d *doctor) directory() {
	if err := os.MkdirAll(d.app.dir, 0o700); err != nil {
		d.failed("data directory", tandem.Errorf(tandem.Forbidden, "cannot be made").At(d.app.dir).Because(err))
		return
	}
	f, err := os.CreateTemp(d.app.dir, ".doctor-*")
	if err != nil {
		d.failed("data directory", tandem.Errorf(tandem.Forbidden, "cannot be written").At(d.app.dir).Because(err))
		return
	}
	_, _ = f.Close(), os.Remove(f.Name())
	d.add(check{What: "data directory", State: "ok", Message: d.app.dir})
	var disk syscall.Statfs_t
	if err := syscall.Statfs(d.app.dir, &disk); err != nil {
		return
	}
	free := int64(disk.Bavail) * int64(disk.Bsize) //nolint:unconvert // differs between systems
	c := check{What: "disk", State: "ok", Message: fmt.Sprintf("%.1f GB free", float64(free)/1e9)}
	if free < lowSpace {
		c.State, c.Hint = "warning", "make room: a full disk stops every sync"
	}
	d.add(c)
	d.clock()
}

// clock compares the process's clock with what the disk's says: a machine set
// to the past or far from its file server runs schedules at the wrong time.
func (d *doctor) clock() {
	path := filepath.Join(d.app.dir, ".clock")
	c := check{What: "clock", State: "ok", Message: clock(time.Now()) + " " + time.Now().Location().String()}
	if err := os.WriteFile(path, nil, 0o600); err == nil {
		if info, err := os.Stat(path); err == nil {
			if off := time.Since(info.ModTime()).Abs(); off > time.Minute {
				c.State, c.Hint = "warning", fmt.Sprintf("the disk's clock differs by %s", off.Round(time.Second))
			}
		}
		_ = os.Remove(path)
	}
	if time.Now().Year() < 2026 {
		c.State, c.Hint = "failed", "set the clock of this machine"
	}
	d.add(c)
}

// accountsApart tells whether the database keeps accounts apart by itself.
func (d *doctor) accountsApart() {
	if d.app.options.Database == "" {
		return // a file has no roles that could be bound
	}
	c := check{What: "row-level security", State: "ok", Message: "keeps accounts apart"}
	if err := d.app.store.RowSecurity(); err != nil {
		p := problemOf(err)
		c.State, c.Message, c.Hint = "warning", p.Message, p.Hint
	}
	d.add(c)
}

func (d *doctor) server(ctx context.Context) {
	c := check{What: "server", State: "ok", Message: "runs"}
	if d.app.options.Database == "" && !poke(ctx, d.app.dir) {
		c.State, c.Message, c.Hint = "warning", "does not run: schedules stand still and edits stay here until the next run", "tandem serve"
	}
	d.add(c)
}

func (d *doctor) accounts(ctx context.Context) {
	accounts, err := d.app.store.Accounts(ctx)
	if err != nil {
		d.failed("accounts", err)
		return
	}
	if len(accounts) == 0 {
		d.add(check{What: "accounts", State: "warning", Message: "there is none yet", Hint: "tandem apply -f FILE"})
	}
	for i := range accounts {
		d.account(ctx, &accounts[i])
	}
}

// account checks its connections and the schedules of its syncs.
func (d *doctor) account(ctx context.Context, account *tandem.Account) {
	f, err := d.app.config.File(ctx, account.ID, account.Name)
	if err != nil {
		d.failed("account "+account.Name, err)
		return
	}
	for i := range f.Connections {
		if conn := &f.Connections[i]; !conn.Disabled {
			d.connection(ctx, account, conn.Name)
		}
	}
	d.kept(ctx, account)
	d.receivers(ctx, account)
	syncs, err := d.app.config.Syncs(ctx, account.ID)
	if err != nil {
		d.failed("account "+account.Name, err)
		return
	}
	for _, s := range syncs {
		d.sync(ctx, account, s)
	}
}

// kept tells how long runs are kept. One that is older than that by far shows
// that nobody sweeps, or that something still needs it.
func (d *doctor) kept(ctx context.Context, account *tandem.Account) {
	what := "runs of " + account.Name
	keep, err := d.app.config.Retention(ctx, account.ID)
	if err != nil {
		d.failed(what, err)
		return
	}
	n, oldest, err := d.app.store.KeptRuns(ctx, account.ID)
	if err != nil {
		d.failed(what, err)
		return
	}
	c := check{What: what, State: "ok", Message: fmt.Sprintf("%d, kept for %d days and the newest %d of each sync", n, keep.Days, keep.Runs)}
	if late := keep.Since(time.Now()).AddDate(0, 0, -1); n > int64(keep.Runs) && oldest.Before(late) {
		c.Message += "; the oldest is of " + oldest.Format(time.DateOnly)
		c.Hint = "tandem serve removes older ones, but for those that an open run, an undo or a write in doubt still needs"
	}
	d.add(c)
}

func (d *doctor) connection(ctx context.Context, account *tandem.Account, name string) {
	what := "connection " + account.Name + "/" + name
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	remote, err := d.app.config.Dial(ctx, account.ID, name, "")
	if err != nil {
		d.failed(what, err)
		return
	}
	defer func() { _ = remote.Close() }()
	if err := remote.Check(ctx); err != nil {
		d.failed(what, err)
		return
	}
	d.add(check{What: what, State: "ok", Message: "can be reached and used"})
}

func (d *doctor) sync(ctx context.Context, account *tandem.Account, s *engine.Sync) {
	c := check{What: "sync " + account.Name + "/" + s.Name, State: "ok", Message: "runs on demand"}
	schedule, err := engine.ParseSchedule(s.Schedule, s.TimeZone)
	if err != nil {
		d.failed(c.What, err)
		return
	}
	if next := schedule.Next(time.Now()); !next.IsZero() {
		c.Message = "next at " + clock(next)
	}
	if s.Paused {
		c.State, c.Message, c.Hint = "warning", "paused: "+s.Why, "tandem sync resume "+s.Name
	}
	d.add(c)
	if tables := s.Unconfirmed(); len(tables) > 0 {
		d.add(check{
			What: c.What, State: "warning", Message: "writes nothing to " + strings.Join(tables, ", ") + " until somebody confirms it",
			Hint: "tandem sync confirm " + s.Name,
		})
	}
	d.held(ctx, account, s)
}

// held tells of runs that a guard holds.
func (d *doctor) held(ctx context.Context, account *tandem.Account, s *engine.Sync) {
	run, err := d.app.openRun(ctx, account.ID, s.Name)
	if isMissing(err) {
		return
	}
	if err != nil {
		d.failed("runs of "+account.Name+"/"+s.Name, err)
		return
	}
	if run.State == tandem.HeldRun {
		d.add(check{
			What: "run " + number(run.ID), State: "warning", Message: "is held: " + run.Message,
			Hint: "tandem sync run " + s.Name + " --release-guard " + run.Plan + " or tandem sync cancel " + s.Name,
		})
	}
}

func (d *doctor) print() {
	g := newGrid()
	for _, c := range d.checks {
		sign := map[string]string{"ok": "ok", "warning": "!", "failed": "FAILED"}[c.State]
		g.add(sign, c.What, c.Message)
		if c.Hint != "" {
			g.add("", "", "hint: "+c.Hint)
		}
	}
	g.write(d.app.main.Stdout)
}
