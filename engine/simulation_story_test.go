package engine

import (
	"fmt"
	"strings"

	"tandem"
	"tandem/connector"
)

func (p *process) tellCommit(b *tandem.Batch, err error) {
	if p.tell == nil {
		return
	}
	if what := describeCommit(b); what != "" {
		p.tell("commit %s %d: %v%s", b.Lane.Object, b.Lane.Point, err, what)
	}
}

func (p *process) tellWrites(view *connector.View, writes []connector.Write, results []connector.Result, err error) {
	if p.tell != nil {
		p.tell("write %s%s", view.Object, describeWrites(view, writes, results, err))
	}
}

// describeCommit tells what a batch does, "" when it only saves how far it came.
func describeCommit(b *tandem.Batch) string {
	var s strings.Builder
	for i := range b.Rows {
		row := &b.Rows[i]
		if w := &row.Write; w.Op != tandem.NoOp {
			fmt.Fprintf(&s, "\n\t%s our %s %d at version %d: %s", w.Op, b.Lane.Object, w.ID, w.Version, describeValues(b.Shape.Fields, w.Set, w.Values))
		}
		if l := row.Link; l.Op != tandem.KeepLink {
			fmt.Fprintf(&s, "\n\t%s link %s with %d, version %d", [...]string{"", "put", "drop", "touch"}[l.Op], l.Link.Key, l.Link.ID, l.Link.Version)
		}
		if in := row.Intent.New; in != nil {
			fmt.Fprintf(&s, "\n\tintend to %s %s for our %d %s", in.Op, in.Key, in.Ours, in.ExternalID)
		}
		if in := row.Intent.Answer; in != nil {
			fmt.Fprintf(&s, "\n\tanswer to intent %d: %d %s %s", in.ID, in.State, in.Key, in.Message)
		}
		if u := row.Settled; u != nil && u.Drop {
			fmt.Fprintf(&s, "\n\ttake %s/%d off the list", u.Row.Key, u.Row.ID)
		} else if u != nil {
			fmt.Fprintf(&s, "\n\tlist %s/%d: %s %s %s", u.Row.Key, u.Row.ID, u.Row.Outcome, u.Row.Code, u.Row.Reason)
		}
		if o := row.Outcome; o != nil {
			fmt.Fprintf(&s, "\n\toutcome %s/%d: %s %s %s", o.Key, o.ID, o.Outcome, o.Code, o.Reason)
		}
	}
	return s.String()
}

func describeValues(fields []string, set tandem.Fields, values tandem.Record) string {
	var s []string
	for i, name := range fields {
		if set.Has(i) {
			s = append(s, fmt.Sprintf("%s=%q", name, values[i]))
		}
	}
	return strings.Join(s, " ")
}

// describeWrites tells what was sent to another system and what came back.
func describeWrites(view *connector.View, writes []connector.Write, results []connector.Result, err error) string {
	var s strings.Builder
	for i := range writes {
		w := &writes[i]
		fmt.Fprintf(&s, "\n\tsend %s %s %s: %s", w.Op, w.Key, w.ExternalID, describeValues(view.Fields, w.Set, w.Values))
		if i < len(results) {
			fmt.Fprintf(&s, " -> %s %v", results[i].Key, results[i].Err)
		}
	}
	if err != nil {
		fmt.Fprintf(&s, "\n\t-> %v", err)
	}
	return s.String()
}
