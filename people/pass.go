package people

import (
	"context"
	"time"

	"tandem"
)

// How long passes are worth something.
const (
	firstOwnerFor = 3 * 24 * time.Hour
	invitedFor    = 7 * 24 * time.Hour
	resetFor      = 24 * time.Hour
)

// FirstOwner makes the pass that makes the first person of all; "" when there is
// somebody already.
func (p *People) FirstOwner(ctx context.Context) (code string, err error) {
	if some, err := p.Store.HasPeople(ctx); err != nil || some {
		return "", err
	}
	code = newSecret()
	return code, p.Store.SavePass(ctx, &tandem.Pass{Hash: hashOf(code), Purpose: tandem.FirstOwner, Expires: p.Clock().Add(firstOwnerFor)}, nil)
}

// Welcome is what a pass leads to.
type Welcome struct {
	Purpose tandem.Purpose
	Email   string // whose it is; "" for the first owner, who says so
	Name    string
	Account string // Invitation: to where
	SignIn  bool   // Invitation: the person has a way to sign in, and must
}

// Look tells what a pass is for, without using it.
func (p *People) Look(ctx context.Context, code string) (*Welcome, error) {
	pass, err := p.Store.Pass(ctx, hashOf(code))
	if err != nil {
		return nil, err
	}
	w := &Welcome{Purpose: pass.Purpose}
	if pass.Purpose == tandem.FirstOwner {
		if some, err := p.Store.HasPeople(ctx); err != nil || some {
			return nil, usedUp(err)
		}
		return w, nil
	}
	person, err := p.Store.Person(ctx, pass.Person)
	if err != nil {
		return nil, err
	}
	w.Email, w.Name = person.Email, person.Name
	if pass.Purpose == tandem.Invitation {
		m, err := p.Store.Member(ctx, pass.Account, pass.Person)
		if err != nil {
			return nil, err
		}
		w.Account, w.SignIn = m.Account.Name, person.HasPassword || person.Subject != ""
	}
	return w, nil
}

func usedUp(err error) error {
	if err != nil {
		return err
	}
	return tandem.Errorf(tandem.NotFound, "this link was used already, is too old, or never existed")
}

// Choice is what the holder of a pass fills in.
type Choice struct {
	Email    string // the first owner's
	Account  string // the first account's name, when there is none yet
	Name     string
	Language string
	Password string
}

// Redeem uses a pass up and signs its holder in. visit is who has signed in on
// that device; nil = nobody.
func (p *People) Redeem(ctx context.Context, code string, f Choice, visit *Visit, d Device) (*SignedIn, error) {
	w, err := p.Look(ctx, code)
	if err != nil {
		return nil, err
	}
	r, err := p.redemption(ctx, w, f, visit)
	if err != nil {
		return nil, err
	}
	entry := &tandem.AuditEntry{Who: r.Email, Action: tandem.PersonJoined, Subject: r.Email, Address: d.Address}
	if w.Purpose == tandem.Reset {
		entry = nil // it concerns all of the person's accounts
	}
	id, account, err := p.Store.Redeem(ctx, hashOf(code), *r, entry)
	if tandem.CodeOf(err) == tandem.Usage {
		return nil, at(err, "account")
	}
	if err != nil {
		return nil, err
	}
	person, err := p.Store.Person(ctx, id)
	if err != nil {
		return nil, err
	}
	if w.Purpose == tandem.FirstOwner {
		if err := p.firstRecords(ctx, person); err != nil {
			return nil, err
		}
	}
	if w.Purpose == tandem.Reset {
		if err := p.audit(ctx, person, tandem.PasswordSet, "", d); err != nil {
			return nil, err
		}
	}
	if person.Disabled {
		return nil, tandem.Errorf(tandem.Forbidden, "this person may not sign in").WithHint("ask the administrator of the server")
	}
	if w.Purpose == tandem.Invitation && visit != nil && visit.Person.ID == id { // already in: only the account changes
		cookie, err := p.Enter(ctx, visit, account)
		return &SignedIn{Cookie: cookie}, err
	}
	if account == 0 {
		if account, err = p.home(ctx, id); err != nil {
			return nil, err
		}
	}
	if err := p.Store.ForgetAttempt(ctx, personKey(person.Email)); err != nil {
		return nil, err
	}
	return p.letIn(ctx, person, account, person.TwoStep, string(w.Purpose), d)
}

// redemption checks what the holder filled in.
func (p *People) redemption(ctx context.Context, w *Welcome, f Choice, visit *Visit) (*tandem.Redemption, error) {
	r := &tandem.Redemption{Email: w.Email, Name: w.Name, Language: f.Language, Account: f.Account}
	if visit != nil {
		r.SignedIn = visit.Person.ID
	}
	var err error
	if w.Purpose == tandem.FirstOwner {
		if r.Email, err = FoldEmail(f.Email); err != nil {
			return nil, err
		}
	}
	if w.SignIn {
		if visit == nil || visit.Person.Email != w.Email {
			return nil, tandem.Errorf(tandem.Forbidden, "sign in as %s first", w.Email)
		}
		return r, nil
	}
	if w.Purpose != tandem.Reset {
		if r.Name, err = checkName(f.Name); err != nil {
			return nil, err
		}
	}
	if err := checkPassword(f.Password, r.Email); err != nil {
		return nil, at(err, "password")
	}
	r.Password, err = p.hash(ctx, f.Password)
	return r, err
}

// firstRecords gives the first owner a record in each account.
func (p *People) firstRecords(ctx context.Context, person *tandem.Person) error {
	places, err := p.Store.Memberships(ctx, person.ID)
	if err != nil {
		return err
	}
	for i := range places {
		if err := p.giveRecord(ctx, &places[i], tandem.Actor{Origin: tandem.ByPerson, Name: person.Email, Role: tandem.Owner}); err != nil {
			return err
		}
	}
	return nil
}
