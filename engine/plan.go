package engine

import (
	"context"
	"encoding/binary"
	"encoding/hex"

	"github.com/zeebo/xxh3"

	"tandem"
	"tandem/dictionary"
	"tandem/merge"
)

// planner is the sink of a preview: it notes what a run would do. Records
// that would be made get a provisional id, so that their children are decided
// as they will be when the parents are really there (Promise 2).
type planner struct {
	plan *tandem.Plan
	rows []tandem.PlanRow
	hash planHash
	made int64 // records that would be made
}

// firstForeseen is the first provisional id: like any id to whoever checks a
// reference, and far beyond what a store will ever give out.
const firstForeseen = int64(1) << 62

// planHash covers rows whatever their order: the sum of the rows' own hashes,
// so that pages need not be sorted.
type planHash struct{ hi, lo uint64 }

func (h *planHash) add(r *tandem.PlanRow) {
	var buf []byte
	buf = append(append(buf, r.Point...), 0)
	buf = append(append(buf, r.Key...), 0)
	buf = append(buf, byte(r.Ours), byte(r.Theirs), byte(r.Outcome))
	buf = binary.AppendVarint(buf, r.ID)
	buf = binary.AppendVarint(buf, r.Version)
	buf = binary.LittleEndian.AppendUint64(buf, r.Hash)
	sum := xxh3.Hash128(buf)
	h.hi += sum.Hi
	h.lo += sum.Lo
}

func (h *planHash) String() string {
	var octets [16]byte
	binary.BigEndian.PutUint64(octets[:8], h.hi)
	binary.BigEndian.PutUint64(octets[8:], h.lo)
	return hex.EncodeToString(octets[:8])
}

// take notes every pair that would not stay as it is.
func (pl *planner) take(ctx context.Context, s *pass, pairs []pair) error {
	for i := range pairs {
		p := &pairs[i]
		if p.vanished() {
			continue
		}
		s.tryOut(p)
		outcome := p.decision.Outcome
		if p.fault != nil {
			outcome = p.fault.outcome
		}
		if s.run.foreseen != nil && s.tallies.foreseen(p, outcome) {
			continue // not where a run plans the deletes it holds back
		}
		s.tally(p, outcome)
		s.tallied(p, outcome)
		if p.fault != nil && p.fault.code == tandem.ParentMissing {
			s.waits.put(s, p)
			continue
		}
		s.waits.drop(p)
		if p.awaits() {
			s.waits.putLater(s, p)
		}
		if p.decision.Ours == tandem.Create {
			s.tallies.leaveOpen(p, outcome) // it has no id yet by which to remember it
		}
		if outcome == tandem.Unchanged && p.decision.Ours == tandem.NoOp && p.decision.Theirs == tandem.NoOp {
			continue
		}
		pl.note(s, p, outcome)
	}
	pl.plan.Counts[s.p.def.Name] = s.progress.Counts
	if len(pl.rows) < s.e.options.PageRows {
		return nil
	}
	return pl.save(ctx, s.e.store)
}

func (pl *planner) note(s *pass, p *pair, outcome tandem.Outcome) {
	row := tandem.PlanRow{Point: s.p.def.Name, Key: p.key.Clone(), ID: p.id, Outcome: outcome, Version: p.version, Hash: p.hash}
	if p.fault != nil {
		row.Reason = p.fault.reason
	} else {
		row.Ours, row.Theirs, row.Reason = p.decision.Ours, p.decision.Theirs, reasonText(s, p)
		row.Diff = s.diff(p)
		pl.foresee(s, p)
	}
	pl.hash.add(&row)
	pl.rows = append(pl.rows, row)
	pl.plan.Rows++
}

// foresee remembers links that the run would make or end.
func (pl *planner) foresee(s *pass, p *pair) {
	if s.run.foreseen == nil {
		return // held deletes make no links
	}
	id, key := p.id, p.key.Clone()
	switch {
	case p.decision.Link == merge.EndLink && p.decision.Ours == tandem.NoOp && p.decision.Theirs == tandem.NoOp:
		s.run.foreseen.end(s.p.lane.Point, p.link.Key) // what is still to be deleted keeps its link until everything else is written
		return
	case p.decision.Ours == tandem.Create && p.linked(): // it comes back under its old id
	case p.decision.Ours == tandem.Create:
		id = firstForeseen + pl.made
		pl.made++
	case p.decision.Theirs == tandem.Create:
		s.run.foreseen.end(s.p.lane.Point, p.link.Key)
		key = s.p.foreseenKey(p.id)
	case p.decision.Link != merge.MakeLink || p.linked():
		return
	}
	s.run.foreseen.link(s.p.lane.Point, key, id)
}

// foreseenKey is the provisional key of a record that would be made there: of the
// types of its key, so that what refers to it can be tried, and like none that is there.
func (p *point) foreseenKey(id int64) tandem.Key {
	parts := make([]tandem.Value, len(p.keyTypes))
	for i, t := range p.keyTypes {
		if parts[i] = tandem.IntegerValue(firstForeseen + id); t != dictionary.Integer {
			parts[i] = tandem.TextValue("\x00" + tandem.IntegerValue(id).String())
		}
	}
	return tandem.KeyOf(parts...)
}

func (pl *planner) save(ctx context.Context, store Store) error {
	pl.plan.Hash = pl.hash.String()
	err := store.SavePlan(ctx, pl.plan, pl.rows)
	pl.rows = pl.rows[:0]
	return err
}

// Preview works out what a run would do, without doing it, and stores it as a
// plan whose hash names it. It is the run's own code with another sink.
func (e *Engine) Preview(ctx context.Context, account int64, sync string, kind tandem.RunKind) (*tandem.Plan, error) {
	definition, err := e.sync(ctx, account, sync)
	if err != nil {
		return nil, err
	}
	return e.PreviewOf(ctx, definition, kind)
}

// PreviewOf is Preview for a sync that need not be stored yet: what is in a dialog.
func (e *Engine) PreviewOf(ctx context.Context, sync *Sync, kind tandem.RunKind) (*tandem.Plan, error) {
	session, err := e.open(ctx, sync)
	if err != nil {
		return nil, err
	}
	defer func() { _ = session.close() }()
	plan := &tandem.Plan{Account: sync.Account, Sync: sync.Name, Kind: kind, Created: e.clock(), Counts: map[string]tandem.Counts{}}
	w := &work{e: e, run: &tandem.Run{Account: sync.Account, Sync: sync.Name, Kind: kind}, session: session, passes: map[*point]*pass{}}
	return plan, w.preview(ctx, &planner{plan: plan})
}

// preview takes every data point through its phases with a planner.
func (w *work) preview(ctx context.Context, pl *planner) error {
	w.foreseen = newForesight()
	if err := w.preparePasses(ctx); err != nil {
		return err
	}
	for _, p := range w.session.points {
		w.passes[p].sink, w.passes[p].waits = pl, waits{}
	}
	if err := w.readPoints(ctx); err != nil {
		return err
	}
	for _, p := range w.session.points {
		pl.noteWaiting(w.passes[p])
		pl.plan.Counts[p.def.Name] = w.passes[p].progress.Counts
	}
	return pl.save(ctx, w.e.store)
}

// foresight holds the links that a preview expects to be made, and the keys of those that they replace.
type foresight struct {
	ids   map[int64]map[tandem.Key]int64
	keys  map[int64]map[int64]tandem.Key
	ended map[endedLink]bool
}

type endedLink struct {
	point int64
	key   tandem.Key
}

func newForesight() *foresight {
	return &foresight{ids: map[int64]map[tandem.Key]int64{}, keys: map[int64]map[int64]tandem.Key{}, ended: map[endedLink]bool{}}
}

// end notes that a record will be linked with another row than the one of that key.
func (f *foresight) end(point int64, key tandem.Key) { f.ended[endedLink{point, key.Clone()}] = true }

// ends reports whether the link of a key will be no more.
func (f *foresight) ends(point int64, key tandem.Key) bool {
	return f != nil && f.ended[endedLink{point, key}]
}

func (f *foresight) link(point int64, key tandem.Key, id int64) {
	if f.ids[point] == nil {
		f.ids[point], f.keys[point] = map[tandem.Key]int64{}, map[int64]tandem.Key{}
	}
	f.ids[point][key] = id
	f.keys[point][id] = key
}

func (f *foresight) id(point int64, key tandem.Key) int64 {
	if f == nil {
		return 0
	}
	return f.ids[point][key]
}

func (f *foresight) key(point, id int64) tandem.Key {
	if f == nil {
		return ""
	}
	return f.keys[point][id]
}
