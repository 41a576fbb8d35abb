package tandem

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// ParseDecimal reads "-12.50" exactly. It refuses exponents, empty text and
// numbers of more than 18 digits.
func ParseDecimal(s string) (Value, bool) {
	negative := false
	rest := s
	if rest != "" && (rest[0] == '-' || rest[0] == '+') {
		negative = rest[0] == '-'
		rest = rest[1:]
	}
	var n int64
	scale, digits, point := 0, 0, false
	for i := range len(rest) {
		c := rest[i]
		switch {
		case c == '.' && !point:
			point = true
		case c >= '0' && c <= '9':
			if n > (math.MaxInt64-9)/10 {
				return parseWideDecimal(s)
			}
			n = n*10 + int64(c-'0')
			digits++
			if point {
				scale++
			}
		default:
			return Value{}, false
		}
	}
	if digits == 0 || scale > math.MaxUint8 {
		return Value{}, false
	}
	if negative {
		n = -n
	}
	return DecimalValue(n, uint8(scale)), true
}

// parseWideDecimal gives a number one more chance whose digits only overflow
// because of trailing zeros behind the point, as numeric(38,20) columns write them.
func parseWideDecimal(s string) (Value, bool) {
	whole, fraction, ok := strings.Cut(s, ".")
	if !ok {
		return Value{}, false
	}
	trimmed := strings.TrimRight(fraction, "0")
	if trimmed == fraction {
		return Value{}, false
	}
	if trimmed == "" {
		return ParseDecimal(whole)
	}
	return ParseDecimal(whole + "." + trimmed)
}

// ParseInteger reads a whole number.
func ParseInteger(s string) (Value, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return IntegerValue(n), err == nil
}

// ParseBool reads true/false, t/f, 1/0, yes/no, in any case.
func ParseBool(s string) (Value, bool) {
	switch strings.ToLower(s) {
	case "true", "t", "1", "yes", "y":
		return BoolValue(true), true
	case "false", "f", "0", "no", "n":
		return BoolValue(false), true
	default:
		return Value{}, false
	}
}

// ParseDate reads "2026-11-21"; a time behind it is ignored.
func ParseDate(s string) (Value, bool) {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' || (len(s) > 10 && s[10] != ' ' && s[10] != 'T') {
		return Value{}, false
	}
	y, ok1 := digits(s[0:4])
	m, ok2 := digits(s[5:7])
	d, ok3 := digits(s[8:10])
	if !ok1 || !ok2 || !ok3 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return Value{}, false
	}
	return DateValue(daysFromCivil(y, m, d)), true
}

// ParseInstant reads "2026-11-21 10:00:00.123456+02", with T or a blank
// between and with or without seconds, fraction and offset. A text without an
// offset is read as a wall clock in zone.
func ParseInstant(s string, zone *time.Location) (Value, bool) {
	day, ok := ParseDate(s)
	if !ok {
		return Value{}, false
	}
	if len(s) == 10 {
		return instantIn(zone, day.num, 0), true
	}
	clock, rest, ok := parseClock(s[11:])
	if !ok {
		return Value{}, false
	}
	if rest == "" {
		return instantIn(zone, day.num, clock), true
	}
	offset, ok := parseOffset(rest)
	if !ok {
		return Value{}, false
	}
	return InstantValue(day.num*microsPerDay + clock - offset), true
}

const (
	microsPerSecond = 1_000_000
	microsPerDay    = 86_400 * microsPerSecond
)

// instantIn reads a wall clock in zone. Nil and UTC take the quick way.
func instantIn(zone *time.Location, days, clock int64) Value {
	if zone == nil || zone == time.UTC {
		return InstantValue(days*microsPerDay + clock)
	}
	y, m, d := civilFromDays(days)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, zone)
	wall := time.Date(y, time.Month(m), d, int(clock/3_600_000_000), int(clock/60_000_000%60), int(clock/microsPerSecond%60), int(clock%microsPerSecond)*1000, zone)
	if wall.Before(t) {
		return InstantOf(t)
	}
	return InstantOf(wall)
}

// parseClock reads hh:mm[:ss[.ffffff]] and returns it in microseconds with what stands behind.
func parseClock(s string) (int64, string, bool) {
	if len(s) < 5 || s[2] != ':' {
		return 0, "", false
	}
	h, ok1 := digits(s[0:2])
	m, ok2 := digits(s[3:5])
	if !ok1 || !ok2 || h > 24 || m > 59 {
		return 0, "", false
	}
	micros := (int64(h)*3600 + int64(m)*60) * microsPerSecond
	s = s[5:]
	if len(s) >= 3 && s[0] == ':' {
		sec, ok := digits(s[1:3])
		if !ok || sec > 60 {
			return 0, "", false
		}
		micros += int64(sec) * microsPerSecond
		s = s[3:]
	}
	if s != "" && (s[0] == '.' || s[0] == ',') {
		unit := int64(microsPerSecond / 10)
		i := 1
		for ; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
			micros += int64(s[i]-'0') * unit
			unit /= 10
		}
		s = s[i:]
	}
	return micros, s, true
}

// parseOffset reads Z, +02, +0200 or +02:00 in microseconds east of UTC.
func parseOffset(s string) (int64, bool) {
	s = strings.TrimLeft(s, " ")
	if s == "Z" || s == "z" || s == "UTC" {
		return 0, true
	}
	if len(s) < 3 || (s[0] != '+' && s[0] != '-') {
		return 0, false
	}
	h, ok := digits(s[1:3])
	if !ok {
		return 0, false
	}
	m := 0
	if rest := strings.TrimPrefix(s[3:], ":"); rest != "" {
		if len(rest) != 2 {
			return 0, false
		}
		if m, ok = digits(rest); !ok {
			return 0, false
		}
	}
	micros := int64(h*3600+m*60) * microsPerSecond
	if s[0] == '-' {
		micros = -micros
	}
	return micros, true
}

func digits(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, s != ""
}

func appendDecimal(dst []byte, n int64, scale uint8) []byte {
	u := uint64(n)
	if n < 0 {
		dst = append(dst, '-')
		u = -u
	}
	var buf [20]byte
	text := strconv.AppendUint(buf[:0], u, 10)
	whole := len(text) - int(scale)
	if whole > 0 {
		dst = append(dst, text[:whole]...)
		text = text[whole:]
	} else {
		dst = append(dst, '0')
	}
	if scale == 0 {
		return dst
	}
	dst = append(dst, '.')
	for ; whole < 0; whole++ {
		dst = append(dst, '0')
	}
	return append(dst, text...)
}

func appendDate(dst []byte, days int64) []byte {
	y, m, d := civilFromDays(days)
	dst = appendPadded(dst, y, 4)
	dst = append(dst, '-')
	dst = appendPadded(dst, m, 2)
	dst = append(dst, '-')
	return appendPadded(dst, d, 2)
}

// appendInstant writes RFC 3339 in UTC with as many digits of the second as are needed.
func appendInstant(dst []byte, micros int64) []byte {
	return time.UnixMicro(micros).UTC().AppendFormat(dst, "2006-01-02T15:04:05.999999Z07:00")
}

func appendPadded(dst []byte, n, width int) []byte {
	for limit := pow10(width - 1); n < limit && limit > 1; limit /= 10 {
		dst = append(dst, '0')
	}
	return strconv.AppendInt(dst, int64(n), 10)
}

func pow10(n int) int {
	p := 1
	for range n {
		p *= 10
	}
	return p
}

// daysFromCivil and civilFromDays convert between the Gregorian calendar and
// days since 1970-01-01, counting years from March so that the leap day is the
// last of its year.
func daysFromCivil(y, m, d int) int64 {
	if m <= 2 {
		y--
		m += 12
	}
	era := floorDiv(y, 400)
	yearOfEra := y - era*400
	dayOfYear := (153*(m-3)+2)/5 + d - 1
	dayOfEra := yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear
	return int64(era)*146_097 + int64(dayOfEra) - 719_468
}

func civilFromDays(days int64) (y, m, d int) {
	z := int(days) + 719_468
	era := floorDiv(z, 146_097)
	dayOfEra := z - era*146_097
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36_524 - dayOfEra/146_096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shifted := (5*dayOfYear + 2) / 153
	d = dayOfYear - (153*shifted+2)/5 + 1
	m = shifted + 3
	y = yearOfEra + era*400
	if m > 12 {
		m -= 12
		y++
	}
	return y, m, d
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func daysIn(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	default:
		return 31
	}
}
