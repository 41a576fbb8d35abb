package main

import (
	"context"
	"slices"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
	"tandem/routine"
	"tandem/setup"
	"tandem/store"
)

// routines are the named business operations over what this process has open.
// wake tells whoever carries runs out.
func (a *app) routines(wake func(account int64)) *routine.Routines {
	return routine.New(routine.Options{
		Records: a.store, Writer: a.engine, Runs: routineRuns{a.engine, a.store}, Syncs: routineSyncs{a.config}, Fields: routineFields{a.config},
		Wake: wake, Version: version(),
	})
}

// routineRuns joins what the engine and what the store know of runs.
type routineRuns struct {
	*engine.Engine

	kept *store.Store
}

func (r routineRuns) Run(ctx context.Context, account, id int64) (*tandem.Run, error) {
	return r.kept.Run(ctx, account, id)
}

func (r routineRuns) ListRuns(ctx context.Context, account int64, sync string, limit int) ([]tandem.Run, error) {
	return r.kept.ListRuns(ctx, account, sync, limit)
}

func (r routineRuns) Plan(ctx context.Context, account int64, hash string) (*tandem.Plan, error) {
	return r.kept.Plan(ctx, account, hash)
}

type routineSyncs struct{ *setup.Config }

// Confirm gives the consent, and tells for which tables it was missing.
func (s routineSyncs) Confirm(ctx context.Context, account int64, sync, by string) (tables []string, err error) {
	syncs, err := s.Syncs(ctx, account)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(syncs, func(s *engine.Sync) bool { return s.Name == sync }); i >= 0 {
		tables = syncs[i].Unconfirmed()
	}
	_, err = s.Config.Confirm(ctx, account, sync, by)
	return tables, err
}

type routineFields struct{ config *setup.Config }

func (f routineFields) AddField(ctx context.Context, account int64, field dictionary.CustomField) error {
	_, err := f.apply(ctx, account, setup.CustomField{CustomField: field})
	return err
}

func (f routineFields) RemoveField(ctx context.Context, account int64, object, name string) error {
	field := setup.CustomField{CustomField: dictionary.CustomField{Object: object, Field: dictionary.Field{Name: name}}, Removed: true}
	changes, err := f.apply(ctx, account, field)
	if err == nil && len(changes) == 0 {
		err = tandem.Errorf(tandem.NotFound, "%s has no custom field %s", object, name)
	}
	return err
}

// apply applies a configuration that says nothing but this field.
func (f routineFields) apply(ctx context.Context, account int64, field setup.CustomField) ([]setup.Change, error) {
	applied, err := f.config.Apply(ctx, account, &setup.File{Fields: setup.CustomFields{field}}, setup.Terms{Offline: true})
	if err != nil {
		return nil, err
	}
	return applied.Changes, nil
}
