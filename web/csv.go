package web

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// downloadRows is how many rows are read at once for a file.
const downloadRows = 2000

// download writes a CSV file while it is read, so its size does not matter.
// next gives rows until there are none; the first it has given already, so that
// what fails before anything is sent becomes an error page.
func (s *site) download(w http.ResponseWriter, r *http.Request, name string, columns []string, rows [][]string, next func() ([][]string, error)) {
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+name+`.csv"`)
	control := http.NewResponseController(w)
	// Spreadsheets take a file without this mark for one in the local code page.
	w.Write([]byte("\ufeff")) //nolint:errcheck // the first row tells
	out := csv.NewWriter(w)
	out.UseCRLF = true
	out.Write(columns) //nolint:errcheck // Flush tells
	for len(rows) > 0 {
		control.SetWriteDeadline(time.Now().Add(time.Minute)) //nolint:errcheck // not every writer has deadlines
		out.WriteAll(rows)                                    //nolint:errcheck // Error tells
		if out.Error() != nil {
			return // the browser left
		}
		var err error
		if rows, err = next(); err != nil {
			s.quit(r, err)
			panic(http.ErrAbortHandler) // half a file must not look like a whole one
		}
	}
	out.Flush()
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
