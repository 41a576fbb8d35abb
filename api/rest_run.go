package api

import (
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"tandem"
)

// runs makes what tells about runs, their outcomes, and what waits for a person.
func (b *builder) runs() {
	b.schemas["Run"], b.schemas["Outcome"], b.schemas["Conflict"] = runSchema(), outcomeSchema(), conflictSchema()
	run := pathParam("run", "The run's number.")
	b.add(&operation{
		id: "RunList", summary: "List runs", doc: "The newest first.", method: http.MethodGet, path: "/runs", tag: "runs",
		params: []*huma.Param{
			queryParam("sync", huma.TypeString, "Only those of this sync."), queryParam("limit", huma.TypeInteger, "How many, up to 1,000; 100 unless given."),
		},
		status: http.StatusOK, answer: structure("Runs.", map[string]*huma.Schema{"items": array(refTo("Run"))}), errors: []tandem.Code{tandem.Usage}, handle: (*call).listRuns,
	})
	b.add(&operation{
		id: "RunGet", summary: "Read a run", method: http.MethodGet, path: "/runs/{run}", tag: "runs", params: []*huma.Param{run},
		status: http.StatusOK, answer: refTo("Run"), errors: []tandem.Code{tandem.NotFound}, handle: (*call).getRun,
	})
	b.add(&operation{
		id: "OutcomeList", summary: "List the outcomes of a run", doc: "Where each row ended, but for those that stayed as they were.", method: http.MethodGet, path: "/runs/{run}/outcomes", tag: "runs",
		params: []*huma.Param{
			run, queryParam("data_point", huma.TypeString, "Only those of this data point."),
			queryParam("outcome", huma.TypeString, "Only these: created, updated, deleted, excluded, waiting, conflict, failed."),
			queryParam("after", huma.TypeInteger, "The seq after which to go on."), queryParam("limit", huma.TypeInteger, "How many, up to 1,000; 100 unless given."),
		},
		status: http.StatusOK, answer: structure("Outcomes.", map[string]*huma.Schema{"items": array(refTo("Outcome"))}), errors: []tandem.Code{tandem.Usage, tandem.NotFound}, handle: (*call).listOutcomes,
	})
	b.add(&operation{
		id: "ConflictList", summary: "List what waits for a person", doc: "Rows that both sides changed, and creations whose answer was lost.", method: http.MethodGet, path: "/conflicts", tag: "runs",
		params: []*huma.Param{queryParam("sync", huma.TypeString, "Only those of this sync.")},
		status: http.StatusOK, answer: structure("Conflicts.", map[string]*huma.Schema{"items": array(refTo("Conflict"))}), errors: []tandem.Code{tandem.Usage, tandem.NotFound}, handle: (*call).listConflicts,
	})
}

// runRow is a run for programs.
type runRow struct {
	ID      int64      `json:"run"`
	Sync    string     `json:"sync"`
	Kind    string     `json:"kind"`
	State   string     `json:"state"`
	Message string     `json:"message,omitempty"`
	Code    string     `json:"code,omitempty"`
	Plan    string     `json:"plan,omitempty"`
	Created time.Time  `json:"created"`
	Started *time.Time `json:"started,omitempty"`
	Ended   *time.Time `json:"ended,omitempty"`
	Points  []pointRow `json:"data_points"`
}

type pointRow struct {
	Name     string           `json:"name"`
	Rows     int64            `json:"rows"`
	Outcomes map[string]int64 `json:"outcomes"`
}

func runOf(r *tandem.Run) runRow {
	row := runRow{
		ID: r.ID, Sync: r.Sync, Kind: string(r.Kind), State: string(r.State), Message: r.Message, Code: string(r.Code), Plan: r.Plan,
		Created: r.Created, Started: given(r.Started), Ended: given(r.Ended), Points: []pointRow{},
	}
	for i := range r.Points {
		p := &r.Points[i]
		point := pointRow{Name: p.Name, Rows: p.Counts.Rows(), Outcomes: map[string]int64{}}
		for o, n := range p.Counts {
			point.Outcomes[tandem.Outcome(o).String()] = n
		}
		row.Points = append(row.Points, point)
	}
	return row
}

// given is a moment that may not have come.
func given(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func runSchema() *huma.Schema {
	moment := &huma.Schema{Type: huma.TypeString, Format: "date-time"}
	number := &huma.Schema{Type: huma.TypeInteger, Format: "int64"}
	return structure("One execution of a sync.", map[string]*huma.Schema{
		"run": number, "sync": typed(huma.TypeString, ""), "kind": typed(huma.TypeString, "bulk, incremental, push, record, apply, compare, repair or undo."),
		"state":   typed(huma.TypeString, "queued, running, paused, held, done, failed or cancelled."),
		"message": typed(huma.TypeString, "Why it failed or is held."), "code": typed(huma.TypeString, "The code of that."), "plan": typed(huma.TypeString, "The plan that is applied or held."),
		"created": moment, "started": moment, "ended": moment,
		"data_points": array(structure("How far it is with one data point.", map[string]*huma.Schema{
			"name": typed(huma.TypeString, ""), "rows": number,
			"outcomes": {Type: huma.TypeObject, Description: "How many rows ended where.", AdditionalProperties: number},
		})),
	}, "message", "code", "plan", "started", "ended")
}

func (c *call) listRuns() error {
	if err := c.allow("sync", "limit"); err != nil {
		return err
	}
	limit, err := c.limit()
	if err != nil {
		return err
	}
	if err := c.caller.May(tandem.SeeRuns); err != nil {
		return err
	}
	runs, err := c.Runs.ListRuns(c.r.Context(), c.caller.Account.ID, c.query("sync"), limit)
	if err != nil {
		return err
	}
	rows := make([]runRow, len(runs))
	for i := range runs {
		rows[i] = runOf(&runs[i])
	}
	return c.json(map[string]any{"items": rows})
}

// limit is how many rows of a list are wanted.
func (c *call) limit() (int, error) {
	limit, err := c.queryNumber("limit")
	switch {
	case err != nil:
		return 0, err
	case limit == 0:
		return pageRows, nil
	case limit > mostRows:
		return 0, tandem.Errorf(tandem.Usage, "a page has 1 to %d rows", mostRows).At("limit")
	}
	return int(limit), nil
}

func (c *call) getRun() error {
	id, err := c.number("run")
	if err != nil {
		return err
	}
	if err := c.caller.May(tandem.SeeRuns); err != nil {
		return err
	}
	run, err := c.Runs.Run(c.r.Context(), c.caller.Account.ID, id)
	if err != nil {
		return err
	}
	return c.json(runOf(run))
}

// outcomeRow is an outcome for programs.
type outcomeRow struct {
	Seq     int64     `json:"seq"`
	Point   string    `json:"data_point"`
	Key     string    `json:"key,omitempty"`
	ID      int64     `json:"id,omitempty"`
	Outcome string    `json:"outcome"`
	Code    string    `json:"code,omitempty"`
	Reason  string    `json:"reason,omitempty"`
	At      time.Time `json:"at"`
}

func outcomeSchema() *huma.Schema {
	return structure("Where one row ended.", map[string]*huma.Schema{
		"seq": {Type: huma.TypeInteger, Format: "int64"}, "data_point": typed(huma.TypeString, ""), "key": typed(huma.TypeString, "Theirs."),
		"id": {Type: huma.TypeInteger, Format: "int64", Description: "Ours."}, "outcome": typed(huma.TypeString, ""), "code": typed(huma.TypeString, ""),
		"reason": typed(huma.TypeString, "In one sentence."), "at": {Type: huma.TypeString, Format: "date-time"},
	}, "key", "id", "code", "reason")
}

func (c *call) listOutcomes() error {
	if err := c.allow("data_point", "outcome", "after", "limit"); err != nil {
		return err
	}
	id, err := c.number("run")
	if err != nil {
		return err
	}
	q := tandem.OutcomeQuery{Point: c.query("data_point")}
	if q.Limit, err = c.limit(); err != nil {
		return err
	}
	if q.After, err = c.queryNumber("after"); err != nil {
		return err
	}
	if word := c.query("outcome"); word != "" {
		outcome, ok := tandem.ParseOutcome(word)
		if !ok {
			return tandem.Errorf(tandem.Usage, "%q is no outcome", word).At("outcome")
		}
		q.Outcome = &outcome
	}
	if err := c.caller.May(tandem.SeeRuns); err != nil {
		return err
	}
	if _, err := c.Runs.Run(c.r.Context(), c.caller.Account.ID, id); err != nil {
		return err
	}
	list, err := c.Runs.Outcomes(c.r.Context(), c.caller.Account.ID, id, q)
	if err != nil {
		return err
	}
	rows := make([]outcomeRow, len(list))
	for i := range list {
		o := &list[i]
		rows[i] = outcomeRow{o.Seq, o.Point, o.Key.String(), o.ID, o.Outcome.String(), string(o.Code), o.Reason, o.At}
	}
	return c.json(map[string]any{"items": rows})
}

// conflictRow is a conflict for programs.
type conflictRow struct {
	Sync   string             `json:"sync"`
	Point  string             `json:"data_point"`
	Key    string             `json:"key,omitempty"`
	ID     int64              `json:"id,omitempty"`
	Code   string             `json:"code"`
	Reason string             `json:"reason"`
	At     time.Time          `json:"at"`
	Fields []conflictFieldRow `json:"fields"`
}

type conflictFieldRow struct {
	Field  string `json:"field"`
	Base   string `json:"base"`
	Ours   string `json:"ours"`
	Theirs string `json:"theirs"`
}

func conflictSchema() *huma.Schema {
	text := typed(huma.TypeString, "")
	return structure("A row that waits for a person.", map[string]*huma.Schema{
		"sync": text, "data_point": text, "key": typed(huma.TypeString, "Theirs."), "id": {Type: huma.TypeInteger, Format: "int64", Description: "Ours."},
		"code": text, "reason": text, "at": {Type: huma.TypeString, Format: "date-time"},
		"fields": array(structure("A field in conflict, as text.", map[string]*huma.Schema{"field": text, "base": text, "ours": text, "theirs": text})),
	}, "key", "id")
}

func (c *call) listConflicts() error {
	if err := c.allow("sync"); err != nil {
		return err
	}
	if err := c.caller.May(tandem.SeeRuns); err != nil {
		return err
	}
	syncs := []string{c.query("sync")}
	if syncs[0] == "" {
		all, err := c.Runs.Syncs(c.r.Context(), c.caller.Account.ID)
		if err != nil {
			return err
		}
		syncs = nil
		for _, s := range all {
			syncs = append(syncs, s.Name)
		}
	}
	rows := []conflictRow{}
	for _, sync := range syncs {
		list, err := c.Runs.Conflicts(c.r.Context(), c.caller.Account.ID, sync)
		if err != nil {
			return err
		}
		for i := range list {
			x := &list[i]
			row := conflictRow{x.Sync, x.Point, x.Key.String(), x.ID, string(x.Code), x.Reason, x.At, []conflictFieldRow{}}
			for _, f := range x.Fields {
				row.Fields = append(row.Fields, conflictFieldRow{f.Field, f.Base.String(), f.Ours.String(), f.Theirs.String()})
			}
			rows = append(rows, row)
		}
	}
	return c.json(map[string]any{"items": rows})
}
