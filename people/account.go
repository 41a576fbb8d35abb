package people

import (
	"context"

	"tandem"
)

// CreateAccount makes an account that the visitor owns as a partner, and enters
// it: the new cookie is returned.
func (p *People) CreateAccount(ctx context.Context, v *Visit, name string, d Device) (cookie string, err error) {
	by := v.By(d.Address)
	if err := by.need(tandem.MakeAccounts); err != nil {
		return "", err
	}
	m := tandem.Member{Account: tandem.Account{Name: name}, Person: v.Person, Role: v.Member.Role}
	if err := p.Store.CreateAccount(ctx, &m, by.entry(tandem.AccountCreated, name, "")); err != nil {
		return "", at(err, "name")
	}
	if err := p.giveRecord(ctx, &m, by.Actor); err != nil {
		return "", err
	}
	return p.Enter(ctx, v, m.Account.ID)
}

// RenameAccount gives an account another name.
func (p *People) RenameAccount(ctx context.Context, by By, name string) error {
	if err := by.need(tandem.ManageOwners); err != nil {
		return err
	}
	return at(p.Store.RenameAccount(ctx, by.Account, name, by.entry(tandem.AccountChanged, name, "")), "name")
}
