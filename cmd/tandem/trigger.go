package main

import (
	"context"

	"tandem"
	"tandem/dictionary"
	"tandem/trigger"
)

// trigger finds a trigger of an account by its name.
func (a *app) trigger(ctx context.Context, account int64, name string) (*trigger.Trigger, error) {
	list, err := a.config.Triggers(ctx, account)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(list))
	for i := range list {
		if names[i] = list[i].Name; list[i].Name == name {
			return &list[i], nil
		}
	}
	return nil, tandem.Errorf(tandem.NotFound, "there is no trigger %s", name).WithHint(dictionary.KnownHere(name, names))
}

// triggerNames are the names of an account's receivers, also of triggers that are gone.
func (a *app) triggerNames(ctx context.Context, account int64) (map[int64]string, error) {
	receivers, err := a.store.Receivers(ctx, account)
	names := make(map[int64]string, len(receivers))
	for i := range receivers {
		names[receivers[i].ID] = receivers[i].Trigger
	}
	return names, err
}

// receiver finds the receiver of a trigger, also of one that is gone.
func (a *app) receiver(ctx context.Context, account int64, name string) (int64, error) {
	names, err := a.triggerNames(ctx, account)
	if err != nil {
		return 0, err
	}
	var known []string
	for id, n := range names {
		if n == name {
			return id, nil
		}
		known = append(known, n)
	}
	return 0, tandem.Errorf(tandem.NotFound, "there is no trigger %s", name).WithHint(dictionary.KnownHere(name, known))
}
