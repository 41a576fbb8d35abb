package routine

import (
	"context"

	"tandem"
	"tandem/dictionary"
)

func linkAdd() Routine {
	return Routine{
		Name: "link_add", Label: "Link a pair", Right: tandem.StartRuns, Changes: true,
		Doc: "Says that a record of ours and one of theirs are the same. Both must be there and belong to no other pair; the next run merges them.",
		Params: []dictionary.Field{
			syncParam(), pointParam(), needed(param(dictionary.Text, "key", "Key", "Their key.")), needed(param(dictionary.Integer, "id", "Id", "Our id.")),
		},
		do: func(ctx context.Context, c *call) (Values, error) {
			err := c.Writer.LinkAdd(ctx, c.account, c.text("sync"), c.text("data_point"), c.text("key"), c.int("id"))
			c.Wake(c.account)
			return Values{}, err
		},
	}
}

func linkRemove() Routine {
	return Routine{
		Name: "link_remove", Label: "Part a pair", Right: tandem.StartRuns, Changes: true,
		Doc:    "Removes a link. Both records stay; to the next run they are strangers, whom match rules may bring together again.",
		Params: []dictionary.Field{syncParam(), pointParam(), needed(param(dictionary.Integer, "id", "Id", "Our id."))},
		do: func(ctx context.Context, c *call) (Values, error) {
			return Values{}, c.Writer.LinkRemove(ctx, c.account, c.text("sync"), c.text("data_point"), c.int("id"))
		},
	}
}
