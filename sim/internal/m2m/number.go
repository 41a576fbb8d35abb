package m2m

import (
	"fmt"
	"strings"
)

// A Class is one of the counters from which records get their numbers.
type Class int

// The classes of numbers.
const (
	CustomerNumber Class = iota
	ContactNumber
	QuoteNumber
	OrderNumber
	InvoiceNumber
	RMANumber
)

// Classes is how many there are.
const Classes = int(RMANumber) + 1

// Name is the key of the class in the table of next numbers: the column that is numbered, in capitals.
func (c Class) Name() string { return strings.ToUpper(c.TableName() + "." + c.Column()) }

// TableName is the table whose records are numbered.
func (c Class) TableName() string {
	return [...]string{"slcdpm", "syphon", "qtmast", "somast", "armast", "syrmama"}[c]
}

// Column is the column that holds the number.
func (c Class) Column() string {
	return [...]string{"fcustno", "Number", "fquoteno", "fsono", "fcinvoice", "fcrmano"}[c]
}

// Numbers gives the next number of a class.
type Numbers interface {
	Next(Class) string
}

// Counters is Numbers in memory; the zero value starts every class at 1.
type Counters [Classes]int

// Next implements Numbers.
func (c *Counters) Next(class Class) string {
	c[class]++
	return FormatNumber(c[class])
}

// MaxNumber is the greatest that FormatNumber can write.
const MaxNumber = 999_999 + 26*100_000

// FormatNumber writes n in six places. Past 999999 the first place becomes a letter, as users of a full number range do.
func FormatNumber(n int) string {
	if n <= 999_999 {
		return fmt.Sprintf("%06d", n)
	}
	n -= 1_000_000
	return fmt.Sprintf("%c%05d", 'A'+rune(n/100_000), n%100_000)
}

// The next number of each class, as the ERP's own programs find it.
var numberTable = Table{
	Name:    "sysequ",
	Columns: []Column{char("fcclass", 25), integer("fnumber")},
	Indexes: []Index{unique("fcclass")},
}

// Write adds the counters to the table of next numbers.
func (c *Counters) Write(s Sink) {
	for class := range Class(Classes) {
		s.Add(&numberTable, class.Name(), c[class]+1)
	}
}
