package memory_test

import (
	"context"
	"errors"
	"iter"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"tandem"
	"tandem/connector"
	"tandem/connector/connectortest"
	"tandem/connector/memory"
	"tandem/dictionary"
)

// defect is a connector that breaks one promise, and the cases that must notice.
type defect struct {
	name  string
	cases []string
	spoil func(*broken)
}

// broken is the memory connector with parts exchanged.
type broken struct {
	*memory.Connection
	list    func(ctx context.Context, view *connector.View, after string) iter.Seq2[*tandem.Page, error]
	changes func(ctx context.Context, view *connector.View, since string) iter.Seq2[*tandem.Page, error]
	write   func(ctx context.Context, view *connector.View, writes []connector.Write) ([]connector.Result, error)
	find    func(ctx context.Context, view *connector.View, field string, values []tandem.Value) (*tandem.Page, error)
	check   func(ctx context.Context) error
	close   func() error
}

func (b *broken) List(ctx context.Context, view *connector.View, after string) iter.Seq2[*tandem.Page, error] {
	return b.list(ctx, view, after)
}

func (b *broken) Changes(ctx context.Context, view *connector.View, since string) iter.Seq2[*tandem.Page, error] {
	return b.changes(ctx, view, since)
}

func (b *broken) Write(ctx context.Context, view *connector.View, writes []connector.Write) ([]connector.Result, error) {
	return b.write(ctx, view, writes)
}

func (b *broken) Find(ctx context.Context, view *connector.View, field string, values []tandem.Value) (*tandem.Page, error) {
	return b.find(ctx, view, field, values)
}

func (b *broken) Check(ctx context.Context) error { return b.check(ctx) }
func (b *broken) Close() error                    { return b.close() }

// eachPage changes pages on their way.
func eachPage(pages iter.Seq2[*tandem.Page, error], change func(*tandem.Page)) iter.Seq2[*tandem.Page, error] {
	return func(yield func(*tandem.Page, error) bool) {
		for page, err := range pages {
			if page != nil {
				change(page)
			}
			if !yield(page, err) {
				return
			}
		}
	}
}

// eachWrite changes writes on their way.
func (b *broken) eachWrite(change func(*connector.Write)) {
	write := b.write
	b.write = func(ctx context.Context, view *connector.View, writes []connector.Write) ([]connector.Result, error) {
		writes = slices.Clone(writes)
		for i := range writes {
			change(&writes[i])
		}
		return write(ctx, view, writes)
	}
}

// eachResult changes results on their way.
func (b *broken) eachResult(change func([]connector.Result)) {
	write := b.write
	b.write = func(ctx context.Context, view *connector.View, writes []connector.Write) ([]connector.Result, error) {
		results, err := write(ctx, view, writes)
		change(results)
		return results, err
	}
}

// eachListed changes every listed value.
func (b *broken) eachListed(change func(tandem.Value) tandem.Value) {
	list := b.list
	b.list = func(ctx context.Context, view *connector.View, after string) iter.Seq2[*tandem.Page, error] {
		return eachPage(list(ctx, view, after), func(page *tandem.Page) {
			for i := range page.Len() {
				row := page.Row(i)
				for j := range row {
					row[j] = change(row[j])
				}
			}
		})
	}
}

func defects() []defect {
	return []defect{
		{"errors of a list are swallowed", []string{"list that dies ends with an error", "a list cancelled in the middle"}, func(b *broken) {
			list := b.list
			b.list = func(ctx context.Context, view *connector.View, after string) iter.Seq2[*tandem.Page, error] {
				return func(yield func(*tandem.Page, error) bool) {
					for page, err := range list(ctx, view, after) {
						if err != nil || !yield(page, nil) {
							return
						}
					}
				}
			}
		}},
		{"a list knows no cursor", []string{"list goes on after any page"}, func(b *broken) {
			list := b.list
			b.list = func(ctx context.Context, view *connector.View, _ string) iter.Seq2[*tandem.Page, error] {
				return list(ctx, view, "")
			}
		}},
		{"a page ends with the next", []string{"a page is good until the one after the next"}, func(b *broken) {
			list := b.list
			b.list = func(ctx context.Context, view *connector.View, after string) iter.Seq2[*tandem.Page, error] {
				last := &tandem.Page{}
				return eachPage(list(ctx, view, after), func(page *tandem.Page) {
					last.Reset(last.Width)
					last = page
				})
			}
		}},
		{"null is read as empty", []string{"their values arrive exactly"}, func(b *broken) {
			b.eachListed(func(v tandem.Value) tandem.Value {
				if v.IsNull() {
					return tandem.TextValue("")
				}
				return v
			})
		}},
		{"decimals pass through floats", []string{"their values arrive exactly", "our values arrive exactly"}, func(b *broken) {
			b.eachListed(func(v tandem.Value) tandem.Value {
				if v.Kind() == tandem.Decimal {
					return tandem.DecimalValue(int64(v.Float()*10_000), 4)
				}
				return v
			})
		}},
		{"instants lose their fraction", []string{"their values arrive exactly"}, func(b *broken) {
			b.eachListed(func(v tandem.Value) tandem.Value {
				if v.Kind() == tandem.Instant {
					return tandem.InstantValue(v.Int() / 1_000_000 * 1_000_000)
				}
				return v
			})
		}},
		{"texts are trimmed", []string{"their values arrive exactly"}, func(b *broken) {
			b.eachListed(func(v tandem.Value) tandem.Value {
				if v.Kind() == tandem.Text {
					return tandem.TextValue(strings.TrimSpace(v.Text()))
				}
				return v
			})
		}},
		{"preconditions are ignored", []string{"a row that moved is not overwritten", "a row that moved is not deleted", "a line that moved is a conflict"}, func(b *broken) {
			b.eachWrite(func(w *connector.Write) { w.Before = nil })
		}},
		{"what is not set is written too", []string{"update changes the set positions alone", "create leaves alone what is not set"}, func(b *broken) {
			b.eachWrite(func(w *connector.Write) {
				for i, v := range w.Values {
					if !v.IsAbsent() {
						w.Set.Add(i)
					}
				}
			})
		}},
		{"texts are cut to fit", []string{"one bad row fails alone"}, func(b *broken) {
			b.eachWrite(func(w *connector.Write) {
				w.Values = slices.Clone(w.Values)
				for i, v := range w.Values {
					if v.Kind() == tandem.Text && len(v.Text()) == 300 {
						w.Values[i] = tandem.TextValue(v.Text()[:60])
					}
				}
			})
		}},
		{"results come in another order", []string{"a batch answers in order"}, func(b *broken) {
			b.eachResult(slices.Reverse[[]connector.Result])
		}},
		{"vanished rows are fine", []string{"update and delete of a vanished row"}, func(b *broken) {
			b.eachResult(func(results []connector.Result) {
				for i := range results {
					if tandem.CodeOf(results[i].Err) == tandem.NotFound {
						results[i].Err = nil
					}
				}
			})
		}},
		{"the answer shows what was sent", []string{"the answer shows the row as it stands"}, func(b *broken) {
			write := b.write
			b.write = func(ctx context.Context, view *connector.View, writes []connector.Write) ([]connector.Result, error) {
				results, err := write(ctx, view, writes)
				for i := range results {
					results[i].Row = writes[i].Values
				}
				return results, err
			}
		}},
		{"one bad row fails the call", []string{"one bad row fails alone"}, func(b *broken) {
			write := b.write
			b.write = func(ctx context.Context, view *connector.View, writes []connector.Write) ([]connector.Result, error) {
				results, err := write(ctx, view, writes)
				for _, r := range results {
					if r.Err != nil {
						return nil, r.Err
					}
				}
				return results, err
			}
		}},
		{"anything may be written", []string{"a view that is not writable refuses"}, func(b *broken) {
			write := b.write
			b.write = func(ctx context.Context, view *connector.View, writes []connector.Write) ([]connector.Result, error) {
				sure := *view
				sure.Writable = true
				return write(ctx, &sure, writes)
			}
		}},
		{"lasting keys are not stored", []string{"the lasting key finds its row", "a unique lasting key refuses a second row"}, func(b *broken) {
			b.eachWrite(func(w *connector.Write) { w.ExternalID = "" })
		}},
		{"tombstones are left out", []string{"deleted rows arrive"}, func(b *broken) {
			changes := b.changes
			b.changes = func(ctx context.Context, view *connector.View, since string) iter.Seq2[*tandem.Page, error] {
				return eachPage(changes(ctx, view, since), func(page *tandem.Page) {
					if slices.Contains(page.Gone, true) {
						cursor := page.Cursor
						page.Reset(page.Width)
						page.Cursor = cursor
					}
				})
			}
		}},
		{"changes stand still", []string{"many changes arrive in pages", "new and edited rows arrive"}, func(b *broken) {
			changes := b.changes
			b.changes = func(ctx context.Context, view *connector.View, _ string) iter.Seq2[*tandem.Page, error] {
				return changes(ctx, view, "")
			}
		}},
		{"cancelling is not heard", []string{"cancelled calls stop"}, func(b *broken) {
			check := b.check
			b.check = func(ctx context.Context) error { return check(context.WithoutCancel(ctx)) }
		}},
		{"errors have no code", []string{"check with wrong credentials", "check out of reach"}, func(b *broken) {
			check := b.check
			b.check = func(ctx context.Context) error {
				if err := check(ctx); err != nil {
					return errors.New(err.Error())
				}
				return nil
			}
		}},
		{"find takes no quotes", []string{"find reads by value"}, func(b *broken) {
			find := b.find
			b.find = func(ctx context.Context, view *connector.View, field string, values []tandem.Value) (*tandem.Page, error) {
				values = slices.DeleteFunc(slices.Clone(values), func(v tandem.Value) bool { return strings.Contains(v.Text(), "'") })
				return find(ctx, view, field, values)
			}
		}},
		{"a goroutine stays behind", []string{"closing gives everything back"}, func(b *broken) {
			b.close = func() error {
				go func() { select {} }()
				return nil
			}
		}},
	}
}

// harness makes the suite see every connection through the defect.
func (d *defect) harness() connectortest.Harness {
	s := setup{
		key:       []dictionary.Field{{Name: "number", Type: dictionary.Text, Length: 20}},
		cursor:    dictionary.Field{Name: "version", Type: dictionary.Integer},
		tombstone: &connector.Tombstone{Column: "deleted", Value: "true"},
		external:  dictionary.Field{Name: "tandem_key", Type: dictionary.Text, Length: 12, Nullable: true, Unique: true},
	}
	h := s.harness()
	h.Skip = map[string]string{}
	for _, name := range connectortest.Cases() {
		if !slices.Contains(d.cases, name) {
			h.Skip[name] = "not about this defect"
		}
	}
	h.View.Fields, h.View.Types = append(h.View.Fields, "version"), append(h.View.Types, dictionary.Integer)
	fresh, denied, unreached := h.Fresh, h.WrongCredentials, h.Unreachable
	h.Fresh = func(t testing.TB) *connectortest.Remote {
		t.Helper()
		remote := fresh(t)
		open := remote.Open
		remote.Open = func(t testing.TB) connector.Connector {
			t.Helper()
			return d.wrap(open(t))
		}
		return remote
	}
	h.WrongCredentials = func(t testing.TB) connector.Connector {
		t.Helper()
		return d.wrap(denied(t))
	}
	h.Unreachable = func(t testing.TB) connector.Connector {
		t.Helper()
		return d.wrap(unreached(t))
	}
	return h
}

func (d *defect) wrap(c connector.Connector) connector.Connector {
	m, ok := c.(*memory.Connection)
	if !ok {
		return c
	}
	b := &broken{Connection: m, list: m.List, changes: m.Changes, write: m.Write, find: m.Find, check: m.Check, close: m.Close}
	d.spoil(b)
	return b
}

// inChild names the environment variable of the process in which the suite may fail.
const inChild = "TANDEM_CONFORMANCE_MAY_FAIL"

// A suite that passes everything proves nothing: here each defect is held
// against it, in a process of its own because the cases fail.
func TestTheSuiteFindsDefects(t *testing.T) {
	if os.Getenv(inChild) != "" {
		t.Skip("this is the process whose cases fail")
	}
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestDefects$", "-test.v")
	child.Env = append(os.Environ(), inChild+"=1")
	out, err := child.CombinedOutput()
	if _, failed := errors.AsType[*exec.ExitError](err); !failed {
		t.Fatalf("the suite found nothing: %v\n%s", err, out)
	}
	for _, d := range defects() {
		for _, c := range d.cases {
			name := strings.ReplaceAll("TestDefects/"+d.name+"/"+c, " ", "_")
			if !strings.Contains(string(out), "--- FAIL: "+name+" (") {
				t.Errorf("%q was not found by %q", d.name, c)
			}
		}
	}
	if !strings.Contains(string(out), "the promise: ") {
		t.Error("a case that failed does not say which promise it defends")
	}
}

func TestDefects(t *testing.T) {
	if os.Getenv(inChild) == "" {
		t.Skip("run by TestTheSuiteFindsDefects, as its cases must fail")
	}
	for _, d := range defects() {
		t.Run(d.name, func(t *testing.T) { connectortest.Run(t, d.harness()) })
	}
}
