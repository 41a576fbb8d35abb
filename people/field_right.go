package people

import (
	"context"
	"sync"
	"time"

	"tandem"
	"tandem/access"
	"tandem/dictionary"
)

// rulesFor is how long rules are believed without looking again. Whoever hears
// that they changed forgets them at once; should that word be lost, not for long.
const rulesFor = 15 * time.Second

// rulesCache spares the one door a question for every write.
type rulesCache struct {
	mu    sync.Mutex
	known map[int64]knownRules
}

type knownRules struct {
	rules *access.Rules
	until time.Time
}

// Access returns an account's rules on fields.
func (p *People) Access(ctx context.Context, account int64) (*access.Rules, error) {
	now := p.Clock()
	p.rules.mu.Lock()
	known, ok := p.rules.known[account]
	p.rules.mu.Unlock()
	if ok && now.Before(known.until) {
		return known.rules, nil
	}
	stored, err := p.Store.FieldRights(ctx, account)
	if err != nil {
		return nil, err
	}
	known = knownRules{rules: access.New(stored), until: now.Add(rulesFor)}
	p.rules.mu.Lock()
	defer p.rules.mu.Unlock()
	if p.rules.known == nil {
		p.rules.known = map[int64]knownRules{}
	}
	p.rules.known[account] = known
	return known.rules, nil
}

// Forget makes the next question about an account's rules look again.
func (p *People) Forget(account int64) {
	p.rules.mu.Lock()
	defer p.rules.mu.Unlock()
	delete(p.rules.known, account)
}

// SaveFieldRights puts the rules on one object's fields in the place of those before.
func (p *People) SaveFieldRights(ctx context.Context, by By, d *dictionary.Dictionary, object string, rules []tandem.FieldRight) error {
	if err := by.need(tandem.ManageOwners); err != nil {
		return err
	}
	if err := access.Check(d, rules); err != nil {
		return err
	}
	err := p.Store.SaveFieldRights(ctx, by.Account, object, rules, by.entry(tandem.FieldRightsSet, object, ""))
	p.Forget(by.Account)
	return err
}
