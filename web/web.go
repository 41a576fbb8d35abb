package web

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"tandem"
	"tandem/catalog"
	"tandem/dictionary"
	"tandem/setup"
)

// Runs is what the pages need of runs.
type Runs interface {
	ListRuns(ctx context.Context, account int64, sync string, limit int) ([]tandem.Run, error) // newest first; sync "" = all
	Run(ctx context.Context, account, id int64) (*tandem.Run, error)
	Outcomes(ctx context.Context, account, run int64, q tandem.OutcomeQuery) ([]tandem.OutcomeRow, error) // in the order of Seq

	// Want asks a run to pause, to go on or to stop; who carries runs out hears of it.
	Want(ctx context.Context, account, id int64, state tandem.RunState) error

	Plan(ctx context.Context, account int64, hash string) (*tandem.Plan, error)
	PlanRows(ctx context.Context, account, plan int64, after int64, limit int) ([]tandem.PlanRow, error)
}

// Sync is a sync as the overview shows it.
type Sync struct {
	Name       string
	Connection string // the connection's name
	System     string // what is connected, as the catalogue calls it; may be empty
	State      setup.ConnectionState
	Schedule   string    // "*/5 * * * *" or "manual"
	Next       time.Time // when the schedule starts it next; zero = never
	Paused     bool      // its schedule stands still ...
	Why        string    // ... because of this

	Unconfirmed []string // their tables that nothing is written to until somebody confirms it
}

// Options are what the pages are made from. Only Guard, Log, Clock and Zone may be left out.
type Options struct {
	Runs  Runs
	Syncs func(ctx context.Context, account int64) ([]Sync, error)

	// Start files a run and sees to it that it begins.
	Start func(ctx context.Context, account int64, sync string, kind tandem.RunKind) (*tandem.Run, error)

	// Release lets a held run go on with exactly that plan. The run it returns
	// is the one to watch: the same, or another that applies the plan.
	Release func(ctx context.Context, account, run int64, plan string) (*tandem.Run, error)

	Health     Health
	Conflicts  Conflicts
	Dictionary func(ctx context.Context, account int64) (*dictionary.Dictionary, error)

	Entrance    Entrance
	Accounts    Accounts
	Staff       Staff
	Rights      Rights
	Tokens      Tokens
	Profile     Profile
	Sessions    Sessions
	Audit       AuditLog
	AllAccounts func(ctx context.Context) ([]tandem.Account, error)
	OpenIDName  string // what the OpenID provider is called; "" = there is none
	Mail        Mailer // nil = the server sends none
	URL         string // what links in mails begin with, with a slash at the end
	Connections Connections
	Catalog     []catalog.Type // what can be added
	Companies   Companies
	Looks       Looks
	Actions     Actions
	Setups      Setups
	Points      Points

	// Visitor tells who sends a request, for which account. Its errors are shown;
	// nil without an error is somebody who has not signed in.
	Visitor func(r *http.Request) (*Visitor, error)

	// Guard lets requests through that may see pages and refuses the others, in
	// its own way or with the page that it is given. Static files are outside.
	Guard func(next http.Handler, refuse Refusal) http.Handler

	Log   *slog.Logger
	Clock func() time.Time
	Zone  *time.Location // times are shown in it; nil = the server's own
}

// Refusal answers with the page of an error that a person can act on.
type Refusal func(w http.ResponseWriter, r *http.Request, err *tandem.Error)

// site makes all pages.
type site struct {
	Options

	assets assets
	speech speech

	addresses map[string]bool
}

// New returns the handler of all pages. Pages that update themselves hold a
// request open until the browser leaves or its context ends: a server that
// wants to stop gives requests a base context and ends that first.
func New(o Options) http.Handler {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Zone == nil {
		o.Zone = time.Local //nolint:gosmopolitan // people read times in the zone of their server
	}
	if o.Guard == nil {
		o.Guard = func(next http.Handler, _ Refusal) http.Handler { return next }
	}
	s := &site{Options: o, assets: loadAssets(), speech: loadSpeech()}
	routes := s.routes()
	s.addresses = addressesOf(routes)
	return s.protect(s.handler(routes))
}
