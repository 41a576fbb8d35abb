package people

import (
	"context"
	"fmt"

	"tandem"
)

// Invite gives somebody a place in an account and returns the code of the link
// that leads there. The place counts once they have come.
func (p *People) Invite(ctx context.Context, by By, email, name string, role tandem.Role) (code string, err error) {
	if !by.Role.MayGive(role) {
		return "", notAllowed()
	}
	if email, err = FoldEmail(email); err != nil {
		return "", err
	}
	operator, err := p.Operators.FindOperator(ctx, by.Account, email)
	switch {
	case tandem.CodeOf(err) == tandem.NotFound:
		operator = &Operator{Email: email, Active: true}
	case err != nil:
		return "", err
	}
	if name == "" {
		name = operator.Name
	}
	if name == "" {
		name = email
	}
	if name, err = checkName(name); err != nil {
		return "", err
	}
	if operator.Name == "" {
		operator.Name = name
	}
	if err := p.mayInvite(ctx, by.Account, email); err != nil {
		return "", err
	}
	operator.Role = role
	if operator.ID, err = p.saveRole(ctx, by.Account, by.Actor, operator); err != nil {
		return "", err
	}
	code = newSecret()
	m := tandem.Member{Account: tandem.Account{ID: by.Account}, Person: tandem.Person{Email: email, Name: name}, Operator: operator.ID, Role: role}
	pass := tandem.Pass{Hash: hashOf(code), Purpose: tandem.Invitation, Account: by.Account, Expires: p.Clock().Add(invitedFor)}
	return code, p.Store.Invite(ctx, &m, &pass, by.entry(tandem.PersonInvited, email, string(role)))
}

// mayInvite refuses who belongs to the account already, before their record is touched.
func (p *People) mayInvite(ctx context.Context, account int64, email string) error {
	person, err := p.Store.PersonByEmail(ctx, email)
	if err != nil {
		return dropNotFound(err)
	}
	m, err := p.Store.Member(ctx, account, person.ID)
	if err == nil && !m.Accepted.IsZero() {
		return tandem.Errorf(tandem.Invalid, "%s belongs to the account already", email).At("email")
	}
	return dropNotFound(err)
}

// manage reads a member whom by may change.
func (p *People) manage(ctx context.Context, by *By, person int64) (*tandem.Member, error) {
	m, err := p.Store.Member(ctx, by.Account, person)
	if err != nil {
		return nil, err
	}
	if !by.Role.MayManage(m.Role) {
		return nil, notAllowed()
	}
	return m, nil
}

// SetRole gives a member another role, in their record as well.
func (p *People) SetRole(ctx context.Context, by By, person int64, role tandem.Role) error {
	m, err := p.manage(ctx, &by, person)
	if err != nil {
		return err
	}
	if !by.Role.MayGive(role) {
		return notAllowed()
	}
	if m.Role == role {
		return nil
	}
	entry := by.entry(tandem.RoleChanged, m.Person.Email, fmt.Sprintf("%s -> %s", m.Role, role))
	if err := p.Store.SetRole(ctx, by.Account, person, role, entry); err != nil {
		return err
	}
	m.Role = role
	return p.giveRecord(ctx, m, by.Actor)
}

// SetActive says in a member's record whether the account lets them in. Owners
// are always let in.
func (p *People) SetActive(ctx context.Context, by By, person int64, active bool) error {
	m, err := p.manage(ctx, &by, person)
	if err != nil || m.Active == active {
		return err
	}
	if m.Role == tandem.Owner || m.Role == tandem.Partner {
		return tandem.Errorf(tandem.Invalid, "an owner is always let in").WithHint("change the role first")
	}
	operator, err := p.record(ctx, m)
	if err != nil {
		return err
	}
	operator.Active = active
	if _, err = p.Operators.SaveOperator(ctx, by.Account, by.Actor, operator); err != nil {
		return err
	}
	detail := "may sign in"
	if !active {
		detail = "may not sign in"
	}
	return p.Store.Audit(ctx, by.entry(tandem.PersonChanged, m.Person.Email, detail))
}

// Remove takes a member out of an account. Their record stays, for the history
// speaks of it, and says that they are not let in.
func (p *People) Remove(ctx context.Context, by By, person int64) error {
	m, err := p.manage(ctx, &by, person)
	if err != nil {
		return err
	}
	if err := p.Store.RemoveMember(ctx, by.Account, person, by.entry(tandem.PersonRemoved, m.Person.Email, string(m.Role))); err != nil {
		return err
	}
	operator, err := p.record(ctx, m)
	if err != nil || operator.ID == 0 {
		return err
	}
	operator.Active = false
	_, err = p.Operators.SaveOperator(ctx, by.Account, by.Actor, operator)
	return err
}

// record is a member's record, found or begun.
func (p *People) record(ctx context.Context, m *tandem.Member) (*Operator, error) {
	operator, err := p.Operators.FindOperator(ctx, m.Account.ID, m.Person.Email)
	if tandem.CodeOf(err) == tandem.NotFound {
		return &Operator{Name: m.Person.Name, Email: m.Person.Email, Role: m.Role, Active: true}, nil
	}
	return operator, err
}

// giveRecord makes a member's record say the role, making it when there is none.
func (p *People) giveRecord(ctx context.Context, m *tandem.Member, actor tandem.Actor) error {
	operator, err := p.record(ctx, m)
	if err != nil {
		return err
	}
	operator.Role = m.Role
	id, err := p.saveRole(ctx, m.Account.ID, actor, operator)
	if err != nil || id == m.Operator {
		return err
	}
	return p.Store.LinkOperator(ctx, m.Account.ID, m.Person.ID, id)
}

// saveRole makes a record say a role. What another system is master of stays as it
// says there: it is the membership that counts.
func (p *People) saveRole(ctx context.Context, account int64, actor tandem.Actor, operator *Operator) (int64, error) {
	id, err := p.Operators.SaveOperator(ctx, account, actor, operator)
	if operator.ID != 0 && tandem.CodeOf(err) == tandem.Forbidden {
		return operator.ID, nil
	}
	return id, err
}

// Reset makes the code of a link that sets a new password. Whoever holds it can
// become the person, so it takes somebody who manages them wherever they work: an
// administrator of one company must not get into another one by it.
func (p *People) Reset(ctx context.Context, by By, person int64) (code string, err error) {
	m, err := p.mayReset(ctx, &by, person)
	if err != nil {
		return "", err
	}
	code = newSecret()
	pass := tandem.Pass{Hash: hashOf(code), Purpose: tandem.Reset, Person: person, Expires: p.Clock().Add(resetFor)}
	return code, p.Store.SavePass(ctx, &pass, by.entry(tandem.PasswordReset, m.Person.Email, ""))
}

// ResetTwoStep switches off the codes of somebody whose device is gone.
func (p *People) ResetTwoStep(ctx context.Context, by By, person int64) error {
	m, err := p.mayReset(ctx, &by, person)
	if err != nil {
		return err
	}
	if err := p.Store.SetSecret(ctx, person, "", 0, nil); err != nil {
		return err
	}
	return p.Store.Audit(ctx, by.entry(tandem.TwoStepOff, m.Person.Email, ""))
}

func (p *People) mayReset(ctx context.Context, by *By, person int64) (*tandem.Member, error) {
	m, err := p.manage(ctx, by, person)
	if err != nil || by.Local {
		return m, err
	}
	places, err := p.Store.Memberships(ctx, person)
	if err != nil {
		return nil, err
	}
	for i := range places {
		if places[i].Account.ID == by.Account {
			continue
		}
		mine, err := p.Store.Member(ctx, places[i].Account.ID, by.Person)
		if err != nil && tandem.CodeOf(err) != tandem.NotFound {
			return nil, err
		}
		if err != nil || !mayEnter(mine) || !mine.Role.MayManage(places[i].Role) {
			return nil, tandem.Errorf(tandem.Forbidden, "%s works for other companies as well", m.Person.Email).
				WithHint("the administrator of the server can do it: tandem operator reset " + m.Person.Email)
		}
	}
	return m, nil
}

// Forgot makes a pass for somebody who has forgotten the password, to be mailed to
// nobody but them. It tells nothing else: who asks does not learn who is known
// here. The code is "" when there is nobody to write to.
func (p *People) Forgot(ctx context.Context, email string, d Device) (code string, person *tandem.Person, err error) {
	if email, err = FoldEmail(email); err != nil {
		return "", nil, err
	}
	if err := p.Store.Attempt(ctx, "reminder:"+personKey(email), triesReminder, window); err != nil {
		return "", nil, err
	}
	if err := p.Store.Attempt(ctx, "address:"+network(d.Address), triesAddress, window); err != nil {
		return "", nil, err
	}
	person, err = p.Store.PersonByEmail(ctx, email)
	if err != nil || person.Disabled {
		return "", nil, dropNotFound(err)
	}
	code = newSecret()
	pass := tandem.Pass{Hash: hashOf(code), Purpose: tandem.Reset, Person: person.ID, Expires: p.Clock().Add(resetFor)}
	if err := p.Store.SavePass(ctx, &pass, nil); err != nil {
		return "", nil, err
	}
	return code, person, p.audit(ctx, person, tandem.PasswordReset, "mail", d)
}

// Members lists the people of an account by name.
func (p *People) Members(ctx context.Context, account int64) ([]tandem.Member, error) {
	return p.Store.Members(ctx, account)
}

// Member reads a person's place in an account.
func (p *People) Member(ctx context.Context, account, person int64) (*tandem.Member, error) {
	return p.Store.Member(ctx, account, person)
}
