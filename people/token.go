package people

import (
	"context"
	"strings"
	"time"

	"tandem"
)

// tokenPrefix lets people and scanners of leaked secrets tell what they have found.
const tokenPrefix = "tandem_"

// maxTokenName is enough to say what a token is for.
const maxTokenName = 100

// CreateToken makes a token for a program and returns it; only its hash is kept.
// Nobody gives a program more than they have themselves. expires may be zero.
func (p *People) CreateToken(ctx context.Context, by By, t tandem.Token) (string, error) {
	if err := by.need(tandem.ManagePeople); err != nil {
		return "", err
	}
	if !by.Role.MayGive(t.Role) {
		return "", notAllowed()
	}
	t.Name = strings.TrimSpace(t.Name)
	if t.Name == "" || len(t.Name) > maxTokenName || !tandem.IsText(t.Name) {
		return "", tandem.Errorf(tandem.Invalid, "say in a few words what the token is for").At("name")
	}
	if !t.Expires.IsZero() && !t.Expires.After(p.Clock()) {
		return "", tandem.Errorf(tandem.Invalid, "it would have run out already").At("expires")
	}
	token := tokenPrefix + newSecret()
	t.Account, t.By = by.Account, by.Name
	return token, p.Store.SaveToken(ctx, &t, hashOf(token), by.entry(tandem.TokenCreated, t.Name, string(t.Role)))
}

// Tokens lists the tokens of an account.
func (p *People) Tokens(ctx context.Context, account int64) ([]tandem.Token, error) {
	return p.Store.Tokens(ctx, account)
}

// RevokeToken takes a token away: its program is out with the next request.
func (p *People) RevokeToken(ctx context.Context, by By, name string) error {
	if err := by.need(tandem.ManagePeople); err != nil {
		return err
	}
	return p.Store.RemoveToken(ctx, by.Account, name, by.entry(tandem.TokenRevoked, name, ""))
}

// Token tells which token a program brings, and notes about when. Code Denied
// when it is none.
func (p *People) Token(ctx context.Context, token string) (*tandem.Token, error) {
	t, err := p.Store.Token(ctx, hashOf(token))
	if err != nil {
		return nil, err
	}
	if now := p.Clock(); now.Sub(t.Used) >= noteFor {
		if err := p.Store.TouchToken(ctx, t.Account, t.Name, now); err != nil {
			p.Log.WarnContext(ctx, "the use of a token could not be noted", "token", t.Name, "error", err)
		}
	}
	return t, nil
}

// Bearer is the token in an Authorization header; "" when it holds none.
func Bearer(header string) string {
	scheme, token, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// TokenLasts are the lives that a token can be given.
func TokenLasts() []time.Duration {
	const day = 24 * time.Hour
	return []time.Duration{0, 30 * day, 90 * day, 365 * day}
}
