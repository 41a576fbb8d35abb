package store

import (
	"strconv"
	"sync"
)

// mostTexts bounds how many texts are kept: loads of many rows name only what some of them set.
const mostTexts = 512

// loadTexts keeps the SQL of loads. For a single row, putting it together costs
// more than carrying it out.
type loadTexts struct {
	mark  string // what parameters are written with
	mu    sync.Mutex
	known map[string]string
}

// of is the statement of a load for so many rows at once.
func (t *loadTexts) of(l *load, rows int) string {
	var space [1024]byte
	name := l.appendName(space[:0], rows)
	t.mu.Lock()
	defer t.mu.Unlock()
	if text, ok := t.known[string(name)]; ok {
		return text
	}
	if t.known == nil || len(t.known) >= mostTexts {
		t.known = map[string]string{}
	}
	text := l.statement(t.mark, rows)
	t.known[string(name)] = text
	return text
}

// appendName writes everything that the text of a load follows from.
func (l *load) appendName(dst []byte, rows int) []byte {
	dst = append(dst, byte(l.op))
	dst = strconv.AppendInt(dst, int64(rows), 10)
	dst = append(append(dst, ' '), l.table...)
	for _, f := range l.fixed {
		dst = append(append(dst, ' '), f.column...)
	}
	for _, names := range [][]string{l.keys, l.columns, {l.conflict}} {
		dst = append(dst, '|')
		for _, name := range names {
			dst = append(append(dst, ' '), name...)
		}
	}
	return dst
}
