package people

import (
	"context"
	"slices"
	"time"

	"tandem"
)

// Profile is what people say about themselves.
type Profile struct {
	Name     string
	Language string
	Zone     string
	Theme    string
}

// SaveProfile stores a profile.
func (p *People) SaveProfile(ctx context.Context, v *Visit, f Profile) error {
	name, err := checkName(f.Name)
	if err != nil {
		return err
	}
	if !slices.Contains([]string{"", "light", "dark"}, f.Theme) {
		return tandem.Errorf(tandem.Invalid, "there is no such theme").At("theme")
	}
	if _, err := time.LoadLocation(f.Zone); err != nil || f.Zone == "Local" {
		return tandem.Errorf(tandem.Invalid, "there is no time zone %q", f.Zone).At("zone")
	}
	person := v.Person
	person.Name, person.Language, person.Zone, person.Theme = name, f.Language, f.Zone, f.Theme
	return p.Store.SavePerson(ctx, &person)
}

// ChangePassword sets a new password for who knows the old one, ends all other
// sessions and gives this one another cookie.
func (p *People) ChangePassword(ctx context.Context, v *Visit, old, password string, d Device) (string, error) {
	if err := checkPassword(password, v.Person.Email); err != nil {
		return "", at(err, "password")
	}
	if err := p.confirm(ctx, v, old, d); err != nil {
		return "", at(err, "old")
	}
	hash, err := p.hash(ctx, password)
	if err != nil {
		return "", err
	}
	if err := p.Store.SetPassword(ctx, v.Person.ID, hash, v.Session.Hash); err != nil {
		return "", err
	}
	if err := p.audit(ctx, &v.Person, tandem.PasswordSet, "", d); err != nil {
		return "", err
	}
	return p.renew(ctx, &v.Session, func(*tandem.Session) {})
}

// confirm makes sure that the person themselves sits there. Who has no password
// comes by the OpenID provider and has nothing to confirm with.
func (p *People) confirm(ctx context.Context, v *Visit, password string, d Device) error {
	c, err := p.Store.Credentials(ctx, v.Person.ID)
	if err != nil || c.Password == "" {
		return err
	}
	if err := p.trying(ctx, d, v.Person.Email); err != nil {
		return err
	}
	same, err := p.matches(ctx, password, c.Password)
	if err != nil {
		return err
	}
	if !same {
		return tandem.Errorf(tandem.Forbidden, "the password is wrong")
	}
	return p.Store.ForgetAttempt(ctx, personKey(v.Person.Email))
}

// at names the field that an error is about.
func at(err error, field string) error {
	if e, ok := err.(*tandem.Error); ok { //nolint:errorlint // a wrapped one says itself where
		return e.At(field)
	}
	return err
}
