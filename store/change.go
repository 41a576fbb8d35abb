package store

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"

	"tandem"
)

// LastSeq is the position of the change log that everything committed so far
// lies at or below.
func (s *Store) LastSeq(ctx context.Context) (seq int64, err error) {
	err = s.read(ctx, func(q querier) error {
		sql := "select coalesce(max(seq), 0) from change"
		if s.db.dialect() == postgresDialect {
			sql = "select case when is_called then last_value else 0 end from change_seq"
		}
		_, err := one(ctx, q, sql, nil, func(r row) { seq = r.int() })
		return err
	})
	return seq, err
}

// complete is the position up to which the change log has no gap that could
// still be filled (Promise 7). SQLite commits in the order of the log.
// PostgreSQL: see change_limit in the migrations.
func (s *Store) complete(ctx context.Context, q querier) (seq int64, err error) {
	sql := "select coalesce(max(seq), 0) from change"
	if s.db.dialect() == postgresDialect {
		sql = "select change_limit()"
	}
	_, err = one(ctx, q, sql, nil, func(r row) { seq = r.int() })
	return seq, err
}

// ChangedSince reads which records of an object changed after a position.
func (s *Store) ChangedSince(ctx context.Context, account int64, object string, after int64, limit int) (ids []int64, upTo int64, more bool, err error) {
	limit = limitOf(limit)
	seen := map[int64]bool{}
	err = s.read(ctx, func(q querier) error {
		end, err := s.complete(ctx, q)
		if err != nil {
			return err
		}
		rows := 0
		upTo = max(after, end)
		err = q.query(ctx, "select seq, account, object, record from change where seq > $1 and seq <= $2 order by seq limit $3", []any{after, end, limit}, func(r row) error {
			rows++
			seq := r.int()
			if rows == limit {
				upTo, more = seq, seq < end
			}
			if r.int() != account || r.text() != object {
				return nil
			}
			if id := r.int(); !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
			return nil
		})
		return err
	})
	return ids, upTo, more, err
}

const changeColumns = `select seq, account, object, record, version, op, origin, actor, run, at, coalesce(fields, '') from change `

// Changes reads the changes of an account after a position, oldest first, and
// the position up to which this is complete.
func (s *Store) Changes(ctx context.Context, account, after int64, limit int) (changes []tandem.Change, upTo int64, err error) {
	limit = limitOf(limit)
	m, err := s.model(ctx, account)
	if err != nil {
		return nil, after, err
	}
	err = s.read(ctx, func(q querier) error {
		end, err := s.complete(ctx, q)
		if err != nil {
			return err
		}
		upTo = max(after, end)
		changes, err = readChanges(ctx, q, m, "where seq > $1 and seq <= $2 and account = $3 order by seq limit $4", after, end, account, limit)
		if len(changes) == limit {
			upTo = changes[limit-1].Seq
		}
		return err
	})
	return changes, upTo, err
}

// History reads the changes of one record, newest first.
func (s *Store) History(ctx context.Context, account int64, object string, id int64, limit int) (changes []tandem.Change, err error) {
	m, err := s.model(ctx, account)
	if err != nil {
		return nil, err
	}
	err = s.read(ctx, func(q querier) error {
		changes, err = readChanges(ctx, q, m, "where account = $1 and object = $2 and record = $3 order by seq desc limit $4", account, object, id, limitOf(limit))
		return err
	})
	return changes, err
}

// RunChanges reads what a run did to our records, newest first, before a
// position (0 = from the newest). Lists hold all fields of a line, in the order of the dictionary.
func (s *Store) RunChanges(ctx context.Context, run int64, before int64, limit int) (changes []tandem.Change, err error) {
	account, first, last := int64(0), int64(0), int64(0)
	err = s.read(ctx, func(q querier) error {
		found, err := one(ctx, q, "select account, first_seq, last_seq from run where id = $1", []any{run}, func(r row) {
			account, first, last = r.int(), r.int(), r.int()
		})
		if err == nil && !found {
			return noRun(run)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	m, err := s.model(ctx, account)
	if err != nil {
		return nil, err
	}
	// The run's own bounds keep this from looking through the whole log.
	if last > 0 && (before == 0 || before > last+1) {
		before = last + 1
	}
	err = s.read(ctx, func(q querier) error {
		changes, err = readChanges(ctx, q, m, "where account = $1 and run = $2 and seq >= $3 and ($4 = 0 or seq < $4) order by seq desc limit $5",
			account, run, first, before, limitOf(limit))
		return err
	})
	return changes, err
}

func readChanges(ctx context.Context, q querier, m *model, tail string, args ...any) ([]tandem.Change, error) {
	var changes []tandem.Change
	err := q.query(ctx, changeColumns+tail, args, func(r row) error {
		c := tandem.Change{
			Seq: r.int(), Account: r.int(), Object: r.text(), ID: r.int(), Version: r.int(), Op: tandem.Op(r.int()), //nolint:gosec // small
			Actor: tandem.Actor{Origin: tandem.Origin(r.text()), Name: r.text(), Run: r.int()}, At: timeOf(r.int()),
		}
		var err error
		c.Fields, err = decodeFieldChanges(r.text(), m.tables[c.Object])
		changes = append(changes, c)
		return err
	})
	return changes, err
}

// decodeFieldChanges reads what appendFieldChange wrote, in its order. Fields
// the dictionary has no longer are read as what they look like.
func decodeFieldChanges(text string, t *table) ([]tandem.FieldChange, error) {
	if text == "" {
		return nil, nil
	}
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	if _, err := decoder.Token(); err != nil {
		return nil, corruptChange(err)
	}
	var changes []tandem.FieldChange
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, corruptChange(err)
		}
		var sides [2]json.RawMessage
		if err := decoder.Decode(&sides); err != nil {
			return nil, corruptChange(err)
		}
		field, _ := name.(string)
		change := tandem.FieldChange{Field: field}
		if change.Before, err = t.parseLogged(field, sides[0]); err == nil {
			change.After, err = t.parseLogged(field, sides[1])
		}
		if err != nil {
			return nil, corruptChange(err)
		}
		changes = append(changes, change)
	}
	return changes, nil
}

func corruptChange(err error) error {
	return tandem.Errorf(tandem.Internal, "a row of the change log is damaged").Because(err)
}

func (t *table) parseLogged(field string, raw json.RawMessage) (tandem.Value, error) {
	if t == nil {
		return parseJSON(raw, guessKind(raw)), nil
	}
	if t.lines != nil && field == t.listAt {
		return t.lines.parseList(raw)
	}
	c, ok := t.column(field)
	if !ok {
		return parseJSON(raw, guessKind(raw)), nil
	}
	return parseJSON(raw, c.kind), nil
}

func (t *table) parseList(raw json.RawMessage) (tandem.Value, error) {
	if string(raw) == "null" {
		return tandem.NullValue(), nil
	}
	var lines []map[string]json.RawMessage
	if err := json.Unmarshal(raw, &lines); err != nil {
		return tandem.Value{}, err
	}
	records := make([]tandem.Record, len(lines))
	for i, line := range lines {
		records[i] = slices.Repeat(tandem.Record{tandem.NullValue()}, len(t.columns))
		for name, text := range line {
			if at, ok := t.index[name]; ok {
				records[i][at] = parseJSON(text, t.columns[at].kind)
			}
		}
	}
	return tandem.ListValue(string(tandem.AppendLines(nil, len(t.columns), records))), nil
}
