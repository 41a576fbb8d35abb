package people

import (
	"context"

	"tandem"
)

// SignedIn is a session that has begun.
type SignedIn struct {
	Cookie string
	Half   bool // the two-step code is still to come
}

// wrong is said for whatever is wrong: who is known here is nobody's business.
func wrong() error {
	return tandem.Errorf(tandem.Forbidden, "the e-mail address or the password is wrong")
}

// SignIn lets in who knows the password.
func (p *People) SignIn(ctx context.Context, email, password string, d Device) (*SignedIn, error) {
	email, err := FoldEmail(email)
	if err != nil {
		return nil, wrong()
	}
	if err := p.trying(ctx, d, email); err != nil {
		return nil, err
	}
	person, err := p.prove(ctx, email, password)
	if err != nil {
		return nil, err
	}
	if person == nil {
		return nil, p.refuse(ctx, email, d)
	}
	if err := p.Store.ForgetAttempt(ctx, personKey(email)); err != nil {
		return nil, err
	}
	account, err := p.home(ctx, person.ID)
	if err != nil {
		return nil, err
	}
	return p.letIn(ctx, person, account, person.TwoStep, "", d)
}

// prove returns the person who has that password; nil when nobody has.
func (p *People) prove(ctx context.Context, email, password string) (*tandem.Person, error) {
	person, err := p.Store.PersonByEmail(ctx, email)
	if err != nil && tandem.CodeOf(err) != tandem.NotFound {
		return nil, err
	}
	// Nobody is looked up like somebody: the time of the answer tells nothing.
	id := int64(0)
	if person != nil {
		id = person.ID
	}
	c, err := p.Store.Credentials(ctx, id)
	if dropNotFound(err) != nil {
		return nil, err
	}
	same, err := p.matches(ctx, password, c.Password)
	if err != nil || !same || person == nil || person.Disabled {
		return nil, err
	}
	return person, nil
}

// refuse notes a failure with those whom it concerns, and says that it failed.
func (p *People) refuse(ctx context.Context, email string, d Device) error {
	person, err := p.Store.PersonByEmail(ctx, email)
	if err != nil {
		p.Log.WarnContext(ctx, "somebody unknown tried to sign in", "address", d.Address)
		person = &tandem.Person{} // whom it concerns is nobody, and that takes as long
	}
	if err := p.audit(ctx, person, tandem.SignInFailed, "", d); err != nil {
		p.Log.ErrorContext(ctx, "a failed sign-in could not be noted", "error", err)
	}
	return wrong()
}

// letIn begins a session and notes it, once it is whole.
func (p *People) letIn(ctx context.Context, person *tandem.Person, account int64, half bool, how string, d Device) (*SignedIn, error) {
	cookie, err := p.begin(ctx, person, account, half, d)
	if err != nil {
		return nil, err
	}
	if !half {
		if err := p.audit(ctx, person, tandem.SignedIn, how, d); err != nil {
			return nil, err
		}
	}
	return &SignedIn{Cookie: cookie, Half: half}, nil
}
