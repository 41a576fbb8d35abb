package memory

import (
	"unsafe"

	"tandem"
)

// lender lends the texts of a page and spoils them when the next page is asked
// for, as a connector that reuses its buffers does. Whoever kept a text without
// cloning it reads question marks, here and not only at a customer's site.
type lender struct{ buffer []byte }

// lend moves the texts of a page's values into a buffer of the page's own.
func (l *lender) lend(page *tandem.Page) {
	size := 0
	for i := range page.Len() {
		for _, v := range page.Row(i) {
			size += len(v.Text())
		}
	}
	l.buffer = make([]byte, 0, size)
	for i := range page.Len() {
		values := page.Row(i)
		for j, v := range values {
			values[j] = l.borrow(v)
		}
	}
}

// borrow returns v with its text in the buffer.
func (l *lender) borrow(v tandem.Value) tandem.Value {
	start := len(l.buffer)
	l.buffer = append(l.buffer, v.Text()...)
	if start == len(l.buffer) {
		return v
	}
	text := unsafe.String(&l.buffer[start], len(l.buffer)-start)
	switch v.Kind() {
	case tandem.Text:
		return tandem.TextValue(text)
	case tandem.Bytes:
		return tandem.BytesValue(text)
	case tandem.List:
		return tandem.ListValue(text)
	default:
		return v
	}
}

// spoil ends the life of the texts lent last.
func (l *lender) spoil() {
	for i := range l.buffer {
		l.buffer[i] = '?'
	}
}
