package store

import (
	"context"
	"fmt"

	"tandem"
)

// Explain answers why a row of theirs (by key) or a record of ours (by id) is
// where it is (Promise 1): what stands open, else the newest of what a run
// noted about it, did to our record or sent to theirs.
func (s *Store) Explain(ctx context.Context, lane tandem.Lane, key tandem.Key, id int64) (*tandem.Explanation, error) {
	if err := s.checkLane(lane); err != nil {
		return nil, err
	}
	m, err := s.model(ctx, lane.Account)
	if err != nil {
		return nil, err
	}
	e := &explainer{q: nil, model: m, lane: lane, result: tandem.Explanation{Key: key, ID: id}}
	err = s.read(ctx, lane.Account, func(q querier) error {
		e.q = q
		return e.explain(ctx)
	})
	if err != nil {
		return nil, err
	}
	return &e.result, nil
}

// explainer collects what is known of one pair.
type explainer struct {
	q      querier
	model  *model
	lane   tandem.Lane
	result tandem.Explanation
	found  bool
}

func (e *explainer) explain(ctx context.Context) error {
	name := ""
	known, err := one(ctx, e.q, "select point from lane where account = $1 and id = $2", []any{e.lane.Account, e.lane.Point}, func(r row) { name = r.text() })
	if err != nil {
		return err
	}
	if !known {
		return tandem.Errorf(tandem.NotFound, "there is no such data point")
	}
	e.result.DataPoint = name
	linked, err := e.findLink(ctx)
	if err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{e.fromOutcomes, e.fromChanges, e.fromIntents} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	// What stands open has the last word, however old it is.
	if err := e.fromUnsettled(ctx); err != nil {
		return err
	}
	if !e.found && linked {
		e.result.Outcome, e.result.Reason, e.found = tandem.Unchanged, "both sides are linked and agree", true
	}
	if !e.found {
		return tandem.Errorf(tandem.NotFound, "no run of this store has seen %s", e.subject())
	}
	return nil
}

func (e *explainer) subject() string {
	if e.result.Key != "" {
		return e.result.Key.String()
	}
	return fmt.Sprintf("%s %d", e.lane.Object, e.result.ID)
}

// findLink completes the pair: with a key its id, with an id its key.
func (e *explainer) findLink(ctx context.Context) (linked bool, err error) {
	column, arg := "their_key", any(string(e.result.Key))
	if e.result.Key == "" {
		column, arg = "our_id", e.result.ID
	}
	linked, err = one(ctx, e.q, "select their_key, our_id, run from link where account = $1 and point = $2 and "+column+" = $3",
		[]any{e.lane.Account, e.lane.Point, arg}, func(r row) {
			e.result.Key, e.result.ID, e.result.Run = tandem.Key(r.text()), r.int(), r.int()
		})
	if err != nil || linked || e.result.Key == "" {
		return linked, err
	}
	// A row that was deleted has no link any more; its last one still tells
	// which record of ours it was, and that one's changes tell the end. No index
	// leads there: it would slow down every write for a question a person asks.
	_, err = one(ctx, e.q, "select our_id from link_before where account = $1 and point = $2 and was_key = $3 order by seq desc limit 1",
		[]any{e.lane.Account, e.lane.Point, arg}, func(r row) { e.result.ID = r.int() })
	return false, err
}

// take replaces what is known by something newer.
func (e *explainer) take(x tandem.Explanation) {
	if e.found && x.At.Before(e.result.At) {
		return
	}
	x.DataPoint, x.Key, x.ID = e.result.DataPoint, e.result.Key, e.result.ID
	e.result, e.found = x, true
}

func (e *explainer) fromOutcomes(ctx context.Context) error {
	tail, args := "where point = $1 and account = $2 and their_key = $3 order by seq desc limit 1", []any{e.lane.Point, e.lane.Account, string(e.result.Key)}
	if e.result.Key == "" {
		tail, args = "where point = $1 and account = $2 and their_key = '' and our_id = $3 order by seq desc limit 1", []any{e.lane.Point, e.lane.Account, e.result.ID}
	}
	rows, err := readOutcomes(ctx, e.q, tail, args...)
	if err != nil || len(rows) == 0 {
		return err
	}
	o := rows[0]
	e.take(tandem.Explanation{Outcome: o.Outcome, Code: o.Code, Reason: o.Reason, Run: o.Run, At: o.At})
	if e.result.ID == 0 {
		e.result.ID = o.ID
	}
	return nil
}

func (e *explainer) fromChanges(ctx context.Context) error {
	if e.result.ID == 0 {
		return nil
	}
	changes, err := readHistory(ctx, e.q, e.model, e.lane.Account, e.lane.Object, e.result.ID, 1)
	if err != nil || len(changes) == 0 {
		return err
	}
	c := changes[0]
	e.take(tandem.Explanation{
		Outcome: outcomeOf(c.Op), Reason: "ours by " + string(c.Actor.Origin) + " " + c.Actor.Name, Run: c.Actor.Run, At: c.At, Diff: c.Fields,
	})
	return nil
}

func outcomeOf(op tandem.Op) tandem.Outcome {
	switch op {
	case tandem.Create:
		return tandem.Created
	case tandem.Delete:
		return tandem.Deleted
	default:
		return tandem.Updated
	}
}

func (e *explainer) fromIntents(ctx context.Context) error {
	if e.result.ID == 0 {
		return nil
	}
	intents, err := readIntents(ctx, e.q, "where i.account = $1 and i.point = $2 and i.our_id = $3 order by i.id desc limit 1", e.lane.Account, e.lane.Point, e.result.ID)
	if err != nil || len(intents) == 0 {
		return err
	}
	n := intents[0]
	x := tandem.Explanation{Outcome: outcomeOf(n.Op), Reason: "written to the other side", Run: n.Run, At: n.At}
	switch n.State {
	case tandem.IntentPending:
		x.Outcome, x.Code, x.Reason = tandem.Waiting, tandem.InDoubt, "being written to the other side; its answer is not here yet"
	case tandem.IntentRefused:
		x.Outcome, x.Code, x.Reason = tandem.Failed, tandem.Invalid, n.Message
	case tandem.IntentDoubt:
		x.Outcome, x.Code, x.Reason = tandem.Waiting, tandem.InDoubt, "written to the other side, the answer was lost: a person decides"
	default:
	}
	e.take(x)
	return nil
}

func (e *explainer) fromUnsettled(ctx context.Context) error {
	rows, err := readUnsettled(ctx, e.q, `where account = $1 and point = $2 and (their_key = $3 and $3 <> '' or our_id = $4 and $4 <> 0)
		order by seq desc limit 1`, e.lane.Account, e.lane.Point, string(e.result.Key), e.result.ID)
	if err != nil || len(rows) == 0 {
		return err
	}
	u := rows[0]
	e.found = false
	diff := e.result.Diff
	e.take(tandem.Explanation{Outcome: u.Outcome, Code: u.Code, Reason: u.Reason, Run: u.Run, At: u.At, Diff: diff})
	return nil
}
