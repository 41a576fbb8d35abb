package engine

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"tandem"
)

// memstore is a Store in memory, for tests: small enough to be seen to be
// right. Everything it keeps it copies, for the engine hands it values that lie
// in pages of a connector. One goroutine may use it at a time.
type memstore struct {
	records   map[recordRef]*record
	links     map[int64]map[int64]tandem.Link // by lane, by our id
	intents   []tandem.Intent                 // position = ID - 1
	unsettled map[int64][]tandem.Unsettled    // by lane
	cursors   map[int64]tandem.Cursors        // by lane
	changes   []tandem.Change                 // position = Seq - 1
	before    []tandem.LinkBefore
	outcomes  []tandem.OutcomeRow
	runs      []tandem.Run // position = ID - 1
	plans     []storedPlan // position = ID - 1
	ids, seq  int64
	clock     func() time.Time // nil = no record knows when it was changed
}

type recordRef struct {
	object string
	id     int64
}

type record struct {
	version int64
	values  map[string]tandem.Value // updated_at among them
}

type storedPlan struct {
	plan tandem.Plan
	rows []tandem.PlanRow
}

var _ Store = (*memstore)(nil)

func newMemstore() *memstore {
	return &memstore{
		records: map[recordRef]*record{}, links: map[int64]map[int64]tandem.Link{},
		unsettled: map[int64][]tandem.Unsettled{}, cursors: map[int64]tandem.Cursors{},
	}
}

func (m *memstore) LinksByKey(_ context.Context, lane tandem.Lane, keys []tandem.Key, base bool, dst []tandem.Link) error {
	byKey := make(map[tandem.Key]tandem.Link, len(m.links[lane.Point]))
	for _, l := range m.links[lane.Point] {
		byKey[l.Key] = l
	}
	for i, key := range keys {
		dst[i] = m.loaded(lane, byKey[key], base)
	}
	return nil
}

func (m *memstore) LinksByID(_ context.Context, lane tandem.Lane, ids []int64, base bool, dst []tandem.Link) error {
	for i, id := range ids {
		dst[i] = m.loaded(lane, m.links[lane.Point][id], base)
	}
	return nil
}

// loaded is a link as it is handed out.
func (m *memstore) loaded(lane tandem.Lane, l tandem.Link, base bool) tandem.Link {
	if r := m.records[recordRef{lane.Object, l.ID}]; r != nil {
		l.OursVersion = r.version
	}
	if !base {
		l.Base = ""
	}
	return l
}

func (m *memstore) Links(_ context.Context, lane tandem.Lane, after tandem.Key, limit int) ([]tandem.Link, error) {
	var page []tandem.Link
	for _, l := range m.links[lane.Point] {
		if l.Key > after {
			page = append(page, m.loaded(lane, l, false))
		}
	}
	slices.SortFunc(page, func(a, b tandem.Link) int { return cmp.Compare(a.Key, b.Key) })
	return page[:min(limit, len(page))], nil
}

func (m *memstore) CountLinks(_ context.Context, lane tandem.Lane) (int64, error) {
	return int64(len(m.links[lane.Point])), nil
}

// RecordLinks knows no names: all lanes are of the sync A.
func (m *memstore) RecordLinks(_ context.Context, account int64, object string, id int64) ([]tandem.RecordLink, error) {
	var links []tandem.RecordLink
	for point, of := range m.links {
		if l, ok := of[id]; ok {
			lane := tandem.Lane{Account: account, Point: point, Object: object}
			links = append(links, tandem.RecordLink{Lane: lane, Sync: "A", Point: companies, Link: m.loaded(lane, l, true)})
		}
	}
	return links, nil
}

func (m *memstore) Records(_ context.Context, _ int64, shape *tandem.Shape, ids []int64, dst *tandem.Rows) error {
	dst.Reset(len(shape.Fields))
	for _, id := range ids {
		m.appendRecord(shape, id, dst)
	}
	return nil
}

func (m *memstore) appendRecord(shape *tandem.Shape, id int64, dst *tandem.Rows) {
	r := m.records[recordRef{shape.Object, id}]
	if r == nil {
		return
	}
	row := dst.Append(id, r.version)
	for i, name := range shape.Fields {
		if row[i] = r.values[name]; row[i].IsAbsent() {
			row[i] = tandem.NullValue()
		}
	}
}

func (m *memstore) Unlinked(_ context.Context, lane tandem.Lane, shape *tandem.Shape, after int64, limit int, dst *tandem.Rows) error {
	dst.Reset(len(shape.Fields))
	for _, id := range m.idsOf(lane.Object) {
		if _, linked := m.links[lane.Point][id]; !linked && id > after && len(dst.IDs) < limit {
			m.appendRecord(shape, id, dst)
		}
	}
	return nil
}

// idsOf lists the records of an object.
func (m *memstore) idsOf(object string) []int64 {
	var ids []int64
	for ref := range m.records {
		if ref.object == object {
			ids = append(ids, ref.id)
		}
	}
	slices.Sort(ids)
	return ids
}

func (m *memstore) ChangedSince(_ context.Context, _ int64, object string, after int64, limit int, but tandem.Actor) (ids []int64, upTo int64, more bool, err error) {
	end := min(int(after)+limit, len(m.changes))
	for _, c := range m.changes[after:end] {
		left := but.Origin != "" && c.Op == tandem.Create && c.Actor.Origin == but.Origin && c.Actor.Name == but.Name
		if c.Object == object && !left && !slices.Contains(ids, c.ID) {
			ids = append(ids, c.ID)
		}
	}
	return ids, int64(end), end < len(m.changes), nil
}

func (m *memstore) LastSeq(context.Context) (int64, error) { return int64(len(m.changes)), nil }

func (m *memstore) NextIDs(_ context.Context, _ string, n int) (int64, error) {
	first := m.ids + 1
	m.ids += int64(n)
	return first, nil
}

func (m *memstore) PendingIntents(_ context.Context, lane tandem.Lane, after int64, limit int) ([]tandem.Intent, error) {
	var pending []tandem.Intent
	for _, in := range m.intents {
		if in.Lane.Point == lane.Point && in.State == tandem.IntentPending && in.ID > after && len(pending) < limit {
			pending = append(pending, in)
		}
	}
	return pending, nil
}

func (m *memstore) Unsettled(_ context.Context, lane tandem.Lane, after int64, limit int) ([]tandem.Unsettled, error) {
	var rows []tandem.Unsettled
	for _, u := range m.unsettled[lane.Point] {
		if u.Seq > after && len(rows) < limit {
			rows = append(rows, u)
		}
	}
	return rows, nil
}

func (m *memstore) Cursors(_ context.Context, lane tandem.Lane) (tandem.Cursors, error) {
	c := m.cursors[lane.Point]
	c.Fields, c.Past = slices.Clone(c.Fields), maps.Clone(c.Past)
	return c, nil
}

// cloneKey and cloneRecord copy what lies in somebody's page.
func cloneKey(k tandem.Key) tandem.Key { return tandem.Key(strings.Clone(string(k))) }
