package main

import (
	"strings"

	"tandem"
	"tandem/connector"
	"tandem/engine"
	"tandem/mapping"
)

// definition is the sync of a task: 15 columns of theirs onto 15 fields of ours.
func definition(t *task, lane tandem.Lane) *engine.Sync {
	point := engine.DataPoint{
		ID: lane.Point, Name: pointName, Ours: lane.Object, Theirs: "customer", Key: []string{"id"}, Cursor: "updated_at",
		Deletes:    &connector.Tombstone{Column: "status", Value: "X"},
		Operations: tandem.Operations{Create: tandem.In, Update: tandem.In, Delete: tandem.In},
		Conflict:   tandem.Theirs, Mapping: mapping.Spec{Rules: rules(t)},
	}
	// With a cursor goes a mark on deleted rows, as systems have it that do not
	// want to be read whole; no row bears it. Without, everything is read.
	if t.Scan {
		point.Cursor, point.Deletes = "", nil
	}
	if t.Both {
		// Records are not made in the ERP here, so that no rule for new keys is needed.
		point.Operations = tandem.Operations{Create: tandem.In, Update: tandem.Both, Delete: tandem.In}
		point.Writable = true
	}
	return &engine.Sync{
		ID: 1, Account: lane.Account, Name: syncName, Connection: "erp", Schedule: "*/5 * * * *", TimeZone: "UTC",
		Guard: engine.Guard{Deletes: 50, Percent: 5}, Points: []engine.DataPoint{point}, Version: 1,
	}
}

func rules(t *task) []mapping.Rule {
	yes, no := "true", "false"
	if strings.HasPrefix(t.Source, "mysql:") {
		yes, no = "1", "0" // its booleans are small numbers
	}
	return []mapping.Rule{
		{Ours: "external_number", Theirs: "id", Direction: tandem.In},
		{Ours: "number", Theirs: "number"},
		{Ours: "name", Theirs: "name", Convert: []string{"trim"}},
		{Ours: "company_id", Theirs: "company_id"},
		{Ours: "vat_id", Theirs: "vat_id"},
		{Ours: "email", Theirs: "email", Convert: []string{"email"}},
		{Ours: "street", Theirs: "street"},
		{Ours: "city", Theirs: "city"},
		{Ours: "postal_code", Theirs: "postal_code"},
		{Ours: "country", Theirs: "country"},
		{Ours: "status", Theirs: "status", Values: map[string]string{"active": "G", "hold": "H", "inactive": "I"}},
		{Ours: "payment_days", Theirs: "payment_days"},
		{Ours: "credit_limit", Theirs: "credit_limit"},
		{Ours: "notes", Theirs: "since", Direction: tandem.In, Convert: []string{"text"}},
		{Ours: "kind", Theirs: "active", Values: map[string]string{"customer": yes, "prospect": no}, Direction: tandem.In},
	}
}
