package people_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"tandem"
	"tandem/access"
	"tandem/dictionary"
	"tandem/people"
)

func TestTheFirstOwner(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		code, err := w.FirstOwner(ctx)
		w.must(err)
		for name, f := range map[string]people.Choice{
			"no address":     {Email: "ada", Name: "Ada", Account: "acme", Password: password},
			"no name":        {Email: "ada@example.com", Account: "acme", Password: password},
			"short password": {Email: "ada@example.com", Name: "Ada", Account: "acme", Password: "short"},
			"easy password":  {Email: "ada@example.com", Name: "Ada", Account: "acme", Password: "ada@example.com"},
			"one letter":     {Email: "ada@example.com", Name: "Ada", Account: "acme", Password: "aaaaaaaaaaaaaaaa"},
		} {
			_, err := w.Redeem(ctx, code, f, nil, desk)
			w.refused(name, err, tandem.Invalid)
		}
		_, err = w.Redeem(ctx, "another code", people.Choice{Email: "ada@example.com", Name: "Ada", Account: "acme", Password: password}, nil, desk)
		w.refused("another code", err, tandem.NotFound)
		in, err := w.Redeem(ctx, code, people.Choice{Email: " Ada@Example.com", Name: "Ada", Account: "acme", Password: password}, nil, desk)
		w.must(err)
		v := w.visit(in.Cookie)
		if v.Member == nil || v.Member.Role != tandem.Owner || v.Person.Email != "ada@example.com" || v.Member.Operator == 0 {
			t.Errorf("visit %+v", v)
		}
		if code, err = w.FirstOwner(ctx); err != nil || code != "" {
			t.Errorf("another first owner: %q, %v", code, err)
		}
		if got := w.actions(v.Member.Account.ID); got != "person_joined sign_in" {
			t.Errorf("log: %s", got)
		}
	})
}

func TestSignIn(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		ada := w.owner("ada@example.com")
		in, err := w.SignIn(ctx, "ADA@example.com ", password, desk)
		w.must(err)
		if in.Half || w.visit(in.Cookie).Person.ID != ada.Person.ID {
			t.Errorf("signed in: %+v", in)
		}
		// Whoever is wrong, and however, hears the same.
		_, unknown := w.SignIn(ctx, "eve@example.com", password, desk)
		_, wrong := w.SignIn(ctx, "ada@example.com", "wrong password", desk)
		_, none := w.SignIn(ctx, "no address", strings.Repeat("x", 100_000), desk)
		if unknown == nil || wrong == nil || none == nil || unknown.Error() != wrong.Error() || wrong.Error() != none.Error() {
			t.Errorf("answers: %v; %v; %v", unknown, wrong, none)
		}
		person := ada.Person
		person.Disabled = true
		w.must(w.store.SavePerson(ctx, &person))
		_, disabled := w.SignIn(ctx, "ada@example.com", password, desk)
		if disabled == nil || disabled.Error() != wrong.Error() {
			t.Errorf("a disabled person: %v", disabled)
		}
		if v, err := w.Visit(ctx, in.Cookie); err != nil || v != nil {
			t.Errorf("a disabled person is still in: %v, %v", v, err)
		}
	})
}

func TestTooManyTries(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.owner("ada@example.com")
		// Nobody learns from being kept out who is known here.
		for _, email := range []string{"ada@example.com", "nobody@example.com"} {
			tries := 0
			for ; tries < 50; tries++ {
				if _, err := w.SignIn(ctx, email, "wrong password", people.Device{Address: fmt.Sprintf("192.0.2.%d", tries)}); tandem.CodeOf(err) == tandem.Throttled {
					break
				}
			}
			if tries != 10 {
				t.Errorf("%s is kept out after %d tries, want 10", email, tries)
			}
		}
		_, err := w.SignIn(ctx, "ada@example.com", password, desk)
		w.refused("the right password meanwhile", err, tandem.Throttled)
		tries := 0
		for ; tries < 200; tries++ {
			if _, err := w.SignIn(ctx, fmt.Sprintf("somebody%d@example.com", tries), "x", people.Device{Address: fmt.Sprintf("2001:db8::%x", tries)}); tandem.CodeOf(err) == tandem.Throttled {
				break
			}
		}
		if tries != 60 {
			t.Errorf("a network is kept out after %d tries, want 60", tries)
		}
	})
}

func TestSessionsEnd(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.owner("ada@example.com")
		begin := func() string {
			in, err := w.SignIn(ctx, "ada@example.com", password, desk)
			w.must(err)
			return in.Cookie
		}
		gone := func(what, cookie string) {
			t.Helper()
			if v, err := w.Visit(ctx, cookie); err != nil || v != nil {
				t.Errorf("%s: %v, %v", what, v, err)
			}
		}
		idle, busy := begin(), begin()
		for range 6 {
			w.pass(3 * time.Hour)
			w.visit(busy)
		}
		gone("a session that nobody used for 18 hours", idle)
		for range 13 * 8 {
			w.pass(3 * time.Hour)
			if v, err := w.Visit(ctx, busy); err != nil || v == nil && time.Until(w.clock()) < 13*24*time.Hour {
				t.Fatalf("after %v: %v, %v", time.Until(w.clock()), v, err)
			}
		}
		w.pass(11 * time.Hour)
		gone("a session of two weeks", busy)

		one, two, three := begin(), begin(), begin()
		w.must(w.SignOut(ctx, w.visit(one), desk))
		gone("after signing out", one)
		next, err := w.ChangePassword(ctx, w.visit(two), password, "another good password", desk)
		w.must(err)
		gone("another session after a new password", three)
		gone("the old cookie after a new password", two)
		w.visit(next)
		_, err = w.ChangePassword(ctx, w.visit(next), "wrong password", "yet another password", desk)
		w.refused("with a wrong password", err, tandem.Forbidden)
		_, err = w.SignIn(ctx, "ada@example.com", password, desk)
		w.refused("the old password", err, tandem.Forbidden)
		in, err := w.SignIn(ctx, "ada@example.com", "another good password", desk)
		w.must(err)
		sessions, err := w.store.Sessions(ctx, w.visit(in.Cookie).Person.ID)
		w.must(err)
		if len(sessions) != 2 {
			t.Fatalf("%d sessions", len(sessions))
		}
		w.must(w.EndSession(ctx, w.visit(in.Cookie), people.SessionName(&w.visit(next).Session)))
		gone("a session ended from another one", next)
	})
}

func TestTwoStep(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		ada := w.owner("ada@example.com")
		enrolment, err := w.Enrol(&ada.Person)
		w.must(err)
		code := func() string {
			text, err := totp.GenerateCode(enrolment.Secret, w.clock())
			w.must(err)
			return text
		}
		_, err = w.TwoStepOn(ctx, ada, enrolment.Sealed, "000000", desk)
		w.refused("a wrong first code", err, tandem.Forbidden)
		_, err = w.TwoStepOn(ctx, ada, "sealed:person/99/two-step:ABC", code(), desk)
		w.refused("somebody else's secret", err, tandem.Invalid)
		recovery, err := w.TwoStepOn(ctx, ada, enrolment.Sealed, code(), desk)
		w.must(err)
		if c, err := w.store.Credentials(ctx, ada.Person.ID); err != nil || c.Secret == enrolment.Secret || !strings.HasPrefix(c.Secret, "sealed:") {
			t.Errorf("the secret is stored as %q, %v", c.Secret, err)
		}

		half := func() string {
			in, err := w.SignIn(ctx, "ada@example.com", password, desk)
			w.must(err)
			if !in.Half {
				t.Fatal("no code is asked for")
			}
			if v, err := w.Visit(ctx, in.Cookie); err != nil || v != nil {
				t.Fatalf("half a session lets in: %v, %v", v, err)
			}
			return in.Cookie
		}
		cookie := half()
		_, err = w.SecondStep(ctx, cookie, code(), desk)
		w.refused("the code that was used to switch codes on", err, tandem.Forbidden)
		w.pass(30 * time.Second)
		now := code()
		next, err := w.SecondStep(ctx, cookie, now, desk)
		w.must(err)
		w.visit(next)
		if v, err := w.Visit(ctx, cookie); err != nil || v != nil {
			t.Errorf("the cookie of before the code lets in: %v, %v", v, err)
		}
		_, err = w.SecondStep(ctx, half(), now, desk)
		w.refused("a code used again", err, tandem.Forbidden)
		next, err = w.SecondStep(ctx, half(), " "+strings.ToUpper(recovery[3])+" ", desk)
		w.must(err)
		w.visit(next)
		_, err = w.SecondStep(ctx, half(), recovery[3], desk)
		w.refused("a recovery code used again", err, tandem.Forbidden)

		cookie = half()
		for range 8 {
			_, err = w.SecondStep(ctx, cookie, "123456", desk)
		}
		w.refused("the ninth code", err, tandem.Throttled)
		w.pass(11 * time.Minute)
		_, err = w.SecondStep(ctx, cookie, code(), desk)
		w.refused("half a session of before", err, tandem.NotFound)

		v := w.visit(next)
		w.refused("switching off with a wrong password", w.TwoStepOff(ctx, v, "wrong password", desk), tandem.Forbidden)
		w.must(w.TwoStepOff(ctx, v, password, desk))
		if in, err := w.SignIn(ctx, "ada@example.com", password, desk); err != nil || in.Half {
			t.Errorf("switched off: %+v, %v", in, err)
		}
		if log := w.actions(ada.Member.Account.ID); !strings.Contains(log, "two_step_on") || !strings.Contains(log, "sign_in_failed") || !strings.HasSuffix(log, "two_step_off sign_in") {
			t.Errorf("log: %s", log)
		}
	})
}

func TestRolesAreGivenFromAbove(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		ada := w.owner("ada@example.com")
		account := ada.Member.Account.ID
		admin, agent := w.guest(ada, "adam@example.com", tandem.Administrator), w.guest(ada, "bob@example.com", tandem.Agent)
		by, weak := admin.By(""), agent.By("")

		for _, role := range []tandem.Role{tandem.Owner, tandem.Partner, "emperor", ""} {
			_, err := w.Invite(ctx, by, "eve@example.com", "", role)
			w.refused("an administrator invites a "+string(role), err, tandem.Forbidden)
			w.refused("an administrator makes a "+string(role), w.SetRole(ctx, by, agent.Person.ID, role), tandem.Forbidden)
			_, err = w.CreateToken(ctx, by, tandem.Token{Name: "t", Role: role})
			w.refused("an administrator's token for a "+string(role), err, tandem.Forbidden)
		}
		_, err := w.Invite(ctx, ada.By(""), "eve@example.com", "", tandem.Partner)
		w.refused("an owner invites a partner", err, tandem.Forbidden)
		w.refused("an administrator changes an owner", w.SetRole(ctx, by, ada.Person.ID, tandem.Agent), tandem.Forbidden)
		w.refused("an administrator removes an owner", w.Remove(ctx, by, ada.Person.ID), tandem.Forbidden)
		_, err = w.Reset(ctx, by, ada.Person.ID)
		w.refused("an administrator resets an owner", err, tandem.Forbidden)
		_, err = w.Invite(ctx, weak, "eve@example.com", "", tandem.ReadOnly)
		w.refused("an agent invites", err, tandem.Forbidden)
		_, err = w.CreateToken(ctx, weak, tandem.Token{Name: "t", Role: tandem.ReadOnly})
		w.refused("an agent's token", err, tandem.Forbidden)
		w.refused("an agent's rules", w.SaveFieldRights(ctx, weak, dictionary.Standard(), "customer", nil), tandem.Forbidden)
		_, err = w.CreateAccount(ctx, ada, "beta", desk)
		w.refused("an owner's new account", err, tandem.Forbidden)

		w.must(w.SetRole(ctx, by, agent.Person.ID, tandem.ReadOnly))
		if o, err := w.Operators.FindOperator(ctx, account, "bob@example.com"); err != nil || o.Role != tandem.ReadOnly {
			t.Errorf("bob's record: %+v, %v", o, err)
		}
		again := w.visit(w.signIn("bob@example.com"))
		if again.Member.Role != tandem.ReadOnly {
			t.Errorf("bob is %s", again.Member.Role)
		}
		w.must(w.Remove(ctx, by, agent.Person.ID))
		if v := w.visit(w.signIn("bob@example.com")); v.Member != nil {
			t.Error("bob is still a member")
		}
		w.refused("the last owner leaves", w.Remove(ctx, ada.By(""), ada.Person.ID), tandem.Invalid)
		if log := w.actions(account); !strings.Contains(log, "role_changed") || !strings.Contains(log, "person_removed") || !strings.Contains(log, "person_invited") {
			t.Errorf("log: %s", log)
		}
	})
}

func (w *world) signIn(email string) string {
	w.t.Helper()
	in, err := w.SignIn(w.t.Context(), email, password, desk)
	w.must(err)
	return in.Cookie
}

// Whoever manages people in one company gets by it into no other one.
func TestAnAdministratorOfOneCompanyStaysOutOfTheOthers(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		ada := w.owner("ada@example.com")
		mine := ada.Member.Account.ID
		bob := w.guest(ada, "bob@example.com", tandem.Agent)
		other := tandem.Member{Account: tandem.Account{Name: "beta"}, Person: ada.Person, Role: tandem.Owner}
		w.must(w.store.CreateAccount(ctx, &other, &tandem.AuditEntry{}))
		eve := tandem.Member{Account: other.Account, Person: tandem.Person{Email: "eve@example.com", Name: "Eve"}, Role: tandem.Owner, Accepted: w.clock()}
		w.must(w.store.Invite(ctx, &eve, nil, nil))
		w.must(w.store.RemoveMember(ctx, other.Account.ID, ada.Person.ID, nil))

		early, err := w.Reset(ctx, ada.By(""), bob.Person.ID)
		w.must(err)
		by := people.By{Actor: tandem.Actor{Name: "eve@example.com", Role: tandem.Owner}, Account: other.Account.ID, Person: eve.Person.ID}
		code, err := w.Invite(ctx, by, "bob@example.com", "", tandem.Agent)
		w.must(err)
		look, err := w.Look(ctx, code)
		if err != nil || !look.SignIn || look.Account != "beta" {
			t.Errorf("the invitation of somebody who is there: %+v, %v", look, err)
		}
		_, err = w.Redeem(ctx, code, people.Choice{Name: "Mallory", Password: password}, nil, desk)
		w.refused("with the link alone", err, tandem.Forbidden)
		_, err = w.Redeem(ctx, code, people.Choice{}, ada, desk)
		w.refused("as somebody else", err, tandem.Forbidden)
		in, err := w.Redeem(ctx, code, people.Choice{}, bob, desk)
		w.must(err)
		if v := w.visit(in.Cookie); v.Member == nil || v.Member.Account.Name != "beta" {
			t.Errorf("bob came to %+v", v.Member)
		}
		_, err = w.Redeem(ctx, early, people.Choice{Password: "known to ada now"}, nil, desk)
		w.refused("a link of before", err, tandem.NotFound)
		_, err = w.Reset(ctx, ada.By(""), bob.Person.ID)
		w.refused("a new link", err, tandem.Forbidden)
		w.refused("switching off his codes", w.ResetTwoStep(ctx, ada.By(""), bob.Person.ID), tandem.Forbidden)
		_, err = w.Reset(ctx, ada.By(""), eve.Person.ID)
		w.refused("somebody of the other company", err, tandem.NotFound)
		_, err = w.Reset(ctx, people.By{Actor: tandem.Actor{Role: tandem.Partner}, Account: mine, Local: true}, bob.Person.ID)
		w.must(err)
	})
}

func TestReset(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		ada := w.owner("ada@example.com")
		bob := w.guest(ada, "bob@example.com", tandem.Agent)
		cookie := w.signIn("bob@example.com")
		code, err := w.Reset(ctx, ada.By(""), bob.Person.ID)
		w.must(err)
		second, person, err := w.Forgot(ctx, "Bob@example.com", desk)
		if err != nil || second == "" || person.ID != bob.Person.ID {
			t.Fatalf("forgot: %q, %v, %v", second, person, err)
		}
		if nobody, _, err := w.Forgot(ctx, "nobody@example.com", desk); err != nil || nobody != "" {
			t.Errorf("forgot nobody: %q, %v", nobody, err)
		}
		in, err := w.Redeem(ctx, code, people.Choice{Password: "a password of today"}, nil, desk)
		w.must(err)
		if v := w.visit(in.Cookie); v.Person.ID != bob.Person.ID || v.Member == nil {
			t.Errorf("visit %+v", v)
		}
		if v, err := w.Visit(ctx, cookie); err != nil || v != nil {
			t.Errorf("a session of before: %v, %v", v, err)
		}
		for _, used := range []string{code, second} {
			_, err = w.Redeem(ctx, used, people.Choice{Password: password}, nil, desk)
			w.refused("another link of before", err, tandem.NotFound)
		}
		for range 3 {
			_, _, err = w.Forgot(ctx, "bob@example.com", desk)
		}
		w.refused("the fourth mail", err, tandem.Throttled)
	})
}

func TestPartnersLookAfterAccounts(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		ada := w.owner("ada@example.com")
		cli := people.By{Actor: tandem.Actor{Origin: tandem.ByPerson, Name: "root", Role: tandem.Partner}, Account: ada.Member.Account.ID, Local: true}
		code, err := w.Invite(ctx, cli, "pat@example.com", "Pat", tandem.Partner)
		w.must(err)
		in, err := w.Redeem(ctx, code, people.Choice{Name: "Pat", Password: password}, nil, desk)
		w.must(err)
		pat := w.visit(in.Cookie)
		cookie, err := w.CreateAccount(ctx, pat, "beta", desk)
		w.must(err)
		if v, err := w.Visit(ctx, in.Cookie); err != nil || v != nil {
			t.Error("the cookie of before works in the new account")
		}
		beta := w.visit(cookie)
		if beta.Member.Account.Name != "beta" || beta.Member.Role != tandem.Partner || beta.Session.Places != 2 || beta.Member.Operator == 0 {
			t.Errorf("visit %+v", beta.Member)
		}
		if cookie, err = w.Enter(ctx, beta, ada.Member.Account.ID); err != nil {
			t.Fatal(err)
		}
		if v := w.visit(cookie); v.Member.Account.Name != "acme" {
			t.Errorf("changed to %s", v.Member.Account.Name)
		}
		_, err = w.Enter(ctx, ada, beta.Member.Account.ID)
		w.refused("a stranger enters", err, tandem.NotFound)
		// Who has several places chooses.
		if v := w.visit(w.signIn("pat@example.com")); v.Member != nil || v.Session.Places != 2 {
			t.Errorf("after signing in: %+v", v)
		}
		// An owner sends the partner away.
		w.must(w.Remove(ctx, ada.By(""), pat.Person.ID))
		if v := w.visit(cookie); v.Member != nil {
			t.Error("a partner who was sent away is still in the account")
		}
		if v := w.visit(w.signIn("pat@example.com")); v.Member == nil || v.Member.Account.Name != "beta" {
			t.Errorf("with one place left: %+v", v)
		}
	})
}

func TestInactiveRecordsKeepOut(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		ada := w.owner("ada@example.com")
		account := ada.Member.Account.ID
		w.refused("an owner", w.SetActive(ctx, ada.By(""), ada.Person.ID, false), tandem.Invalid)
		bob := w.guest(ada, "bob@example.com", tandem.Agent)
		w.must(w.SetActive(ctx, ada.By(""), bob.Person.ID, false))
		if o, err := w.Operators.FindOperator(ctx, account, "bob@example.com"); err != nil || o.Active {
			t.Errorf("bob's record: %+v, %v", o, err)
		}
	})
}

func TestTokensAreShownOnce(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		ada := w.owner("ada@example.com")
		account := ada.Member.Account.ID
		text, err := w.CreateToken(ctx, ada.By(""), tandem.Token{Name: " portal ", Role: tandem.Agent, Expires: w.clock().Add(time.Hour)})
		w.must(err)
		token, err := w.Token(ctx, people.Bearer("bearer  "+text))
		if err != nil || token.Name != "portal" || token.Role != tandem.Agent || token.By != "ada@example.com" || token.Actor().Role != tandem.Agent {
			t.Errorf("token %+v, %v", token, err)
		}
		list, err := w.Tokens(ctx, account)
		if err != nil || len(list) != 1 || !list[0].Used.Equal(w.clock()) {
			t.Errorf("tokens %+v, %v", list, err)
		}
		for _, bad := range []string{"", text + "x", "Basic " + text} {
			_, err := w.Token(ctx, people.Bearer("Bearer "+bad))
			w.refused("token "+bad, err, tandem.Denied)
		}
		w.pass(2 * time.Hour)
		_, err = w.Token(ctx, text)
		w.refused("one that ran out", err, tandem.Denied)
		_, err = w.CreateToken(ctx, ada.By(""), tandem.Token{Name: "old", Role: tandem.Agent, Expires: w.clock()})
		w.refused("one that has run out already", err, tandem.Invalid)
		w.must(w.RevokeToken(ctx, ada.By(""), "portal"))
		w.refused("twice", w.RevokeToken(ctx, ada.By(""), "portal"), tandem.NotFound)
	})
}

func TestRulesAreForgotten(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		ada := w.owner("ada@example.com")
		account := ada.Member.Account.ID
		level := func() tandem.Level {
			rules, err := w.Access(ctx, account)
			w.must(err)
			return rules.Level(tandem.Agent, "customer", "name")
		}
		hide := []tandem.FieldRight{{Role: tandem.Agent, Object: "customer", Field: "name", Level: tandem.Hidden}}
		if got := level(); got != tandem.MayWrite {
			t.Errorf("without rules: %s", got)
		}
		w.must(w.SaveFieldRights(ctx, ada.By(""), dictionary.Standard(), "customer", hide))
		if got := level(); got != tandem.Hidden {
			t.Errorf("after saving: %s", got)
		}
		w.must(w.store.SaveFieldRights(ctx, account, "customer", nil, nil)) // another node
		if got := level(); got != tandem.Hidden {
			t.Errorf("the rules are asked for each time: %s", got)
		}
		w.pass(time.Minute)
		if got := level(); got != tandem.MayWrite {
			t.Errorf("the rules of before are believed for ever: %s", got)
		}
		owner := []tandem.FieldRight{{Role: tandem.Owner, Object: "customer", Field: "name", Level: tandem.Hidden}}
		w.refused("a rule on owners", w.SaveFieldRights(ctx, ada.By(""), dictionary.Standard(), "customer", owner), tandem.Invalid)
		if len(access.Restrictable()) != 3 {
			t.Error("other roles than three can be restricted")
		}
	})
}
