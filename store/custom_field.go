package store

import (
	"context"
	"encoding/json"
	"reflect"
	"sync"

	"tandem"
	"tandem/dictionary"
)

// model is the dictionary of an account, with the tables made from it.
type model struct {
	dictionary *dictionary.Dictionary
	tables     map[string]*table
	custom     []dictionary.CustomField // what it was made of
}

// models remembers the model of each account.
type models struct {
	standard *model
	mu       sync.Mutex
	accounts map[int64]*model
	fresh    map[int64]bool // no need to read it again
}

func (m *models) get(account int64) (*model, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.accounts[account], m.fresh[account]
}

// put remembers the model made of these fields. One that says the same stays:
// much is made of a model and kept as long as it is the same.
func (m *models) put(account int64, custom []dictionary.CustomField, made func() *model) *model {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.accounts == nil {
		m.accounts, m.fresh = map[int64]*model{}, map[int64]bool{}
	}
	known, ok := m.accounts[account]
	if !ok || !reflect.DeepEqual(known.custom, custom) {
		known = made()
		m.accounts[account] = known
	}
	m.fresh[account] = true
	return known
}

// forget makes the next call read an account's model again; 0 means every account's.
func (m *models) forget(account int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if account == 0 {
		clear(m.fresh)
	}
	delete(m.fresh, account)
}

// Reread makes the store look again at what it remembers of the database: another
// process may have changed it, and an event can be lost.
func (s *Store) Reread() { s.models.forget(0) }

func (s *Store) model(ctx context.Context, account int64) (*model, error) {
	if m, ok := s.models.get(account); ok {
		return m, nil
	}
	return s.reloadModel(ctx, account)
}

func (s *Store) reloadModel(ctx context.Context, account int64) (*model, error) {
	custom, err := s.CustomFields(ctx, account)
	if err != nil {
		return nil, err
	}
	return s.models.put(account, custom, func() *model {
		if len(custom) == 0 {
			return s.models.standard
		}
		// A field that a newer standard model has by now is the standard one: no problem for a reader.
		d, _ := dictionary.WithCustom(s.standard, custom)
		return &model{dictionary: d, tables: tables(d), custom: custom}
	}), nil
}

// Dictionary returns the standard model with the account's own fields. It is
// shared: nobody changes it.
func (s *Store) Dictionary(ctx context.Context, account int64) (*dictionary.Dictionary, error) {
	m, err := s.model(ctx, account)
	if err != nil {
		return nil, err
	}
	return m.dictionary, nil
}

// CustomFields returns the fields an account has added, in the order they were added.
func (s *Store) CustomFields(ctx context.Context, account int64) ([]dictionary.CustomField, error) {
	var fields []dictionary.CustomField
	err := s.read(ctx, account, func(q querier) error {
		return q.query(ctx, `select object, body from custom_field where account = $1 order by place`, []any{account}, func(r row) error {
			f := dictionary.CustomField{Object: r.text()}
			fields = append(fields, f)
			return json.Unmarshal([]byte(r.text()), &fields[len(fields)-1].Field)
		})
	})
	return fields, err
}

// AddCustomField adds a field to an object of an account, or changes one, but
// not its type. What the dictionary does not allow is refused. A field that was
// there before and is added again begins empty: it may be another one by now.
func (s *Store) AddCustomField(ctx context.Context, account int64, f dictionary.CustomField) error {
	present, err := s.CustomFields(ctx, account)
	if err != nil {
		return err
	}
	others, isNew := make([]dictionary.CustomField, 0, len(present)+1), true
	for _, p := range present {
		if p.Object != f.Object || p.Field.Name != f.Field.Name {
			others = append(others, p)
			continue
		}
		isNew = false
		if p.Field.Type.Kind() != f.Field.Type.Kind() {
			return tandem.Errorf(tandem.Config, "is %s and cannot become %s", p.Field.Type, f.Field.Type).At(f.Object + "." + f.Field.Name).
				WithHint("remove it first; what records hold in it goes with it")
		}
	}
	if _, problems := dictionary.WithCustom(s.standard, append(others, f)); len(problems) > 0 {
		p := problems[len(problems)-1]
		return tandem.Errorf(p.Code, "%s", p.Message).At(p.Object + "." + p.Field).WithHint(p.Hint)
	}
	body, err := json.Marshal(f.Field)
	if err != nil {
		return err
	}
	err = s.write(ctx, account, false, func(tx transaction) error {
		if isNew {
			if err := clearCustom(ctx, tx, s.db.dialect(), account, f); err != nil {
				return err
			}
		}
		_, err := tx.exec(ctx, `insert into custom_field (account, object, name, place, body)
			values ($1, $2, $3, (select coalesce(max(place), 0) + 1 from custom_field where account = $1), $4)
			on conflict (account, object, name) do update set body = excluded.body`,
			account, f.Object, f.Field.Name, string(body))
		return err
	})
	s.models.forget(account)
	s.events.send(Event{Account: account, Objects: []string{modelChanged}})
	return err
}

// clearCustom empties a field in all records, of an earlier field of that name.
// Nobody saw these values, so no version grows and nothing is logged.
func clearCustom(ctx context.Context, tx transaction, d dialect, account int64, f dictionary.CustomField) error {
	_, err := tx.exec(ctx, "update "+quote(f.Object)+" set custom = "+d.withoutField("custom", f.Field.Name)+
		" where account = $1 and custom is not null and "+d.customField("custom", f.Field.Name, tandem.Text)+" is not null", account)
	return err
}

// RemoveCustomField takes a field away from an object of an account, and with
// it what records hold in it.
func (s *Store) RemoveCustomField(ctx context.Context, account int64, object, name string) error {
	err := s.write(ctx, account, true, func(tx transaction) error {
		n, err := tx.exec(ctx, `delete from custom_field where account = $1 and object = $2 and name = $3`, account, object, name)
		if err == nil && n == 0 {
			return tandem.Errorf(tandem.NotFound, "%s has no custom field %q", object, name)
		}
		return err
	})
	s.models.forget(account)
	s.events.send(Event{Account: account, Objects: []string{modelChanged}})
	return err
}

// readCustom fills the custom fields of a record from their JSON.
func readCustom(text string, columns []*column, record tandem.Record) error {
	fields, err := parseCustom(text)
	if err != nil {
		return err
	}
	for i, c := range columns {
		if c != nil && c.custom {
			record[i] = parseJSON(fields[c.name], c.kind)
		}
	}
	return nil
}

func parseCustom(text string) (map[string]json.RawMessage, error) {
	if text == "" {
		return map[string]json.RawMessage{}, nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &fields); err != nil {
		return nil, tandem.Errorf(tandem.Internal, "the custom fields of a record are damaged").Because(err)
	}
	return fields, nil
}

// appendCustom writes the custom fields of a record as JSON: those of columns
// that are not null, in their order. Nothing at all is "".
func appendCustom(dst []byte, columns []*column, record tandem.Record) []byte {
	start := len(dst)
	separator := byte('{')
	for i, c := range columns {
		if c == nil || !c.custom || record[i].IsNull() || record[i].IsAbsent() {
			continue
		}
		dst = append(dst, separator)
		dst = append(tandem.AppendJSONText(dst, c.name), ':')
		dst = appendJSON(dst, record[i])
		separator = ','
	}
	if len(dst) > start {
		dst = append(dst, '}')
	}
	return dst
}
