package sim

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"tandem/sim/internal/m2m"
)

// sqlite knows neither padding nor lengths nor a change counter; checks, collation and triggers stand in for them.
func sqlite() *dialect {
	return &dialect{
		identity:     "INTEGER PRIMARY KEY AUTOINCREMENT",
		exists:       "SELECT count(*) FROM sqlite_schema WHERE name = ?",
		atomicSchema: true,
		// Durability is traded for speed: a database whose filling was interrupted is empty anyway.
		begin: []string{"PRAGMA synchronous = OFF", "PRAGMA cache_size = -64000"},
		// WAL lets readers read while the clerks write.
		end:          []string{"PRAGMA synchronous = NORMAL", "PRAGMA cache_size = -2000", "PRAGMA journal_mode = WAL"},
		argument:     questionMark,
		column:       sqliteColumn,
		value:        sqliteValue,
		loader:       newInsertLoader,
		nextIdentity: countsOn,
		rowversion:   sqliteRowversion,
	}
}

func sqliteColumn(c m2m.Column) string {
	switch c.Kind {
	case m2m.Char:
		return fmt.Sprintf("CHAR(%d) NOT NULL DEFAULT '%s' COLLATE RTRIM CHECK (length(%s) <= %d)",
			c.Size, strings.Repeat(" ", c.Size), quote(c.Name), c.Size)
	case m2m.Varchar:
		return fmt.Sprintf("VARCHAR(%d) NOT NULL DEFAULT '' CHECK (length(%s) <= %d)", c.Size, quote(c.Name), c.Size)
	case m2m.Memo:
		return "TEXT NOT NULL DEFAULT ''"
	case m2m.Integer:
		return "INTEGER NOT NULL DEFAULT 0"
	case m2m.Decimal:
		return "NUMERIC(17,5) NOT NULL DEFAULT 0"
	case m2m.Flag:
		return "BOOLEAN NOT NULL DEFAULT 0"
	default:
		return "DATETIME NOT NULL DEFAULT '1900-01-01 00:00:00'"
	}
}

func sqliteRowversion(tables []*m2m.Table, last int64) []string {
	statements := []string{
		"CREATE TABLE dbts (version BIGINT NOT NULL)",
		fmt.Sprintf("INSERT INTO dbts (version) VALUES (%d)", last),
	}
	for _, t := range tables {
		statements = append(statements,
			fmt.Sprintf("CREATE TRIGGER %s_inserted AFTER INSERT ON %s BEGIN %s END", t.Name, t.Name, sqliteStamp(t)),
			// The trigger must not answer its own update: that alone changes the counter, and to the current version.
			fmt.Sprintf("CREATE TRIGGER %[1]s_updated AFTER UPDATE ON %[1]s "+
				"WHEN old.%[2]s = new.%[2]s OR new.%[2]s <> (SELECT version FROM dbts) BEGIN %[3]s END",
				t.Name, m2m.Timestamp, sqliteStamp(t)))
	}
	return statements
}

// sqliteStamp is what both triggers do: count, and write the row as the ERP's own database would have stored it.
func sqliteStamp(t *m2m.Table) string {
	var padded strings.Builder
	for _, c := range t.Columns {
		if c.Kind == m2m.Char {
			fmt.Fprintf(&padded, ", %s = substr(%s || '%s', 1, %d)",
				quote(c.Name), quote(c.Name), strings.Repeat(" ", c.Size), c.Size)
		}
	}
	return fmt.Sprintf("UPDATE dbts SET version = version + 1; "+
		"UPDATE %s SET %s = (SELECT version FROM dbts)%s WHERE %s = new.%s;",
		t.Name, m2m.Timestamp, padded.String(), m2m.Identity, m2m.Identity)
}

// sqliteValue pads what goes into CHAR columns: while the tables are filled there are no triggers yet.
func sqliteValue(c m2m.Column, v any) any {
	switch v := v.(type) {
	case string:
		if c.Kind == m2m.Char {
			return pad(v, c.Size)
		}
		return v
	case m2m.Money:
		return v.Float()
	default:
		return text(v)
	}
}

// pad appends blanks up to size characters.
func pad(text string, size int) string {
	const blanks = "                                                            "
	missing := size - utf8.RuneCountInString(text)
	if missing <= 0 {
		return text
	}
	return text + blanks[:min(missing, len(blanks))]
}
