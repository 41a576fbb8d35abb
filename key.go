package tandem

import (
	"strconv"
	"strings"
)

// Key is the lasting identity of a record on the other side: the values of its
// key fields in one text. Keys sort bytewise in the order of the values they
// were made from, so that a page read in key order needs one range of links.
//
// A text part stands as it is. A whole number has one control character in
// front, U+0001 for one digit, U+0002 for two, which keeps 9 before 10. Parts
// of a composite key are parted by a unit separator (U+001F).
type Key string

const keySeparator = "\x1f"

// AppendKey writes one more part to a key in the making; first says whether it is the first.
func AppendKey(dst []byte, v Value, first bool) []byte {
	if !first {
		dst = append(dst, keySeparator...)
	}
	if v.kind != Integer {
		return v.Append(dst)
	}
	if v.num < 0 {
		// Negative numbers are rare as keys; they only need to be distinct.
		return strconv.AppendInt(append(dst, '-'), -v.num, 10)
	}
	mark := len(dst)
	dst = append(dst, 0)
	dst = strconv.AppendInt(dst, v.num, 10)
	dst[mark] = byte(len(dst) - mark - 1)
	return dst
}

// KeyOf makes a key of its parts.
func KeyOf(parts ...Value) Key {
	var dst []byte
	for i, v := range parts {
		dst = AppendKey(dst, v, i == 0)
	}
	return Key(dst)
}

// TextKey makes a key of texts, as people type them.
func TextKey(parts ...string) Key { return Key(strings.Join(parts, keySeparator)) }

// Parts returns the parts in their encoded form, see IntegerPart.
func (k Key) Parts() []string { return strings.Split(string(k), keySeparator) }

// IntegerPart undoes the encoding of a whole number.
func IntegerPart(part string) (int64, bool) {
	if part == "" {
		return 0, false
	}
	if part[0] == '-' {
		n, err := strconv.ParseInt(part, 10, 64)
		return n, err == nil
	}
	if int(part[0]) != len(part)-1 {
		return 0, false
	}
	n, err := strconv.ParseInt(part[1:], 10, 64)
	return n, err == nil
}

// String writes the key for people: parts joined by "/", whole numbers plain.
func (k Key) String() string {
	parts := k.Parts()
	for i, p := range parts {
		if n, ok := IntegerPart(p); ok {
			parts[i] = strconv.FormatInt(n, 10)
		}
	}
	return strings.Join(parts, "/")
}

// Clone returns k with octets of its own, independent of the page it came from.
func (k Key) Clone() Key { return Key(strings.Clone(string(k))) }
