package store_test

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tandem"
	"tandem/store"
)

// Whatever was stored once stays readable for ever: every migration runs on the
// schema of version 1 with rows in all its tables, and what the store says of
// them then is what it said of them at the time. Both databases say the same.
func TestVersion1StaysReadable(t *testing.T) {
	want, err := os.ReadFile(filepath.Join("testdata", "v1.txt"))
	check(t, err)
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t, name)
			restoreVersion1(t, name, o)
			got := newTeller(t, open(t, o)).everything()
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("what version 1 stored reads differently now (-then +now):\n%s", diff)
			}
		})
	}
}

// database opens what options lead to, past the store.
func database(t *testing.T, o store.Options) *sql.DB {
	t.Helper()
	driver, address := "pgx", o.URL
	if o.URL == "" {
		driver, address = "sqlite", filepath.Join(o.Dir, "tandem.db")
	}
	db, err := sql.Open(driver, address)
	check(t, err)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func restoreVersion1(t *testing.T, name string, o store.Options) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "v1."+name+".sql"))
	check(t, err)
	conn, err := database(t, o).Conn(t.Context())
	check(t, err)
	_, err = conn.ExecContext(t.Context(), string(text))
	check(t, err)
	check(t, conn.Close())
}

// teller writes down what a store holds.
type teller struct {
	*store.Store
	t   *testing.T
	ctx context.Context //nolint:containedctx // lives as long as the test
	strings.Builder
}

func newTeller(t *testing.T, s *store.Store) *teller {
	return &teller{Store: s, t: t, ctx: t.Context()}
}

func (w *teller) linef(format string, args ...any) { _, _ = fmt.Fprintf(w, format+"\n", args...) }

func (w *teller) everything() string {
	accounts, err := w.Accounts(w.ctx)
	check(w.t, err)
	for _, a := range accounts {
		w.linef("account %d %s %s", a.ID, a.Name, moments(a.Created))
	}
	account := accounts[0].ID
	w.configuration(account)
	w.records(account)
	lane, err := w.Lane(w.ctx, account, "erp", "customers", "customer")
	check(w.t, err)
	w.lane(lane)
	w.runs(account)
	return w.String()
}

func (w *teller) configuration(account int64) {
	fields, err := w.CustomFields(w.ctx, account)
	check(w.t, err)
	for _, f := range fields {
		w.linef("custom field %s.%s %s %q values %q initial %q scale %d", f.Object, f.Field.Name, f.Field.Type, f.Field.Label, f.Field.Values, f.Field.Initial, f.Field.Scale)
	}
	for _, kind := range []string{"connection", "sync", "pause", "due"} {
		definitions, err := w.Definitions(w.ctx, account, kind)
		check(w.t, err)
		for _, d := range definitions {
			w.linef("%s %s version %d %s %s", kind, d.Name, d.Version, moments(d.Updated), d.Body)
		}
	}
	token, err := w.Token(w.ctx, []byte("\x00\xffhash"))
	check(w.t, err)
	w.linef("token %s of account %d", token.Name, token.Account)
	if token.Role != tandem.Administrator { // what tokens of that version could do
		w.t.Errorf("an old token has the role %q", token.Role)
	}
}

// records writes every record of every object, with the system's fields.
func (w *teller) records(account int64) {
	d, err := w.Dictionary(w.ctx, account)
	check(w.t, err)
	for i := range d.Objects {
		o := &d.Objects[i]
		shape := tandem.Shape{Object: o.Name, Fields: append(o.FieldNames(), "created_at", "updated_at", "created_by", "updated_by")}
		var rows tandem.Rows
		check(w.t, w.List(w.ctx, account, &shape, store.ListQuery{}, &rows))
		for n := range rows.IDs {
			w.linef("%s %d version %d", o.Name, rows.IDs[n], rows.Versions[n])
			for at, v := range rows.Row(n) {
				if !v.IsNull() {
					w.linef("  %s %s", shape.Fields[at], told(v))
				}
			}
		}
	}
	next, err := w.NextIDs(w.ctx, "customer", 1)
	check(w.t, err)
	w.linef("next customer %d", next)
}

func (w *teller) lane(lane tandem.Lane) {
	links, err := w.Links(w.ctx, lane, "", 100)
	check(w.t, err)
	for i := range links {
		found := make([]tandem.Link, 1)
		check(w.t, w.LinksByKey(w.ctx, lane, []tandem.Key{links[i].Key}, true, found))
		l := &found[0]
		w.linef("link %s to %d version %d/%d hash %d shape %d run %d base %s", l.Key, l.ID, l.Version, l.OursVersion, l.Hash, l.Shape, l.Run, encoded(w.t, l.Base))
	}
	c, err := w.Cursors(w.ctx, lane)
	check(w.t, err)
	w.linef("cursors theirs %s ours %d shape %d %q loaded %v past %q", c.Theirs, c.Ours, c.Shape, c.Fields, c.Loaded, c.Past)
	unsettled, err := w.Unsettled(w.ctx, lane, 0, 100)
	check(w.t, err)
	for i := range unsettled {
		u := &unsettled[i]
		w.linef("unsettled %d %s %d %s %s %q awaits %d %s %d fields %q run %d %s base %s ours %s theirs %s", u.Seq, u.Key, u.ID, u.Outcome, u.Code, u.Reason, u.Awaits, u.For, u.ForID,
			u.Fields, u.Run, moments(u.At), encoded(w.t, u.Base), encoded(w.t, u.Ours), encoded(w.t, u.Theirs))
	}
	pending, err := w.PendingIntents(w.ctx, lane, 0, 100)
	check(w.t, err)
	w.linef("%d intents pending", len(pending))
	changes, upTo, err := w.Changes(w.ctx, lane.Account, 0, 1000)
	check(w.t, err)
	for i := range changes {
		c := &changes[i]
		w.linef("change %d %s %d version %d %s by %s %q run %d %s%s", c.Seq, c.Object, c.ID, c.Version, c.Op, c.Actor.Origin, c.Actor.Name, c.Actor.Run, moments(c.At), fieldChanges(c.Fields))
	}
	w.linef("the change log is complete up to %d", upTo)
	for _, key := range []string{"K000000", "K000001", "K000002", "K000003", "X"} {
		e, err := w.Explain(w.ctx, lane, tandem.TextKey(key), 0)
		check(w.t, err)
		w.linef("why %s: %s %d %s %s %q run %d", key, e.DataPoint, e.ID, e.Outcome, e.Code, e.Reason, e.Run)
	}
}

func (w *teller) runs(account int64) {
	runs, err := w.ListRuns(w.ctx, account, "", 100)
	check(w.t, err)
	for i := range runs {
		r := &runs[i]
		w.linef("run %d %s %s %s wanted %s plan %q record %q %s %q %s changes %d to %d", r.ID, r.Sync, r.Kind, r.State, r.Wanted, r.Plan, r.Record, r.Code, r.Message,
			moments(r.Created, r.Started, r.Ended), r.FirstSeq, r.LastSeq)
		for _, p := range r.Points {
			w.linef("  point %s phase %q expected %d counts %v writes %d/%d seconds %v checkpoint %s", p.Name, p.Phase, p.Expected, p.Counts, p.OurWrites, p.TheirWrites, p.Seconds, p.Checkpoint)
		}
		w.did(account, r.ID)
	}
	p, err := w.Plan(w.ctx, account, "3f10ab674a71c3f2")
	check(w.t, err)
	w.linef("plan %d %s %s %s %s rows %d counts %v undoes %d held %d done %v", p.ID, p.Sync, p.Kind, p.Hash, moments(p.Created), p.Rows, p.Counts, p.Undoes, p.Held, p.Done)
	rows, err := w.PlanRows(w.ctx, account, p.ID, 0, 100)
	check(w.t, err)
	for _, r := range rows {
		w.linef("  row %d %s %s %d ours %s theirs %s %s version %d hash %d %q %s", r.Seq, r.Point, r.Key, r.ID, r.Ours, r.Theirs, r.Outcome, r.Version, r.Hash, r.Reason, r.Diff)
	}
}

// did writes what a run left behind.
func (w *teller) did(account, run int64) {
	outcomes, err := w.Outcomes(w.ctx, account, run, tandem.OutcomeQuery{})
	check(w.t, err)
	for _, o := range outcomes {
		w.linef("  outcome %d %s %s %d %s %s %q %s", o.Seq, o.Point, o.Key, o.ID, o.Outcome, o.Code, o.Reason, moments(o.At))
	}
	intents, err := w.RunIntents(w.ctx, account, run, 0, 100)
	check(w.t, err)
	for i := range intents {
		n := &intents[i]
		w.linef("  intent %d %s of %s %d key %s external %q fields %q set %d state %d %s %q values %s before %s", n.ID, n.Op, n.Lane.Object, n.Ours, n.Key, n.ExternalID,
			n.Fields, n.Set.Len(), n.State, moments(n.At), n.Message, encoded(w.t, n.Values), encoded(w.t, n.Before))
	}
	links, err := w.RunLinks(w.ctx, account, run, 0, 100)
	check(w.t, err)
	for i := range links {
		l := &links[i]
		w.linef("  link was %s %d hash %d base %d octets, now %s %d hash %d base %d octets", l.Was.Key, l.Was.ID, l.Was.Hash, len(l.Was.Base), l.Now.Key, l.Now.ID, l.Now.Hash, len(l.Now.Base))
	}
}

func moments(times ...time.Time) string {
	texts := make([]string, len(times))
	for i, at := range times {
		if texts[i] = "-"; !at.IsZero() {
			texts[i] = at.Format(time.RFC3339Nano)
		}
	}
	return strings.Join(texts, " ")
}

// told writes a value with its kind.
func told(v tandem.Value) string {
	switch v.Kind() {
	case tandem.Text:
		return fmt.Sprintf("text %q", v.Text())
	case tandem.Bytes:
		return "bytes " + hex.EncodeToString([]byte(v.Text()))
	case tandem.Reference:
		if key, open := v.Unresolved(); open {
			return "reference to their " + key.String()
		}
	case tandem.List:
		lines, err := v.Lines()
		if err != nil {
			return err.Error()
		}
		var b strings.Builder
		for _, line := range lines {
			b.WriteString("[")
			for i, field := range line {
				if !field.IsNull() { // fields of later versions are
					fmt.Fprintf(&b, " %d: %s", i, told(field))
				}
			}
			b.WriteString(" ]")
		}
		return "lines " + b.String()
	default:
	}
	return v.Kind().String() + " " + v.String()
}

// encoded reads a record in the canonical encoding.
func encoded(t *testing.T, text string) string {
	t.Helper()
	var list []string
	for text != "" {
		v, rest, err := tandem.DecodeValue(text)
		check(t, err)
		list, text = append(list, told(v)), rest
	}
	return "(" + strings.Join(list, ", ") + ")"
}

func fieldChanges(fields []tandem.FieldChange) string {
	var b strings.Builder
	for _, f := range fields {
		fmt.Fprintf(&b, "; %s %s -> %s", f.Field, told(f.Before), told(f.After))
	}
	return b.String()
}
