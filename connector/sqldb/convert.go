package sqldb

import (
	"encoding/hex"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"tandem"
	"tandem/dictionary"
)

// decoder makes a value of one column's text. It allocates nothing: numbers and
// dates are read where they lie, texts are copied into the page's arena.
type decoder struct {
	form    form
	kind    tandem.Kind // wanted
	padded  bool
	trusted bool // the server guarantees UTF-8
	zone    *time.Location
	name    string
}

func (c *Conn) decoder(col *column, want dictionary.Type) decoder {
	d := decoder{
		form: col.form, kind: want.Kind(), padded: col.padded, zone: c.cfg.zone, name: col.name,
		trusted: c.dialect.traits().utf8,
	}
	if d.kind == tandem.Reference || d.kind == tandem.Absent {
		d.kind = col.typ.Kind()
	}
	return d
}

// decode reads one cell; nil is null.
func (d *decoder) decode(a *arena, cell []byte) (tandem.Value, error) {
	if cell == nil {
		return tandem.NullValue(), nil
	}
	var v tandem.Value
	var ok bool
	switch d.kind {
	case tandem.Text:
		return d.text(a, cell)
	case tandem.Bytes:
		v, ok = d.octets(a, cell)
	default:
		text := peek(cell)
		if d.form == formText {
			text = strings.Trim(text, " ")
		}
		if text == "" {
			return tandem.NullValue(), nil
		}
		v, ok = d.parse(text)
	}
	if !ok {
		return tandem.Value{}, d.bad(cell)
	}
	return v, nil
}

func (d *decoder) parse(text string) (tandem.Value, bool) {
	switch d.kind {
	case tandem.Integer:
		return parseInteger(text)
	case tandem.Decimal:
		return parseDecimal(text)
	case tandem.Bool:
		return parseBool(text)
	case tandem.Date:
		return d.date(text)
	case tandem.Instant:
		return d.instant(text)
	default:
		return tandem.Value{}, false
	}
}

func (d *decoder) bad(cell []byte) error {
	shown := strings.ToValidUTF8(string(cell[:min(len(cell), 40)]), "?")
	return tandem.Errorf(tandem.Invalid, "%q is not a %s", shown, d.kind).At(d.name)
}

func (d *decoder) text(a *arena, cell []byte) (tandem.Value, error) {
	switch d.form {
	case formOctets, formHex:
		v, ok := d.octets(a, cell)
		if !ok || !utf8.ValidString(v.Text()) {
			return tandem.Value{}, tandem.Errorf(tandem.Invalid, "the octets are not text").At(d.name)
		}
		return tandem.TextValue(v.Text()), nil
	case formBool:
		if v, ok := parseBool(peek(cell)); ok {
			return tandem.TextValue(strconv.FormatBool(v.Bool())), nil
		}
	default:
	}
	if d.padded {
		cell = trimRight(cell)
	}
	if !d.trusted && !utf8.Valid(cell) {
		return tandem.Value{}, tandem.Errorf(tandem.Invalid, "the text is not valid UTF-8").At(d.name)
	}
	return tandem.TextValue(a.copy(cell)), nil
}

// trimRight takes the padding off.
func trimRight(cell []byte) []byte {
	n := len(cell)
	for n > 0 && cell[n-1] == ' ' {
		n--
	}
	return cell[:n]
}

func (d *decoder) octets(a *arena, cell []byte) (tandem.Value, bool) {
	if d.form != formHex {
		return tandem.BytesValue(a.copy(cell)), true
	}
	if len(cell) >= 2 && cell[0] == '\\' && cell[1] == 'x' {
		cell = cell[2:]
	}
	a.reserve(len(cell) / 2)
	from := len(a.block)
	block, err := hex.AppendDecode(a.block, cell)
	if err != nil {
		return tandem.Value{}, false
	}
	a.block = block
	return tandem.BytesValue(peek(a.block[from:])), true
}

func (d *decoder) date(text string) (tandem.Value, bool) {
	switch {
	case isZeroDate(text):
		return tandem.NullValue(), true
	case d.form == formMoment || d.form == formEpoch:
		v, ok := d.instant(text)
		return tandem.DateOf(v.Time().In(d.zone)), ok
	case len(text) == 8 && strings.Trim(text, "0123456789") == "":
		// yyyymmdd, as programs without a date type keep it.
		return tandem.ParseDate(text[:4] + "-" + text[4:6] + "-" + text[6:])
	default:
		return tandem.ParseDate(text)
	}
}

func (d *decoder) instant(text string) (tandem.Value, bool) {
	if d.form == formEpoch {
		return parseEpoch(text)
	}
	if isZeroDate(text) {
		return tandem.NullValue(), true
	}
	return tandem.ParseInstant(text, d.zone)
}

// isZeroDate recognises what MySQL writes where there is no date.
func isZeroDate(text string) bool { return strings.HasPrefix(text, "0000-00-00") }

// parseEpoch reads seconds since 1970 with up to six digits behind the point.
func parseEpoch(text string) (tandem.Value, bool) {
	v, ok := tandem.ParseDecimal(text)
	if !ok || v.Scale() > 6 {
		return tandem.Value{}, false
	}
	micros := v.Int()
	for range 6 - int(v.Scale()) {
		if micros > math.MaxInt64/10 || micros < math.MinInt64/10 {
			return tandem.Value{}, false
		}
		micros *= 10
	}
	return tandem.InstantValue(micros), true
}

// parseInteger also reads a whole number that was written as a decimal: 12.00, 1e+06.
func parseInteger(text string) (tandem.Value, bool) {
	if v, ok := tandem.ParseInteger(text); ok {
		return v, true
	}
	v, ok := parseDecimal(text)
	if !ok || v.Scale() != 0 {
		return tandem.Value{}, false
	}
	return tandem.IntegerValue(v.Int()), true
}

// parseDecimal also reads the exponents in which databases write large and small floating-point numbers.
func parseDecimal(text string) (tandem.Value, bool) {
	if v, ok := tandem.ParseDecimal(text); ok {
		return v, true
	}
	if !strings.ContainsAny(text, "eE") {
		return tandem.Value{}, false
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return tandem.Value{}, false
	}
	return tandem.ParseDecimal(strconv.FormatFloat(f, 'f', -1, 64))
}

// parseBool also reads the single octet in which MySQL hands over a bit.
func parseBool(text string) (tandem.Value, bool) {
	switch text {
	case "\x00":
		return tandem.BoolValue(false), true
	case "\x01":
		return tandem.BoolValue(true), true
	default:
		return tandem.ParseBool(text)
	}
}
