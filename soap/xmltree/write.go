package xmltree

import (
	"strconv"
	"unicode/utf8"
)

// Writer writes XML into memory, tag by tag, names as they are given. What
// goes into text and attributes is always escaped. The zero Writer is ready.
type Writer struct {
	buf     []byte
	open    []string
	pending bool    // the last start tag still lacks its >
	scope   *scope  // the declarations around where it stands, as far as Declare and WriteElement made them
	made    int     // prefixes that were made up
	prefer  []scope // prefixes that WriteElement takes for namespaces it knows
}

// Declaration begins a document in UTF-8.
func (w *Writer) Declaration() { w.buf = append(w.buf, `<?xml version="1.0" encoding="UTF-8"?>`...) }

// Bytes returns what was written; it is valid until the next call.
func (w *Writer) Bytes() []byte { return w.buf }

// Len is the number of bytes written.
func (w *Writer) Len() int { return len(w.buf) }

// Reset empties the writer and keeps its memory.
func (w *Writer) Reset() { *w = Writer{buf: w.buf[:0], open: w.open[:0]} }

// Start begins an element.
func (w *Writer) Start(tag string) {
	w.close()
	w.buf = append(append(w.buf, '<'), tag...)
	w.open = append(w.open, tag)
	w.pending = true
}

// Attr adds an attribute to the element that Start just began.
func (w *Writer) Attr(name, value string) {
	w.buf = append(append(append(w.buf, ' '), name...), `="`...)
	w.buf = appendEscaped(w.buf, value, true)
	w.buf = append(w.buf, '"')
}

// Text adds character data.
func (w *Writer) Text(text string) {
	w.close()
	w.buf = appendEscaped(w.buf, text, false)
}

// End ends the innermost element.
func (w *Writer) End() {
	last := len(w.open) - 1
	if w.pending {
		w.buf = append(w.buf, "/>"...)
		w.pending = false
	} else {
		w.buf = append(append(append(w.buf, "</"...), w.open[last]...), '>')
	}
	w.open = w.open[:last]
}

// Leaf writes an element that holds a text.
func (w *Writer) Leaf(tag, text string) {
	w.close()
	w.buf = append(append(append(w.buf, '<'), tag...), '>')
	w.buf = appendEscaped(w.buf, text, false)
	w.buf = append(append(append(w.buf, "</"...), tag...), '>')
}

// Int writes an element that holds a whole number.
func (w *Writer) Int(tag string, n int64) {
	w.close()
	w.buf = append(append(append(w.buf, '<'), tag...), '>')
	w.buf = strconv.AppendInt(w.buf, n, 10)
	w.buf = append(append(append(w.buf, "</"...), tag...), '>')
}

func (w *Writer) close() {
	if w.pending {
		w.buf = append(w.buf, '>')
		w.pending = false
	}
}

// appendEscaped appends a text so that reading it gives the same text. What XML
// cannot hold becomes the replacement character.
func appendEscaped(buf []byte, s string, isValue bool) []byte {
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if esc := escape(c, isValue); esc != "" {
				buf = append(append(buf, s[from:i]...), esc...)
				from = i + 1
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 || r == 0xFFFE || r == 0xFFFF {
			buf = append(append(buf, s[from:i]...), "\uFFFD"...)
			from = i + size
		}
		i += size
	}
	return append(buf, s[from:]...)
}

func escape(c byte, isValue bool) string {
	switch {
	case c == '<':
		return "&lt;"
	case c == '>':
		return "&gt;"
	case c == '&':
		return "&amp;"
	case c == '"' && isValue:
		return "&quot;"
	case c == '\r':
		return "&#13;"
	case (c == '\t' || c == '\n') && isValue:
		return "&#" + strconv.Itoa(int(c)) + ";"
	case c < ' ' && c != '\t' && c != '\n':
		return "\uFFFD"
	}
	return ""
}
