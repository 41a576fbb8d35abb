package web

import (
	"errors"
	"strconv"
	"strings"

	"tandem"
	"tandem/engine"
)

// conflictTitle names a conflict by their key, and by ours where it has none.
func conflictTitle(c *engine.Conflict) string {
	if c.Key != "" {
		return c.Key.String()
	}
	return "#" + plainID(c.ID)
}

// conflictFields lists what is in conflict.
func conflictFields(c *engine.Conflict) string {
	names := make([]string, len(c.Fields))
	for i, f := range c.Fields {
		names[i] = f.Field
	}
	return strings.Join(names, ", ")
}

// shownValue is a value as a person compares it.
func shownValue(p *page, v tandem.Value) string {
	switch v.Kind() {
	case tandem.Absent, tandem.Null:
		return p.T("none")
	case tandem.Instant:
		return p.When(v.Time())
	default:
		if s := v.String(); s != "" {
			return s
		}
		return `""`
	}
}

func plainID(id int64) string { return strconv.FormatInt(id, 10) }

// messageOf is what of an error a person reads beside a field.
func messageOf(err error) string {
	if known, ok := errors.AsType[*tandem.Error](err); ok {
		return known.Message
	}
	return err.Error()
}
