package engine

import (
	"context"
	"errors"
	"time"

	"tandem"
	"tandem/connector"
	"tandem/expr"
	"tandem/match"
	"tandem/merge"
)

// pass takes pages of pairs of one data point through the pipeline. What
// happens to the decided pairs is its sink's business: a run writes, a preview
// notes.
type pass struct {
	e    *Engine
	run  *work
	p    *point
	sink sink

	progress *tandem.PointProgress
	began    time.Time // when work on this data point began; zero while another is at work
	spent    float64   // seconds spent on it before
	cursors  tandem.Cursors

	seen      *idSet       // our ids whose pair theirs showed in this read
	tallies   tallies      // what already counts in this run
	index     *match.Index // who may be who, while unlinked records of ours exist
	indexed   bool         // the index knows all rows of theirs
	hash      hasher
	arena     arena
	deletes   []removal // collected, guarded, written last
	collected map[removal]bool
	listed    list // rows on the list to look at again
	doubts    doubts
	waits     waits // a preview's own part of that list; nil when writing

	generations map[int64]int // of lasting keys, by our id, where a deleted row still holds the first

	relooks   int        // rows of that list looked at
	theirs    int64      // rows the other side showed in this read
	depth     int        // how often moved pairs are being taken through again
	tries     int        // how often writes whose call failed are being tried again
	lists     bool       // this pass reads everything the other side has
	allLinked bool       // when this pass began, no record of ours was without a link
	loading   *loading   // nil where records are written page by page
	stored    position   // where all before it is stored, or on its way as a load
	lookahead *lookahead // nil where pages are not looked at ahead
	stirred   int        // grows with every page that something may come of, and every load
	ids       idSpan     // reserved and not used yet
	pairs     []pair     // reused from page to page
	spare     *draft     // the same
	scratch   []byte     // the same, for encode
	resting   struct {   // what these were for the page before, which may not be stored yet
		arena arena
		pairs []pair
		draft *draft
	}
	saved time.Time // when progress was last saved

	hopeless error // why the rows being cleared up shall not be tried once more; nil = they shall
}

// sink takes decided pairs.
type sink interface {
	take(ctx context.Context, s *pass, pairs []pair) error
}

// removal is a delete waiting for the end of the run.
type removal struct {
	key  tandem.Key
	id   int64
	ours bool // delete ours; otherwise theirs
}

// process takes one page of pairs from what was read to what is decided.
func (s *pass) process(ctx context.Context, pairs []pair) error {
	if err := s.findLinks(ctx, pairs); err != nil {
		return err
	}
	return s.processFound(ctx, pairs)
}

// processFound is process for pairs whose links are found, or known not to be there.
func (s *pass) processFound(ctx context.Context, pairs []pair) error {
	s.arena.reset()
	if pairs = s.dropUnchanged(onceEach(pairs)); len(pairs) > 0 {
		s.stirred++
	}
	pairs, err := s.leaveApart(ctx, pairs)
	if err != nil {
		return err
	}
	if err := s.loadBases(ctx, pairs); err != nil {
		return err
	}
	if err := s.readMissing(ctx, pairs); err != nil {
		return err
	}
	s.mapTheirs(pairs)
	if err := s.resolveIn(ctx, pairs); err != nil {
		return err
	}
	if err := s.findTwins(ctx, pairs); err != nil {
		return err
	}
	s.suspect(pairs)
	if err := s.loadOurs(ctx, pairs); err != nil {
		return err
	}
	if err := s.findThere(ctx, pairs); err != nil {
		return err
	}
	pairs = onceEach(pairs)
	if err := s.goAlong(ctx, pairs); err != nil {
		return err
	}
	if err := s.share(ctx, pairs); err != nil {
		return err
	}
	s.keepDoubts(pairs)
	pairs = dropVanished(pairs)
	if err := s.decideAll(ctx, pairs); err != nil {
		return err
	}
	return s.sink.take(ctx, s, pairs)
}

// findLinks loads the links of all pairs, by their key or by our id.
func (s *pass) findLinks(ctx context.Context, pairs []pair) error {
	keys, ids := make([]tandem.Key, 0, len(pairs)), []int64(nil)
	for i := range pairs {
		if pairs[i].key != "" {
			keys = append(keys, pairs[i].key)
		} else {
			ids = append(ids, pairs[i].id)
		}
	}
	byKey, err := s.linksByKey(ctx, keys)
	if err != nil {
		return err
	}
	byID := make([]tandem.Link, len(ids))
	if err := s.e.store.LinksByID(ctx, s.p.lane, ids, s.basesAtOnce(), byID); err != nil {
		return err
	}
	for i := range pairs {
		p := &pairs[i]
		from := &byKey
		if p.key == "" {
			from = &byID
		}
		p.link = (*from)[0]
		*from = (*from)[1:]
		if p.linked() {
			p.id, p.key = p.link.ID, p.link.Key
		}
	}
	s.recallAll(pairs)
	return s.findMoved(ctx, pairs)
}

// recallAll finds pairs on the list of rows to look at again.
func (s *pass) recallAll(pairs []pair) {
	for i := range pairs {
		s.recall(&pairs[i])
	}
}

// recall finds a pair on the list. Where its row is gone before it was linked,
// the record of ours that belonged to it goes on alone: nothing else leads to it.
func (s *pass) recall(p *pair) {
	entries := s.listed.of(p)
	p.listed = p.listed || len(entries) > 0
	for _, entry := range entries {
		if !p.linked() && p.id == 0 && p.theirsIs == merge.Missing {
			p.id = entry.id
		}
	}
}

// findMoved finds the links of pairs that were named by a key which is no longer
// theirs: our record has been linked with another row since.
func (s *pass) findMoved(ctx context.Context, pairs []pair) error {
	var moved []*pair
	var ids []int64
	for i := range pairs {
		if p := &pairs[i]; !p.linked() && p.key != "" && p.id > 0 {
			moved, ids = append(moved, p), append(ids, p.id)
		}
	}
	if len(moved) == 0 {
		return nil
	}
	links := make([]tandem.Link, len(ids))
	if err := s.e.store.LinksByID(ctx, s.p.lane, ids, s.basesAtOnce(), links); err != nil {
		return err
	}
	for i, p := range moved {
		if links[i].ID != 0 {
			*p = pair{key: links[i].Key, id: p.id, link: links[i], theirsIs: merge.Unread, listed: true, asked: p.asked}
		}
	}
	return nil
}

// dropUnchanged takes out the pairs neither side of which moved since they
// last agreed: their hash and our version are what the link remembers.
func (s *pass) dropUnchanged(pairs []pair) []pair {
	return keep(pairs, func(p *pair) bool {
		if p.theirsIs == merge.Present && p.hash == 0 {
			p.hash = s.hash.row(p.row)
		}
		if p.linked() && p.theirsIs == merge.Present {
			s.seen.add(p.id)
		}
		if !p.asked && s.tallies.leftToAPerson(p) {
			return false // it has been looked at: what this run wrote itself, on either side, brings it here again
		}
		oursMoved := p.link.OursVersion != p.link.Version || p.link.Version == 0 // behind, even if ours is gone
		switch {
		case !p.linked() || p.listed || oursMoved || s.run.thorough():
		case p.theirsIs == merge.Present && p.hash == p.link.Hash:
			s.tally(p, tandem.Unchanged)
			s.tallied(p, tandem.Unchanged)
			return false
		case p.theirsIs == merge.Unread:
			// Our own write of a moment ago, or an edit taken over already: no pair to look at.
			return false
		}
		return true
	})
}

// keep drops the pairs that wanted refuses, in place. A pair is large: it is
// moved only where one before it was dropped.
func keep(pairs []pair, wanted func(p *pair) bool) []pair {
	n := 0
	for i := range pairs {
		if !wanted(&pairs[i]) {
			continue
		}
		if n != i {
			pairs[n] = pairs[i]
		}
		n++
	}
	return pairs[:n]
}

// readMissing reads their row where it is needed and the base does not tell
// what it holds. A preview reads it always: it sends nothing (see decideAll).
func (s *pass) readMissing(ctx context.Context, pairs []pair) error {
	var missing []*pair
	for i := range pairs {
		p := &pairs[i]
		switch {
		case p.theirsIs != merge.Unread:
			p.part()
		case p.key == "":
			p.theirsIs = merge.Missing
		case s.waits != nil || p.listed || p.link.Version == 0 || !s.baseTells(p):
			missing = append(missing, p)
		}
	}
	return s.readRows(ctx, missing)
}

// readRows reads the rows of pairs.
func (s *pass) readRows(ctx context.Context, pairs []*pair) error {
	if len(pairs) == 0 {
		return nil
	}
	keys := make([]tandem.Key, len(pairs))
	at := make(map[tandem.Key]*pair, len(pairs))
	for i, p := range pairs {
		keys[i], at[p.key] = p.key, p
		p.theirsIs = merge.Missing
	}
	page, err := s.get(ctx, keys)
	if err != nil {
		return err
	}
	for j := range page.Len() {
		if p := at[page.Keys[j]]; p != nil && !page.IsGone(j) {
			s.present(p, page, j)
		}
	}
	return nil
}

// part lets a record of ours stand alone again when the row that was taken for
// its other half is gone before they were linked.
func (p *pair) part() {
	if p.key != "" && p.id > 0 && p.theirsIs == merge.Missing && !p.linked() {
		p.key, p.parted = "", true
	}
}

// baseTells reports whether what they hold is known from the base in every
// field that may go there. A filter may ask for more than a base holds.
func (s *pass) baseTells(p *pair) bool {
	if !p.hasBase || s.p.filter != nil {
		return false
	}
	for i := range p.base {
		if p.base[i].IsAbsent() && s.p.rules.MayUpdate(i, tandem.Out) {
			return false
		}
	}
	return true
}

// present notes that their row was read.
func (s *pass) present(p *pair, page *tandem.Page, j int) {
	p.theirsIs = merge.Present
	p.row = page.Row(j)
	p.hash = s.hash.row(p.row)
	for _, f := range page.Faults {
		if f.Row == j {
			p.fault = failed(f.Err)
		}
	}
}

// get reads their rows by key, waiting out throttling.
func (s *pass) get(ctx context.Context, keys []tandem.Key) (*tandem.Page, error) {
	var page *tandem.Page
	err := s.run.patiently(ctx, func() (err error) {
		page, err = connector.Get(ctx, s.p.conn, s.p.view, keys)
		return err
	})
	return page, err
}

// mapTheirs brings their rows into the normal form and applies the filter.
func (s *pass) mapTheirs(pairs []pair) {
	for i := range pairs {
		p := &pairs[i]
		if p.theirsIs != merge.Present || p.fault != nil {
			continue
		}
		if !s.passes(p.row) {
			p.excluded = true
			s.mapExcluded(p)
			continue
		}
		p.theirs = s.arena.record(s.p.width())
		if err := s.p.plan.FromTheirs(p.row, p.theirs); err != nil {
			p.fault = failed(err)
			continue
		}
		if s.p.changedAt >= 0 && p.row[s.p.changedAt].Kind() == tandem.Instant {
			p.theirsAt = p.row[s.p.changedAt].Int()
		}
	}
}

// passes reports whether the filter lets a row of theirs in.
func (s *pass) passes(row tandem.Record) bool {
	return s.p.filter == nil || expr.Match(s.p.filter, s.field(row))
}

// mapExcluded maps a row that the filter leaves out as far as match rules go: it
// is there, and what fits it must not be made beside it.
func (s *pass) mapExcluded(p *pair) {
	if s.p.matcher != nil && !p.linked() {
		p.theirs = s.arena.record(s.p.width())
		_ = s.p.plan.FromTheirs(p.row, p.theirs)
	}
}

// field reads a field of a row by name, for filters.
func (s *pass) field(row tandem.Record) func(string) tandem.Value {
	return func(name string) tandem.Value {
		if at, ok := s.p.view.Position(name); ok {
			return row[at]
		}
		return tandem.Value{}
	}
}

// loadOurs reads our records of the pairs that have one.
func (s *pass) loadOurs(ctx context.Context, pairs []pair) error {
	var ids []int64
	for i := range pairs {
		if p := &pairs[i]; p.id != 0 && p.fault == nil && (!p.excluded || p.isLeftOut()) {
			ids = append(ids, p.id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var rows tandem.Rows
	if err := s.e.store.Records(ctx, s.p.lane.Account, s.p.reads, ids, &rows); err != nil {
		return err
	}
	at := make(map[int64]int, len(rows.IDs))
	for i, id := range rows.IDs {
		at[id] = i
	}
	for i := range pairs {
		p := &pairs[i]
		j, ok := at[p.id]
		if p.isLeftOut() && !ok {
			p.id = 0 // the row stands alone: what it belonged to is gone
		}
		if p.id == 0 || !ok || p.fault != nil || p.excluded {
			continue
		}
		p.oursIs = merge.Present
		p.version = rows.Versions[j]
		if s.p.oursChangedAt > 0 {
			p.oursAt = rows.Row(j)[s.p.oursChangedAt].Int()
		}
		p.ours = s.arena.record(s.p.width())
		if err := s.p.plan.FromOurs(rows.Row(j), p.ours); err != nil {
			p.fault = failed(err)
		}
	}
	return nil
}

// loadBases reads what linked pairs last agreed on.
func (s *pass) loadBases(ctx context.Context, pairs []pair) error {
	if !s.p.keepsBase {
		return nil
	}
	if err := s.fetchBases(ctx, pairs); err != nil {
		return err
	}
	for i := range pairs {
		p := &pairs[i]
		if !p.linked() || p.link.Base == "" {
			continue
		}
		p.base, p.hasBase = s.arena.record(s.p.width()), true
		if err := s.decodeBase(p.link, p.base); err != nil {
			return err
		}
	}
	return nil
}

// basesAtOnce reports whether links come with their bases: of what changed
// nearly all are looked at, of everything there is hardly any.
func (s *pass) basesAtOnce() bool { return s.p.keepsBase && !s.lists }

// fetchBases reads the bases of links that came without.
func (s *pass) fetchBases(ctx context.Context, pairs []pair) error {
	var ids []int64
	for i := range pairs {
		if pairs[i].linked() && !s.basesAtOnce() {
			ids = append(ids, pairs[i].link.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	links := make([]tandem.Link, len(ids))
	if err := s.e.store.LinksByID(ctx, s.p.lane, ids, true, links); err != nil {
		return err
	}
	for i := range pairs {
		if p := &pairs[i]; p.linked() {
			p.link.Base, p.link.Shape = links[0].Base, links[0].Shape
			links = links[1:]
		}
	}
	return nil
}

// decode reads a base that may have been written with another field list; a
// field that was not mapped then is not known.
func (s *pass) decodeBase(link tandem.Link, base tandem.Record) error {
	if link.Shape == s.cursors.Shape {
		return tandem.DecodeRecord(base, link.Base)
	}
	names, ok := s.cursors.Past[link.Shape]
	if !ok {
		clear(base)
		return nil
	}
	old := make(tandem.Record, len(names))
	if err := tandem.DecodeRecord(old, link.Base); err != nil {
		return err
	}
	for i, name := range names {
		if at, ok := s.p.plan.Position(name); ok {
			base[at] = old[i]
		}
	}
	return nil
}

// dropVanished takes out what is no pair, or none of its own: a record of ours
// that was made and deleted again without ever having been linked, or one whose
// other half stands for it.
func dropVanished(pairs []pair) []pair {
	return keep(pairs, func(p *pair) bool {
		return !p.represented && (p.listed || !p.vanished())
	})
}

// vanished reports whether there is nothing of a pair on either side, and never was a link.
func (p *pair) vanished() bool {
	return !p.linked() && p.fault == nil && p.oursIs == merge.Missing && p.theirsIs == merge.Missing
}

// errStopped ends a run between two pages because a person asked for it.
var errStopped = errors.New("engine: stopped on request")

// arena hands out records that live as long as one page, from blocks that are used again for the next.
type arena struct {
	blocks []tandem.Record
	block  int // the one in use
	used   int // of it
}

// blockRecords is how many records lie in a block.
const blockRecords = 1024

func (a *arena) reset() { a.block, a.used = 0, 0 }

func (a *arena) record(width int) tandem.Record {
	for a.block < len(a.blocks) && a.used+width > len(a.blocks[a.block]) {
		a.block, a.used = a.block+1, 0
	}
	if a.block == len(a.blocks) {
		a.blocks = append(a.blocks, make(tandem.Record, blockRecords*width))
	}
	r := a.blocks[a.block][a.used : a.used+width : a.used+width]
	clear(r)
	a.used += width
	return r
}
