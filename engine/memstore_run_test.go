package engine

import (
	"context"
	"slices"

	"tandem"
)

func (m *memstore) CreateRun(_ context.Context, run *tandem.Run) error {
	run.ID = int64(len(m.runs) + 1)
	m.runs = append(m.runs, copyRun(run))
	return nil
}

func copyRun(run *tandem.Run) tandem.Run {
	c := *run
	c.Points = slices.Clone(run.Points)
	return c
}

func (m *memstore) SaveRun(_ context.Context, run *tandem.Run) error {
	wanted := m.runs[run.ID-1].Wanted
	m.runs[run.ID-1] = copyRun(run)
	m.runs[run.ID-1].Wanted = wanted
	return nil
}

func (m *memstore) Run(_ context.Context, _ int64, id int64) (*tandem.Run, error) {
	if id < 1 || id > int64(len(m.runs)) {
		return nil, tandem.Errorf(tandem.NotFound, "there is no run %d", id)
	}
	run := copyRun(&m.runs[id-1])
	return &run, nil
}

func (m *memstore) ListRuns(_ context.Context, _ int64, sync string, limit int) ([]tandem.Run, error) {
	var runs []tandem.Run
	for _, run := range slices.Backward(m.runs) {
		if (sync == "" || run.Sync == sync) && len(runs) < limit {
			runs = append(runs, copyRun(&run))
		}
	}
	return runs, nil
}

func (m *memstore) Want(_ context.Context, _ int64, id int64, state tandem.RunState) error {
	m.runs[id-1].Wanted = state
	return nil
}

func (m *memstore) Wanted(_ context.Context, _, id int64) (tandem.RunState, error) {
	return m.runs[id-1].Wanted, nil
}

func (m *memstore) SavePlan(_ context.Context, plan *tandem.Plan, rows []tandem.PlanRow) error {
	if plan.ID == 0 {
		plan.ID = int64(len(m.plans) + 1)
		m.plans = append(m.plans, storedPlan{})
	}
	stored := &m.plans[plan.ID-1]
	stored.plan = *plan
	for _, row := range rows {
		row.Seq = int64(len(stored.rows) + 1)
		stored.rows = append(stored.rows, row)
	}
	return nil
}

func (m *memstore) Plan(_ context.Context, _ int64, hash string) (*tandem.Plan, error) {
	for _, stored := range slices.Backward(m.plans) {
		if stored.plan.Hash == hash {
			plan := stored.plan
			return &plan, nil
		}
	}
	return nil, tandem.Errorf(tandem.NotFound, "there is no plan %s", hash)
}

func (m *memstore) PlanRows(_ context.Context, _, plan int64, after int64, limit int) ([]tandem.PlanRow, error) {
	rows := m.plans[plan-1].rows
	return slices.Clone(rows[after:min(int(after)+limit, len(rows))]), nil
}

func (m *memstore) Outcomes(_ context.Context, _, run int64, q tandem.OutcomeQuery) ([]tandem.OutcomeRow, error) {
	var rows []tandem.OutcomeRow
	for _, o := range m.outcomes {
		if o.Run == run && o.Seq > q.After && (q.Point == "" || q.Point == o.Point) && (q.Outcome == nil || *q.Outcome == o.Outcome) && len(rows) < q.Limit {
			rows = append(rows, o)
		}
	}
	return rows, nil
}

func (m *memstore) Explain(_ context.Context, _ tandem.Lane, key tandem.Key, id int64) (*tandem.Explanation, error) {
	for _, o := range slices.Backward(m.outcomes) {
		if (key != "" && o.Key == key) || (id != 0 && o.ID == id) {
			return &tandem.Explanation{DataPoint: o.Point, Key: o.Key, ID: o.ID, Outcome: o.Outcome, Code: o.Code, Reason: o.Reason, Run: o.Run}, nil
		}
	}
	return nil, tandem.Errorf(tandem.NotFound, "nothing is known of it")
}

func (m *memstore) RunChanges(_ context.Context, _, run int64, before int64, limit int) ([]tandem.Change, error) {
	var changes []tandem.Change
	for _, c := range slices.Backward(m.changes) {
		if c.Actor.Run == run && (before == 0 || c.Seq < before) && len(changes) < limit {
			changes = append(changes, c)
		}
	}
	return changes, nil
}

func (m *memstore) RunIntents(_ context.Context, _, run int64, before int64, limit int) ([]tandem.Intent, error) {
	var intents []tandem.Intent
	for _, in := range slices.Backward(m.intents) {
		if in.Run == run && (before == 0 || in.ID < before) && len(intents) < limit {
			intents = append(intents, in)
		}
	}
	return intents, nil
}

func (m *memstore) RunLinks(_ context.Context, _, run int64, after int64, limit int) ([]tandem.LinkBefore, error) {
	var links []tandem.LinkBefore
	for _, l := range m.before {
		if (l.Now.Run == run || l.Was.Run == run) && l.Seq > after && len(links) < limit {
			links = append(links, l)
		}
	}
	return links, nil
}
