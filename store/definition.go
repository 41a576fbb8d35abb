package store

import (
	"bytes"
	"context"

	"tandem"
)

// SaveDefinition stores a piece of configuration and tells whether that changed
// anything. It sets Version and Updated.
func (s *Store) SaveDefinition(ctx context.Context, d *tandem.Definition) (changed bool, err error) {
	now := s.now()
	err = s.write(ctx, d.Account, true, func(tx transaction) error {
		present, err := readDefinitions(ctx, tx, "where account = $1 and kind = $2 and name = $3", d.Account, d.Kind, d.Name)
		if err != nil {
			return err
		}
		if len(present) > 0 && bytes.Equal(present[0].Body, d.Body) {
			changed, d.Version, d.Updated = false, present[0].Version, present[0].Updated
			return nil
		}
		changed, d.Updated = true, timeOf(now)
		_, err = one(ctx, tx, `insert into definition (account, kind, name, body, version, updated) values ($1, $2, $3, $4, 1, $5)
			on conflict (account, kind, name) do update set body = excluded.body, version = definition.version + 1, updated = excluded.updated
			returning version`, []any{d.Account, d.Kind, d.Name, d.Body, now}, func(r row) { d.Version = r.int() })
		if err != nil {
			return err
		}
		if err := countDefinition(ctx, tx, d.Account, d.Kind); err != nil || d.By == "" {
			return err
		}
		return keepVersion(ctx, tx, d, now)
	})
	if err == nil && changed {
		s.events.send(Event{Account: d.Account, Objects: []string{DefinitionChanged}})
	}
	return changed, err
}

func readDefinitions(ctx context.Context, q querier, tail string, args ...any) ([]tandem.Definition, error) {
	var all []tandem.Definition
	err := q.query(ctx, "select account, kind, name, body, version, updated from definition "+tail, args, func(r row) error {
		all = append(all, tandem.Definition{Account: r.int(), Kind: r.text(), Name: r.text(), Body: []byte(r.text()), Version: r.int(), Updated: timeOf(r.int())})
		return nil
	})
	return all, err
}

// Definitions reads the configuration of an account of one kind, by name.
func (s *Store) Definitions(ctx context.Context, account int64, kind string) (all []tandem.Definition, err error) {
	err = s.read(ctx, account, func(q querier) error {
		all, err = readDefinitions(ctx, q, "where account = $1 and kind = $2 order by name", account, kind)
		return err
	})
	return all, err
}

// Definition reads one piece of configuration.
func (s *Store) Definition(ctx context.Context, account int64, kind, name string) (*tandem.Definition, error) {
	var all []tandem.Definition
	err := s.read(ctx, account, func(q querier) (err error) {
		all, err = readDefinitions(ctx, q, "where account = $1 and kind = $2 and name = $3", account, kind, name)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, noDefinition(kind, name)
	}
	return &all[0], nil
}

func noDefinition(kind, name string) error {
	return tandem.Errorf(tandem.NotFound, "there is no %s %q", kind, name)
}

// RemoveDefinition takes a piece of configuration away.
func (s *Store) RemoveDefinition(ctx context.Context, account int64, kind, name string) error {
	err := s.write(ctx, account, true, func(tx transaction) error {
		n, err := tx.exec(ctx, "delete from definition where account = $1 and kind = $2 and name = $3", account, kind, name)
		if err == nil && n == 0 {
			return noDefinition(kind, name)
		}
		if err != nil {
			return err
		}
		return countDefinition(ctx, tx, account, kind)
	})
	if err == nil {
		s.events.send(Event{Account: account, Objects: []string{DefinitionChanged}})
	}
	return err
}

// countDefinition notes that definitions of a kind changed.
func countDefinition(ctx context.Context, tx transaction, account int64, kind string) error {
	_, err := tx.exec(ctx, `insert into definition_count (account, kind, count) values ($1, $2, 1)
		on conflict (account, kind) do update set count = definition_count.count + 1`, account, kind)
	return err
}

// DefinitionCount tells how often definitions of a kind changed, so that what
// was made of them need not be made again.
func (s *Store) DefinitionCount(ctx context.Context, account int64, kind string) (count int64, err error) {
	err = s.read(ctx, account, func(q querier) error {
		count, err = definitionCount(ctx, q, account, kind)
		return err
	})
	return count, err
}

func definitionCount(ctx context.Context, q querier, account int64, kind string) (count int64, err error) {
	_, err = one(ctx, q, "select count from definition_count where account = $1 and kind = $2", []any{account, kind}, func(r row) { count = r.int() })
	return count, err
}
