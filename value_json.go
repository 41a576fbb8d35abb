package tandem

import (
	"strconv"
	"unicode/utf8"
)

const hexDigits = "0123456789abcdef"

// AppendJSONText writes a JSON string. What is no UTF-8 becomes U+FFFD.
func AppendJSONText(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				dst = append(append(dst, s[start:i]...), "\uFFFD"...)
				start = i + 1
			}
			i += size
			continue
		}
		i++
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		dst = append(dst, s[start:i-1]...)
		start = i
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, '\\', 'n')
		default:
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}

// AppendJSON writes a value for programs: numbers as numbers that lose nothing,
// days and moments as texts of ISO 8601, octets as base64, what is not there as
// null. Lists are written by whoever knows the fields of their lines.
func (v Value) AppendJSON(dst []byte) []byte {
	switch v.kind {
	case Text:
		return AppendJSONText(dst, v.text)
	case Integer, Decimal, Bool:
		return v.Append(dst)
	case Reference:
		if key, open := v.Unresolved(); open {
			return AppendJSONText(dst, key.String())
		}
		return strconv.AppendInt(dst, v.num, 10)
	case Date, Instant, Bytes:
		return append(v.Append(append(dst, '"')), '"')
	default:
		return append(dst, "null"...)
	}
}

// AppendJSONLines is AppendJSON for values that may be lists: their lines are
// written as objects, with the names of their fields.
func AppendJSONLines(dst []byte, v Value, fields []string) []byte {
	if v.kind != List {
		return v.AppendJSON(dst)
	}
	lines, err := v.Lines()
	if err != nil {
		return append(dst, "null"...) // what was encoded here can be decoded
	}
	dst = append(dst, '[')
	for n, line := range lines {
		if n > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, '{')
		for i := range min(len(fields), len(line)) {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(AppendJSONText(dst, fields[i]), ':')
			dst = line[i].AppendJSON(dst)
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}
