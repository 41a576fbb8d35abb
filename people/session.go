package people

import (
	"context"
	"encoding/hex"
	"time"

	"tandem"
)

// How long a session lasts.
const (
	idleFor  = 12 * time.Hour      // without a request
	lastsFor = 14 * 24 * time.Hour // whatever happens
	halfFor  = 10 * time.Minute    // between password and code
	noteFor  = time.Minute         // a use is noted so often
)

// Visit is somebody signed in, in an account or, before they chose one, in none.
type Visit struct {
	Session tandem.Session
	Person  tandem.Person
	Member  *tandem.Member // nil = no account lets them in
}

// By is the visitor as somebody who asks for a change.
func (v *Visit) By(address string) By {
	by := By{Actor: tandem.Actor{Origin: tandem.ByPerson, Name: v.Person.Email}, Person: v.Person.ID, Address: address}
	if v.Member != nil {
		by.Role, by.Account = v.Member.Role, v.Member.Account.ID
	}
	return by
}

// Visit tells whose cookie it is; nil when nobody's, or the code is still to come.
func (p *People) Visit(ctx context.Context, cookie string) (*Visit, error) {
	x, err := p.session(ctx, cookie)
	if err != nil || x == nil || x.Half {
		return nil, err
	}
	v := &Visit{Session: *x}
	if x.Account != 0 {
		m, err := p.Store.Member(ctx, x.Account, x.Person)
		switch {
		case err == nil && mayEnter(m):
			v.Member, v.Person = m, m.Person
			return v, p.note(ctx, x)
		case err != nil && tandem.CodeOf(err) != tandem.NotFound:
			return nil, err
		}
	}
	person, err := p.Store.Person(ctx, x.Person)
	if err != nil || person.Disabled {
		return nil, dropNotFound(err)
	}
	v.Person = *person
	return v, p.note(ctx, x)
}

func dropNotFound(err error) error {
	if tandem.CodeOf(err) == tandem.NotFound {
		return nil
	}
	return err
}

// mayEnter reports whether an account lets a member in.
func mayEnter(m *tandem.Member) bool {
	return m.Active && !m.Accepted.IsZero() && !m.Person.Disabled
}

// session finds a session that has not run out; nil when there is none.
func (p *People) session(ctx context.Context, cookie string) (*tandem.Session, error) {
	if cookie == "" {
		return nil, nil //nolint:nilnil // nobody is no error
	}
	x, err := p.Store.Session(ctx, hashOf(cookie))
	if err != nil {
		return nil, dropNotFound(err)
	}
	now := p.Clock()
	if now.After(x.Expires) || now.Sub(x.Seen) > idleFor {
		return nil, p.Store.EndSession(ctx, x.Person, x.Hash)
	}
	return x, nil
}

// note keeps when a session was used, about.
func (p *People) note(ctx context.Context, x *tandem.Session) error {
	now := p.Clock()
	if now.Sub(x.Seen) < noteFor {
		return nil
	}
	return p.Store.TouchSession(ctx, x.Hash, now)
}

// begin signs a person in on a device and returns the cookie. half: the code is
// still to come.
func (p *People) begin(ctx context.Context, person *tandem.Person, account int64, half bool, d Device) (string, error) {
	now, cookie := p.Clock(), newSecret()
	x := tandem.Session{
		Hash: hashOf(cookie), Person: person.ID, Account: account, Half: half, Created: now, Seen: now, Expires: now.Add(lastsFor),
		Address: d.Address, Agent: shortened(d.Agent),
	}
	if half {
		x.Expires = now.Add(halfFor)
	}
	return cookie, p.Store.CreateSession(ctx, &x)
}

// maxAgent is enough of what a browser says to tell one's own devices apart.
const maxAgent = 200

func shortened(s string) string { return s[:min(len(s), maxAgent)] }

// renew gives a session another cookie: what it was worth before is not worth
// what it is from now on.
func (p *People) renew(ctx context.Context, x *tandem.Session, change func(*tandem.Session)) (string, error) {
	cookie, next := newSecret(), *x
	next.Hash, next.Seen = hashOf(cookie), p.Clock()
	change(&next)
	return cookie, p.Store.RenewSession(ctx, x.Hash, &next)
}

// home is the account where a person's session begins: the only one. Who has
// several chooses; 0 when there is none, or a choice.
func (p *People) home(ctx context.Context, person int64) (int64, error) {
	places, err := p.Places(ctx, person)
	if err != nil || len(places) != 1 {
		return 0, err
	}
	return places[0].Account.ID, nil
}

// Places lists the accounts that let a person in.
func (p *People) Places(ctx context.Context, person int64) ([]tandem.Member, error) {
	all, err := p.Store.Memberships(ctx, person)
	if err != nil {
		return nil, err
	}
	places := all[:0]
	for i := range all {
		if mayEnter(&all[i]) {
			places = append(places, all[i])
		}
	}
	return places, nil
}

// Enter changes to another account and returns the new cookie: rights differ there.
func (p *People) Enter(ctx context.Context, v *Visit, account int64) (string, error) {
	m, err := p.Store.Member(ctx, account, v.Person.ID)
	if err != nil {
		return "", err
	}
	if !mayEnter(m) {
		return "", tandem.Errorf(tandem.NotFound, "this person does not belong to the account")
	}
	return p.renew(ctx, &v.Session, func(x *tandem.Session) { x.Account = account })
}

// SignOut ends a session.
func (p *People) SignOut(ctx context.Context, v *Visit, d Device) error {
	if err := p.Store.EndSession(ctx, v.Person.ID, v.Session.Hash); err != nil {
		return err
	}
	return p.audit(ctx, &v.Person, tandem.SignedOut, "", d)
}

// SessionName is how a session is named on pages: nobody can sign in with it.
func SessionName(x *tandem.Session) string { return hex.EncodeToString(x.Hash[:8]) }

// EndSession signs out another of one's own sessions, by its name.
func (p *People) EndSession(ctx context.Context, v *Visit, name string) error {
	all, err := p.Store.Sessions(ctx, v.Person.ID)
	if err != nil {
		return err
	}
	for i := range all {
		if SessionName(&all[i]) == name {
			return p.Store.EndSession(ctx, v.Person.ID, all[i].Hash)
		}
	}
	return nil // it ended by itself
}

// EndOthers signs out everywhere else.
func (p *People) EndOthers(ctx context.Context, v *Visit, d Device) error {
	n, err := p.Store.EndSessions(ctx, v.Person.ID, v.Session.Hash)
	if err != nil || n == 0 {
		return err
	}
	return p.audit(ctx, &v.Person, tandem.SessionsEnded, "", d)
}

// audit notes what a person did about themselves, in all of their accounts.
func (p *People) audit(ctx context.Context, person *tandem.Person, action tandem.AuditAction, detail string, d Device) error {
	return p.Store.AuditPerson(ctx, person.ID, &tandem.AuditEntry{
		Who: person.Email, Action: action, Subject: person.Email, Detail: detail, Address: d.Address,
	})
}

// Sessions lists where a person is signed in, the session used last first.
func (p *People) Sessions(ctx context.Context, person int64) ([]tandem.Session, error) {
	return p.Store.Sessions(ctx, person)
}
