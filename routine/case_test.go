package routine_test

import (
	"testing"

	"tandem"
)

func TestCases(t *testing.T) {
	everywhere(t, func(p *place) {
		id := p.create("case", "subject", "Broken")
		made := p.does("case_add_followup", "case", id, "body", "We are on it", "public", true, "author", 7)
		p.wants("case", id, "status", "open") // the customer was answered
		p.wants("followup", made["followup"].Int(), "author", "7")

		closed := p.does("case_close", "case", id, "note", "Solved by phone")
		p.wants("case", id, "status", "closed")
		p.wants("case", id, "closed_at", "2026-11-29T10:00:00Z")
		if again := p.does("case_close", "case", id, "note", "Solved by phone"); again["changed"].Bool() || again["version"] != closed["version"] {
			p.Errorf("closing again: %v after %v", again, closed)
		}
		var notes tandem.Rows
		p.check(p.store.Find(p.Context(), p.caller.Account.ID, &tandem.Shape{Object: "followup"}, nil, 0, 10, &notes))
		if len(notes.IDs) != 2 {
			p.Errorf("%d follow-ups, not 2", len(notes.IDs))
		}
		p.refuses(tandem.Invalid, "case_add_followup", "case", id, "body", "One more thing")
		if opened := p.does("case_reopen", "case", id); !opened["changed"].Bool() {
			p.Errorf("reopening: %v", opened)
		}
		p.wants("case", id, "closed_at", "")
		if again := p.does("case_reopen", "case", id); again["changed"].Bool() {
			p.Errorf("reopening again: %v", again)
		}
	})
}

func TestTasks(t *testing.T) {
	everywhere(t, func(p *place) {
		id := p.create("task", "subject", "Call")
		p.does("task_complete", "task", id)
		p.wants("task", id, "status", "done")
		p.wants("task", id, "done_at", "2026-11-29T10:00:00Z")
		if again := p.does("task_complete", "task", id); again["changed"].Bool() {
			p.Errorf("completing again: %v", again)
		}
		p.refuses(tandem.Invalid, "task_complete", "task", p.create("task", "subject", "Call", "status", "cancelled"))
	})
}
