package people_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"tandem"
	"tandem/internal/testdb"
	"tandem/people"
	"tandem/store"
)

// world is people over a real store, with a clock that a test moves.
type world struct {
	*people.People
	t     *testing.T
	store *store.Store

	mu  sync.Mutex
	now time.Time
}

const password = "correct horse battery"

var desk = people.Device{Address: "192.0.2.7", Agent: "a browser"}

// eachWorld runs a test on both databases.
func eachWorld(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := store.Options{Dir: t.TempDir()}
			if name == "postgres" {
				o = store.Options{URL: testdb.Postgres(t)}
			}
			test(t, newWorld(t, o, nil))
		})
	}
}

func newWorld(t *testing.T, o store.Options, provider *people.OpenID) *world {
	t.Helper()
	w := &world{t: t, now: time.Now().UTC().Truncate(time.Second)}
	o.Clock = w.clock
	s, err := store.Open(t.Context(), o)
	w.must(err)
	t.Cleanup(func() { _ = s.Close() })
	w.store = s
	w.People = people.New(people.Options{
		Store: s, Sealer: plainSealer{}, Operators: &operators{}, OpenID: provider, Clock: w.clock,
		Params: &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32},
	})
	return w
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) refused(what string, err error, code tandem.Code) {
	w.t.Helper()
	if tandem.CodeOf(err) != code {
		w.t.Errorf("%s: %v, want code %q", what, err, code)
	}
}

// owner makes the first owner and returns the visit.
func (w *world) owner(email string) *people.Visit {
	w.t.Helper()
	code, err := w.FirstOwner(w.t.Context())
	w.must(err)
	in, err := w.Redeem(w.t.Context(), code, people.Choice{Email: email, Name: "Ada", Account: "acme", Password: password}, nil, desk)
	w.must(err)
	return w.visit(in.Cookie)
}

func (w *world) visit(cookie string) *people.Visit {
	w.t.Helper()
	v, err := w.Visit(w.t.Context(), cookie)
	w.must(err)
	if v == nil {
		w.t.Fatal("the cookie lets nobody in")
	}
	return v
}

// guest invites somebody into the visitor's account and lets them come.
func (w *world) guest(by *people.Visit, email string, role tandem.Role) *people.Visit {
	w.t.Helper()
	code, err := w.Invite(w.t.Context(), by.By("192.0.2.1"), email, "", role)
	w.must(err)
	in, err := w.Redeem(w.t.Context(), code, people.Choice{Name: "Guest", Password: password}, nil, desk)
	w.must(err)
	return w.visit(in.Cookie)
}

// actions lists an account's audit log, oldest first.
func (w *world) actions(account int64) string {
	w.t.Helper()
	log, err := w.store.AuditLog(w.t.Context(), account, tandem.AuditQuery{})
	w.must(err)
	var words []string
	for _, entry := range slices.Backward(log) {
		words = append(words, string(entry.Action))
	}
	return strings.Join(words, " ")
}

// plainSealer marks what it seals, and binds it to its place.
type plainSealer struct{}

func (plainSealer) Seal(plain, place string) (string, error) {
	return "sealed:" + place + ":" + plain, nil
}

func (plainSealer) Open(sealed, place string) (string, error) {
	plain, ok := strings.CutPrefix(sealed, "sealed:"+place+":")
	if !ok {
		return "", tandem.Errorf(tandem.Denied, "sealed elsewhere")
	}
	return plain, nil
}

// operators keeps the records of an account's people in memory.
type operators struct {
	mu   sync.Mutex
	all  []people.Operator
	home []int64 // of which account each is
}

func (o *operators) FindOperator(_ context.Context, account int64, email string) (*people.Operator, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := range o.all {
		if o.all[i].Email == email && o.home[i] == account {
			found := o.all[i]
			return &found, nil
		}
	}
	return nil, tandem.Errorf(tandem.NotFound, "there is no operator %s", email)
}

func (o *operators) SaveOperator(_ context.Context, account int64, actor tandem.Actor, x *people.Operator) (int64, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !actor.Role.May(tandem.ManagePeople) {
		return 0, tandem.Errorf(tandem.Forbidden, "not by %s", actor.Role)
	}
	saved := *x
	if saved.ID == 0 {
		saved.ID = int64(len(o.all) + 1)
		o.all, o.home = append(o.all, saved), append(o.home, account)
	}
	o.all[saved.ID-1] = saved
	return saved.ID, nil
}

func tempStore(t *testing.T) store.Options {
	return store.Options{Dir: filepath.Join(t.TempDir(), "data")}
}
