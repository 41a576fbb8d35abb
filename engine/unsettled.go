package engine

import (
	"context"
	"slices"

	"tandem"
)

// list knows which rows stand on the list of rows to look at again. An entry
// names what was known of the pair when it was made: their key, our id or both.
// Once they turn out to be one pair, its entries go together.
type list map[ref][]ref

// put notes an entry.
func (l list) put(entry ref) {
	for _, name := range (&pair{key: entry.key, id: entry.id}).names() {
		if name != (ref{}) && !slices.Contains(l[name], entry) {
			l[name] = append(l[name], entry)
		}
	}
}

// drop forgets an entry.
func (l list) drop(entry ref) {
	for _, name := range (&pair{key: entry.key, id: entry.id}).names() {
		l[name] = slices.DeleteFunc(l[name], func(e ref) bool { return e == entry })
	}
}

// of lists the entries of a pair.
func (l list) of(p *pair) []ref {
	if len(l) == 0 {
		return nil
	}
	names := p.names()
	entries := slices.Clone(l[names[0]])
	for _, entry := range l[names[1]] {
		if !slices.Contains(entries, entry) {
			entries = append(entries, entry)
		}
	}
	return entries
}

// entryOf is the name of an entry.
func entryOf(u *tandem.Unsettled) ref { return ref{key: u.Key.Clone(), id: u.ID} }

// loadListed reads the list of rows to look at again: what is in doubt waits
// for a person, the rest is remembered so that a row that comes good leaves the list.
func (s *pass) loadListed(ctx context.Context) error {
	return s.eachUnsettled(ctx, func(u *tandem.Unsettled) error {
		s.listed.put(entryOf(u))
		if isDoubt(u) {
			s.loadDoubt(u)
		}
		return nil
	})
}

// isDoubt reports whether an entry is a creation in doubt; one with a key is a
// row that may be what became of such a creation, and is looked at like any other.
func isDoubt(u *tandem.Unsettled) bool { return u.Code == tandem.InDoubt && u.Key == "" }

// otherEntries are the rows that take a pair's further entries off the list,
// whatever names they were made under, when its own goes on or off. A half that an
// entry named and that turns out to belong to no such pair goes on alone.
func (s *pass) otherEntries(d *draft) []tandem.Row {
	var rows []tandem.Row
	for i := range d.rows {
		w := d.rows[i].Settled
		if w == nil {
			continue
		}
		for _, entry := range s.listed.of(d.pairs[i]) {
			if entry == entryOf(&w.Row) || s.remembersSent(d.pairs[i], entry) {
				continue
			}
			rows = append(rows, tandem.Row{Settled: &tandem.UnsettledWrite{Drop: true, Row: tandem.Unsettled{Key: entry.key, ID: entry.id}}})
			if half := d.pairs[i].otherHalf(entry); half != (ref{}) {
				rows = append(rows, tandem.Row{Settled: s.goOnAlone(half)})
			}
		}
	}
	return rows
}

// noteListed keeps the list in step with what was written.
func (s *pass) noteListed(rows []tandem.Row) {
	for i := range rows {
		switch w := rows[i].Settled; {
		case w == nil:
		case w.Drop:
			s.listed.drop(entryOf(&w.Row))
		default:
			s.listed.put(entryOf(&w.Row))
		}
	}
}

// lookAtListed looks again at rows that failed, stood in conflict, or waited
// for a parent that has arrived.
func (s *pass) lookAtListed(ctx context.Context, which func(*tandem.Unsettled) bool) error {
	rows, err := s.entries(ctx, which)
	if err != nil {
		return err
	}
	refs, err := s.ready(ctx, rows)
	if err != nil {
		return err
	}
	return s.lookAtAll(ctx, refs)
}

// lookAtOpen looks, before anything is read, at every row of the list that may
// have moved on: also at halves that wait together, for the row there may be gone,
// and at any row that waits where no reading would tell that it is.
// A look in between passes over what a filter leaves out: that may be many rows.
func (s *pass) lookAtOpen(ctx context.Context) error {
	all := s.run.run.Kind == tandem.Incremental && !s.run.quick
	rows, err := s.entries(ctx, func(u *tandem.Unsettled) bool { return all || u.Code != tandem.FilteredOut })
	if err != nil {
		return err
	}
	refs, err := s.ready(ctx, rows)
	if err != nil {
		return err
	}
	unseen := all && s.p.def.Deletes == nil && !s.mustScan()
	taken := make(map[ref]bool, len(refs))
	for _, r := range refs {
		taken[r] = true
	}
	for i := range rows {
		if u := &rows[i]; u.Code == tandem.ParentMissing && u.Key != "" && (u.ID != 0 || unseen) && !taken[entryOf(u)] {
			refs = append(refs, entryOf(u))
		}
	}
	return s.lookAtAll(ctx, refs)
}

// lookAtUnmet looks at what is still on the list and was not met in a read of
// everything: it is on neither side any more, or has moved out of sight.
func (s *pass) lookAtUnmet(ctx context.Context) error {
	rows, err := s.entries(ctx, func(u *tandem.Unsettled) bool { return !s.tallies.counted(&pair{key: u.Key, id: u.ID}) })
	if err != nil {
		return err
	}
	refs := make([]ref, len(rows))
	for i := range rows {
		refs[i] = entryOf(&rows[i])
	}
	if err := s.lookAtAll(ctx, refs); err != nil || len(refs) == 0 {
		return err
	}
	return s.lookAtWaiting(ctx)
}

// entries reads the entries of the list that somebody wants looked at; those in doubt wait for a person.
func (s *pass) entries(ctx context.Context, which func(*tandem.Unsettled) bool) (rows []tandem.Unsettled, err error) {
	err = s.eachUnsettled(ctx, func(u *tandem.Unsettled) error {
		if !isDoubt(u) && which(u) {
			rows = append(rows, *u)
		}
		return nil
	})
	if s.waits != nil {
		rows = s.planned(rows, which)
	}
	return rows, err
}

// lookAtAll takes rows of the list through the pipeline in pages.
func (s *pass) lookAtAll(ctx context.Context, refs []ref) error {
	s.relooks += len(refs)
	for size := s.e.options.PageRows; len(refs) > 0; {
		n := min(size, len(refs))
		if err := s.lookAt(ctx, refs[:n], true); err != nil {
			return err
		}
		if err := s.run.stopped(ctx); err != nil {
			return err
		}
		refs = refs[n:]
	}
	return nil
}

// ready leaves out the rows whose parent is still missing: looking at them
// would find nothing new.
func (s *pass) ready(ctx context.Context, rows []tandem.Unsettled) ([]ref, error) {
	waits := newReferences()
	for i := range rows {
		name := s.run.pointName(rows[i].Awaits)
		if name == "" {
			continue
		}
		_, _ = waits.noteKey(name, tandem.UnresolvedValue(rows[i].For))
		_, _ = waits.noteID(name, tandem.ReferenceValue(rows[i].ForID))
	}
	if err := waits.findIDs(ctx, s); err != nil {
		return nil, err
	}
	if err := waits.findKeys(ctx, s); err != nil {
		return nil, err
	}
	var refs []ref
	for i := range rows {
		u := &rows[i]
		name := s.run.pointName(u.Awaits)
		if name == "" || (u.For == "" || waits.keys[name][u.For] != 0) && (u.ForID == 0 || waits.ids[name][u.ForID] != "") {
			refs = append(refs, entryOf(u))
		}
	}
	return refs, nil
}

// lookAtWaiting looks again at waiting rows until no more of them move on: a
// parent may have arrived in the very same data point.
func (s *pass) lookAtWaiting(ctx context.Context) error {
	for range maxChain {
		before := s.relooks
		err := s.lookAtListed(ctx, func(u *tandem.Unsettled) bool { return u.Awaits != 0 })
		if err != nil || s.relooks == before {
			return err
		}
	}
	return nil
}

// maxChain is how long a chain of parents within one data point may be to be
// completed in one run; what is longer is completed by the next.
const maxChain = 20

func (s *pass) eachUnsettled(ctx context.Context, do func(*tandem.Unsettled) error) error {
	for after := int64(0); ; {
		rows, err := s.e.store.Unsettled(ctx, s.p.lane, after, s.e.options.PageRows)
		if err != nil || len(rows) == 0 {
			return err
		}
		after = rows[len(rows)-1].Seq
		for i := range rows {
			if err := do(&rows[i]); err != nil {
				return err
			}
		}
	}
}
