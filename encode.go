package tandem

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Record is a row by position: its values stand in the order of a field list
// that whoever handed it over also knows.
type Record []Value

var errCorrupt = errors.New("tandem: corrupt record encoding")

// AppendValue writes v in the canonical encoding: equal values have equal
// octets, so hashes and comparisons may work on the encoded form.
func AppendValue(dst []byte, v Value) []byte {
	dst = append(dst, byte(v.kind))
	switch v.kind {
	case Absent, Null:
		return dst
	case Text, Bytes, List:
		dst = binary.AppendUvarint(dst, uint64(len(v.text)))
		return append(dst, v.text...)
	case Decimal:
		return binary.AppendVarint(append(dst, v.scale), v.num)
	case Reference:
		dst = binary.AppendVarint(dst, v.num)
		dst = binary.AppendUvarint(dst, uint64(len(v.text)))
		return append(dst, v.text...)
	default:
		return binary.AppendVarint(dst, v.num)
	}
}

// AppendRecord writes the values of r one after the other.
func AppendRecord(dst []byte, r Record) []byte {
	for _, v := range r {
		dst = AppendValue(dst, v)
	}
	return dst
}

// DecodeValue reads one value; its text lies within s.
func DecodeValue(s string) (Value, string, error) {
	if s == "" {
		return Value{}, "", errCorrupt
	}
	v := Value{kind: Kind(s[0])}
	s = s[1:]
	switch v.kind {
	case Absent, Null:
		return v, s, nil
	case Text, Bytes, List:
		return decodeText(v, s)
	case Decimal:
		if s == "" {
			return Value{}, "", errCorrupt
		}
		v.scale = s[0]
		return decodeNumber(v, s[1:])
	case Reference:
		v, s, err := decodeNumber(v, s)
		if err != nil {
			return v, s, err
		}
		return decodeText(v, s)
	case Integer, Bool, Date, Instant:
		return decodeNumber(v, s)
	default:
		return Value{}, "", errCorrupt
	}
}

func decodeText(v Value, s string) (Value, string, error) {
	n, size := uvarint(s)
	if size <= 0 || uint64(len(s)-size) < n {
		return Value{}, "", errCorrupt
	}
	s = s[size:]
	v.text = s[:n]
	return v, s[n:], nil
}

func decodeNumber(v Value, s string) (Value, string, error) {
	u, size := uvarint(s)
	if size <= 0 {
		return Value{}, "", errCorrupt
	}
	v.num = int64(u >> 1)
	if u&1 != 0 {
		v.num = ^v.num
	}
	return v, s[size:], nil
}

// uvarint is binary.Uvarint over a string.
func uvarint(s string) (uint64, int) {
	var x uint64
	for i := range min(len(s), binary.MaxVarintLen64) {
		b := s[i]
		if b < 0x80 {
			return x | uint64(b)<<(7*i), i + 1
		}
		x |= uint64(b&0x7f) << (7 * i)
	}
	return 0, 0
}

// DecodeRecord fills dst from s, which must hold exactly that many values.
func DecodeRecord(dst Record, s string) error {
	var err error
	for i := range dst {
		if dst[i], s, err = DecodeValue(s); err != nil {
			return fmt.Errorf("value %d: %w", i, err)
		}
	}
	if s != "" {
		return errCorrupt
	}
	return nil
}

// AppendLines writes a document's lines: their number, how many fields each
// has, then the values.
func AppendLines(dst []byte, width int, lines []Record) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(lines)))
	dst = binary.AppendUvarint(dst, uint64(width))
	for _, line := range lines {
		dst = AppendRecord(dst, line[:width])
	}
	return dst
}

// Lines returns the lines a List holds; their texts lie within it. A value
// of another kind has none.
func (v Value) Lines() ([]Record, error) {
	if v.kind != List || v.text == "" {
		return nil, nil
	}
	s := v.text
	count, n := uvarint(s)
	if n <= 0 {
		return nil, errCorrupt
	}
	s = s[n:]
	width, n := uvarint(s)
	// Every value takes at least one octet: a count beyond that is a lie.
	if n <= 0 || (width > 0 && count > uint64(len(s))/width) || (width == 0 && count > 0) {
		return nil, errCorrupt
	}
	s = s[n:]
	values := make(Record, count*width)
	lines := make([]Record, count)
	var err error
	for i := range values {
		if values[i], s, err = DecodeValue(s); err != nil {
			return nil, err
		}
	}
	for i := range lines {
		lines[i] = values[i*int(width) : (i+1)*int(width)]
	}
	if s != "" {
		return nil, errCorrupt
	}
	return lines, nil
}
