package main

import (
	"strconv"
	"strings"

	"tandem"
	"tandem/engine"
)

// fieldLines writes what changes in a row: a line for each field, and below the
// lines of a document one for each of those. Of a record that is new nothing
// was there before, which need not be said of each field.
func fieldLines(r *tandem.PlanRow) []string {
	var text []string
	for _, f := range engine.Planned(r) {
		if f.Before == nil && f.After == nil {
			continue
		}
		values := fromTo(f.Before, f.After)
		if f.Before == nil && (f.Side == "ours" && r.Ours == tandem.Create || f.Side == "theirs" && r.Theirs == tandem.Create) {
			values = oneLine(shown(f.After))
		}
		text = append(text, f.Side+" "+f.Field+": "+values)
		for _, l := range f.Lines {
			text = append(text, "  "+plannedLineText(&l))
		}
		if f.More > 0 {
			text = append(text, "  ... and "+strconv.Itoa(f.More)+" more lines")
		}
	}
	return text
}

// plannedLineText writes a line: what changes in it, or what is in it.
func plannedLineText(l *engine.PlannedLine) string {
	parts := make([]string, 0, len(l.Fields))
	for _, f := range l.Fields {
		switch l.Change {
		case "added":
			parts = append(parts, f.Field+" "+oneLine(shown(f.After)))
		case "removed":
			parts = append(parts, f.Field+" "+oneLine(shown(f.Before)))
		default:
			parts = append(parts, f.Field+": "+fromTo(f.Before, f.After))
		}
	}
	return "line " + l.Line + " " + l.Change + ": " + strings.Join(parts, ", ")
}

func fromTo(before, after *string) string {
	return oneLine(shown(before)) + " -> " + oneLine(shown(after))
}

func shown(s *string) string {
	if s == nil {
		return "(nothing)"
	}
	if *s == "" {
		return "(empty)"
	}
	return *s
}
