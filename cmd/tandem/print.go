package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// printJSON writes a value for programs.
func (a *app) printJSON(v any) {
	e := json.NewEncoder(a.main.Stdout)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		a.log.Error("print JSON", "error", err)
	}
}

// print writes text as it is.
func (a *app) print(text string) { _, _ = io.WriteString(a.main.Stdout, text) }

// sayf writes a line for people. With --json there are none.
func (a *app) sayf(format string, args ...any) {
	if !a.options.JSON {
		_, _ = fmt.Fprintf(a.main.Stdout, format+"\n", args...) // a closed terminal is nobody's fault
	}
}

// notef writes a line that belongs to no result: to standard error, always.
func (a *app) notef(format string, args ...any) {
	_, _ = fmt.Fprintf(a.main.Stderr, format+"\n", args...)
}

// grid is a table for people: columns as wide as they must be, numbers to the right.
type grid struct {
	rows  [][]string
	right map[int]bool
}

// newGrid begins a table; a heading that begins with ">" is of numbers.
func newGrid(headings ...string) *grid {
	g := &grid{right: map[int]bool{}}
	for i, h := range headings {
		if rest, ok := strings.CutPrefix(h, ">"); ok {
			g.right[i], headings[i] = true, rest
		}
	}
	if strings.Join(headings, "") != "" {
		g.add(headings...)
	}
	return g
}

func (g *grid) add(cells ...string) {
	row := make([]string, len(cells))
	for i, c := range cells {
		row[i] = oneLine(c)
	}
	g.rows = append(g.rows, row)
}

func (g *grid) write(w io.Writer) {
	var widths []int
	for _, row := range g.rows {
		for i, c := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(c))
		}
	}
	var b strings.Builder
	for _, row := range g.rows {
		var line strings.Builder
		for i, c := range row {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(c))
			if i > 0 {
				line.WriteString("  ")
			}
			if g.right[i] {
				line.WriteString(pad + c)
			} else {
				line.WriteString(c + pad)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	_, _ = io.WriteString(w, b.String())
}

// oneLine keeps a cell within its line and its length.
func oneLine(s string) string {
	const longest = 80
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) > longest {
		s = string([]rune(s)[:longest-1]) + "…"
	}
	return s
}
