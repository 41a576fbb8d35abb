package store

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"math"

	"tandem"
)

// numberIntents gives new intents their ids before the transaction begins.
func (c *commit) numberIntents(ctx context.Context, n int) error {
	if n == 0 {
		return nil
	}
	id, err := c.store.NextIDs(ctx, "intent", n)
	if err != nil {
		return err
	}
	for i := range c.batch.Rows {
		if intent := c.batch.Rows[i].Intent.New; intent != nil {
			intent.ID = id
			id++
		}
	}
	return nil
}

// writeIntents stores what is about to be sent and the answers to what was (Promise 3).
func (c *commit) writeIntents(ctx context.Context, tx transaction, rows []int) error {
	var fresh, answers []*tandem.Intent
	for _, i := range rows {
		w := &c.batch.Rows[i].Intent
		if w.New != nil {
			fresh = append(fresh, w.New)
		}
		if w.Answer != nil {
			answers = append(answers, w.Answer)
		}
	}
	err := loadEach(ctx, tx, load{
		op: insertRows, table: "intent", rows: len(fresh),
		fixed: []fixed{{"account", c.batch.Account}, {"point", c.batch.Lane.Point}, {"state", int64(tandem.IntentPending)}},
		columns: []string{
			"id", "run", "op", "our_id", "their_key", "external_id", "fields", "written", "vals", "before", "at", "message",
		},
	}, func(ld loader, i int) { c.putIntent(ld, fresh[i]) })
	if err != nil {
		return err
	}
	return loadEach(ctx, tx, load{
		op: updateRows, table: "intent", rows: len(answers),
		fixed: []fixed{{"account", c.batch.Account}}, keys: []string{"id"},
		columns: []string{"state", "their_key", "message", "before"},
	}, func(ld loader, i int) {
		a := answers[i]
		ld.int(a.ID)
		ld.int(int64(a.State))
		ld.text(string(a.Key))
		ld.text(clean(a.Message))
		ld.blob(a.Before)
	})
}

func (c *commit) putIntent(ld loader, n *tandem.Intent) {
	run, at := n.Run, microsOf(n.At)
	if run == 0 {
		run = c.batch.Actor.Run
	}
	if at == 0 {
		at = c.now
	}
	ld.int(n.ID)
	ld.int(run)
	ld.int(int64(n.Op))
	ld.int(n.Ours)
	ld.text(string(n.Key))
	ld.text(n.ExternalID)
	ld.text(joinNames(n.Fields))
	ld.blob(encodeFields(n.Set))
	ld.blob(n.Values)
	ld.blob(n.Before)
	ld.int(at)
	ld.text(clean(n.Message))
}

const intentColumns = `select i.id, i.account, i.point, l.object, i.run, i.op, i.our_id, i.their_key, i.external_id,
	i.fields, i.written, i.vals, i.before, i.state, i.at, i.message
	from intent i join lane l on l.id = i.point and l.account = i.account `

func readIntents(ctx context.Context, q querier, tail string, args ...any) ([]tandem.Intent, error) {
	var intents []tandem.Intent
	err := q.query(ctx, intentColumns+tail, args, func(r row) error {
		intents = append(intents, tandem.Intent{
			ID: r.int(), Lane: tandem.Lane{Account: r.int(), Point: r.int(), Object: r.text()}, Run: r.int(),
			Op: tandem.Op(r.int()), Ours: r.int(), Key: tandem.Key(r.text()), ExternalID: r.text(),
			Fields: splitNames(r.text()), Set: decodeFields(r.text()), Values: r.text(), Before: r.text(),
			State: tandem.IntentState(r.int()), At: timeOf(r.int()), Message: r.text(),
		})
		return nil
	})
	return intents, err
}

// PendingIntents reads the intents of a lane whose answer never came, oldest first.
func (s *Store) PendingIntents(ctx context.Context, lane tandem.Lane, after int64, limit int) (intents []tandem.Intent, err error) {
	err = s.read(ctx, lane.Account, func(q querier) error {
		intents, err = readIntents(ctx, q, "where i.account = $1 and i.point = $2 and i.state = 0 and i.id > $3 order by i.id limit $4",
			lane.Account, lane.Point, after, limit)
		return err
	})
	return intents, err
}

// RunIntents reads the intents of a run, newest first, before one (0 = from the newest).
func (s *Store) RunIntents(ctx context.Context, account, run int64, before int64, limit int) (intents []tandem.Intent, err error) {
	if before == 0 {
		before = math.MaxInt64
	}
	err = s.read(ctx, account, func(q querier) error {
		intents, err = readIntents(ctx, q, "where i.account = $1 and i.run = $2 and i.id < $3 order by i.id desc limit $4", account, run, before, limit)
		return err
	})
	return intents, err
}

// joinNames writes a list of names as a JSON array; no names are "".
func joinNames(names []string) string {
	if len(names) == 0 {
		return ""
	}
	dst := []byte{'['}
	for i, name := range names {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = tandem.AppendJSONText(dst, name)
	}
	return string(append(dst, ']'))
}

func splitNames(text string) []string {
	var names []string
	if text == "" || json.Unmarshal([]byte(text), &names) != nil {
		return nil
	}
	return names
}

// encodeFields writes a set of positions without its empty end.
func encodeFields(set tandem.Fields) string {
	var dst []byte
	for _, word := range set {
		dst = binary.LittleEndian.AppendUint64(dst, word)
	}
	for len(dst) > 0 && dst[len(dst)-1] == 0 {
		dst = dst[:len(dst)-1]
	}
	return string(dst)
}

func decodeFields(s string) tandem.Fields {
	var set tandem.Fields
	for i := range min(len(s), len(set)*8) {
		set[i/8] |= uint64(s[i]) << (8 * (i % 8))
	}
	return set
}
