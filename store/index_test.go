package store

import (
	"context"
	"slices"
	"testing"

	"tandem/internal/testdb"
)

// indexes lists the indexes of customers.
func (s *Store) indexes(t *testing.T) []string {
	t.Helper()
	sql := "select name from sqlite_master where type = 'index' and tbl_name = 'customer' order by name"
	if s.db.dialect() == postgresDialect {
		sql = "select indexname::text from pg_indexes where schemaname = current_schema() and tablename = 'customer' order by indexname"
	}
	return s.texts(t, sql)
}

func (s *Store) texts(t *testing.T, sql string) []string {
	t.Helper()
	var all []string
	err := s.read(t.Context(), noAccount, func(q querier) error {
		return q.query(t.Context(), sql, nil, func(r row) error {
			all = append(all, r.text())
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Indexes that were put off are made again by whoever comes next.
func TestIndexesArePutOff(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialect, _ string) {
		ctx, options := t.Context(), Options{Dir: t.TempDir()}
		if d == postgresDialect {
			options = Options{URL: testdb.Postgres(t)}
		}
		s, err := Open(ctx, options)
		if err != nil {
			t.Fatal(err)
		}
		all := s.indexes(t)
		if deferred, err := s.DeferIndexes(ctx, "customer"); err != nil || !deferred {
			t.Fatalf("put off: %t, %v", deferred, err)
		}
		if left := s.indexes(t); slices.Contains(left, "customer_number") {
			t.Fatalf("%v are left", left)
		}
		if err := s.RestoreIndexes(ctx); err != nil {
			t.Fatal(err)
		}
		if got := s.indexes(t); !slices.Equal(got, all) {
			t.Errorf("there are %v, there were %v", got, all)
		}
		if _, err := s.DeferIndexes(ctx, "customer"); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if s, err = Open(ctx, options); err != nil { // as after a crash
			t.Fatal(err)
		}
		if got := s.indexes(t); !slices.Equal(got, all) {
			t.Errorf("after another start there are %v, there were %v", got, all)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

// An index is sorted in little memory; the writer then goes on in what it had.
func TestIndexMemory(t *testing.T) {
	ctx := t.Context()
	s, err := Open(ctx, Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	db := s.db.(*sqliteDB)
	memory := func() (all []int64) {
		for _, name := range []string{"cache_size", "temp_store"} {
			if err := db.write(ctx, noAccount, false, func(tx transaction) error {
				return tx.query(ctx, "pragma "+name, nil, func(r row) error {
					all = append(all, r.int())
					return nil
				})
			}); err != nil {
				t.Fatal(err)
			}
		}
		return all
	}
	before := memory()
	for _, sql := range []string{"create index customer_city on customer (city)", "create index customer_city on customer (city)"} {
		err = db.index(ctx, sql)
		if after := memory(); !slices.Equal(after, before) {
			t.Errorf("the writer works in %v, it had %v", after, before)
		}
	}
	if err == nil {
		t.Error("the same index was made twice")
	}
	given, cancel := context.WithCancel(ctx)
	cancel()
	if err := db.index(given, "create index customer_street on customer (street)"); err == nil {
		t.Error("an index was made for nobody")
	}
}
