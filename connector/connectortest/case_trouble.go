package connectortest

import (
	"context"
	"errors"
	"time"

	"tandem"
	"tandem/connector"
)

func troubleCases() []testCase {
	return []testCase{
		{
			name: "check passes",
			why:  "the set-up dialog tests the connection before it is saved",
			run:  checkPasses,
		},
		{
			name: "check with wrong credentials",
			why:  "denied pauses the connection and asks a person; anything else would try until the account is locked",
			needs: func(h *Harness) string {
				if h.WrongCredentials == nil {
					return "the system knows no credentials"
				}
				return ""
			},
			run: checkDenied,
		},
		{
			name:  "check out of reach",
			why:   "unreached tries again later; a system that is down over night must not need a person in the morning",
			needs: needsCut,
			run:   checkUnreached,
		},
		{
			name: "cancelled calls stop",
			why:  "a run that is cancelled stops at once, and a reading that was cancelled is never taken for complete (Promise 4)",
			run:  cancelledStops,
		},
		{
			name: "a list cancelled in the middle",
			why:  "a run that is cancelled stops at once, and a reading that was cancelled is never taken for complete (Promise 4)",
			run:  cancelledList,
		},
	}
}

func checkPasses(s *suite) {
	if err := s.c.Check(s.ctx); err != nil {
		s.Error(err)
	}
}

func checkDenied(s *suite) {
	c := s.h.WrongCredentials(s)
	defer s.closes(c)
	s.code("check", c.Check(s.ctx), tandem.Denied)
}

func checkUnreached(s *suite) {
	c := s.h.Unreachable(s)
	defer s.closes(c)
	s.code("check", c.Check(s.ctx), tandem.Unreached)
}

func (s *suite) closes(c connector.Connector) {
	s.Helper()
	if err := c.Close(); err != nil {
		s.Errorf("closing: %v", err)
	}
}

func cancelledStops(s *suite) {
	wanted := s.seeded(2)
	key := sortedKeys(wanted)[0]
	before := s.one(key)
	ctx, cancel := context.WithCancel(s.ctx)
	cancel()
	s.stops("check", func() error { return s.c.Check(ctx) })
	s.stops("describe", func() error { _, err := s.c.Describe(ctx); return err })
	s.stops("list", func() error { return s.firstPage(ctx, s.view) })
	s.stops("get", func() error { _, err := connector.Get(ctx, s.c, s.view, []tandem.Key{key}); return err })
	if s.view.Cursor != "" {
		s.stops("changes", func() error { _, err := s.tryChanges(ctx, s.view, ""); return err })
	}
	if s.view.Writable {
		s.stops("write", func() error {
			_, err := s.c.Write(ctx, s.view, []connector.Write{s.toUpdate(s.view, key, before, s.name("Must not land"))})
			return err
		})
		s.same("after a write that was cancelled before it began", wanted, s.list(s.view, ""))
	}
}

// stops fails unless a call ends promptly with the context's error.
func (s *suite) stops(what string, call func() error) {
	s.Helper()
	start := time.Now()
	err := call()
	if !errors.Is(err, context.Canceled) {
		s.Errorf("%s: got %v, want the context's error", what, err)
	}
	if took := time.Since(start); took > promptly {
		s.Errorf("%s took %s to stop", what, took)
	}
}

func cancelledList(s *suite) {
	wanted := s.seeded(s.h.rows())
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	got, stopped := map[tandem.Key]Row{}, error(nil)
	start := time.Now()
	for page, err := range s.c.List(ctx, s.view, "") {
		if err != nil {
			stopped = err
			break
		}
		s.take(s.view, page, got)
		cancel()
	}
	if took := time.Since(start); took > promptly {
		s.Errorf("the reading took %s to stop", took)
	}
	switch {
	case stopped == nil && len(got) < len(wanted):
		s.Errorf("the reading ended in silence after %d of %d rows", len(got), len(wanted))
	case stopped != nil && !errors.Is(stopped, context.Canceled):
		s.Errorf("got %v, want the context's error", stopped)
	default:
	}
}
