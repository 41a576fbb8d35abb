package memory_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem"
	"tandem/connector"
	"tandem/connector/memory"
	"tandem/dictionary"
)

// shop is a small system with a clock that tests move.
type shop struct {
	t     *testing.T
	sys   *memory.System
	table *memory.Table
	c     connector.Connector
	view  *connector.View
	now   time.Time
	told  []string
}

func newShop(t *testing.T, cursor dictionary.Type) *shop {
	t.Helper()
	s := &shop{t: t, now: time.Unix(1_800_000_000, 0)}
	s.sys = memory.New(memory.Options{PageSize: 4, Clock: func() time.Time { return s.now }})
	s.table = newTable(t, s.sys, memory.Definition{
		Object: dictionary.Object{Name: "goods", Key: []string{"id"}, Fields: []dictionary.Field{
			{Name: "id", Type: dictionary.Integer},
			{Name: "name", Type: dictionary.Text, Length: 10},
			{Name: "our_key", Type: dictionary.Text, Nullable: true, Unique: true},
			{Name: "changed", Type: cursor},
		}},
		Generated: "id", Cursor: "changed",
	})
	s.c = s.sys.Open(nil)
	s.view = &connector.View{
		Object: "goods", Fields: []string{"id", "name"}, Key: []string{"id"}, Cursor: "changed", Overlap: 10, ExternalID: "our_key", Writable: true,
	}
	t.Cleanup(func() { _ = s.c.Close() })
	return s
}

// misbehave sets faults from a fixed seed.
func (s *shop) misbehave(f memory.Faults) {
	f.Rand = rand.New(rand.NewPCG(1, 2))
	f.Tell = func(what string) { s.told = append(s.told, what) }
	s.sys.SetFaults(f)
}

// add has the people at the other side add goods.
func (s *shop) add(names ...string) []tandem.Key {
	s.t.Helper()
	var keys []tandem.Key
	for _, name := range names {
		keys = append(keys, put(s.t, s.table, memory.Row{"name": tandem.TextValue(name)}))
	}
	return keys
}

// send creates goods through the connection.
func (s *shop) send(names ...string) ([]connector.Result, error) {
	var writes []connector.Write
	for _, name := range names {
		w := connector.Write{Op: tandem.Create, ExternalID: "key of " + name, Values: tandem.Record{{}, tandem.TextValue(name)}}
		w.Set.Add(1)
		writes = append(writes, w)
	}
	return s.c.Write(s.t.Context(), s.view, writes)
}

// names lists what is there, as the people at the other side see it.
func (s *shop) names() string {
	var names []string
	for _, r := range s.table.Rows() {
		names = append(names, r["name"].Text())
	}
	return strings.Join(names, " ")
}

// changes reads what changed since and returns the names, tombstones as "-", and the cursor.
func (s *shop) changes(since string) (string, string) {
	s.t.Helper()
	var names []string
	for page, err := range s.c.(connector.Changer).Changes(s.t.Context(), s.view, since) {
		if err != nil {
			s.t.Fatal(err)
		}
		since = page.Cursor
		for i := range page.Len() {
			names = append(names, strings.Clone(page.Row(i)[1].Text()))
		}
	}
	return strings.Join(names, " "), since
}

func TestALostAnswerLeavesRowsBehind(t *testing.T) {
	s := newShop(t, dictionary.Integer)
	s.misbehave(memory.Faults{LostAnswer: 1})
	_, err := s.send("a", "b", "c")
	if tandem.CodeOf(err) != tandem.InDoubt {
		t.Fatalf("got %v", err)
	}
	if names := s.names(); !slices.Contains([]string{"a", "a b", "a b c"}, names) {
		t.Errorf("%q landed, not the first of the call", names)
	}
	if len(s.told) != 1 {
		t.Errorf("told %q", s.told)
	}
}

func TestATimeoutLeavesNothing(t *testing.T) {
	s := newShop(t, dictionary.Integer)
	s.misbehave(memory.Faults{Timeout: 1})
	if _, err := s.send("a"); tandem.CodeOf(err) != tandem.InDoubt {
		t.Fatalf("got %v", err)
	}
	s.sys.Settle()
	if names := s.names(); names != "" {
		t.Errorf("%q landed", names)
	}
}

func TestACallMayLandLate(t *testing.T) {
	s := newShop(t, dictionary.Integer)
	s.misbehave(memory.Faults{LandsLate: 1, LandsWithin: time.Minute})
	if _, err := s.send("a", "b"); tandem.CodeOf(err) != tandem.InDoubt {
		t.Fatalf("got %v", err)
	}
	if names := s.names(); names != "" {
		t.Errorf("%q landed at once", names)
	}
	s.now = s.now.Add(time.Minute)
	if names := s.names(); names != "a b" {
		t.Errorf("%q landed after a minute", names)
	}
}

func TestOneResultMayBeInDoubt(t *testing.T) {
	s := newShop(t, dictionary.Integer)
	s.misbehave(memory.Faults{LostResult: 0.5})
	names := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	results, err := s.send(names...)
	if err != nil {
		t.Fatal(err)
	}
	doubtful := 0
	for _, r := range results {
		if tandem.CodeOf(r.Err) == tandem.InDoubt {
			doubtful++
		} else if r.Err != nil || r.Key == "" {
			t.Errorf("got %+v", r)
		}
	}
	if doubtful == 0 || doubtful == len(results) {
		t.Errorf("%d of %d results are in doubt", doubtful, len(results))
	}
	if got := s.names(); got != strings.Join(names, " ") {
		t.Errorf("%q landed", got)
	}
}

func TestCallsMayNotGetOut(t *testing.T) {
	s := newShop(t, dictionary.Integer)
	for code, f := range map[tandem.Code]memory.Faults{
		tandem.Unreached: {Unreached: 1},
		tandem.Denied:    {Denied: 1},
		tandem.Throttled: {Throttled: 1, ThrottledFor: time.Hour},
	} {
		s.misbehave(f)
		_, err := s.send("a")
		if tandem.CodeOf(err) != code {
			t.Errorf("writing: got %v, want %s", err, code)
		}
		if e, ok := errors.AsType[*tandem.Error](err); ok && code == tandem.Throttled && !e.Until.Equal(s.now.Add(time.Hour)) {
			t.Errorf("throttled until %s", e.Until)
		}
		if got := tandem.CodeOf(s.c.Check(t.Context())); got != code {
			t.Errorf("checking: got %s, want %s", got, code)
		}
	}
	if names := s.names(); names != "" {
		t.Errorf("%q landed", names)
	}
}

func TestTheSameRowsAreAlwaysRefused(t *testing.T) {
	s := newShop(t, dictionary.Integer)
	s.misbehave(memory.Faults{Refused: 0.3})
	var names []string
	for i := range 40 {
		names = append(names, fmt.Sprint("n", i))
	}
	refused := func() (list []string) {
		results, err := s.send(names...)
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range results {
			if tandem.CodeOf(r.Err) == tandem.Invalid {
				list = append(list, names[i])
			}
		}
		return list
	}
	first := refused()
	if len(first) < 4 || len(first) > 20 {
		t.Errorf("%d of 40 rows are refused", len(first))
	}
	if second := refused(); !slices.Equal(first, second) {
		t.Errorf("refused first %q, then %q", first, second)
	}
}

func TestAReadingMayBreak(t *testing.T) {
	s := newShop(t, dictionary.Integer)
	_, since := s.changes("")
	for i := range 20 {
		s.add(fmt.Sprint("n", i))
	}
	s.misbehave(memory.Faults{Broken: 1})
	pages, broke := 0, error(nil)
	for _, err := range s.c.List(t.Context(), s.view, "") {
		if broke = err; err == nil {
			pages++
		}
	}
	if tandem.CodeOf(broke) != tandem.Unreached || pages == 0 || pages > 3 {
		t.Errorf("list: %d pages, then %v", pages, broke)
	}
	pages = 0
	for _, err := range s.c.(connector.Changer).Changes(t.Context(), s.view, since) {
		if broke = err; err == nil {
			pages++
		}
	}
	if tandem.CodeOf(broke) != tandem.Unreached || pages == 0 {
		t.Errorf("changes: %d pages, then %v", pages, broke)
	}
}

func TestDisturbedChangesMissNothing(t *testing.T) {
	s := newShop(t, dictionary.Integer)
	_, since := s.changes("")
	s.misbehave(memory.Faults{Repeated: 0.5, Replayed: 0.5, Shuffled: 0.5})
	for i := range 30 {
		s.add(fmt.Sprint("n", i))
	}
	names, _ := s.changes(since)
	list := strings.Fields(names)
	if len(list) <= 30 {
		t.Errorf("%d rows came, none of them again", len(list))
	}
	if slices.IsSorted(list) {
		t.Error("the rows came in order")
	}
	for i := range 30 {
		if !slices.Contains(list, fmt.Sprint("n", i)) {
			t.Errorf("n%d is missing", i)
		}
	}
}

func TestLateCommitsOfACounterHoldReadersBack(t *testing.T) {
	s := newShop(t, dictionary.Integer)
	key := s.add("a")[0]
	id, _ := tandem.IntegerPart(string(key))
	_, since := s.changes("")
	_, commit, err := s.table.PutLate(memory.Row{"id": tandem.IntegerValue(id), "name": tandem.TextValue("late")})
	if err != nil {
		t.Fatal(err)
	}
	s.add("b")
	names, since := s.changes(since)
	if names != "" {
		t.Errorf("%q came while an older transaction was open", names)
	}
	commit()
	commit()
	if names, _ = s.changes(since); names != "late b" {
		t.Errorf("got %q", names)
	}
}

func TestLateCommitsOfATimeComeWithinTheOverlap(t *testing.T) {
	s := newShop(t, dictionary.Instant)
	_, since := s.changes("")
	s.misbehave(memory.Faults{LateCommit: 1, CommitsWithin: 9 * time.Second})
	s.add("late")
	s.sys.SetFaults(memory.Faults{})
	s.now = s.now.Add(time.Microsecond)
	s.add("early")
	names, since := s.changes(since)
	if names != "early" {
		t.Fatalf("got %q at first", names)
	}
	s.now = s.now.Add(9 * time.Second)
	if names, _ = s.changes(since); names != "late early" {
		t.Errorf("got %q in the end", names)
	}
}

// Whoever writes a row another transaction holds waits for it.
func TestAWriteWaitsForTheOpenTransaction(t *testing.T) {
	s := newShop(t, dictionary.Integer)
	key := s.add("a")[0]
	id, _ := tandem.IntegerPart(string(key))
	if _, _, err := s.table.PutLate(memory.Row{"id": tandem.IntegerValue(id), "name": tandem.TextValue("theirs")}); err != nil {
		t.Fatal(err)
	}
	w := connector.Write{Op: tandem.Update, Key: key, Values: tandem.Record{{}, tandem.TextValue("ours")}, Before: tandem.Record{{}, tandem.TextValue("a")}}
	w.Set.Add(1)
	results, err := s.c.Write(t.Context(), s.view, []connector.Write{w})
	if err != nil || tandem.CodeOf(results[0].Err) != tandem.Conflict {
		t.Errorf("got %v, %v", results, err)
	}
	if names := s.names(); names != "theirs" {
		t.Errorf("got %q", names)
	}
}

// The highest number plus one steps over a row that nobody sees yet: its transaction holds that number.
func TestAnOpenTransactionHoldsItsKey(t *testing.T) {
	s := newShop(t, dictionary.Integer)
	s.view.NewKey = connector.NewKey{Field: "id", From: connector.KeyByMax}
	s.add("a")
	late, commit, err := s.table.PutLate(memory.Row{"name": tandem.TextValue("late")})
	if err != nil {
		t.Fatal(err)
	}
	results, err := s.send("ours")
	if err != nil || results[0].Err != nil || results[0].Key == late {
		t.Fatalf("got %v, %v", results, err)
	}
	s.add("b")
	commit()
	if names := s.names(); names != "a late ours b" {
		t.Errorf("got %q", names)
	}
}

func TestDescriptionsDrift(t *testing.T) {
	s := newShop(t, dictionary.Integer)
	s.add("a")
	s.misbehave(memory.Faults{Drift: 1})
	d, err := s.c.Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	goods, _ := d.Object("goods")
	if _, ok := goods.Field("added_1"); !ok || len(goods.Fields) != 5 {
		t.Errorf("the fields are %v", goods.Fields)
	}
	if v := s.table.Rows()[0]["added_1"]; !v.IsNull() {
		t.Errorf("the new field holds %s", v)
	}
}

// One seed, one course of events.
func TestFaultsComeFromTheSeedAlone(t *testing.T) {
	course := func() string {
		s := newShop(t, dictionary.Instant)
		s.misbehave(memory.Faults{
			Unreached: 0.1, Denied: 0.05, Throttled: 0.1, Timeout: 0.1, LostAnswer: 0.2, LostResult: 0.1, LandsLate: 0.2, Refused: 0.1,
			Broken: 0.2, Repeated: 0.2, Replayed: 0.2, Shuffled: 0.2, LateCommit: 0.3, Drift: 0.2,
		})
		for i := range 60 {
			s.now = s.now.Add(time.Second)
			s.add(fmt.Sprint("t", i))
			_, err := s.send(fmt.Sprint("o", i), fmt.Sprint("p", i))
			s.told = append(s.told, fmt.Sprint(err))
			for page, err := range s.c.(connector.Changer).Changes(t.Context(), s.view, "0") {
				if err != nil {
					s.told = append(s.told, err.Error())
					break
				}
				s.told = append(s.told, fmt.Sprint(page.Keys, page.Cursor))
			}
		}
		s.sys.Settle()
		return strings.Join(s.told, "\n") + s.names()
	}
	if first, second := course(), course(); first != second {
		t.Error("the same seed took two courses")
	}
}
