package store

import (
	"fmt"
	"strings"

	"tandem"
	"tandem/dictionary"
)

// recordSchema writes the CREATE statements for the standard objects, which
// stand in migrations/*/0002_records.sql. A test holds the two equal.
func recordSchema(d dialect, standard *dictionary.Dictionary) string {
	var b strings.Builder
	b.WriteString("-- +goose Up\n-- Made from the dictionary: go test ./store -run TestRecordSchema -update\n")
	for i := range standard.Objects {
		t := tableOf(&standard.Objects[i])
		writeTable(&b, d, t)
		writeIndexes(&b, t)
		if t.lines != nil {
			writeLines(&b, d, t.lines)
		}
	}
	return b.String()
}

func writeTable(b *strings.Builder, d dialect, t *table) {
	number, words := d.columnType(tandem.Integer), d.columnType(tandem.Text)
	fmt.Fprintf(b, "\ncreate table %s (\n", quote(t.name))
	fmt.Fprintf(b, "\t%s %s not null primary key,\n\taccount %s not null,\n", quote("id"), number, number)
	for _, c := range t.columns[columnVersion:] {
		fmt.Fprintf(b, "\t%s %s", quote(c.name), d.columnType(c.kind))
		if c.system {
			b.WriteString(" not null")
		}
		b.WriteString(",\n")
	}
	fmt.Fprintf(b, "\tcustom %s\n);\n", words)
}

func writeLines(b *strings.Builder, d dialect, t *table) {
	number, words := d.columnType(tandem.Integer), d.columnType(tandem.Text)
	fmt.Fprintf(b, "\ncreate table %s (\n", quote(t.name))
	fmt.Fprintf(b, "\taccount %s not null,\n\tdocument %s not null,\n\tline %s not null,\n", number, number, number)
	for _, c := range t.columns {
		fmt.Fprintf(b, "\t%s %s,\n", quote(c.name), d.columnType(c.kind))
	}
	fmt.Fprintf(b, "\tcustom %s,\n\tprimary key (document, line)\n)", words)
	if d == sqliteDialect {
		b.WriteString(" without rowid") // the lines of a document lie together
	}
	b.WriteString(";\n")
}

func writeIndexes(b *strings.Builder, t *table) {
	for _, c := range t.columns {
		if c.field.Unique && !c.system {
			fmt.Fprintf(b, "\ncreate unique index %s on %s (account, %s);\n", quote(t.name+"_"+c.name), quote(t.name), quote(c.name))
		}
	}
	for _, l := range lookups(t.object) {
		fmt.Fprintf(b, "\n%s;\n", l.create())
	}
}

// columnType is the type of a column that holds values of a kind.
func (d dialect) columnType(kind tandem.Kind) string {
	names := map[tandem.Kind][2]string{
		tandem.Text:      {"text", `text collate "C"`},
		tandem.Integer:   {"integer", "bigint"},
		tandem.Decimal:   {"numeric", "numeric"},
		tandem.Bool:      {"integer", "boolean"},
		tandem.Date:      {"text", "date"},
		tandem.Instant:   {"integer", "timestamptz"},
		tandem.Reference: {"integer", "bigint"},
		tandem.Bytes:     {"blob", "bytea"},
	}
	return names[kind][d]
}
