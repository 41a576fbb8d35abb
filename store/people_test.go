package store_test

import (
	"bytes"
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tandem"
	"tandem/store"
)

// invite makes a person a member who has come already.
func invite(t testing.TB, s *store.Store, account int64, email string, role tandem.Role) int64 {
	t.Helper()
	m := tandem.Member{Account: tandem.Account{ID: account}, Person: tandem.Person{Email: email, Name: email}, Role: role, Accepted: time.Now()}
	check(t, s.Invite(t.Context(), &m, nil, nil))
	return m.Person.ID
}

func wantCode(t testing.TB, what string, err error, want tandem.Code) {
	t.Helper()
	if tandem.CodeOf(err) != want {
		t.Errorf("%s: %v, want code %q", what, err, want)
	}
}

func soon() time.Time { return time.Now().Add(time.Hour) }

func TestTheFirstOwnerIsMadeOnce(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		for _, hash := range []string{"one", "two"} {
			check(t, s.SavePass(ctx, &tandem.Pass{Hash: []byte(hash), Purpose: tandem.FirstOwner, Expires: soon()}, nil))
		}
		check(t, s.SavePass(ctx, &tandem.Pass{Hash: []byte("old"), Purpose: tandem.FirstOwner, Expires: time.Now().Add(-time.Second)}, nil))
		ada := tandem.Redemption{Email: "ada@example.com", Name: "Ada", Account: "acme", Password: "slow hash"}
		_, _, err := s.Redeem(ctx, []byte("old"), ada, &tandem.AuditEntry{})
		wantCode(t, "a pass that ran out", err, tandem.NotFound)

		var won atomic.Int64
		var group sync.WaitGroup
		for _, hash := range []string{"one", "one", "two", "two"} {
			group.Go(func() {
				if _, _, err := s.Redeem(ctx, []byte(hash), ada, &tandem.AuditEntry{Action: tandem.PersonJoined}); err == nil {
					won.Add(1)
				}
			})
		}
		group.Wait()
		if won.Load() != 1 {
			t.Errorf("%d became the first owner", won.Load())
		}
		account, err := s.Account(ctx, "acme")
		check(t, err)
		members, err := s.Members(ctx, account.ID)
		check(t, err)
		if len(members) != 1 || members[0].Role != tandem.Owner || !members[0].Person.HasPassword || members[0].Accepted.IsZero() || !members[0].Active {
			t.Errorf("members %+v", members)
		}
		if log, err := s.AuditLog(ctx, account.ID, tandem.AuditQuery{}); err != nil || len(log) != 1 || log[0].Action != tandem.PersonJoined {
			t.Errorf("log %v, %v", log, err)
		}
	})
}

func TestAnInvitationIsForItsPerson(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		other := setUp(t, s, "other")
		invited := func(account int64, hash string) tandem.Member {
			m := tandem.Member{Account: tandem.Account{ID: account}, Person: tandem.Person{Email: "bob@example.com", Name: "Bob"}, Role: tandem.Agent}
			check(t, s.Invite(ctx, &m, &tandem.Pass{Hash: []byte(hash), Purpose: tandem.Invitation, Account: account, Expires: soon()}, nil))
			return m
		}
		bob := invited(f.account, "first").Person.ID
		if again := invited(other.account, "second").Person.ID; again != bob {
			t.Fatalf("bob is %d and %d", bob, again)
		}
		m, err := s.Member(ctx, f.account, bob)
		check(t, err)
		if !m.Accepted.IsZero() {
			t.Error("bob came before he came")
		}
		_, _, err = s.Redeem(ctx, []byte("first"), tandem.Redemption{Name: "Bob"}, &tandem.AuditEntry{})
		wantCode(t, "without a password", err, tandem.Invalid)
		person, account, err := s.Redeem(ctx, []byte("first"), tandem.Redemption{Name: "Bob B", Password: "hash"}, &tandem.AuditEntry{})
		check(t, err)
		if person != bob || account != f.account {
			t.Errorf("bob is %d in %d", person, account)
		}
		_, _, err = s.Redeem(ctx, []byte("first"), tandem.Redemption{Password: "other"}, &tandem.AuditEntry{})
		wantCode(t, "a second time", err, tandem.NotFound)

		// Whoever holds the other account's link cannot set the password he has, nor come as him.
		_, _, err = s.Redeem(ctx, []byte("second"), tandem.Redemption{Password: "stolen"}, &tandem.AuditEntry{})
		wantCode(t, "a password for who has one", err, tandem.Forbidden)
		if c, err := s.Credentials(ctx, bob); err != nil || c.Password != "hash" {
			t.Errorf("credentials %v, %v", c, err)
		}
		if m, err = s.Member(ctx, other.account, bob); err != nil || !m.Accepted.IsZero() {
			t.Errorf("bob came to the other account: %v, %v", m, err)
		}
		// A link that set his password, given out when he had one account, ends when he joins another.
		check(t, s.SavePass(ctx, &tandem.Pass{Hash: []byte("reset"), Purpose: tandem.Reset, Person: bob, Expires: soon()}, nil))
		_, _, err = s.Redeem(ctx, []byte("second"), tandem.Redemption{SignedIn: bob}, &tandem.AuditEntry{})
		check(t, err)
		_, err = s.Pass(ctx, []byte("reset"))
		wantCode(t, "the reset of before", err, tandem.NotFound)
		places, err := s.Memberships(ctx, bob)
		check(t, err)
		if len(places) != 2 || places[0].Account.Name != "acme" || places[1].Accepted.IsZero() || places[0].Person.Name != "Bob B" {
			t.Errorf("bob's places: %+v", places)
		}
		twice := tandem.Member{Account: tandem.Account{ID: f.account}, Person: tandem.Person{Email: "bob@example.com"}, Role: tandem.Owner}
		wantCode(t, "inviting a member", s.Invite(ctx, &twice, nil, nil), tandem.Invalid)
	})
}

func TestAnAccountKeepsAnOwner(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		ada, bob := invite(t, s, f.account, "ada@example.com", tandem.Owner), invite(t, s, f.account, "bob@example.com", tandem.Agent)
		wantCode(t, "sending the owner away", s.RemoveMember(ctx, f.account, ada, nil), tandem.Invalid)
		wantCode(t, "making the owner an agent", s.SetRole(ctx, f.account, ada, tandem.Agent, nil), tandem.Invalid)
		check(t, s.SetRole(ctx, f.account, bob, tandem.Owner, &tandem.AuditEntry{Account: f.account, Action: tandem.RoleChanged}))
		var left atomic.Int64
		var group sync.WaitGroup
		for _, person := range []int64{ada, bob} {
			group.Go(func() {
				if s.RemoveMember(ctx, f.account, person, nil) == nil {
					left.Add(1)
				}
			})
		}
		group.Wait()
		if members, err := s.Members(ctx, f.account); err != nil || left.Load() != 1 || len(members) != 1 {
			t.Errorf("%d of two owners who sent each other away left; members %v, %v", left.Load(), members, err)
		}
	})
}

func TestTheOperatorsRecordLetsIn(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		id, err := s.NextIDs(ctx, "operator", 1)
		check(t, err)
		shape := tandem.Shape{Object: "operator", Fields: []string{"name", "email", "role", "active"}}
		check(t, s.Commit(ctx, &tandem.Batch{
			Account: f.account, Lane: tandem.Lane{Account: f.account, Object: "operator"}, Shape: &shape,
			Rows: []tandem.Row{{Write: tandem.RecordWrite{
				Op: tandem.Create, ID: id, Set: tandem.AllFields(4),
				Values: tandem.Record{text("Bob"), text("bob@example.com"), text("agent"), tandem.BoolValue(false)},
			}}},
		}))
		for _, test := range []struct {
			role tandem.Role
			want bool
		}{{tandem.Agent, false}, {tandem.Administrator, false}, {tandem.Owner, true}} {
			person := invite(t, s, f.account, string(test.role)+"@example.com", test.role)
			check(t, s.LinkOperator(ctx, f.account, person, id))
			if m, err := s.Member(ctx, f.account, person); err != nil || m.Active != test.want || m.Operator != id {
				t.Errorf("%s with a record that is not active: %+v, %v", test.role, m, err)
			}
		}
	})
}

func TestSessions(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		ada, bob := invite(t, s, f.account, "ada@example.com", tandem.Owner), invite(t, s, f.account, "bob@example.com", tandem.Agent)
		now := time.Now().UTC().Truncate(time.Microsecond)
		begin := func(hash string, person int64, half bool) {
			check(t, s.CreateSession(ctx, &tandem.Session{
				Hash: []byte(hash), Person: person, Account: f.account, Half: half, Created: now, Seen: now, Expires: now.Add(time.Hour),
				Address: "192.0.2.1", Agent: "a browser\x00",
			}))
		}
		begin("a1", ada, false)
		begin("a2", ada, false)
		begin("a3", ada, true)
		begin("b1", bob, false)
		check(t, s.TouchSession(ctx, []byte("a2"), now.Add(time.Minute)))
		list, err := s.Sessions(ctx, ada)
		check(t, err)
		if len(list) != 2 || !bytes.Equal(list[0].Hash, []byte("a2")) || list[0].Address != "192.0.2.1" || list[0].Agent != "a browser " {
			t.Errorf("ada's sessions: %+v", list)
		}
		whole := tandem.Session{Hash: []byte("a4"), Person: ada, Account: f.account, Seen: now, Expires: now.Add(2 * time.Hour)}
		check(t, s.RenewSession(ctx, []byte("a3"), &whole))
		_, err = s.Session(ctx, []byte("a3"))
		wantCode(t, "the half session", err, tandem.NotFound)
		wantCode(t, "renewing it again", s.RenewSession(ctx, []byte("a3"), &whole), tandem.NotFound)
		if x, err := s.Session(ctx, []byte("a4")); err != nil || x.Half || x.Person != ada || !x.Expires.Equal(whole.Expires) {
			t.Errorf("the whole session: %+v, %v", x, err)
		}
		check(t, s.EndSession(ctx, ada, []byte("b1"))) // somebody else's
		if _, err := s.Session(ctx, []byte("b1")); err != nil {
			t.Errorf("bob was signed out by ada: %v", err)
		}
		check(t, s.SetPassword(ctx, ada, "hash", []byte("a4")))
		if list, err = s.Sessions(ctx, ada); err != nil || len(list) != 1 {
			t.Errorf("after a new password: %v, %v", list, err)
		}
		p, err := s.Person(ctx, ada)
		check(t, err)
		p.Disabled = true
		check(t, s.SavePerson(ctx, p))
		if list, err = s.Sessions(ctx, ada); err != nil || len(list) != 0 {
			t.Errorf("after being disabled: %v, %v", list, err)
		}
	})
}

func TestTwoStepIsUsedUp(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		ada := invite(t, s, setUp(t, s, "acme").account, "ada@example.com", tandem.Owner)
		check(t, s.SetSecret(ctx, ada, "sealed", 10, [][]byte{[]byte("r1"), []byte("r2")}))
		for _, test := range []struct {
			step int64
			want bool
		}{{10, false}, {11, true}, {11, false}, {12, true}, {9, false}} {
			if taken, err := s.TakeStep(ctx, ada, test.step); err != nil || taken != test.want {
				t.Errorf("step %d: %v, %v", test.step, taken, err)
			}
		}
		for _, want := range []bool{true, false} {
			if taken, err := s.TakeRecoveryCode(ctx, ada, []byte("r1")); err != nil || taken != want {
				t.Errorf("recovery code: %v, %v", taken, err)
			}
		}
		if n, err := s.RecoveryCodes(ctx, ada); err != nil || n != 1 {
			t.Errorf("%d codes left, %v", n, err)
		}
		check(t, s.SetSecret(ctx, ada, "", 0, nil))
		if p, err := s.PersonByEmail(ctx, "ada@example.com"); err != nil || p.TwoStep {
			t.Errorf("%+v, %v", p, err)
		}
	})
}

func TestAttempts(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		var passed atomic.Int64
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() {
				if s.Attempt(ctx, "person:ada", 7, time.Minute) == nil {
					passed.Add(1)
				}
			})
		}
		group.Wait()
		if passed.Load() != 7 {
			t.Errorf("%d of 20 at once passed, want 7", passed.Load())
		}
		err := s.Attempt(ctx, "person:ada", 7, time.Minute)
		wantCode(t, "one more", err, tandem.Throttled)
		if late, ok := err.(*tandem.Error); !ok || time.Until(late.Until) > time.Minute || time.Until(late.Until) < 50*time.Second { //nolint:errorlint // nothing wraps it
			t.Errorf("until %v", err)
		}
		check(t, s.Attempt(ctx, "person:bob", 7, time.Minute))
		check(t, s.ForgetAttempt(ctx, "person:ada"))
		check(t, s.Attempt(ctx, "person:ada", 1, time.Millisecond))
		time.Sleep(5 * time.Millisecond)
		check(t, s.Attempt(ctx, "person:ada", 1, time.Millisecond))
	})
}

func TestTokens(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		used := time.Now().UTC().Truncate(time.Microsecond)
		portal := tandem.Token{Account: f.account, Name: "portal", Role: tandem.ReadOnly, By: "ada", Expires: used.Add(time.Hour)}
		check(t, s.SaveToken(ctx, &portal, []byte("h1"), &tandem.AuditEntry{Account: f.account, Action: tandem.TokenCreated, Subject: "portal"}))
		check(t, s.SaveToken(ctx, &tandem.Token{Account: f.account, Name: "old", Role: tandem.Owner, Expires: used.Add(-time.Hour)}, []byte("h2"), nil))
		check(t, s.TouchToken(ctx, f.account, "portal", used))
		got, err := s.Token(ctx, []byte("h1"))
		check(t, err)
		portal.Created, portal.Used = got.Created, used
		if diff := cmp.Diff(&portal, got); diff != "" {
			t.Error(diff)
		}
		for _, hash := range []string{"h2", "h3"} {
			_, err = s.Token(ctx, []byte(hash))
			wantCode(t, "token "+hash, err, tandem.Denied)
		}
		if list, err := s.Tokens(ctx, f.account); err != nil || len(list) != 2 || list[0].Name != "old" {
			t.Errorf("tokens %v, %v", list, err)
		}
		check(t, s.RemoveToken(ctx, f.account, "portal", &tandem.AuditEntry{Account: f.account, Action: tandem.TokenRevoked}))
		wantCode(t, "again", s.RemoveToken(ctx, f.account, "portal", nil), tandem.NotFound)
		log, err := s.AuditLog(ctx, f.account, tandem.AuditQuery{})
		if err != nil || len(log) != 2 || log[0].Action != tandem.TokenRevoked || log[1].Subject != "portal" {
			t.Errorf("log %v, %v", log, err)
		}
	})
}

func TestAuditLog(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		ada := invite(t, s, f.account, "ada@example.com", tandem.Owner)
		check(t, s.Audit(ctx, &tandem.AuditEntry{Account: f.account, Who: "Ada@example.com", Action: tandem.SettingsChanged, Detail: "bad \x00 octet"}))
		check(t, s.AuditPerson(ctx, ada, &tandem.AuditEntry{Who: "ada@example.com", Action: tandem.SignedIn, Address: "192.0.2.1"}))
		check(t, s.Audit(ctx, &tandem.AuditEntry{Account: f.account, Who: "bob", Action: tandem.SettingsChanged}))
		for name, test := range map[string]struct {
			query tandem.AuditQuery
			want  []string
		}{
			"all":        {tandem.AuditQuery{}, []string{"bob", "ada@example.com", "Ada@example.com"}},
			"who":        {tandem.AuditQuery{Who: "ADA@"}, []string{"ada@example.com", "Ada@example.com"}},
			"action":     {tandem.AuditQuery{Action: tandem.SettingsChanged}, []string{"bob", "Ada@example.com"}},
			"page":       {tandem.AuditQuery{Limit: 1}, []string{"bob"}},
			"next page":  {tandem.AuditQuery{Limit: 1, Before: 3}, []string{"ada@example.com"}},
			"later":      {tandem.AuditQuery{Since: soon()}, nil},
			"till later": {tandem.AuditQuery{Until: soon(), Limit: 2}, []string{"bob", "ada@example.com"}},
			"hostile":    {tandem.AuditQuery{Who: "' or 1=1 --\x00"}, nil},
		} {
			log, err := s.AuditLog(ctx, f.account, test.query)
			check(t, err)
			var who []string
			for i := range log {
				who = append(who, log[i].Who)
			}
			if diff := cmp.Diff(test.want, who); diff != "" {
				t.Errorf("%s:\n%s", name, diff)
			}
		}
	})
}

func TestFieldRights(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		changed := make(chan store.Event, 4)
		defer s.Subscribe(func(e store.Event) { changed <- e })()
		right := func(object, field string, level tandem.Level) tandem.FieldRight {
			return tandem.FieldRight{Role: tandem.Agent, Object: object, Field: field, Level: level}
		}
		check(t, s.SaveFieldRights(ctx, f.account, "contact", []tandem.FieldRight{right("contact", "fax", tandem.Hidden)}, nil))
		check(t, s.SaveFieldRights(ctx, f.account, "customer", []tandem.FieldRight{right("customer", "fax", tandem.Hidden)}, nil))
		check(t, s.SaveFieldRights(ctx, f.account, "customer", []tandem.FieldRight{right("customer", "name", tandem.MayRead), right("customer", "fax", tandem.MayWrite)}, nil))
		got, err := s.FieldRights(ctx, f.account)
		check(t, err)
		if diff := cmp.Diff([]tandem.FieldRight{right("contact", "fax", tandem.Hidden), right("customer", "name", tandem.MayRead)}, got); diff != "" {
			t.Error(diff)
		}
		if e := <-changed; e.Account != f.account || e.Objects[0] != store.FieldRightsChanged {
			t.Errorf("event %+v", e)
		}
	})
}

func TestAccountsOfPartners(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		eve := invite(t, s, f.account, "eve@example.com", tandem.Partner)
		m := tandem.Member{Account: tandem.Account{Name: "beta"}, Person: tandem.Person{ID: eve}, Role: tandem.Partner}
		check(t, s.CreateAccount(ctx, &m, &tandem.AuditEntry{Action: tandem.AccountCreated}))
		wantCode(t, "the same name", s.CreateAccount(ctx, &m, &tandem.AuditEntry{}), tandem.Invalid)
		wantCode(t, "a name that is taken", s.RenameAccount(ctx, m.Account.ID, "acme", nil), tandem.Invalid)
		wantCode(t, "no name", s.RenameAccount(ctx, m.Account.ID, " ", nil), tandem.Usage)
		check(t, s.RenameAccount(ctx, m.Account.ID, "gamma", nil))
		places, err := s.Memberships(ctx, eve)
		check(t, err)
		if len(places) != 2 || places[1].Account.Name != "gamma" || places[1].Role != tandem.Partner {
			t.Errorf("places %+v", places)
		}
	})
}

// What ran out is swept away; what did not stays.
func TestSignInsAreSwept(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		ada := invite(t, s, setUp(t, s, "acme").account, "ada@example.com", tandem.Owner)
		for hash, expires := range map[string]time.Time{"old": time.Now().Add(-time.Hour), "new": soon()} {
			check(t, s.CreateSession(ctx, &tandem.Session{Hash: []byte(hash), Person: ada, Expires: expires}))
			check(t, s.SavePass(ctx, &tandem.Pass{Hash: []byte(hash), Person: ada, Purpose: tandem.Reset, Expires: expires}, nil))
		}
		_, err := s.Sweep(ctx)
		check(t, err)
		for hash, want := range map[string]tandem.Code{"old": tandem.NotFound, "new": ""} {
			for what, ask := range map[string]func(context.Context, []byte) error{
				"session": func(ctx context.Context, h []byte) error { _, err := s.Session(ctx, h); return err },
				"pass":    func(ctx context.Context, h []byte) error { _, err := s.Pass(ctx, h); return err },
			} {
				wantCode(t, what+" "+hash, ask(ctx, []byte(hash)), want)
			}
		}
	})
}
