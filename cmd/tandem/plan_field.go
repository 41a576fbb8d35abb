package main

import (
	"encoding/json"
	"strconv"
	"strings"

	"tandem"
)

// plannedField is one field of a planned row.
type plannedField struct {
	Field  string        `json:"field"`
	Side   string        `json:"side"`
	Before *string       `json:"before"`
	After  *string       `json:"after"`
	Lines  []plannedLine `json:"lines"`
	More   int           `json:"more_lines"`
}

// plannedLine is one line of a document that is added, removed or changed.
type plannedLine struct {
	Line   string `json:"line"`
	Change string `json:"change"`
	Fields []struct {
		Field  string  `json:"field"`
		Before *string `json:"before"`
		After  *string `json:"after"`
	} `json:"fields"`
}

// fieldLines writes what changes in a row: a line for each field, and below the
// lines of a document one for each of those. Of a record that is new nothing
// was there before, which need not be said of each field.
func fieldLines(diff json.RawMessage, r *tandem.PlanRow) []string {
	var fields []plannedField
	if len(diff) == 0 || json.Unmarshal(diff, &fields) != nil {
		return nil
	}
	var text []string
	for _, f := range fields {
		if f.Before == nil && f.After == nil {
			continue
		}
		values := fromTo(f.Before, f.After)
		if f.Before == nil && (f.Side == "ours" && r.Ours == tandem.Create || f.Side == "theirs" && r.Theirs == tandem.Create) {
			values = oneLine(shown(f.After))
		}
		text = append(text, f.Side+" "+f.Field+": "+values)
		for _, l := range f.Lines {
			text = append(text, "  "+l.text())
		}
		if f.More > 0 {
			text = append(text, "  ... and "+strconv.Itoa(f.More)+" more lines")
		}
	}
	return text
}

// text writes a line: what changes in it, or what is in it.
func (l *plannedLine) text() string {
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
