package connectortest

import (
	"context"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"tandem/connector"
)

// patience ends a case that hangs; how long one takes is no matter, and a busy
// machine takes long. promptly is how soon a call stops that was told to.
const (
	patience = 5 * time.Minute
	promptly = 5 * time.Second
)

// testCase is one case of the suite.
type testCase struct {
	name  string
	why   string                  // the promise it defends, printed on failure
	needs func(h *Harness) string // why the case cannot be held; "" = it can. nil = always
	run   func(s *suite)
}

// suite is one case at work: a fresh remote, a connection, the customers.
type suite struct {
	testing.TB
	h      *Harness
	ctx    context.Context //nolint:containedctx // a suite lives as long as the call it is
	remote *Remote
	c      connector.Connector
	view   *connector.View
	serial int // of the rows made so far
}

// Run holds the conformance suite against a connector.
func Run(t *testing.T, h Harness) {
	t.Helper()
	for name := range h.Skip {
		if !slices.Contains(Cases(), name) {
			t.Errorf("the harness skips %q, which is no case", name)
		}
	}
	for _, c := range cases() {
		t.Run(c.name, func(t *testing.T) { hold(t, &h, c) })
	}
}

// Cases names the cases of the suite, for Harness.Skip.
func Cases() []string {
	var names []string
	for _, c := range cases() {
		names = append(names, c.name)
	}
	return names
}

// cases lists the suite from the easiest to the nastiest.
func cases() []testCase {
	var all []testCase
	for _, group := range [][]testCase{
		describeCases(), listCases(), valueCases(), lookupCases(), createCases(), updateCases(),
		preconditionCases(), batchCases(), refusalCases(), changesCases(), tombstoneCases(), lastingCases(),
		lineCases(), troubleCases(), concurrencyCases(), againCases(),
	} {
		all = append(all, group...)
	}
	return all
}

// hold runs one case or says why not.
func hold(t *testing.T, h *Harness, c testCase) {
	t.Helper()
	if reason, ok := h.Skip[c.name]; ok {
		if reason == "" {
			t.Fatal("a case is skipped without a reason")
		}
		t.Skip("skipped: " + reason)
	}
	if c.needs != nil {
		if reason := c.needs(h); reason != "" {
			t.Skip("does not apply: " + reason)
		}
	}
	// Cleanups run last in, first out: the leak check comes after everything was closed.
	here := goleak.IgnoreCurrent()
	t.Cleanup(func() {
		noLeaks(t, append([]goleak.Option{here}, h.Leaks...))
		if t.Failed() {
			t.Logf("the promise: %s", c.why)
		}
	})
	view := h.View
	remote := h.Fresh(t) // making a database may take its time; the case has not begun
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	s := &suite{TB: t, h: h, ctx: ctx, remote: remote, view: &view}
	s.c = s.open()
	c.run(s)
}

// noLeaks gives what is still ending the time to do so: on a busy machine that
// takes a while, and a leak never ends.
func noLeaks(t *testing.T, options []goleak.Option) {
	t.Helper()
	deadline := time.Now().Add(promptly)
	for {
		err := goleak.Find(options...)
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Error(err)
			return
		}
	}
}

// open connects once more; the connection is closed when the case ends.
func (s *suite) open() connector.Connector {
	s.Helper()
	c := s.remote.Open(s)
	s.Cleanup(func() {
		if err := c.Close(); err != nil {
			s.Errorf("closing: %v", err)
		}
	})
	return c
}

// needsAll joins what several things need.
func needsAll(needs ...func(*Harness) string) func(*Harness) string {
	return func(h *Harness) string {
		for _, n := range needs {
			if reason := n(h); reason != "" {
				return reason
			}
		}
		return ""
	}
}

func needsWriting(h *Harness) string {
	if !h.View.Writable {
		return "the system cannot be written"
	}
	return ""
}

func needsCursor(h *Harness) string {
	if h.View.Cursor == "" {
		return "the system has no cursor column"
	}
	return ""
}
