package sim

import (
	"fmt"

	"tandem/sim/internal/m2m"
)

// mariadb commits with every CREATE TABLE, so an interrupted filling must be recognised; see Create.
func mariadb() *dialect {
	return &dialect{
		identity:     "INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY",
		tableOptions: " ENGINE InnoDB CHARACTER SET utf8mb4",
		exists: "SELECT count(*) FROM information_schema.tables " +
			"WHERE table_schema = database() AND table_name = ?",
		stripsBlanks: true,
		argument:     questionMark,
		column:       mariadbColumn,
		value:        func(_ m2m.Column, v any) any { return text(v) },
		loader:       newInsertLoader,
		nextIdentity: countsOn,
		rowversion:   mariadbRowversion,
	}
}

func mariadbColumn(c m2m.Column) string {
	switch c.Kind {
	case m2m.Flag:
		return "BOOLEAN NOT NULL DEFAULT false"
	case m2m.Date:
		return "DATETIME NOT NULL DEFAULT '1900-01-01 00:00:00'"
	default:
		return postgresColumn(c)
	}
}

func mariadbRowversion(tables []*m2m.Table, last int64) []string {
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
