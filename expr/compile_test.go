package expr

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"tandem"
	"tandem/dictionary"
)

// orderObject is a document with two lines, everything but the city known.
func orderObject() *dictionary.Object {
	return &dictionary.Object{
		Name: "order",
		Fields: []dictionary.Field{
			{Name: "number", Type: dictionary.Text},
			{Name: "name", Type: dictionary.Text},
			{Name: "city", Type: dictionary.Text},
			{Name: "status", Type: dictionary.Enum, Values: []string{"open", "closed"}},
			{Name: "count", Type: dictionary.Integer},
			{Name: "limit", Type: dictionary.Decimal, Scale: 4},
			{Name: "rate", Type: dictionary.Decimal, Scale: 6},
			{Name: "active", Type: dictionary.Bool},
			{Name: "date", Type: dictionary.Date},
			{Name: "due", Type: dictionary.Date},
			{Name: "at", Type: dictionary.Instant},
			{Name: "owner", Type: dictionary.Reference, Target: "operator"},
			{Name: "lines", Type: dictionary.Lines},
		},
		Lines: &dictionary.Object{Name: "order_line", Fields: []dictionary.Field{
			{Name: "code", Type: dictionary.Text},
			{Name: "quantity", Type: dictionary.Decimal, Scale: 4},
			{Name: "net", Type: dictionary.Decimal, Scale: 4},
		}},
	}
}

func lines(rows ...tandem.Record) tandem.Value {
	return tandem.ListValue(string(tandem.AppendLines(nil, 3, rows)))
}

func values(name string) tandem.Value {
	switch strings.TrimPrefix(strings.TrimPrefix(name, "old."), "new.") {
	case "number":
		return text("SO-0042")
	case "name":
		return text("  Žluťoučký kůň ")
	case "status":
		if strings.HasPrefix(name, "old.") {
			return text("open")
		}
		return text("closed")
	case "count":
		return integer(3)
	case "limit":
		return decimal("1000.50")
	case "rate":
		return integer(25) // a decimal field of another system may give a whole number
	case "active":
		return tandem.BoolValue(true)
	case "date":
		return date("2026-01-31")
	case "at":
		return instant("2026-11-21T23:30:00Z")
	case "owner":
		return tandem.ReferenceValue(7)
	case "lines":
		return lines(
			tandem.Record{text("A"), decimal("2"), decimal("0.1")},
			tandem.Record{text("B"), decimal("1.5"), decimal("0.2")},
			tandem.Record{null, null, null},
		)
	default:
		return tandem.Value{} // city, due
	}
}

func TestPrograms(t *testing.T) {
	yes, no := tandem.BoolValue(true), tandem.BoolValue(false)
	for source, want := range map[string]tandem.Value{
		// numbers are exact
		"0.1 + 0.2":                 decimal("0.3"),
		"1 + 2 * 3":                 integer(7),
		"limit * 2":                 decimal("2001"),
		"limit * rate":              decimal("25012.5"),
		"10 / 4":                    decimal("2.5"),
		"1 / 3":                     decimal("0.3333333333"),
		"-2 / 3":                    decimal("-0.6666666667"),
		"7 % 3":                     integer(1),
		"-7.5 % 2":                  decimal("-1.5"),
		"-limit":                    decimal("-1000.5"),
		"- -3":                      integer(3),
		"round(2.5)":                decimal("3"),
		"round(-2.5)":               decimal("-3"),
		"round(limit / 3, 2)":       decimal("333.5"),
		"round(1250, -2)":           integer(1300),
		"floor(-2.1)":               decimal("-3"),
		"ceil(2.001, 2)":            decimal("2.01"),
		"ceil(2.0, 0)":              decimal("2"),
		"abs(-0.5)":                 decimal("0.5"),
		"min(3, limit, 2.5)":        decimal("2.5"),
		"max(count, 2)":             integer(3),
		"max(due, date)":            date("2026-01-31"),
		`number(" 12.50 ")`:         decimal("12.5"),
		`number("") ?? 0`:           decimal("0"),
		`integer("12") + count`:     integer(15),
		"integer(2.0)":              integer(2),
		"0.1234567891 * 1000000001": decimal("123456789.2234567891"),

		// texts
		"trim(name)":                     text("Žluťoučký kůň"),
		"upper(trim(name))":              text("ŽLUŤOUČKÝ KŮŇ"),
		"lower(number)":                  text("so-0042"),
		"left(trim(name), 2)":            text("Žl"),
		"right(number, 4)":               text("0042"),
		"right(number, 99)":              text("SO-0042"),
		"mid(number, 4, 2)":              text("00"),
		`pad("42", 6)`:                   text("000042"),
		`padRight("42", 4)`:              text("42  "),
		`pad("42", 4, "x")`:              text("xx42"),
		`pad("42", 1)`:                   text("42"),
		`replace(number, "0", "")`:       text("SO-42"),
		"digits(number)":                 text("0042"),
		"len(trim(name))":                integer(13),
		`number + "/" + text(count)`:     text("SO-0042/3"),
		`concat(city, number, count)`:    text("SO-00423"),
		`join(split("a,b,c", ","), ";")`: text("a;b;c"),
		`split("a,b,c", ",")[-1]`:        text("c"),
		`split("a,b", ",")[5] ?? "x"`:    text("x"),
		`first(split("a,b", ","))`:       text("a"),
		`join(["", city, "a"], "-")`:     text("-a"),
		"text(limit)":                    text("1000.5"),
		"text(owner)":                    text("7"),

		// dates
		"date + 1":                       date("2026-02-01"),
		"date - 31":                      date("2025-12-31"),
		`date("2026-03-01") - date`:      integer(29),
		`days(date, "2026-03-01")`:       integer(29),
		"addMonths(date, 1)":             date("2026-02-28"),
		"addMonths(date, -11)":           date("2025-02-28"),
		"date(at)":                       date("2026-11-21"),
		"instant(date)":                  instant("2026-01-31"),
		"year(date) * 100 + month(date)": integer(202601),
		"weekday(date)":                  integer(6),
		"day(date)":                      integer(31),

		// nil
		`city ?? "none"`:              text("none"),
		`status ?? "none"`:            text("closed"),
		`coalesce(city, "", "x")`:     text("x"),
		`coalesce(due, "2026-05-01")`: date("2026-05-01"),
		`city + "x"`:                  null,
		`upper(city)`:                 null,
		`due + 1`:                     null,
		`nil`:                         null,
		`isEmpty(city)`:               yes,
		`isEmpty("  ")`:               yes,
		`isEmpty(count)`:              no,
		`len(city) == nil`:            yes,

		// conditions
		`city == nil`:                                 yes,
		`city != "Brno"`:                              no,
		`not (city == "Brno")`:                        yes,
		`status == "closed" and active`:               yes,
		`status in ["open"]`:                          no,
		`status not in ["open", "closed"]`:            no,
		`count in [1, 2, count]`:                      yes,
		`city in ["Brno", nil]`:                       no,
		`number matches "^SO-[0-9]+$"`:                yes,
		`name contains "KŮŇ"`:                         yes,
		`limit > 1000 ? "big" : "small"`:              text("big"),
		`if count > 5 { 1 } else { 2.5 }`:             decimal("2.5"),
		`count > 5 ? 1 : nil`:                         null,
		`date < "2026-02-01"`:                         yes,
		`at > "2026-11-21T23:00:00Z"`:                 yes,
		`owner == 7`:                                  yes,
		`1 < count < 3`:                               no,
		`old.status != new.status`:                    yes,
		`old.city != new.city`:                        no,
		`old.city == new.status`:                      no,
		`old.status == "open" and status == "closed"`: yes,

		// lines
		"sum(lines, .net)":                            decimal("0.3"),
		"round(sum(lines, .quantity * .net), 2)":      decimal("0.5"),
		"lines | filter(.quantity > 1.5) | sum(.net)": decimal("0.1"),
		"count(lines)":                                integer(3),
		"len(lines)":                                  integer(3),
		"count(lines, .quantity == nil)":              integer(1),
		"any(lines, .code == 'B')":                    yes,
		"all(lines, .net > 0)":                        no,
		"none(lines, .net > 1)":                       yes,
		"one(lines, .code == 'A')":                    yes,
		`join(map(lines, .code), "+")`:                text("A+B"),
		"max(map(lines, .net))":                       decimal("0.2"),
		"min(map(lines, .quantity))":                  decimal("1.5"),
		"find(lines, .code == 'B').net":               decimal("0.2"),
		"find(lines, .code == 'X').net":               null,
		"lines[0].code":                               text("A"),
		"lines[-2].code":                              text("B"),
		"lines[9].code":                               null,
		"first(lines).code":                           text("A"),
		"last(lines).code":                            null,
		"sum(map(lines, #.net * #index))":             decimal("0.2"),
		"sum([1, 2.5, nil])":                          decimal("3.5"),
		"filter([1, 2, 3], # > 1)[0]":                 integer(2),
		"any(lines, any(lines, .net > 0.15))":         yes,
		"let x = sum(lines, .net); x * x":             decimal("0.09"),
		"let l = find(lines, .code == 'B'); l.code":   text("B"),
		"sum(lines, {let n = .net; n * 2})":           decimal("0.6"),
		"'A' in map(lines, .code)":                    yes,
		"old.lines[1].code":                           text("B"),
	} {
		env := Changes(orderObject())
		p, err := Compile(source, env)
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		got, err := p.Run(values)
		if err != nil || got != want {
			t.Errorf("%s: got %s %v, %v, want %v", source, got.Kind(), got, err, want)
		}
		if !got.IsNull() && got.Kind() != p.Type().Kind() {
			t.Errorf("%s: the result is %s, not %s", source, got.Kind(), p.Type())
		}
	}
}

func TestProgramsRefuse(t *testing.T) {
	for _, c := range []struct{ source, want, hint string }{
		{"", "1:1: unexpected end of the expression", ""},
		{"nmber", "1:1: there is no field nmber", "did you mean number?"},
		{"1 +\n old.cty", "2:6: there is no field cty", "did you mean city?"},
		{"sum(lines, .nett)", "1:13: there is no field nett", "did you mean net?"},
		{"uper(city)", "1:1: there is no function uper", "did you mean upper?"},
		{"left(city)", "1:1: left does not take 1 arguments", "write left(text, count)"},
		{"upper(count)", "1:7: upper takes text here, not integer", "write upper(text)"},
		{"upper(lines)", "1:7: upper takes single values, not a list of lines", "write upper(text)"},
		{"count + number", "1:7: + cannot be applied to integer and text", "number() makes a number of a text, text() a text of anything"},
		{"count == number", "1:7: integer and text cannot be compared", ""},
		{"date > 'soon'", `1:8: "soon" is not a date such as 2026-11-21`, ""},
		{"status == 'opn'", `1:11: status is never "opn", only open, closed`, "did you mean open?"},
		{"status in ['opn']", `1:12: status is never "opn", only open, closed`, "did you mean open?"},
		{"active > true", "1:8: bool has no order", "use == or !="},
		{"city < nil", "1:6: < cannot compare with nil", "use == nil or != nil"},
		{"not city", "1:5: this is text, not true or false", "compare it with something"},
		{"active ? 1 : 'x'", "1:14: the one is integer, the other text", "both must be of one kind"},
		{"city ?: 'x'", "1:1: the short ?: cannot be used", "write a ?? b for the first that is known"},
		{"lines", "1:1: the result is a list of lines, not one value", "join a list, or take its first, sum or count"},
		{"old", "1:1: the result is a record, not one value", "join a list, or take its first, sum or count"},
		{"sum(lines)", "1:1: lines cannot be added up", "name a field: sum(lines, .net)"},
		{"sum(lines, .code)", "1:1: sum adds numbers, not text", ""},
		{"sum(count, .x)", "1:5: sum needs a list, not integer", ""},
		{"filter(lines, .net)[0].net", "1:1: filter needs a condition", ""},
		{"groupBy(lines, .net)", "1:1: there is no function groupBy", "sum, count, any, all, none, one, filter, map and find work on lists"},
		{"1 / 0", "1:3: division by zero", ""},
		{"9223372036854775807 + 1", "1:21: the number becomes too large", ""},
		{"city matches '('", "1:14: error parsing regexp: missing closing ): `(`", ""},
		{"city matches number", "1:6: matches needs a text and a constant regular expression", ""},
		{"number.x", "1:8: text has no fields", ""},
		{"{a: 1}", "1:1: this cannot stand in an expression", ""},
		{"1..2", "1:2: there is no operator ..", ""},
		{"city.upper()", "1:6: only functions can be called", ""},
		{"[1, 'x'][0]", "1:5: text in a list of integer", ""},
		{"let x = old; x", "1:5: a record cannot be given another name", ""},
		{"date('x')", "1:1: date: not a date such as 2026-11-21", ""},
		{"any(lines, any(lines, any(lines, any(lines, any(lines, true)))))", "1:56: conditions over lists stand more than 4 deep in one another", ""},
	} {
		_, err := Compile(c.source, Changes(orderObject()))
		e, ok := errors.AsType[*tandem.Error](err)
		if !ok {
			t.Errorf("%s: got %v", c.source, err)
			continue
		}
		if e.Code != tandem.Config || e.Error() != c.want || e.Hint != c.hint {
			t.Errorf("%s:\n got %s (%s)\nwant %s (%s)", c.source, e, e.Hint, c.want, c.hint)
		}
	}
}

func TestConditions(t *testing.T) {
	p, err := CompileCondition(`city == "Brno" or limit > 5`, Changes(orderObject()))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(p.Fields(), " "); got != "city limit" {
		t.Errorf("got fields %s", got)
	}
	if holds, err := p.Holds(values); !holds || err != nil {
		t.Errorf("got %v, %v", holds, err)
	}
	if _, err := CompileCondition("count", Changes(orderObject())); tandem.CodeOf(err) != tandem.Config {
		t.Errorf("a number is no condition: %v", err)
	}
}

func TestTypes(t *testing.T) {
	for source, want := range map[string]dictionary.Type{
		"status": dictionary.Enum, "upper(status)": dictionary.Text, "count": dictionary.Integer, "count / 2": dictionary.Decimal,
		"count + limit": dictionary.Decimal, "active": dictionary.Bool, "date + 1": dictionary.Date, "at": dictionary.Instant,
		"owner": dictionary.Reference, "nil": dictionary.Text, "active ? 1 : 2.5": dictionary.Decimal, "status ?? 'x'": dictionary.Text,
	} {
		p, err := Compile(source, Env{Object: orderObject()})
		if err != nil {
			t.Errorf("%s: %v", source, err)
		} else if p.Type() != want {
			t.Errorf("%s: got %s", source, p.Type())
		}
	}
}

func TestWhatARowMayNotHold(t *testing.T) {
	for source, c := range map[string]struct {
		get  func(string) tandem.Value
		want string
	}{
		"count + 1":        {func(string) tandem.Value { return text("x") }, "count: holds text, not integer"},
		"count * count":    {func(string) tandem.Value { return integer(1 << 40) }, "1:7: the number becomes too large"},
		"1 / limit":        {func(string) tandem.Value { return decimal("0") }, "1:3: division by zero"},
		"number(name)":     {func(string) tandem.Value { return text("1,5") }, "1:1: number: not a number such as 12.50"},
		"sum(lines, .net)": {func(string) tandem.Value { return tandem.ListValue("\xff") }, "1:5: the lines cannot be read"},
		"lines[0].net":     {func(string) tandem.Value { return lines(tandem.Record{null, null, text("x")}) }, "1:10: net holds text, not decimal"},
		"date + count": {func(f string) tandem.Value {
			return map[string]tandem.Value{"date": date("2026-01-01"), "count": integer(1 << 60)}[f]
		}, "1:6: that day is not within the years 1 to 9999"},
		`pad(name, count)`: {func(f string) tandem.Value {
			return map[string]tandem.Value{"name": text("x"), "count": integer(1 << 40)}[f]
		}, "1:1: pad: the text becomes too long"},
	} {
		p, err := Compile(source, Env{Object: orderObject()})
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		v, err := p.Run(c.get)
		if tandem.CodeOf(err) != tandem.Invalid || err.Error() != c.want || !v.IsAbsent() {
			t.Errorf("%s: got %v, %v, want %s", source, v, err, c.want)
		}
	}
}

func TestWorkIsBounded(t *testing.T) {
	many := make([]tandem.Record, 1000)
	for i := range many {
		many[i] = tandem.Record{text("x"), decimal("1"), decimal("1")}
	}
	all := lines(many...)
	get := func(name string) tandem.Value {
		if name == "lines" {
			return all
		}
		return text(strings.Repeat("x", 500_000))
	}
	for _, source := range []string{
		"sum(lines, sum(lines, sum(lines, .net)))",
		"len(name + name + name)",
		"let a = replace(name, 'x', 'xxxx'); a",
		`count(lines, join(map(lines, number), "") != "")`,
		"all(lines, number contains 'y' or true)",
	} {
		p, err := Compile(source, Env{Object: orderObject()})
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		if _, err := p.Run(get); tandem.CodeOf(err) != tandem.Invalid {
			t.Errorf("%s: got %v", source, err)
		}
	}
}

func TestProgramsRunConcurrently(t *testing.T) {
	p, err := Compile(`let n = sum(lines, .net * .quantity); concat(upper(trim(name)), n, "-", pad(text(count), 6))`, Env{Object: orderObject()})
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 200 {
				if v, err := p.Run(values); err != nil || v.Text() != "ŽLUŤOUČKÝ KŮŇ0.5-000003" {
					t.Errorf("got %v, %v", v, err)
					return
				}
			}
		})
	}
	group.Wait()
}

func TestRunningDoesNotAllocate(t *testing.T) {
	p, err := Compile(`active and limit * 2 > 1000.50 ? round(limit * rate, 2) : coalesce(limit, 0)`, Env{Object: orderObject()})
	if err != nil {
		t.Fatal(err)
	}
	row := tandem.Record{}
	for _, name := range p.Fields() {
		row = append(row, values(name))
	}
	if got, err := p.RunRecord(row); err != nil || got != decimal("25012.5") {
		t.Fatalf("got %v, %v", got, err)
	}
	// A collection in the middle empties the pool that machines come from: only the best of some tries tells.
	best := testing.AllocsPerRun(100, func() { _, _ = p.RunRecord(row) })
	for range 20 {
		best = min(best, testing.AllocsPerRun(100, func() { _, _ = p.RunRecord(row) }))
	}
	if best > 0 {
		t.Errorf("%v allocations", best)
	}
}

func BenchmarkRunRecord(b *testing.B) {
	p, err := Compile(`active and limit * 2 > 1000.50 ? limit * rate : coalesce(limit, 0)`, Env{Object: orderObject()})
	if err != nil {
		b.Fatal(err)
	}
	row := tandem.Record{}
	for _, name := range p.Fields() {
		row = append(row, values(name))
	}
	b.ReportAllocs()
	for b.Loop() {
		_, _ = p.RunRecord(row)
	}
}

// A condition and a filter of the same text mean the same.
func TestConditionsAndFiltersAgree(t *testing.T) {
	object := &dictionary.Object{Name: "o", Fields: []dictionary.Field{
		{Name: "a", Type: dictionary.Integer}, {Name: "s", Type: dictionary.Text}, {Name: "b", Type: dictionary.Bool},
	}}
	leaf := rapid.SampledFrom([]string{
		"a == 1", "a != 1", "a < 2", "a >= 1", "a == nil", "a != nil", "a in [1, 2]", "a not in [1]", "b", "b != true",
		`s == "x"`, `s != "x"`, `s contains "X"`, `s not contains "x"`, `s == nil`, `s > "a"`, `s in ["x", "y"]`, "true", "false",
	})
	var source func(depth int) *rapid.Generator[string]
	source = func(depth int) *rapid.Generator[string] {
		return rapid.Custom(func(t *rapid.T) string {
			switch n := rapid.IntRange(0, 3).Draw(t, "form"); {
			case depth == 0 || n == 0:
				return leaf.Draw(t, "leaf")
			case n == 1:
				return "(" + source(depth-1).Draw(t, "left") + " and " + source(depth-1).Draw(t, "right") + ")"
			case n == 2:
				return "(" + source(depth-1).Draw(t, "left") + " or " + source(depth-1).Draw(t, "right") + ")"
			default:
				return "not (" + source(depth-1).Draw(t, "part") + ")"
			}
		})
	}
	some := map[string][]tandem.Value{
		"a": {{}, null, integer(0), integer(1), integer(2)},
		"s": {{}, null, text(""), text("x"), text("Xy")},
		"b": {{}, null, tandem.BoolValue(true), tandem.BoolValue(false)},
	}
	rapid.Check(t, func(t *rapid.T) {
		s := source(3).Draw(t, "source")
		row := map[string]tandem.Value{}
		for _, name := range []string{"a", "s", "b"} {
			row[name] = rapid.SampledFrom(some[name]).Draw(t, name)
		}
		get := func(name string) tandem.Value { return row[name] }
		f, err := ParseFilter(s, object)
		if err != nil {
			t.Fatal(err)
		}
		p, err := CompileCondition(s, Env{Object: object})
		if err != nil {
			t.Fatal(err)
		}
		holds, err := p.Holds(get)
		if err != nil {
			t.Fatal(err)
		}
		if fits := Match(f, get); fits != holds {
			t.Fatalf("%s with %v: the filter says %v, the condition %v", s, row, fits, holds)
		}
	})
}

func FuzzCompile(f *testing.F) {
	for _, s := range []string{
		`sum(lines, .net) / 3`, `let x = 1; x + 2`, `lines[0].code ?? "x"`, `join(map(lines, .code), ",")`, `old.status != new.status`,
		`date + 30 > due`, `pad(number, 6, "0")`, `active ? 1 : 2`, `if active { 1 } else { 2 }`, `#index`, `$env["a"]`, `[1,2][0]`,
		`round(limit * rate, 2)`, `number matches "a*"`, `-9223372036854775808`, `1.5 % 0.4`, `max(1, nil)`, `find(lines, .net > 1)?.net`,
		`coalesce(due, "2026-01-01")`, `addMonths(date, count)`, `split(name, "")`, `filter(lines, true)[0].net in [1]`, `b"x"`, `first([])`,
	} {
		f.Add(s)
	}
	env := Changes(orderObject())
	f.Fuzz(func(t *testing.T, s string) {
		p, err := Compile(s, env)
		if err != nil {
			if tandem.CodeOf(err) != tandem.Config {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		for _, get := range []func(string) tandem.Value{values, func(string) tandem.Value { return tandem.Value{} }} {
			v, err := p.Run(get)
			if err != nil && tandem.CodeOf(err) != tandem.Invalid {
				t.Fatalf("%q: %v", s, err)
			}
			if err == nil && !v.IsNull() && v.Kind() != p.Type().Kind() {
				t.Fatalf("%q: the result is %s, not %s", s, v.Kind(), p.Type())
			}
		}
	})
}
