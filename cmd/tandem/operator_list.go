package main

import (
	"context"
	"time"
)

type operatorListCommand struct{}

// operatorLine is a person of the account, for programs.
type operatorLine struct {
	Email   string     `json:"email"`
	Name    string     `json:"name"`
	Role    string     `json:"role"`
	State   string     `json:"state"`
	TwoStep bool       `json:"two_step"`
	Seen    *time.Time `json:"seen"`
}

// Run lists who may sign in to the account.
func (c *operatorListCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	members, err := a.store.Members(ctx, account.ID)
	if err != nil {
		return err
	}
	lines := make([]operatorLine, len(members))
	for i := range members {
		m := &members[i]
		lines[i] = operatorLine{Email: m.Person.Email, Name: m.Person.Name, Role: string(m.Role), State: "active", TwoStep: m.Person.TwoStep}
		switch {
		case m.Person.Disabled:
			lines[i].State = "disabled"
		case m.Accepted.IsZero():
			lines[i].State = "invited"
		case !m.Active:
			lines[i].State = "inactive"
		}
		if !m.Seen.IsZero() {
			lines[i].Seen = &m.Seen
		}
	}
	if a.options.JSON {
		a.printJSON(lines)
		return nil
	}
	if len(lines) == 0 {
		a.notef("nobody may sign in to %s yet: tandem operator invite EMAIL --role owner", account.Name)
		return nil
	}
	g := newGrid("E-MAIL", "NAME", "ROLE", "STATE")
	for _, l := range lines {
		g.add(l.Email, l.Name, l.Role, l.State)
	}
	g.write(a.main.Stdout)
	return nil
}
