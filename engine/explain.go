package engine

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"tandem"
	"tandem/connector"
)

// askingTime is how long the other side may take to be asked about one record:
// what is stored answers without it.
const askingTime = 10 * time.Second

// Explain answers "why is this record not there?" (Promise 1). record is a key
// of theirs or "#ID" for one of ours. The answer is what is stored; the other
// side is asked what its keys look like, and about a record that no run has seen.
func (e *Engine) Explain(ctx context.Context, account int64, sync, point, record string) (*tandem.Explanation, error) {
	definition, err := e.sync(ctx, account, sync)
	if err != nil {
		return nil, err
	}
	def, err := definition.point(point)
	if err != nil {
		return nil, err
	}
	lane := tandem.Lane{Account: account, Point: def.ID, Object: def.Ours}
	record = strings.TrimSpace(record)
	if strings.HasPrefix(record, "#") {
		id, err := parseID(record)
		if err != nil {
			return nil, err
		}
		return e.explainOurs(ctx, definition, def, lane, id)
	}
	keys, there, unasked := e.askFor(ctx, definition, def, record)
	for _, key := range keys {
		x, err := e.store.Explain(ctx, lane, key, 0)
		if err == nil {
			x.Unasked = unasked
		}
		if tandem.CodeOf(err) != tandem.NotFound {
			return x, err
		}
	}
	unseen := tandem.Errorf(tandem.NotFound, "no run has seen it").At(point + " " + record)
	switch {
	case unasked != "":
		return nil, unseen.WithHint("the other side could not be asked: " + unasked)
	case there:
		return nil, unseen.WithHint("it is there now; tandem sync run " + sync + " --record '" + point + " " + record + "' brings it")
	default:
		return nil, unseen.WithHint("it is not there either")
	}
}

// explainOurs is Explain for a record of ours. Of one that belongs to another
// company runs may have noted nothing, for they do not even look at it.
func (e *Engine) explainOurs(ctx context.Context, sync *Sync, def *DataPoint, lane tandem.Lane, id int64) (*tandem.Explanation, error) {
	x, err := e.store.Explain(ctx, lane, "", id)
	if err == nil && x.Outcome == tandem.Excluded {
		return x, nil
	}
	others, elseErr := e.belongsElsewhere(ctx, sync, def, lane, id)
	if elseErr != nil || others == nil {
		return x, errors.Join(elseErr, err)
	}
	f := elsewhere(lane.Object, id, others)
	return &tandem.Explanation{DataPoint: def.Name, ID: id, Outcome: f.outcome, Code: f.code, Reason: f.reason}, nil
}

// belongsElsewhere returns the neighbour that a record without a link here belongs to, if any.
func (e *Engine) belongsElsewhere(ctx context.Context, sync *Sync, def *DataPoint, lane tandem.Lane, id int64) (*neighbour, error) {
	link := make([]tandem.Link, 1)
	if err := e.store.LinksByID(ctx, lane, []int64{id}, false, link); err != nil || link[0].ID != 0 {
		return nil, err
	}
	neighbours, err := e.neighbours(ctx, sync)
	if err != nil {
		return nil, err
	}
	s := &pass{e: e, p: &point{neighbours: neighbours[def.Name]}}
	others, err := s.linkedApart(ctx, []int64{id})
	return others[id], err
}

// askFor asks the other side which key a person means and whether a row has it.
// Where it cannot be asked, all that the text may mean are returned and the reason.
func (e *Engine) askFor(ctx context.Context, sync *Sync, def *DataPoint, text string) (keys []tandem.Key, there bool, unasked string) {
	ctx, cancel := context.WithTimeout(ctx, askingTime)
	defer cancel()
	key, there, err := e.ask(ctx, sync, def, text)
	if err != nil {
		return keysOf(text, len(def.Key)), false, err.Error()
	}
	return []tandem.Key{key}, there, ""
}

func (e *Engine) ask(ctx context.Context, sync *Sync, def *DataPoint, text string) (key tandem.Key, there bool, err error) {
	session, err := e.open(ctx, sync)
	if err != nil {
		return "", false, err
	}
	defer func() { _ = session.close() }()
	p, err := session.point(def.Name)
	if err != nil {
		return "", false, err
	}
	key = p.parseKey(text)
	page, err := connector.Get(ctx, p.conn, p.view, []tandem.Key{key})
	if err != nil {
		return "", false, err
	}
	return key, page.Len() > 0 && !page.IsGone(0), nil
}

// keysOf are the keys of so many parts that a text may stand for: digits may be
// a number or a text. No parts means that nobody knows how many.
func keysOf(text string, parts int) []tandem.Key {
	split := strings.SplitN(text, "/", max(parts, 1))
	if parts == 0 {
		split = strings.Split(text, "/")
	}
	options := [][]tandem.Value{nil}
	for _, part := range split {
		var longer [][]tandem.Value
		for _, before := range options {
			longer = append(longer, append(slices.Clip(before), tandem.TextValue(part)))
			if n, ok := tandem.ParseInteger(part); ok {
				longer = append(longer, append(slices.Clip(before), n))
			}
		}
		options = longer
	}
	keys := make([]tandem.Key, len(options))
	for i, values := range options {
		keys[i] = tandem.KeyOf(values...)
	}
	return keys
}
