package sim

import (
	"fmt"

	"tandem/sim/internal/m2m"
)

// MariaDB commits with every CREATE TABLE, so an interrupted filling must be recognised; see Create.
type mariadb struct{}

func (mariadb) identity() string     { return "INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY" }
func (mariadb) atomicSchema() bool   { return false }
func (mariadb) maxArguments() int    { return 65_535 }
func (mariadb) argument(int) string  { return "?" }
func (mariadb) begin() []string      { return nil }
func (mariadb) end() []string        { return nil }
func (mariadb) tableOptions() string { return " ENGINE InnoDB CHARACTER SET utf8mb4" }

func (mariadb) exists() string {
	return "SELECT count(*) FROM information_schema.tables WHERE table_schema = database() AND table_name = ?"
}

func (mariadb) column(c m2m.Column) string {
	switch c.Kind {
	case m2m.Flag:
		return "BOOLEAN NOT NULL DEFAULT false"
	case m2m.Date:
		return "DATETIME NOT NULL DEFAULT '1900-01-01 00:00:00'"
	default:
		return postgres{}.column(c)
	}
}

func (mariadb) nextIdentity(*m2m.Table, int64) string { return "" } // AUTO_INCREMENT remembers the greatest by itself

func (mariadb) rowversion(tables []*m2m.Table, last int64) []string {
	statements := []string{fmt.Sprintf("CREATE SEQUENCE dbts START WITH %d", last+1)}
	for _, t := range tables {
		for _, event := range []string{"INSERT", "UPDATE"} {
			statements = append(statements, fmt.Sprintf(
				"CREATE TRIGGER %s_%s BEFORE %s ON %s FOR EACH ROW SET new.%s = NEXTVAL(dbts)",
				t.Name, event, event, t.Name, m2m.Timestamp))
		}
	}
	return statements
}

func (mariadb) value(_ m2m.Column, v any) any { return text(v) }
