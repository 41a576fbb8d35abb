package routine

import (
	"context"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
)

func caseParam() dictionary.Field { return needed(record("case", "Case", "case", "The case.")) }

func caseClose() Routine {
	return Routine{
		Name: "case_close", Label: "Close a case", Right: tandem.EditRecords, Changes: true,
		Doc:     "Closes a case, with the time, and adds a last note to it where one is given.",
		Params:  []dictionary.Field{caseParam(), param(dictionary.Text, "note", "Note", "What is to be said at the end; may be empty."), versionParam()},
		Results: []dictionary.Field{versionResult(), doneResult()},
		do: func(ctx context.Context, c *call) (Values, error) {
			d, err := c.load(ctx, "case", c.int("case"), c.int("if_version"))
			if err != nil {
				return nil, err
			}
			if d.get("status").Text() == "closed" {
				return settled(d), nil
			}
			edits := []engine.ObjectEdit{d.update(set("status", tandem.TextValue("closed")), set("closed_at", c.now()))}
			if note := c.params["note"]; !note.IsEmpty() {
				edits = append(edits, c.followup(d.id, "note", note, false))
			}
			return c.settle(ctx, edits...)
		},
	}
}

func caseReopen() Routine {
	return Routine{
		Name: "case_reopen", Label: "Reopen a case", Right: tandem.EditRecords, Changes: true,
		Doc:     "Opens a solved or closed case again.",
		Params:  []dictionary.Field{caseParam(), versionParam()},
		Results: []dictionary.Field{versionResult(), doneResult()},
		do: func(ctx context.Context, c *call) (Values, error) {
			d, err := c.load(ctx, "case", c.int("case"), c.int("if_version"))
			if err != nil {
				return nil, err
			}
			if status := d.get("status").Text(); status != "closed" && status != "solved" {
				return settled(d), nil
			}
			return c.settle(ctx, d.update(set("status", tandem.TextValue("open")), set("closed_at", tandem.NullValue())))
		},
	}
}

// settled is the answer when there is nothing left to do.
func settled(d *document) Values {
	return Values{"version": tandem.IntegerValue(d.version), "changed": tandem.BoolValue(false)}
}

// settle writes edits and answers with the version of the first.
func (c *call) settle(ctx context.Context, edits ...engine.ObjectEdit) (Values, error) {
	written, err := c.write(ctx, "", edits...)
	if err != nil {
		return nil, err
	}
	return Values{"version": tandem.IntegerValue(written[0].Version), "changed": tandem.BoolValue(true)}, nil
}

func caseAddFollowup() Routine {
	return Routine{
		Name: "case_add_followup", Label: "Add a follow-up", Right: tandem.EditRecords, Changes: true,
		Doc: "Adds an entry to the story of a case. One that the customer sees opens a new case, and one from the customer opens a waiting or solved one again.",
		Params: []dictionary.Field{
			caseParam(), needed(param(dictionary.Text, "body", "Text", "What was said or written.")),
			choice("kind", "Kind", "note", "What happened.", "note", "reply", "call", "email", "message"),
			{Name: "public", Label: "Public", Doc: "Whether the customer may see it.", Type: dictionary.Bool, Initial: "false"},
			record("author", "Author", "operator", "The operator who wrote it; empty when it came from the customer."),
		},
		Results: []dictionary.Field{record("followup", "Follow-up", "followup", "The new entry."), versionResult()},
		do: func(ctx context.Context, c *call) (Values, error) {
			d, err := c.load(ctx, "case", c.int("case"), 0)
			if err != nil {
				return nil, err
			}
			if d.get("status").Text() == "closed" {
				return nil, tandem.Errorf(tandem.Invalid, "the case is closed").At(d.place()).WithHint("reopen it first")
			}
			edits := []engine.ObjectEdit{c.followup(d.id, c.text("kind"), c.params["body"], c.params["public"].Bool())}
			if opens(d.get("status").Text(), c.params["public"].Bool(), c.params["author"].IsEmpty()) {
				edits = append(edits, d.update(set("status", tandem.TextValue("open"))))
			}
			written, err := c.write(ctx, "", edits...)
			if err != nil {
				return nil, err
			}
			return Values{"followup": tandem.ReferenceValue(written[0].ID), "version": tandem.IntegerValue(written[0].Version)}, nil
		},
	}
}

// opens reports whether an entry opens a case: an answer to the customer a new
// one, a word from the customer one that waited for it or was thought solved.
func opens(status string, public, fromCustomer bool) bool {
	switch status {
	case "new":
		return public && !fromCustomer
	case "waiting", "solved":
		return public && fromCustomer
	default:
		return false
	}
}

func (c *call) followup(id int64, kind string, body tandem.Value, public bool) engine.ObjectEdit {
	fields := []engine.FieldValue{
		set("case", tandem.ReferenceValue(id)), set("kind", tandem.TextValue(kind)), set("body", body),
		set("public", tandem.BoolValue(public)), set("at", c.now()),
	}
	if author := c.params["author"]; !author.IsEmpty() {
		fields = append(fields, set("author", author))
	}
	return engine.ObjectEdit{Object: "followup", Edit: engine.Edit{Op: tandem.Create, Fields: fields}}
}
