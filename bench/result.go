package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"strings"
	"time"
)

// result is one line of the table.
type result struct {
	Goal    string    `json:"goal"`
	Work    string    `json:"work"`
	Against string    `json:"against,omitempty"`
	Ours    string    `json:"ours,omitempty"`   // for people
	Theirs  string    `json:"theirs,omitempty"` // for people
	Figure  spread    `json:"figure"`
	Used    spread    `json:"used"` // the same ratio by processor time, servers included
	Unit    string    `json:"unit"`
	Floor   float64   `json:"floor"`
	Aim     float64   `json:"aim"`
	Floored bool      `json:"floor_met"`
	Others  float64   `json:"others"`
	Skipped string    `json:"skipped,omitempty"`
	Rounds  [][]usage `json:"rounds,omitempty"`
}

// judge makes the line of a goal.
func judge(name string, figure spread, rounds [][]usage) result {
	g := goals()[name]
	return result{
		Goal: name, Work: g.work, Against: g.against, Figure: figure, Unit: g.unit, Floor: g.floor, Aim: g.aim,
		Floored: g.met(figure.Median, g.floor), Others: others(rounds).Median, Rounds: rounds,
	}
}

func skipped(leg, program string) result {
	return result{Goal: leg, Work: leg, Skipped: "skipped: needs " + program}
}

// writeTable prints the results as Markdown.
func writeTable(w io.Writer, results []result) error {
	var table strings.Builder
	table.WriteString("| work | held against | ours | theirs | median (min-max) | by processor time | floor | aim | | others |\n" +
		"|---|---|---|---|---|---|---|---|---|---|\n")
	for _, r := range results {
		table.WriteString("| " + strings.Join(r.cells(), " | ") + " |\n")
	}
	_, err := io.WriteString(w, table.String())
	return err
}

func (r *result) cells() []string {
	if r.Skipped != "" {
		return []string{r.Work, "", "", "", r.Skipped, "", "", "", "", ""}
	}
	return []string{
		r.Work, r.Against, r.Ours, r.Theirs, r.figure(), r.used(), amount(r.Floor, r.Unit), amount(r.Aim, r.Unit), r.verdict(),
		fmt.Sprintf("%.0f %%", r.Others),
	}
}

func (r *result) figure() string {
	text := amount(r.Figure.Median, r.Unit)
	if r.Figure.Min != r.Figure.Max {
		text += fmt.Sprintf(" (%s-%s)", amount(r.Figure.Min, ""), amount(r.Figure.Max, ""))
	}
	return text
}

func (r *result) used() string {
	if r.Used.Median == 0 {
		return ""
	}
	return amount(r.Used.Median, r.Unit)
}

func (r *result) verdict() string {
	g := goals()[r.Goal]
	switch {
	case g.met(r.Figure.Median, g.aim):
		return "aim"
	case r.Floored:
		return "floor"
	default:
		return "**missed**"
	}
}

// amount writes a figure with about three digits.
func amount(v float64, unit string) string {
	digits := 0
	if v != 0 {
		digits = min(max(2-int(math.Floor(math.Log10(math.Abs(v)))), 0), 3)
	}
	text := fmt.Sprintf("%.*f", digits, v)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if unit != "" {
		text += " " + unit
	}
	return text
}

// report is the JSON file.
type report struct {
	At         time.Time `json:"at"`
	Rows       int       `json:"rows"`
	Rounds     int       `json:"rounds"`
	Processors int       `json:"processors"`
	Go         string    `json:"go"`
	Results    []result  `json:"results"`
}

func writeJSON(o options, results []result) error {
	text, err := json.MarshalIndent(report{
		At: time.Now().UTC(), Rows: o.rows, Rounds: o.rounds, Processors: runtime.NumCPU(), Go: runtime.Version(), Results: results,
	}, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(o.out, append(text, '\n'), 0o644)
}

// missed names the floors that were not reached.
func missed(results []result) error {
	var all error
	for _, r := range results {
		if r.Skipped == "" && !r.Floored {
			all = errors.Join(all, fmt.Errorf("%w: %s: %s, the floor is %s", errMissed, r.Work, amount(r.Figure.Median, r.Unit), amount(r.Floor, r.Unit)))
		}
	}
	return all
}
