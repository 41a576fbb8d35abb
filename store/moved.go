package store

import (
	"slices"

	"tandem"
)

// A case that goes to another customer, as when two are merged, takes its
// follow-ups along. Nothing in them changes, but whose they are does: whoever hears
// of edits of follow-ups hears of that.

// followupObject is what the story of a case is made of.
const followupObject = "followup"

// moveAlong announces the follow-ups of cases whose customer changed.
func (a *announcing) moveAlong(list []recordChange) error {
	if a.lay.table.name != caseObject || len(list) == 0 || list[0].write.Op != tandem.Update {
		return nil
	}
	if may, _ := a.triggers.Watches(followupObject, tandem.Update, a.batch.Actor); !may {
		return nil
	}
	var cases []int64
	for i := range list {
		changed, err := decodeFieldChanges(list[i].fields, a.lay.table)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(changed, func(c tandem.FieldChange) bool { return c.Field == customerObject }) {
			cases = append(cases, list[i].write.ID)
		}
	}
	if len(cases) == 0 {
		return nil
	}
	return a.announceFollowups(cases)
}

// announceFollowups asks who must hear of the follow-ups of some cases.
func (a *announcing) announceFollowups(cases []int64) error {
	m, err := a.commit.store.model(a.ctx, a.batch.Account)
	if err != nil {
		return err
	}
	table := m.tables[followupObject]
	lay, err := table.layout(table.shape(false))
	if err != nil {
		return err
	}
	var rows tandem.Rows
	rows.Reset(len(lay.columns))
	d := a.commit.store.db.dialect()
	if err := readRows(a.ctx, a.tx, d, lay, `r.account = $1 and r."case" `+d.anyInt(2)+" order by r.id", []any{a.batch.Account, cases}, &rows); err != nil {
		return err
	}
	same := &sides{table: table, lay: lay}
	for i, id := range rows.IDs {
		record := rows.Row(i)
		get := func(field string) tandem.Value { return same.value(record, field) }
		deed := tandem.Deed{Object: followupObject, Op: tandem.Update, Actor: a.batch.Actor, Before: get, After: get}
		owner, err := a.whose.of(&deed, id)
		if err != nil {
			return err
		}
		for _, receiver := range a.triggers.Due(&deed) {
			a.along = append(a.along, dueRow{receiver: receiver, record: id, version: rows.Versions[i], op: tandem.Update, owner: owner})
		}
	}
	return nil
}
