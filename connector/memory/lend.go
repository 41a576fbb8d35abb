package memory

import (
	"unsafe"

	"tandem"
)

// lender lends the keys and texts of a page and spoils them when the page ends,
// as a connector that reuses its buffers does. Whoever kept one without
// cloning it reads question marks, here and not only at a customer's site.
type lender struct{ buffer []byte }

// lend moves the keys and the texts of a page into a buffer of the page's own.
func (l *lender) lend(page *tandem.Page) {
	size := 0
	for i, key := range page.Keys {
		size += len(key)
		for _, v := range page.Row(i) {
			size += len(v.Text())
		}
	}
	// The size is exact: a buffer that grew would leave texts behind in the old one.
	l.buffer = make([]byte, 0, size)
	for i, key := range page.Keys {
		page.Keys[i] = tandem.Key(l.text(string(key)))
		values := page.Row(i)
		for j, v := range values {
			values[j] = l.borrow(v)
		}
	}
}

// borrow returns v with its text in the buffer.
func (l *lender) borrow(v tandem.Value) tandem.Value {
	switch v.Kind() {
	case tandem.Text:
		return tandem.TextValue(l.text(v.Text()))
	case tandem.Bytes:
		return tandem.BytesValue(l.text(v.Text()))
	case tandem.List:
		return tandem.ListValue(l.text(v.Text()))
	default:
		return v
	}
}

// text returns s with its octets in the buffer.
func (l *lender) text(s string) string {
	if s == "" {
		return ""
	}
	start := len(l.buffer)
	l.buffer = append(l.buffer, s...)
	return unsafe.String(&l.buffer[start], len(s)) //nolint:gosec // breaking the promise of strings, on page boundaries, is what this is for
}

// spoil ends the life of the texts lent last.
func (l *lender) spoil() {
	for i := range l.buffer {
		l.buffer[i] = '?'
	}
}
