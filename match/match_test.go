package match

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tandem"
)

var testFields = []string{"external_number", "vat_id", "email", "name", "postal_code"}

func testMatcher(t testing.TB) *Matcher {
	t.Helper()
	m, problems := Compile([]string{"external_number", "vat_id", "email", "name+postal_code"}, testFields)
	for _, p := range problems {
		t.Fatal(p.Err)
	}
	return m
}

// record reads "number | VAT id | e-mail | name | postal code".
func record(s string) tandem.Record {
	rec := make(tandem.Record, len(testFields))
	for i, cell := range strings.Split(s, "|") {
		if cell = strings.TrimSpace(cell); cell != "" {
			rec[i] = tandem.TextValue(cell)
		}
	}
	return rec
}

// Each case lists ours (with ids 1, 2, ...) and theirs with the verdict wanted.
func TestWhoIsWho(t *testing.T) {
	cases := []struct {
		name   string
		ours   []string
		theirs []string
		want   []string // per row of theirs
		back   []Kind   // per record of ours
	}{
		{
			name:   "the strongest rule decides",
			ours:   []string{"42 | CZ11111111 | a@a.cz", "   | CZ22222222 | b@b.cz"},
			theirs: []string{"42 | CZ11111111 | b@b.cz", "43 | CZ22222222 |"},
			want:   []string{"matched 1 by 0", "matched 2 by 1"},
			back:   []Kind{Matched, Matched},
		},
		{
			name:   "a weaker rule helps where the stronger one has nothing to say",
			ours:   []string{"|| a@a.cz", "||| Alfa s.r.o. | 60200"},
			theirs: []string{"7 || A@a.cz", "8 ||| ALFA, spol. s r.o. | 602 00"},
			want:   []string{"matched 1 by 2", "matched 2 by 3"},
			back:   []Kind{Matched, Matched},
		},
		{
			name:   "nobody is it",
			ours:   []string{"1", "| CZ11111111"},
			theirs: []string{"2 | CZ33333333", "3"},
			want:   []string{"none", "none"},
			back:   []Kind{None, None},
		},
		{
			name:   "two of ours may be it",
			ours:   []string{"|| a@a.cz", "|| a@a.cz"},
			theirs: []string{"|| a@a.cz"},
			want:   []string{"ambiguous 1 2 by 2"},
			back:   []Kind{Ambiguous, Ambiguous},
		},
		{
			name:   "two of theirs claim one of ours",
			ours:   []string{"| CZ11111111"},
			theirs: []string{"1 | CZ11111111", "2 | CZ11111111"},
			want:   []string{"ambiguous 1 by 1", "ambiguous 1 by 1"},
			back:   []Kind{Ambiguous},
		},
		{
			name:   "a weaker rule chooses among several",
			ours:   []string{"| CZ11111111 | a@a.cz", "| CZ11111111 | b@b.cz"},
			theirs: []string{"| CZ11111111 | b@b.cz", "| CZ11111111 | a@a.cz"},
			want:   []string{"matched 2 by 2", "matched 1 by 2"},
			back:   []Kind{Matched, Matched},
		},
		{
			name:   "but only among those the stronger rule found",
			ours:   []string{"| CZ11111111", "| CZ11111111", "|| a@a.cz"},
			theirs: []string{"| CZ11111111 | a@a.cz"},
			want:   []string{"ambiguous 1 2 by 1"},
			back:   []Kind{Ambiguous, Ambiguous, Ambiguous},
		},
		{
			name:   "who is left over after that choice stays ambiguous",
			ours:   []string{"| CZ11111111 || Alfa | 60200"},
			theirs: []string{"| CZ11111111 || Alfa | 60200", "| CZ11111111 || Alfa Shop | 11000"},
			want:   []string{"matched 1 by 3", "ambiguous 1 by 1"},
			back:   []Kind{Matched},
		},
		{
			name:   "one e-mail address, different VAT ids: no match, and no twin either",
			ours:   []string{"| CZ11111111 | office@group.cz"},
			theirs: []string{"| CZ22222222 | office@group.cz"},
			want:   []string{"ambiguous 1 by 2"},
			back:   []Kind{Ambiguous},
		},
		{
			name:   "a contradicted record does not hide the right one",
			ours:   []string{"| CZ11111111 | office@group.cz", "|| office@group.cz"},
			theirs: []string{"| CZ22222222 | office@group.cz"},
			want:   []string{"matched 2 by 2"},
			back:   []Kind{None, Matched},
		},
		{
			name:   "a chain of shops with one address: the new shop is new",
			ours:   []string{"1 || shop@chain.cz", "2 || shop@chain.cz", "3 || shop@chain.cz"},
			theirs: []string{"1 || shop@chain.cz", "2 || shop@chain.cz", "3 || shop@chain.cz", "4 || shop@chain.cz"},
			want:   []string{"matched 1 by 0", "matched 2 by 0", "matched 3 by 0", "none"},
			back:   []Kind{Matched, Matched, Matched},
		},
		{
			name:   "placeholders tell nobody apart",
			ours:   []string{"0 | n/a | none@none | unknown | 0"},
			theirs: []string{"0 | n/a | none@none | unknown | 0"},
			want:   []string{"none"},
			back:   []Kind{None},
		},
		{
			name:   "a rule of two fields needs both",
			ours:   []string{"||| Alfa |"},
			theirs: []string{"||| Alfa |"},
			want:   []string{"none"},
			back:   []Kind{None},
		},
		{
			name:   "rows that cannot be told apart are never matched",
			ours:   []string{"| CZ11111111 | a@a.cz"},
			theirs: []string{"| CZ11111111 | a@a.cz", "| CZ11111111 | a@a.cz"},
			want:   []string{"ambiguous 1 by 1", "ambiguous 1 by 1"},
			back:   []Kind{Ambiguous},
		},
		{
			name:   "a record in question is not given to another by a weaker rule",
			ours:   []string{"| CZ11111111 | a@a.cz"},
			theirs: []string{"1 | CZ11111111", "2 | CZ11111111", "|| a@a.cz"},
			want:   []string{"ambiguous 1 by 1", "ambiguous 1 by 1", "ambiguous 1 by 2"},
			back:   []Kind{Ambiguous},
		},
	}
	m := testMatcher(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			x := m.NewIndex()
			for i, s := range c.ours {
				x.AddOurs(int64(i+1), m.Keys(record(s), nil))
			}
			for _, s := range c.theirs {
				x.AddTheirs(m.Keys(record(s), nil))
			}
			for i, s := range c.theirs {
				if got := describe(x.Resolve(m.Keys(record(s), nil))); got != c.want[i] {
					t.Errorf("theirs %q: %s, want %s", s, got, c.want[i])
				}
			}
			for i, s := range c.ours {
				if got := x.ResolveOurs(int64(i + 1)); got.Kind != c.back[i] {
					t.Errorf("ours %q: %s, want %s", s, got.Kind, c.back[i])
				}
			}
		})
	}
}

func describe(v Verdict) string {
	switch v.Kind {
	case Matched:
		return fmt.Sprintf("matched %d by %d", v.ID, v.Rule)
	case Ambiguous:
		return fmt.Sprintf("ambiguous %s by %d", strings.Trim(fmt.Sprint(v.Candidates), "[]"), v.Rule)
	default:
		return "none"
	}
}

// world is two sides whose records share few values, so that everything
// happens: agreement, contradiction, crowds.
type world struct {
	ours, theirs [][]Key
}

func anyWorld() *rapid.Generator[world] {
	keys := rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 4), func(n int) Key { return Key(n) }), 3, 3)
	return rapid.Custom(func(t *rapid.T) world {
		return world{rapid.SliceOfN(keys, 0, 8).Draw(t, "ours"), rapid.SliceOfN(keys, 0, 8).Draw(t, "theirs")}
	})
}

// index adds the records of a world in the given orders.
func (w world) index(ours, theirs []int) *Index {
	x := &Index{rules: 3}
	for _, i := range ours {
		x.AddOurs(int64(i+1), w.ours[i])
	}
	for _, i := range theirs {
		x.AddTheirs(w.theirs[i])
	}
	return x
}

func upTo(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

func TestTheOrderOfReadingDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := anyWorld().Draw(t, "world")
		x := w.index(upTo(len(w.ours)), upTo(len(w.theirs)))
		y := w.index(rapid.Permutation(upTo(len(w.ours))).Draw(t, "order of ours"), rapid.Permutation(upTo(len(w.theirs))).Draw(t, "order of theirs"))
		for _, keys := range w.theirs {
			if a, b := describe(x.Resolve(keys)), describe(y.Resolve(keys)); a != b {
				t.Fatalf("%v: %s, in another order %s", keys, a, b)
			}
		}
		for i := range w.ours {
			if a, b := x.ResolveOurs(int64(i+1)), y.ResolveOurs(int64(i+1)); a.Kind != b.Kind || a.Rule != b.Rule {
				t.Fatalf("ours %d: %v, in another order %v", i+1, a, b)
			}
		}
	})
}

// Whatever the world: a match is one to one, both sides know of it, it agrees
// under its rule and no stronger rule contradicts it; and nobody is created
// while somebody still free on the other side agrees with it.
func TestMatchesAreSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := anyWorld().Draw(t, "world")
		x := w.index(upTo(len(w.ours)), upTo(len(w.theirs)))
		owner := map[int64]int{}
		for i, a := range w.theirs {
			v := x.Resolve(a)
			switch v.Kind {
			case Matched:
				if before, taken := owner[v.ID]; taken {
					t.Fatalf("ours %d is matched with theirs %d and %d", v.ID, before, i)
				}
				owner[v.ID] = i
				b := w.ours[v.ID-1]
				if a[v.Rule] == 0 || a[v.Rule] != b[v.Rule] {
					t.Fatalf("%v and %v do not agree under rule %d", a, b, v.Rule)
				}
				for rule := range v.Rule {
					if a[rule] != 0 && b[rule] != 0 && a[rule] != b[rule] {
						t.Fatalf("%v and %v are matched by %d, contradicted by %d", a, b, v.Rule, rule)
					}
				}
				if back := x.ResolveOurs(v.ID); back.Kind != Matched || back.Rule != v.Rule {
					t.Fatalf("ours %d does not know it is matched: %v", v.ID, back)
				}
			case Ambiguous:
				if len(v.Candidates) == 0 {
					t.Fatalf("%v is ambiguous with nobody", a)
				}
			case None:
				for j, b := range w.ours {
					if agree(a, b) && x.ResolveOurs(int64(j+1)).Kind != Matched {
						t.Fatalf("%v would be created although ours %d, still free, agrees", a, j+1)
					}
				}
			}
		}
		for j, b := range w.ours {
			if x.ResolveOurs(int64(j+1)).Kind != None {
				continue
			}
			for _, a := range w.theirs {
				if agree(a, b) && x.Resolve(a).Kind != Matched {
					t.Fatalf("ours %d would be created there although %v, still free, agrees", j+1, a)
				}
			}
		}
	})
}

func agree(a, b []Key) bool {
	for i := range a {
		if a[i] != 0 && a[i] == b[i] {
			return true
		}
	}
	return false
}

func TestACrowdWithOneValueIsQuick(t *testing.T) {
	x := &Index{rules: 1}
	for i := range 20_000 {
		x.AddOurs(int64(i+1), []Key{7})
		x.AddTheirs([]Key{7})
	}
	if v := x.Resolve([]Key{7}); v.Kind != Ambiguous || len(v.Candidates) != MaxCandidates {
		t.Errorf("%v", v)
	}
}

func TestProblemsOfRules(t *testing.T) {
	_, problems := Compile([]string{"email", "phone", "name+zip", "email"}, testFields)
	var got []string
	for _, p := range problems {
		got = append(got, fmt.Sprint(p.Rule, " ", p.Err.Message))
	}
	want := []string{
		`1 match rule "phone": no field "phone" is mapped`,
		`2 match rule "name+zip": no field "zip" is mapped`,
		`3 match rule "email" is there twice`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// A rule over a field that nobody maps finds nobody and takes no other's turn.
func TestARuleOverWhatIsNotMappedIsLeftAside(t *testing.T) {
	fields := []string{"name", "email"}
	m, problems := Compile([]string{"vat_id", "name+city", "email"}, fields)
	if len(problems) != 2 || problems[0].Field != "vat_id" || problems[1].Field != "city" {
		t.Fatalf("problems: %+v", problems)
	}
	keys := m.Keys(tandem.Record{tandem.TextValue("Alfa"), tandem.TextValue("info@alfa.example")}, nil)
	if len(keys) != 3 || keys[0] != 0 || keys[1] != 0 || keys[2] == 0 {
		t.Errorf("keys %v, wanted one by the last rule alone", keys)
	}
	if m, problems := Compile([]string{"vat_id", "city"}, fields); m != nil || len(problems) != 2 {
		t.Errorf("no rule can work, but there is a matcher; problems: %+v", problems)
	}
	if m, _ := Compile([]string{"vat_id", "email", "email"}, fields); m != nil {
		t.Error("a rule that is there twice is no reason to refuse any more")
	}
}

func TestKeysOfPlainTextDoNotAllocate(t *testing.T) {
	m, _ := Compile([]string{"external_number", "vat_id", "email"}, testFields)
	rec := record("000042 | CZ12345678 | info@alfa.example")
	keys := make([]Key, 0, 3)
	n := testing.AllocsPerRun(100, func() { keys = m.Keys(rec, keys[:0]) })
	for range 20 { // a collection in the middle empties pools: only the best of some tries tells
		n = min(n, testing.AllocsPerRun(100, func() { keys = m.Keys(rec, keys[:0]) }))
	}
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkKeys(b *testing.B) {
	m := testMatcher(b)
	rec := record("000042 | CZ12345678 | info@alfa.example | Alfa Engineering s.r.o. | 60200")
	keys := make([]Key, 0, 4)
	b.ReportAllocs()
	for b.Loop() {
		keys = m.Keys(rec, keys[:0])
	}
}

// BenchmarkDecide is first contact of 100,000 records with 100,000, most of
// which match by the first rule.
func BenchmarkDecide(b *testing.B) {
	const n = 100_000
	for b.Loop() {
		x := &Index{rules: 3}
		for i := range n {
			k := uint64(i) * 0x9E3779B97F4A7C15
			x.AddOurs(int64(i+1), []Key{Key(k | 1), Key(k>>1 | 1), Key(k>>2 | 1)})
			x.AddTheirs([]Key{Key(k | 1), Key(k>>1 | 1), Key(k >> 3)})
		}
		x.Decide()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/record")
}
