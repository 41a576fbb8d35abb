package store

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem/dictionary"
	"tandem/internal/testdb"
)

// catalogueSQL lists what a database says of its tables, a line each: columns,
// keys, indexes and policies. In which order they were made is of no interest.
func catalogueSQL(d dialect) string {
	if d == postgresDialect {
		return `
			select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(collation_name, '') || ' ' || coalesce(column_default, is_identity)
			from information_schema.columns where table_schema = 'public'
			union all select tablename || ' ' || indexdef from pg_indexes where schemaname = 'public'
			union all select tablename || ' ' || policyname || ' ' || cmd || ' ' || qual from pg_policies where schemaname = 'public'
			union all select 'function ' || proname || ' ' || prosrc from pg_proc where pronamespace = 'public'::regnamespace`
	}
	return `
		select m.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk || ' ' || coalesce(c.dflt_value, '') || ' ' || (m.sql like '%without rowid%')
		from sqlite_master m join pragma_table_xinfo(m.name) c where m.type = 'table'
		union all select i.tbl_name || ' ' || i.name || ' ' || (select group_concat(name) from pragma_index_info(i.name)) || ' ' || coalesce(lower(substr(i.sql, 1, 13)), '')
		from sqlite_master i where i.type = 'index'`
}

func catalogue(t *testing.T, d dialect, db *sql.DB) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), catalogueSQL(d))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return lines
}

// made is a database that statements have made, and then a store's start if wanted.
func made(t *testing.T, d dialect, statements string, migrated bool) *sql.DB {
	t.Helper()
	driver, o := "sqlite", Options{Dir: t.TempDir()}
	address := filepath.Join(o.Dir, "tandem.db")
	if d == postgresDialect {
		driver, o = "pgx", Options{URL: testdb.Postgres(t)}
		address = o.URL
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(t.Context(), statements); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(context.WithoutCancel(t.Context()), map[dialect]string{sqliteDialect: "select 1", postgresDialect: "discard all"}[d]); err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	if migrated {
		s, err := Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

func eachDialect(t *testing.T, test func(t *testing.T, d dialect, name string)) {
	for d, name := range map[dialect]string{sqliteDialect: "sqlite", postgresDialect: "postgres"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, d, name)
		})
	}
}

// A database that has come all the way from version 1 is no other than a new one.
func TestOldAndNewSchemasAreAlike(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialect, name string) {
		version1, err := os.ReadFile(filepath.Join("testdata", "v1."+name+".sql"))
		if err != nil {
			t.Fatal(err)
		}
		fresh := catalogue(t, d, made(t, d, "select 1", true))
		if len(fresh) < 300 {
			t.Fatalf("the catalogue has only %d lines", len(fresh))
		}
		if diff := cmp.Diff(fresh, catalogue(t, d, made(t, d, string(version1), true))); diff != "" {
			t.Errorf("-new +from version 1:\n%s", diff)
		}
	})
}

// The tables of records that all migrations together have made are those the
// dictionary says.
func TestRecordTablesAreTheDictionarys(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialect, _ string) {
		standard := dictionary.Standard()
		want := catalogue(t, d, made(t, d, recordSchema(d, standard), false))
		want = slices.DeleteFunc(want, func(line string) bool { return !isOfRecords(standard, line) })
		got := slices.DeleteFunc(catalogue(t, d, made(t, d, "select 1", true)), func(line string) bool {
			return !isOfRecords(standard, line) || strings.Contains(line, "current_account")
		})
		if len(want) < 200 {
			t.Fatalf("the dictionary makes only %d columns and indexes", len(want))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-dictionary +migrations:\n%s", diff)
		}
	})
}

func isOfRecords(standard *dictionary.Dictionary, line string) bool {
	table, _, _ := strings.Cut(line, " ")
	table, _, _ = strings.Cut(table, ".")
	_, ok := standard.ObjectOrLines(table)
	return ok
}
