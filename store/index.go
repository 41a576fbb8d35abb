package store

import (
	"context"
	"fmt"

	"tandem"
	"tandem/dictionary"
)

// lookup is an index that only serves look-ups: nothing is wrong without it.
type lookup struct{ name, table, column string }

func (l lookup) create() string {
	return fmt.Sprintf("create index if not exists %s on %s (account, %s)", quote(l.name), quote(l.table), quote(l.column))
}

// lookups lists the look-up indexes of an object's table. They are few, since
// every row written pays for each: the number people know a record by and the
// record it hangs on.
func lookups(o *dictionary.Object) []lookup {
	var all []lookup
	for _, f := range o.Fields {
		if f.Name == "number" || f.Name == "code" || f.Type == dictionary.Reference && (f.Target == "customer" && f.Name == "customer" || f.Target == "case") {
			all = append(all, lookup{name: o.Name + "_" + f.Name, table: o.Name, column: f.Name})
		}
	}
	return all
}

// DeferIndexes drops the look-up indexes of an object while its table is empty
// for all accounts, which makes a first load faster, and tells whether it did.
// Restore makes them again, and so does every Open.
func (s *Store) DeferIndexes(ctx context.Context, object string) (deferred bool, err error) {
	o, ok := s.standard.Object(object)
	if !ok {
		return false, tandem.Errorf(tandem.Usage, "there is no object %q", object)
	}
	err = s.write(ctx, allAccounts, false, func(tx transaction) error {
		if s.db.dialect() == postgresDialect {
			if _, err := tx.exec(ctx, "lock table "+quote(object)+" in access exclusive mode"); err != nil {
				return err
			}
		}
		occupied, err := one(ctx, tx, "select id from "+quote(object)+" limit 1", nil, func(row) {})
		if err != nil || occupied {
			return err
		}
		for _, l := range lookups(o) {
			if _, err := tx.exec(ctx, "drop index if exists "+quote(l.name)); err != nil {
				return err
			}
		}
		deferred = true
		return nil
	})
	return deferred, err
}

// RestoreIndexes makes the look-up indexes that are missing.
func (s *Store) RestoreIndexes(ctx context.Context) error {
	sql := "select name from sqlite_master where type = 'index'"
	if s.db.dialect() == postgresDialect {
		sql = "select indexname::text from pg_indexes where schemaname = current_schema()"
	}
	present := map[string]bool{}
	err := s.read(ctx, allAccounts, func(q querier) error {
		return q.query(ctx, sql, nil, func(r row) error {
			present[r.text()] = true
			return nil
		})
	})
	if err != nil {
		return err
	}
	for i := range s.standard.Objects {
		for _, l := range lookups(&s.standard.Objects[i]) {
			if present[l.name] {
				continue
			}
			if err := s.insist(ctx, func() error { return s.db.index(ctx, l.create()) }); err != nil {
				return err
			}
		}
	}
	return nil
}
