package mapping

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tandem"
	"tandem/dictionary"
)

// pairOf compiles a mapping of one pair of fields, "ours" and "theirs".
func pairOf(t testing.TB, rule Rule, ours, theirs dictionary.Field) *Plan {
	t.Helper()
	ours.Name, theirs.Name = "ours", "theirs"
	rule.Ours, rule.Theirs = "ours", "theirs"
	plan, problems := Compile(Spec{Rules: []Rule{rule}, Zone: time.LoadLocation},
		&dictionary.Object{Name: "o", Fields: []dictionary.Field{ours}},
		&dictionary.Object{Name: "t", Fields: []dictionary.Field{theirs}}, nil)
	for _, p := range Errors(problems) {
		t.Fatal(p.Err)
	}
	return plan
}

func fromTheirs(p *Plan, v tandem.Value) (tandem.Value, error) {
	n := make(tandem.Record, 1)
	err := p.FromTheirs(tandem.Record{v}, n)
	return n[0], err
}

func fromOurs(p *Plan, v tandem.Value) (tandem.Value, error) {
	n := make(tandem.Record, 1)
	err := p.FromOurs(tandem.Record{v}, n)
	return n[0], err
}

func toTheirs(p *Plan, n tandem.Value) (tandem.Value, error) {
	row := make(tandem.Record, 1)
	set, written := tandem.AllFields(1), tandem.Fields{}
	err := p.ToTheirs(tandem.Record{n}, &set, row, &written)
	return row[0], err
}

// A pair and the values its sides hold. Of theirs, only values that the pair reads.
type lawCase struct {
	rule         Rule
	ours, theirs dictionary.Field
	their        *rapid.Generator[tandem.Value]
	our          *rapid.Generator[tandem.Value]
	mayNotReturn bool // what came in need not fit their side again
}

func textOf(g *rapid.Generator[string]) *rapid.Generator[tandem.Value] {
	return rapid.Map(g, tandem.TextValue)
}

func anyText() *rapid.Generator[tandem.Value] {
	return rapid.OneOf(
		textOf(rapid.String()),
		textOf(rapid.StringMatching(`[ \tA-Za-zßİıÅéČ0-9.,/+()-]{0,20}`)),
		rapid.Just(tandem.NullValue()),
		rapid.Just(tandem.TextValue("")),
	)
}

func matching(expression string) *rapid.Generator[tandem.Value] {
	return textOf(rapid.StringMatching(expression))
}

func anyDecimal() *rapid.Generator[tandem.Value] {
	return rapid.Custom(func(t *rapid.T) tandem.Value {
		return tandem.DecimalValue(rapid.Int64Range(-1e15, 1e15).Draw(t, "coefficient"), uint8(rapid.IntRange(0, 9).Draw(t, "scale")))
	})
}

func anyDay() *rapid.Generator[tandem.Value] {
	return rapid.Map(rapid.Int64Range(-700_000, 2_900_000), tandem.DateValue)
}

func anyMoment() *rapid.Generator[tandem.Value] {
	return rapid.Map(rapid.Int64Range(-50_000_000_000_000_000, 200_000_000_000_000_000), tandem.InstantValue)
}

func anyInteger() *rapid.Generator[tandem.Value] {
	return rapid.Map(rapid.Int64(), tandem.IntegerValue)
}

func anyBool() *rapid.Generator[tandem.Value] {
	return rapid.Map(rapid.Bool(), tandem.BoolValue)
}

func lawCases() map[string]lawCase {
	text := dictionary.Field{Type: dictionary.Text}
	nullable := dictionary.Field{Type: dictionary.Text, Nullable: true}
	of := func(t dictionary.Type) dictionary.Field { return dictionary.Field{Type: t, Nullable: true} }
	converted := func(converters ...string) Rule { return Rule{Convert: converters} }

	return map[string]lawCase{
		"plain":                 {Rule{}, text, text, anyText(), anyText(), false},
		"plain, nullable":       {Rule{}, text, nullable, anyText(), anyText(), false},
		"plain, padded":         {Rule{}, text, dictionary.Field{Type: dictionary.Text, Padded: true}, anyText(), anyText(), false},
		"trim":                  {converted("trim"), text, text, anyText(), anyText(), false},
		"upper":                 {converted("upper"), text, text, anyText(), anyText(), false},
		"lower":                 {converted("lower"), text, text, anyText(), anyText(), false},
		"collapse":              {converted("collapse"), text, text, anyText(), anyText(), false},
		"digits":                {converted("digits"), text, text, anyText(), anyText(), false},
		"email":                 {converted("email"), text, text, anyText(), anyText(), false},
		"url":                   {converted("url"), text, text, anyText(), anyText(), false},
		"url of addresses":      {converted("url"), text, text, matching(`(HTTPS?://)?[A-Za-z.]{1,9}/?([?#]?[A-Z]{0,3}/?)?`), anyText(), false},
		"phone":                 {converted("phone(CZ)"), text, text, anyText(), anyText(), false},
		"phone of numbers":      {converted("phone(US)"), text, text, matching(`(\+|00|011)?[0-9 ()/.-]{3,16}( ?(ext\.?|x) ?[0-9]{1,4})?`), anyText(), false},
		"null_empty":            {converted("null_empty"), text, nullable, anyText(), anyText(), false},
		"null(N/A)":             {converted("null(N/A)"), text, nullable, rapid.OneOf(anyText(), rapid.Just(tandem.TextValue("N/A"))), anyText(), false},
		"pad":                   {converted("pad(6)"), text, text, matching(`0{0,3}[0-9A-Z]{0,3}`), anyText(), true},
		"pad to an integer":     {converted("pad(6)"), of(dictionary.Integer), nullable, matching(`[0-9]{0,6}`), anyInteger(), false},
		"trim, upper, pad":      {converted("trim", "upper", "pad(8,x)"), text, text, matching(`x{0,3}[0-9a-z]{0,5}`), anyText(), true},
		"date":                  {converted("date(02.01.2006)"), of(dictionary.Date), nullable, matching(`[012][0-8]\.0[1-9]\.[12][0-9]{3}| *`).Filter(isDay("02.01.2006")), anyDay(), false},
		"date, short year":      {converted("date(2.1.06)"), of(dictionary.Date), nullable, matching(`[1-9]\.[1-9]\.[0-9]{2}`), anyDay(), false},
		"date, null_date":       {converted("date(20060102)", "null_date"), of(dictionary.Date), nullable, matching(`19000101|20[0-9]{2}0[1-9]1[0-9]`), anyDay(), false},
		"null_date of moments":  {converted("null_date"), of(dictionary.Instant), dictionary.Field{Type: dictionary.Instant}, anyMoment(), anyMoment(), false},
		"day, null_date":        {converted("day(Europe/Prague)", "null_date"), of(dictionary.Date), dictionary.Field{Type: dictionary.Instant}, anyMoment(), anyDay(), false},
		"day where it lacks":    {converted("day(America/Sao_Paulo)"), of(dictionary.Date), of(dictionary.Instant), anyMoment(), anyDay(), false},
		"midnight":              {converted("midnight(Europe/Prague)"), of(dictionary.Instant), of(dictionary.Date), anyDay(), anyMoment(), false},
		"datetime":              {converted("datetime(Europe/Prague)"), of(dictionary.Instant), nullable, matching(`20[0-9]{2}-(03|10)-2[3-9] 0[0-9]:[0-5][0-9]:[0-5][0-9]`), anyMoment(), false},
		"datetime in UTC":       {converted("datetime(UTC)"), of(dictionary.Instant), nullable, matching(`20[0-9]{2}-(03|10)-2[3-9]T0[0-9]:[0-5][0-9](\+02)?`), anyMoment(), false},
		"datetime with minutes": {converted("datetime(+02:00, 02/01/06 15:04)"), of(dictionary.Instant), nullable, matching(`[012][1-8]/0[1-9]/2[0-9] 0[0-9]:[0-5][0-9]`), anyMoment(), false},
		"decimal":               {converted("decimal(comma)"), of(dictionary.Decimal), nullable, matching(`-?[1-9]{1,3}( [0-9]{3}|\.[0-9]{3})?(,[0-9]{0,4})?`), anyDecimal(), false},
		"scale":                 {converted("scale(2)"), of(dictionary.Decimal), of(dictionary.Decimal), anyDecimal(), anyDecimal(), false},
		"implied":               {converted("implied(2)"), of(dictionary.Decimal), of(dictionary.Integer), anyInteger(), anyDecimal(), false},
		"implied of a decimal":  {converted("implied(3)"), of(dictionary.Decimal), of(dictionary.Decimal), anyDecimal(), anyDecimal(), false},
		"null(0)":               {converted("null(0)"), of(dictionary.Decimal), dictionary.Field{Type: dictionary.Decimal}, anyDecimal(), anyDecimal(), false},
		"bool":                  {converted("bool(T/F)"), of(dictionary.Bool), nullable, matching(`[TFtf ]`), anyBool(), false},
		"bool with nothing":     {converted("bool(X/)"), of(dictionary.Bool), text, matching(`[Xx ]`), anyBool(), false},
		"integer":               {converted("integer"), of(dictionary.Integer), nullable, matching(`0{0,3}[1-9][0-9]{0,4}`), anyInteger(), false},
		"text":                  {converted("text"), text, of(dictionary.Integer), anyInteger(), anyText(), false},

		"text as a decimal":     {Rule{}, of(dictionary.Decimal), nullable, matching(`-?[0-9]{1,9}(\.[0-9]{1,4})?| `), anyDecimal(), false},
		"decimal as an integer": {Rule{}, of(dictionary.Integer), of(dictionary.Decimal), rapid.Map(rapid.Int64(), func(n int64) tandem.Value { return tandem.DecimalValue(n, 0) }), anyInteger(), false},
		"integer as a decimal":  {Rule{}, of(dictionary.Decimal), of(dictionary.Integer), anyInteger(), anyDecimal(), false},
		"integer as a bool":     {Rule{}, of(dictionary.Bool), of(dictionary.Integer), rapid.Map(rapid.Int64Range(0, 1), tandem.IntegerValue), anyBool(), false},
		"date as a text":        {Rule{}, text, of(dictionary.Date), anyDay(), anyText(), false},
		"values": {Rule{Values: map[string]string{"active": "G|A", "hold": "H", "inactive": "|*"}},
			dictionary.Field{Type: dictionary.Enum, Values: []string{"active", "hold", "inactive"}, Required: true}, text, anyText(), matching(`active|hold|inactive|other`), false},
		"values of a bool": {Rule{Values: map[string]string{"true": "1", "false": "2"}}, of(dictionary.Bool), of(dictionary.Integer), rapid.Map(rapid.Int64Range(1, 2), tandem.IntegerValue), anyBool(), false},
	}
}

func isDay(layout string) func(tandem.Value) bool {
	return func(v tandem.Value) bool {
		_, err := time.Parse(layout, v.Text())
		return err == nil
	}
}

// Whatever they hold: reading it gives the normal form, which is its own normal
// form on our side; and writing that gives something that reads the same.
func TestWhatTheirsBecomesStaysTheSame(t *testing.T) {
	for name, c := range lawCases() {
		t.Run(name, func(t *testing.T) {
			plan := pairOf(t, c.rule, c.ours, c.theirs)
			rapid.Check(t, func(t *rapid.T) {
				v := c.their.Draw(t, "theirs")
				n, err := fromTheirs(plan, v)
				if err != nil {
					t.Fatalf("%v cannot be read: %v", v, err)
				}
				if again, _ := fromOurs(plan, n); again != n {
					t.Fatalf("%v became %v, which on our side is %v", show(v), show(n), show(again))
				}
				sent, err := toTheirs(plan, n)
				if err != nil {
					if !c.mayNotReturn {
						t.Fatalf("%v became %v, which cannot be written: %v", show(v), show(n), err)
					}
					return
				}
				if back, err := fromTheirs(plan, sent); err != nil || back != n {
					t.Fatalf("%v became %v, was written as %v and came back as %v, %v", show(v), show(n), show(sent), show(back), err)
				}
			})
		})
	}
}

// Whatever we hold: its normal form is its own, and what can be written of it
// comes back the same.
func TestWhatOursBecomesStaysTheSame(t *testing.T) {
	for name, c := range lawCases() {
		t.Run(name, func(t *testing.T) {
			plan := pairOf(t, c.rule, c.ours, c.theirs)
			rapid.Check(t, func(t *rapid.T) {
				v := c.our.Draw(t, "ours")
				n, err := fromOurs(plan, v)
				if err != nil {
					t.Fatal(err)
				}
				if again, _ := fromOurs(plan, n); again != n {
					t.Fatalf("%v became %v and then %v", show(v), show(n), show(again))
				}
				sent, err := toTheirs(plan, n)
				if err != nil {
					var e *tandem.Error
					if !errors.As(err, &e) || e.Code != tandem.Invalid {
						t.Fatal(err)
					}
					return
				}
				if back, err := fromTheirs(plan, sent); err != nil || back != n {
					t.Fatalf("%v became %v, was written as %v and came back as %v, %v", show(v), show(n), show(sent), show(back), err)
				}
			})
		})
	}
}

func TestEveryConverterHasItsLaw(t *testing.T) {
	tested := map[string]bool{}
	for _, c := range lawCases() {
		for _, source := range c.rule.Convert {
			name, _, _ := parseCall(source)
			tested[name] = true
		}
	}
	for _, c := range Converters() {
		if !tested[c.Name] && !c.OneWay {
			t.Errorf("no case of the laws uses the converter %s", c.Name)
		}
	}
}

// Absent is not null is not empty is not zero.
func TestAbsentStaysAbsent(t *testing.T) {
	for name, c := range lawCases() {
		plan := pairOf(t, c.rule, c.ours, c.theirs)
		if n, err := fromTheirs(plan, tandem.Value{}); err != nil || !n.IsAbsent() {
			t.Errorf("%s: absent became %v, %v", name, show(n), err)
		}
		var written tandem.Fields
		set := tandem.AllFields(1)
		if err := plan.ToTheirs(make(tandem.Record, 1), &set, make(tandem.Record, 1), &written); err != nil || !written.IsEmpty() {
			t.Errorf("%s: absent was written, %v", name, err)
		}
	}
}

func show(v tandem.Value) string { return fmt.Sprintf("%s %q", v.Kind(), v) }
