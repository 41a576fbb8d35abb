package tandem

import "slices"

// Page is a batch of records read from one object: one block of values, Width
// to a row, whose texts lie in a buffer the page owns. A page may be reused
// after Reset; whoever keeps a Value beyond that clones it.
type Page struct {
	Width  int
	Keys   []Key
	Gone   []bool // tombstones: the row was deleted there; nil when none was
	Faults []PageFault
	Cursor string // where reading goes on after this page; opaque, stored as it is
	values []Value
}

// PageFault is a row that could not be read (a value that is not what its
// column says, invalid UTF-8). Its values are absent; it ends failed and stops
// nothing else (Promise 9).
type PageFault struct {
	Row int
	Err error
}

// Reset empties the page for rows of width values.
func (p *Page) Reset(width int) {
	p.Width = width
	clear(p.Keys)
	p.Keys = p.Keys[:0]
	p.Gone = p.Gone[:0]
	p.Faults = p.Faults[:0]
	p.Cursor = ""
	p.values = p.values[:0]
}

// Len returns the number of rows.
func (p *Page) Len() int { return len(p.Keys) }

// Row returns row i; it lies in the page.
func (p *Page) Row(i int) Record { return Record(p.values[i*p.Width : (i+1)*p.Width]) }

// Grow makes room for n more rows.
func (p *Page) Grow(n int) {
	p.Keys = slices.Grow(p.Keys, n)
	p.values = slices.Grow(p.values, n*p.Width)
}

// Add appends an empty row with that key and returns it to be filled.
func (p *Page) Add(key Key) Record {
	p.Keys = append(p.Keys, key)
	if len(p.Gone) > 0 {
		p.Gone = append(p.Gone, false)
	}
	start := len(p.values)
	p.values = slices.Grow(p.values, p.Width)[:start+p.Width]
	record := Record(p.values[start:])
	clear(record) // of what an earlier page left
	return record
}

// AddGone appends a tombstone.
func (p *Page) AddGone(key Key) {
	p.Add(key)
	for len(p.Gone) < len(p.Keys) {
		p.Gone = append(p.Gone, false)
	}
	p.Gone[len(p.Keys)-1] = true
}

// IsGone reports whether row i is a tombstone.
func (p *Page) IsGone(i int) bool { return i < len(p.Gone) && p.Gone[i] }

// Fault notes that row i could not be read.
func (p *Page) Fault(i int, err error) { p.Faults = append(p.Faults, PageFault{Row: i, Err: err}) }
