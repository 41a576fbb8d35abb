package web

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"tandem"
)

// outcomeRows is how many rows a page of the list has.
const outcomeRows = 50

// outcomeListView is the part of a run's rows that a person asked for.
type outcomeListView struct {
	Run    *tandem.Run
	Filter outcomeFilter
	Rows   []tandem.OutcomeRow
	More   bool
}

// outcomeFilter picks rows: by default those that need attention.
type outcomeFilter struct {
	Point   string          // "" = all
	Outcome *tandem.Outcome // nil = all that need attention
	After   int64           // for the next page
}

func readOutcomeFilter(r *http.Request, p *page) (outcomeFilter, error) {
	f := outcomeFilter{Point: r.FormValue("point")}
	if word := r.FormValue("outcome"); word != "" {
		o, ok := tandem.ParseOutcome(word)
		if !ok {
			return f, tandem.Errorf(tandem.Usage, "%s", p.T("attention.bad", word))
		}
		f.Outcome = &o
	}
	if n, err := strconv.ParseInt(r.FormValue("after"), 10, 64); err == nil {
		f.After = max(n, 0)
	}
	return f, nil
}

// runFiltered loads the run that an address names and reads which of its rows are asked for.
func (s *site) runFiltered(r *http.Request, p *page) (*tandem.Run, outcomeFilter, error) {
	run, err := s.runOf(r, p)
	if err != nil {
		return nil, outcomeFilter{}, err
	}
	filter, err := readOutcomeFilter(r, p)
	return run, filter, err
}

// at is the address of a page that uses the filter.
func (f outcomeFilter) at(path string) string {
	values := url.Values{}
	if f.Point != "" {
		values.Set("point", f.Point)
	}
	if f.Outcome != nil {
		values.Set("outcome", f.Outcome.String())
	}
	if f.After > 0 {
		values.Set("after", strconv.FormatInt(f.After, 10))
	}
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// list is the address of the list on a run's page.
func (f outcomeFilter) list(run int64) string { return f.at(runURL(run)) + "#attention" }

// with returns the filter for another outcome, from its first page.
func (f outcomeFilter) with(o tandem.Outcome) outcomeFilter {
	return outcomeFilter{Point: f.Point, Outcome: &o}
}

// is reports whether it picks that outcome.
func (f outcomeFilter) is(o tandem.Outcome) bool { return f.Outcome != nil && *f.Outcome == o }

// loadOutcomes reads a page of the list, and one row more to know whether it goes on.
func (s *site) loadOutcomes(ctx context.Context, run *tandem.Run, f outcomeFilter) (*outcomeListView, error) {
	rows, err := s.readOutcomes(ctx, run, f, outcomeRows+1)
	if err != nil {
		return nil, err
	}
	v := &outcomeListView{Run: run, Filter: f, Rows: rows}
	if len(rows) > outcomeRows {
		v.Rows, v.More = rows[:outcomeRows], true
	}
	return v, nil
}

// readOutcomes reads rows after a position. Those that need attention are three
// questions to the store, merged in the order in which they came.
func (s *site) readOutcomes(ctx context.Context, run *tandem.Run, f outcomeFilter, limit int) ([]tandem.OutcomeRow, error) {
	q := tandem.OutcomeQuery{Point: f.Point, Outcome: f.Outcome, After: f.After, Limit: limit}
	if f.Outcome != nil {
		return s.Runs.Outcomes(ctx, run.Account, run.ID, q)
	}
	var all []tandem.OutcomeRow
	for _, o := range needsAttention() {
		q.Outcome = &o
		rows, err := s.Runs.Outcomes(ctx, run.Account, run.ID, q)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	slices.SortFunc(all, func(a, b tandem.OutcomeRow) int { return cmp.Compare(a.Seq, b.Seq) })
	return all[:min(limit, len(all))], nil
}

// counts are the outcomes of the data points that the filter lets in.
func (v *outcomeListView) counts() tandem.Counts {
	var c tandem.Counts
	for i := range v.Run.Points {
		if v.Filter.Point == "" || v.Filter.Point == v.Run.Points[i].Name {
			c.Add(v.Run.Points[i].Counts)
		}
	}
	return c
}

// next is the filter for the next page.
func (v *outcomeListView) next() outcomeFilter {
	f := v.Filter
	f.After = v.Rows[len(v.Rows)-1].Seq
	return f
}

// first is the filter for the first page.
func (v *outcomeListView) first() outcomeFilter {
	f := v.Filter
	f.After = 0
	return f
}

// all is the filter without a choice of outcome.
func (v *outcomeListView) all() outcomeFilter { return outcomeFilter{Point: v.Filter.Point} }

// point is the filter for another data point.
func (v *outcomeListView) point(name string) outcomeFilter {
	return outcomeFilter{Point: name, Outcome: v.Filter.Outcome}
}
