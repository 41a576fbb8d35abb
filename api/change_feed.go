package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"tandem"
	"tandem/access"
	"tandem/dictionary"
	"tandem/routine"
)

// FeedSource is what the change feed reads.
type FeedSource interface {
	// Changes reads the changes of an account after a position, oldest first, at
	// most limit, and the position up to which that is complete: no change that
	// commits later will ever lie at or below it (Promise 7).
	Changes(ctx context.Context, account, after int64, limit int) (changes []tandem.Change, upTo int64, err error)

	// LastSeq is the position that everything committed so far lies at or below.
	LastSeq(ctx context.Context) (int64, error)

	Dictionary(ctx context.Context, account int64) (*dictionary.Dictionary, error)
}

// FeedOptions are what a change feed is made from.
type FeedOptions struct {
	Source FeedSource

	// Caller tells who asks.
	Caller func(r *http.Request) (*routine.Caller, error)

	// Rules are an account's rules on fields: nobody is told of what they may not see.
	Rules func(ctx context.Context, account int64) (*access.Rules, error)

	// Listen calls fn after commits of an account, until cancel is called. Some may
	// be missed: the feed looks by itself, too.
	Listen func(account int64, fn func()) (cancel func())

	// Fail answers with an error.
	Fail func(w http.ResponseWriter, r *http.Request, err error)
}

// How the feed is read: rows of an answer, how long a request waits for the
// first one, how often it looks although nobody told it to, and how often an
// open stream says that it lives.
const (
	feedRows       = 500
	feedMost       = 5000
	feedWait       = 20 * time.Second
	feedLongest    = 60 * time.Second
	feedLook       = time.Second
	feedSignOfLife = 15 * time.Second
)

// NewChangeFeed returns the handler of GET /api/v1/changes?after=CURSOR, for those
// who cannot listen: every change of the account in the order of the log, by
// long polling or, where text/event-stream is accepted, as server-sent events.
func NewChangeFeed(o FeedOptions) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		caller, err := o.Caller(r)
		if err == nil {
			err = caller.May(tandem.SeeRecords)
		}
		if err != nil {
			o.Fail(w, r, err)
			return
		}
		f := &feedReading{FeedOptions: o, caller: caller, wake: make(chan struct{}, 1)}
		if err := f.parse(r); err != nil {
			o.Fail(w, r, err)
			return
		}
		defer o.Listen(caller.Account.ID, f.nudge)()
		if strings.Contains(r.Header.Get("Accept"), "text/event-stream") {
			f.stream(w, r)
			return
		}
		f.poll(w, r)
	})
}

// feedReading is one request for changes.
type feedReading struct {
	FeedOptions

	caller *routine.Caller
	wake   chan struct{}
	after  int64
	limit  int
	wait   time.Duration
	object string // "" = all
}

func (f *feedReading) nudge() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// parse reads the parameters. A stream that is opened again says in a header of
// its own where it was.
func (f *feedReading) parse(r *http.Request) error {
	q := r.URL.Query()
	after := q.Get("after")
	if last := r.Header.Get("Last-Event-ID"); last != "" {
		after = last
	}
	var err error
	switch after {
	case "", "0":
	case "latest":
		f.after, err = f.Source.LastSeq(r.Context())
	default:
		if f.after, err = strconv.ParseInt(after, 10, 64); err != nil || f.after < 0 {
			err = tandem.Errorf(tandem.Usage, "after is no cursor").At("after").WithHint("take it from next of the answer before; 0 begins at the first change, latest at the present")
		}
	}
	if err != nil {
		return err
	}
	if f.limit, err = feedNumber(q.Get("limit"), "limit", feedRows, feedMost); err != nil {
		return err
	}
	seconds, err := feedNumber(q.Get("wait"), "wait", int(feedWait.Seconds()), int(feedLongest.Seconds()))
	f.wait, f.object = time.Duration(seconds)*time.Second, q.Get("object")
	return err
}

func feedNumber(text, name string, otherwise, most int) (int, error) {
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > most || n == 0 && name == "limit" {
		return 0, tandem.Errorf(tandem.Usage, "%s is a whole number up to %d", name, most).At(name)
	}
	return n, nil
}

// next reads what has come after the position, and moves it on as far as that
// is complete. Changes of other objects are passed over.
func (f *feedReading) next(ctx context.Context) (changes []tandem.Change, more bool, err error) {
	all, upTo, err := f.Source.Changes(ctx, f.caller.Account.ID, f.after, f.limit)
	if err != nil {
		return nil, false, err //nolint:wrapcheck // the source's own words
	}
	dict, err := f.Source.Dictionary(ctx, f.caller.Account.ID)
	if err != nil {
		return nil, false, err //nolint:wrapcheck // the same
	}
	rules, err := f.Rules(ctx, f.caller.Account.ID)
	if err != nil {
		return nil, false, err
	}
	for i := range all {
		c := &all[i]
		object, known := dict.Object(c.Object)
		if !known || f.object != "" && f.object != c.Object {
			continue
		}
		if err := rules.StripChange(f.caller.Actor.Role, object, c); err != nil {
			return nil, false, err //nolint:wrapcheck // the room's own words
		}
		changes = append(changes, *c)
	}
	f.after = upTo
	return changes, len(all) == f.limit, nil
}

// await waits until something may have come; false = the time is over.
func (f *feedReading) await(ctx context.Context, end <-chan time.Time) bool {
	look := time.NewTimer(feedLook)
	defer look.Stop()
	select {
	case <-f.wake:
	case <-look.C:
	case <-end:
		return false
	case <-ctx.Done():
		return false
	}
	return true
}
