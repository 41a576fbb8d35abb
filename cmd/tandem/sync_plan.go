package main

import (
	"context"
	"encoding/json"
	"strings"

	"tandem"
	"tandem/engine"
)

type syncPlanCommand struct {
	Sync  string `arg:"" help:"The sync's name."`
	Bulk  bool   `help:"Look at everything on both sides, not only at what changed."`
	Lines int    `default:"20" help:"How many rows to show; 0 = all."`
}

// Run shows what a run would do, and the hash by which exactly that can be done.
func (c *syncPlanCommand) Run(ctx context.Context, a *app) error {
	account, err := a.openAccount(ctx)
	if err != nil {
		return err
	}
	kind := tandem.Incremental
	if c.Bulk {
		kind = tandem.Bulk
	}
	plan, err := a.engine.Preview(ctx, account.ID, c.Sync, kind)
	if err != nil {
		return err
	}
	return a.printPlan(ctx, plan, c.Lines)
}

// planResult is a plan for programs.
type planResult struct {
	Hash       string            `json:"hash"`
	Plan       string            `json:"plan"` // the hash again, by the name a run has for it
	Sync       string            `json:"sync"`
	Kind       tandem.RunKind    `json:"kind"`
	Rows       int64             `json:"rows"` // how many there is something to do for
	DataPoints []planPointResult `json:"data_points"`
	Lines      []planLine        `json:"lines"`

	Unconfirmed []string `json:"unconfirmed,omitempty"` // their tables that nothing is written to until somebody confirms it
}

type planPointResult struct {
	Name     string           `json:"name"`
	Rows     int64            `json:"rows"`
	Outcomes map[string]int64 `json:"outcomes"`
}

type planLine struct {
	DataPoint string          `json:"data_point"`
	Key       string          `json:"key,omitempty"`
	ID        int64           `json:"id,omitempty"`
	Ours      string          `json:"ours"`
	Theirs    string          `json:"theirs"`
	Outcome   string          `json:"outcome"`
	Reason    string          `json:"reason,omitempty"`
	Fields    json.RawMessage `json:"fields,omitempty"`
}

// printPlan shows a plan: counters, hash, and its first rows field by field.
func (a *app) printPlan(ctx context.Context, plan *tandem.Plan, most int) error {
	rows, err := a.planRows(ctx, plan, most)
	if err != nil {
		return err
	}
	s, err := a.sync(ctx, plan.Account, plan.Sync)
	if err != nil {
		return err
	}
	a.noteUnconfirmed(s.Name, s.Unconfirmed())
	names := pointsOf(s, plan)
	if !a.options.JSON {
		a.planTable(plan, names, rows)
		return nil
	}
	result := planResult{Hash: plan.Hash, Plan: plan.Hash, Sync: plan.Sync, Kind: plan.Kind, Rows: plan.Rows, DataPoints: []planPointResult{}, Lines: []planLine{}, Unconfirmed: s.Unconfirmed()}
	for _, name := range names {
		c := plan.Counts[name]
		result.DataPoints = append(result.DataPoints, planPointResult{name, c.Rows(), countsByName(c)})
	}
	for i := range rows {
		result.Lines = append(result.Lines, planLineOf(&rows[i]))
	}
	a.printJSON(result)
	return nil
}

// pointsOf lists the data points of a plan in the order of the sync.
func pointsOf(s *engine.Sync, plan *tandem.Plan) []string {
	var names []string
	for i := range s.Points {
		if _, ok := plan.Counts[s.Points[i].Name]; ok {
			names = append(names, s.Points[i].Name)
		}
	}
	return names
}

// planRows reads the first rows of a plan; most = 0 reads them all.
func (a *app) planRows(ctx context.Context, plan *tandem.Plan, most int) ([]tandem.PlanRow, error) {
	const page = 1000
	var rows []tandem.PlanRow
	for after := int64(0); most == 0 || len(rows) < most; {
		limit := page
		if most > 0 {
			limit = min(page, most-len(rows))
		}
		next, err := a.store.PlanRows(ctx, plan.Account, plan.ID, after, limit)
		if err != nil {
			return nil, err
		}
		if len(next) == 0 {
			break
		}
		rows = append(rows, next...)
		after = next[len(next)-1].Seq
	}
	return rows, nil
}

func planLineOf(r *tandem.PlanRow) planLine {
	l := planLine{
		DataPoint: r.Point, Key: r.Key.String(), ID: max(r.ID, 0),
		Ours: r.Ours.String(), Theirs: r.Theirs.String(), Outcome: r.Outcome.String(), Reason: r.Reason,
	}
	if len(r.Diff) > 0 && string(r.Diff) != "null" {
		l.Fields = r.Diff
	}
	return l
}

func (a *app) planTable(plan *tandem.Plan, names []string, rows []tandem.PlanRow) {
	headings := []string{"data point", ">rows"}
	for o := range tandem.OutcomeCount {
		headings = append(headings, ">"+o.String())
	}
	g := newGrid(headings...)
	for _, name := range names {
		c := plan.Counts[name]
		g.add(append([]string{name, number(c.Rows())}, counts(c)...)...)
	}
	g.write(a.main.Stdout)
	for i := range rows {
		a.planRow(&rows[i])
	}
	if more := plan.Rows - int64(len(rows)); more > 0 {
		a.sayf("... and %d more; --lines 0 shows all", more)
	}
	if !writes(plan, rows) {
		a.sayf("nothing to write on either side")
		return
	}
	a.sayf("plan %s", plan.Hash)
	if plan.Undoes != 0 {
		a.sayf("tandem run undo %d does exactly this", plan.Undoes)
		return
	}
	a.sayf("tandem sync run %s --plan %s does exactly this", plan.Sync, plan.Hash)
}

// writes reports whether a plan would write any record. A conflict in one
// field does not keep the others from travelling; the rows tell.
func writes(plan *tandem.Plan, rows []tandem.PlanRow) bool {
	for i := range rows {
		if rows[i].Ours != tandem.NoOp || rows[i].Theirs != tandem.NoOp {
			return true
		}
	}
	for _, c := range plan.Counts {
		if c[tandem.Created]+c[tandem.Updated]+c[tandem.Deleted] > 0 {
			return true
		}
	}
	return false
}

func (a *app) planRow(r *tandem.PlanRow) {
	l := planLineOf(r)
	what := l.Outcome
	var sides []string
	for _, side := range []struct{ name, op string }{{"ours", l.Ours}, {"theirs", l.Theirs}} {
		if side.op != "none" {
			sides = append(sides, side.op+" "+side.name)
		}
	}
	switch {
	case len(sides) == 0:
	case r.Outcome == tandem.Conflicted: // the fields that are not disputed travel all the same
		what += ", " + strings.Join(sides, ", ")
	default:
		what = strings.Join(sides, ", ")
	}
	name := l.Key
	if name == "" || l.ID > 0 && strings.HasPrefix(name, "\x00") {
		name = "#" + number(l.ID)
	}
	if l.Reason != "" {
		what += ": " + l.Reason
	}
	a.sayf("%s %s  %s", l.DataPoint, name, what)
	for _, f := range fieldLines(r) {
		a.sayf("    %s", f)
	}
}
