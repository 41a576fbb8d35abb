package routine

import (
	"context"

	"tandem"
	"tandem/dictionary"
)

func taskComplete() Routine {
	return Routine{
		Name: "task_complete", Label: "Complete a task", Right: tandem.EditRecords, Changes: true,
		Doc:     "Marks a task as done, with the time.",
		Params:  []dictionary.Field{needed(record("task", "Task", "task", "The task.")), versionParam()},
		Results: []dictionary.Field{versionResult(), doneResult()},
		do: func(ctx context.Context, c *call) (Values, error) {
			d, err := c.load(ctx, "task", c.int("task"), c.int("if_version"))
			if err != nil {
				return nil, err
			}
			switch d.get("status").Text() {
			case "done":
				return settled(d), nil
			case "cancelled":
				return nil, tandem.Errorf(tandem.Invalid, "the task is cancelled").At(d.place()).WithHint("set it to pending first")
			}
			return c.settle(ctx, d.update(set("status", tandem.TextValue("done")), set("done_at", c.now())))
		},
	}
}
