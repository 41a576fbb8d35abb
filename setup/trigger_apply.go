package setup

import (
	"context"
	"fmt"
	"maps"
)

// triggerSealPlace binds a sealed value of a trigger to where it belongs.
func triggerSealPlace(account int64, trigger, key string) string {
	return fmt.Sprintf("%d/trigger/%s/%s", account, trigger, key)
}

// sealTrigger resolves the references in a trigger and seals what must not be read.
func (a *applying) sealTrigger(y *Trigger) {
	if y.Removed {
		return
	}
	before := &Trigger{}
	if old, ok := triggerNamed(a.stored.Triggers, y.Name); ok {
		before = old
	}
	y.Headers = maps.Clone(y.Headers)
	for _, k := range y.secrets() {
		if value := k.get(y); value != "" {
			a.sealKey(y, before, k, value)
		}
	}
}

func (a *applying) sealKey(y, before *Trigger, k *secretKey, value string) {
	place := y.Places.Of(k.key)
	if value == Hidden {
		sealed, ok := before.Sealed[k.key]
		if !ok {
			a.problems.addf(place, "write the value, or a reference to the environment as ${NAME}", "nothing is stored yet that %s could keep", k.key)
			return
		}
		y.put(k, Hidden, sealed)
		return
	}
	plain, missing := resolve(value, a.config.options.Environment)
	for _, name := range missing {
		a.problems.addf(place, "export "+name+"=...", "the environment has no variable %s", name)
	}
	if len(missing) > 0 || !k.always && !hasReference(value) && !holdsPassword(value) {
		return
	}
	if what := wrongAddress(plain); k.key == "url" && what != "" {
		a.problems.addf(place, "as in https://example.com/hook", "url %s", what)
		return
	}
	if sealed, ok := a.sealText(plain, triggerSealPlace(a.account, y.Name, k.key), before.Sealed[k.key], place); ok {
		y.put(k, shown(value), sealed)
	}
}

// put stores a sealed value and what is shown of it.
func (y *Trigger) put(k *secretKey, shown, sealed string) {
	k.set(y, shown)
	if y.Sealed == nil {
		y.Sealed = map[string]string{}
	}
	y.Sealed[k.key] = sealed
}

// saveTrigger stores a trigger. Its receiver is there before the first change
// can become due for it.
func (a *applying) saveTrigger(ctx context.Context, y *Trigger) error {
	if !y.Removed {
		if _, err := a.config.options.Receiver(ctx, a.account, y.Name); err != nil {
			return err //nolint:wrapcheck // the store's own words
		}
	}
	return a.saveOne(ctx, kindTrigger, y.Name, y.Removed, y)
}
