package engine

import (
	"context"
	"slices"
	"time"

	"tandem"
)

// Takeover is a record taking over the links of another, because both are the
// same thing.
type Takeover struct {
	Object   string
	From, To int64

	// Moved is how many links there were, set by WriteTogether.
	Moved int

	links []movedLink
	at    time.Time
}

// movedLink is one of them, with what stands on the lane's list about its record.
type movedLink struct {
	tandem.RecordLink

	connection string // "" when its sync is configured no longer
	listed     []tandem.Unsettled
}

// findLinks finds the links to take over, or says why they cannot be: where both
// records are linked by the same data point, the other system has two that would
// have to be one there first.
func (e *Engine) findLinks(ctx context.Context, account int64, t *Takeover) error {
	theirs, err := e.store.RecordLinks(ctx, account, t.Object, t.From)
	if err != nil {
		return err
	}
	kept, err := e.store.RecordLinks(ctx, account, t.Object, t.To)
	if err != nil {
		return err
	}
	connections, lanes, err := e.lanesWithConnections(ctx, account, t.Object)
	if err != nil {
		return err
	}
	t.links, t.at = nil, e.clock()
	for _, l := range theirs {
		for _, k := range kept {
			if k.Lane == l.Lane {
				return tandem.Errorf(tandem.Conflict, "both are linked by %s %s: with %s and with %s", l.Sync, l.Point, k.Link.Key, l.Link.Key).
					At(place(t.Object, t.From)).WithHint("make one of the two there, or remove one link: tandem link remove")
			}
		}
		t.links = append(t.links, movedLink{RecordLink: l, connection: connections[l.Lane]})
		if !slices.Contains(lanes, l.Lane) {
			lanes = append(lanes, l.Lane)
		}
	}
	for _, lane := range lanes {
		if err := e.freeToMove(ctx, t, lane); err != nil {
			return err
		}
	}
	return nil
}

// lanesWithConnections lists the lanes that the account's syncs have for an object.
func (e *Engine) lanesWithConnections(ctx context.Context, account int64, object string) (map[tandem.Lane]string, []tandem.Lane, error) {
	if e.options.Syncs == nil {
		return nil, nil, nil
	}
	syncs, err := e.options.Syncs(ctx, account)
	if err != nil {
		return nil, nil, err
	}
	connections := map[tandem.Lane]string{}
	var lanes []tandem.Lane
	for _, s := range syncs {
		for i := range s.Points {
			if p := &s.Points[i]; p.Ours == object {
				lane := tandem.Lane{Account: account, Point: p.ID, Object: object}
				connections[lane] = s.Connection
				lanes = append(lanes, lane)
			}
		}
	}
	return connections, lanes, nil
}

// freeToMove refuses where a write to the other side is under way or its answer
// was lost, and takes along what is listed of the record.
func (e *Engine) freeToMove(ctx context.Context, t *Takeover, lane tandem.Lane) error {
	for after := int64(0); ; {
		intents, err := e.store.PendingIntents(ctx, lane, after, e.options.PageRows)
		if err != nil {
			return err
		}
		if len(intents) == 0 {
			break
		}
		after = intents[len(intents)-1].ID
		if slices.ContainsFunc(intents, func(in tandem.Intent) bool { return in.Ours == t.From || in.Ours == t.To }) {
			return tandem.Errorf(tandem.Busy, "it is being written to a connected system").At(place(t.Object, t.From)).WithHint("try again in a moment")
		}
	}
	for after := int64(0); ; {
		rows, err := e.store.Unsettled(ctx, lane, after, e.options.PageRows)
		if err != nil || len(rows) == 0 {
			return err
		}
		after = rows[len(rows)-1].Seq
		for i := range rows {
			if err := t.takeListed(lane, &rows[i]); err != nil {
				return err
			}
		}
	}
}

// takeListed takes along one row of a lane's list.
func (t *Takeover) takeListed(lane tandem.Lane, u *tandem.Unsettled) error {
	if u.Code == tandem.InDoubt && (u.ID == t.From || u.ID == t.To) {
		return tandem.Errorf(tandem.InDoubt, "nobody knows whether a connected system has it already").At(place(t.Object, u.ID)).
			WithHint("decide that first: tandem conflict list")
	}
	for i := range t.links {
		if l := &t.links[i]; l.Lane == lane && (u.ID == t.From || u.Key == l.Link.Key) {
			l.listed = append(l.listed, *u)
		}
	}
	return nil
}

func place(object string, id int64) string { return object + " " + tandem.IntegerValue(id).String() }

// connections lists whose links move.
func (t *Takeover) connections() (names []string) {
	if t == nil {
		return nil
	}
	for i := range t.links {
		if c := t.links[i].connection; c != "" {
			names = append(names, c)
		}
	}
	return names
}

// batches moves the links. The base stays, so that what differs between the two
// records counts as an edit of ours, and the pair is listed to be looked at.
func (t *Takeover) batches(account int64, actor tandem.Actor) (batches []*tandem.Batch) {
	if t == nil {
		return nil
	}
	for i := range t.links {
		l := &t.links[i]
		link := l.Link
		link.ID, link.Version, link.Hash = t.To, 0, 0
		rows := []tandem.Row{{Link: tandem.LinkWrite{Op: tandem.DropLink, Link: l.Link}}}
		for _, u := range l.listed {
			rows = append(rows, tandem.Row{Settled: &tandem.UnsettledWrite{Drop: true, Row: u}})
		}
		rows = append(rows, tandem.Row{
			Link: tandem.LinkWrite{Op: tandem.PutLink, Link: link},
			Settled: &tandem.UnsettledWrite{Row: tandem.Unsettled{
				Key: link.Key, ID: t.To, Outcome: tandem.Waiting, Code: tandem.Linked, At: t.at,
				Reason: "taken over from " + place(t.Object, t.From) + "; the next run merges it",
			}},
		})
		batches = append(batches, &tandem.Batch{Account: account, Actor: actor, Lane: l.Lane, Rows: rows})
	}
	return batches
}

// prepareTakeover keeps runs of the syncs whose links move from beginning until
// release, and finds the links as they are then.
func (e *Engine) prepareTakeover(ctx context.Context, account int64, t *Takeover) (release func(), err error) {
	var held []func()
	release = func() {
		for _, f := range held {
			f()
		}
	}
	if t == nil {
		return release, nil
	}
	if err := e.findLinks(ctx, account, t); err != nil {
		return nil, err
	}
	for _, sync := range t.syncs() {
		free, err := e.beginSoon(ctx, account, sync)
		if err != nil {
			release()
			return nil, err
		}
		held = append(held, free)
	}
	if err := e.findLinks(ctx, account, t); err != nil {
		release()
		return nil, err
	}
	return release, nil
}

// syncs lists whose links move, each once.
func (t *Takeover) syncs() (names []string) {
	for i := range t.links {
		names = append(names, t.links[i].Sync)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// How long a takeover waits for a run to come to its end.
const (
	takeoverTries = 20
	takeoverRest  = 50 * time.Millisecond
)

// beginSoon is begin with a little patience.
func (e *Engine) beginSoon(ctx context.Context, account int64, sync string) (release func(), err error) {
	for range takeoverTries {
		if release, err = e.begin(account, sync); err == nil {
			return release, nil
		}
		if err := e.options.sleep(ctx, takeoverRest); err != nil {
			return nil, err
		}
	}
	return nil, err
}
