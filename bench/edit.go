package main

import (
	"context"
	"fmt"
	"strconv"

	"tandem"
	"tandem/engine"
)

// editRecords edits records here through the one door, as edits says.
func editRecords(ctx context.Context, t *task, _ *answer) error {
	return withHub(ctx, t, func(h *hub) error {
		e := editsOf(t.Rows)
		const batch = 1000
		for from := 1; from <= e.oursTo; from += batch {
			if err := h.editSome(ctx, e, from, min(from+batch-1, e.oursTo)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (h *hub) editSome(ctx context.Context, e edits, from, to int) error {
	var keys []tandem.Key
	for k := from; k <= to; k++ {
		keys = append(keys, tandem.KeyOf(tandem.IntegerValue(int64(k*stride))))
	}
	links := make([]tandem.Link, len(keys))
	if err := h.store.LinksByKey(ctx, h.lane, keys, false, links); err != nil {
		return err
	}
	var list []engine.Edit
	for i, link := range links {
		field := "street"
		if from+i >= e.sameFrom {
			field = "city"
		}
		list = append(list, engine.Edit{Op: tandem.Update, ID: link.ID, Fields: []engine.FieldValue{
			{Field: field, Value: tandem.TextValue("Here " + strconv.Itoa((from+i)*stride))},
		}})
	}
	return h.write(ctx, list)
}

// write writes edits and makes the first refusal an error.
func (h *hub) write(ctx context.Context, list []engine.Edit) error {
	written, err := h.engine.Write(ctx, h.account, tandem.Actor{Origin: tandem.ByPerson, Name: actorName, Role: tandem.Agent}, "customer", list)
	if err != nil {
		return err
	}
	for _, w := range written {
		if w.Err != nil {
			return fmt.Errorf("customer %d: %w", w.ID, w.Err)
		}
	}
	return nil
}
