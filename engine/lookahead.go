package engine

import (
	"context"
	"iter"
	"slices"

	"tandem"
)

// While a page of theirs is dealt with, the links of the page behind it are
// looked up, so that both databases and we ourselves work at the same time.
// Nothing else comes of that than if each page were looked up in its turn:
//
//   - A page waits for its turn only as long as the pages before it are calm:
//     nothing moved on either side, so nothing was written for them. What was looked
//     up while a page stirred something, or while a load landed, is forgotten. So a
//     page is decided in sight of all that its own run has written.
//   - Of what others write meanwhile it may know a little less than it could. It
//     always might, and what it decides is held against that when it is written.
//   - A page is good until the one after the next is asked for, and no more than
//     one waits. None waits beside a load, which is made of the memory of earlier pages.
type lookahead struct {
	store LooksAhead
	calm  bool  // the page before stirred nothing
	look  *look // at the page whose turn it is; nil = it was not looked at
	spare [2][]tandem.Link
}

// LooksAhead is a store that looks links up while something else is done.
type LooksAhead interface {
	// LinksAhead begins what LinksByKey does; found waits for the end of it.
	LinksAhead(ctx context.Context, lane tandem.Lane, keys []tandem.Key, base bool, dst []tandem.Link) (found func() error)
}

// look is one look ahead.
type look struct {
	keys    []tandem.Key
	links   []tandem.Link
	found   func() error
	stirred int // how much had been stirred when it began
}

// lookingAhead yields the same pages, looked at ahead while they are calm.
func (s *pass) lookingAhead(ctx context.Context, pages iter.Seq2[*tandem.Page, error]) iter.Seq2[*tandem.Page, error] {
	store, ok := s.e.store.(LooksAhead)
	if !ok {
		return pages
	}
	f := &lookahead{store: store}
	s.lookahead = f
	return func(yield func(*tandem.Page, error) bool) {
		defer func() { f.end() }()
		var waiting *tandem.Page
		var ahead, next *look // at the one that waits, and at the one behind it
		for page, err := range pages {
			next = nil
			if waiting != nil {
				if err == nil {
					next = s.lookAhead(ctx, page)
				}
				if !s.turn(waiting, ahead, yield) {
					next.end()
					return
				}
				waiting = nil
			}
			switch {
			case err != nil:
				yield(nil, err)
				return
			case f.calm:
				waiting, ahead = page, next
			case !s.turn(page, next, yield):
				return
			}
		}
		if waiting != nil {
			s.turn(waiting, ahead, yield)
		}
	}
}

// turn yields a page whose turn it is.
func (s *pass) turn(page *tandem.Page, ahead *look, yield func(*tandem.Page, error) bool) (more bool) {
	f, before := s.lookahead, s.stirred
	f.end()
	f.look = ahead
	more = yield(page, nil)
	f.calm = s.stirred == before && s.loading.isEmpty()
	return more
}

// lookAhead begins to look the links of a page up, where it is dealt with as a whole.
func (s *pass) lookAhead(ctx context.Context, page *tandem.Page) *look {
	if page.Len() > s.e.options.PageRows {
		return nil
	}
	f := s.lookahead
	links := slices.Grow(f.spare[0][:0], page.Len())[:page.Len()]
	f.spare[0], f.spare[1] = f.spare[1], links
	found := f.store.LinksAhead(ctx, s.p.lane, page.Keys, s.basesAtOnce(), links)
	return &look{keys: page.Keys, links: links, found: found, stirred: s.stirred}
}

// linksByKey finds the links of the page whose turn it is, or of other keys.
func (s *pass) linksByKey(ctx context.Context, keys []tandem.Key) ([]tandem.Link, error) {
	if ahead := s.lookahead.take(); ahead != nil {
		if err := ahead.found(); err != nil {
			return nil, err
		}
		if ahead.stirred == s.stirred && slices.Equal(ahead.keys, keys) {
			return ahead.links, nil
		}
	}
	links := make([]tandem.Link, len(keys))
	return links, s.e.store.LinksByKey(ctx, s.p.lane, keys, s.basesAtOnce(), links)
}

// take returns the look at the page whose turn it is, once.
func (f *lookahead) take() *look {
	if f == nil {
		return nil
	}
	ahead := f.look
	f.look = nil
	return ahead
}

// end waits for a look that nobody took.
func (f *lookahead) end() { f.take().end() }

func (l *look) end() {
	if l != nil {
		_ = l.found() // what it would have found is of no use any more
	}
}
