package web

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"time"

	"tandem"
)

// downloadRows is how many rows are read at once for a file.
const downloadRows = 2000

// outcomeDownload writes the rows of a run that a filter picks as a CSV file.
// It is written while it is read, so its size does not matter.
func (s *site) outcomeDownload(w http.ResponseWriter, r *http.Request, p *page) error {
	run, err := s.runOf(r, p)
	if err != nil {
		return err
	}
	filter, err := readOutcomeFilter(r, p)
	if err != nil {
		return err
	}
	rows, err := s.readOutcomes(r.Context(), run, filter, downloadRows)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="run-`+strconv.FormatInt(run.ID, 10)+`.csv"`)
	control := http.NewResponseController(w)
	// Spreadsheets take a file without this mark for one in the local code page.
	w.Write([]byte("\ufeff")) //nolint:errcheck // the first row tells
	out := csv.NewWriter(w)
	out.UseCRLF = true
	out.Write(outcomeColumns()) //nolint:errcheck // Flush tells
	for len(rows) > 0 {
		control.SetWriteDeadline(time.Now().Add(time.Minute)) //nolint:errcheck // not every writer has deadlines
		if !writeOutcomes(out, rows) {
			break // the browser left
		}
		filter.After = rows[len(rows)-1].Seq
		if rows, err = s.readOutcomes(r.Context(), run, filter, downloadRows); err != nil {
			s.quit(r, err)
			panic(http.ErrAbortHandler) // half a file must not look like a whole one
		}
	}
	out.Flush()
	return nil
}

// writeOutcomes reports whether somebody still takes them.
func writeOutcomes(out *csv.Writer, rows []tandem.OutcomeRow) bool {
	for i := range rows {
		out.Write(outcomeCells(&rows[i])) //nolint:errcheck // Flush tells
	}
	out.Flush()
	return out.Error() == nil
}

func outcomeColumns() []string {
	return []string{"run", "data_point", "key", "id", "outcome", "code", "reason", "at"}
}

func outcomeCells(o *tandem.OutcomeRow) []string {
	id := ""
	if o.ID != 0 {
		id = strconv.FormatInt(o.ID, 10)
	}
	return []string{
		strconv.FormatInt(o.Run, 10), harmless(o.Point), harmless(o.Key.String()), id,
		o.Outcome.String(), string(o.Code), harmless(o.Reason), o.At.UTC().Format(time.RFC3339),
	}
}

// harmless keeps a spreadsheet from taking a foreign text for a formula.
// Numbers may begin with a sign; anything else that does gets an apostrophe in front.
func harmless(text string) string {
	if text == "" || !strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return text
	}
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return text
	}
	return "'" + text
}
