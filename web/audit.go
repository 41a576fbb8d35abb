package web

import (
	"context"
	"encoding/csv"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"tandem"
)

// AuditLog is what the pages need of the audit log.
type AuditLog interface {
	AuditLog(ctx context.Context, account int64, q tandem.AuditQuery) ([]tandem.AuditEntry, error)
	Audit(ctx context.Context, entry *tandem.AuditEntry) error
}

// note keeps in the audit log what was done on a page, and to what.
func (s *site) note(r *http.Request, p *page, action tandem.AuditAction, subject, detail string) error {
	if s.Audit == nil {
		return nil
	}
	by := p.by(r)
	return s.Audit.Audit(r.Context(), &tandem.AuditEntry{
		Account: p.account.ID, Who: by.Name, Action: action, Subject: subject, Detail: detail, Address: by.Address,
	})
}

// auditRoutes are the audit log.
func (s *site) auditRoutes() []route {
	manage := needs(tandem.ManagePeople)
	return []route{
		{"GET /audit", manage, s.auditList},
		{"GET /audit.csv", manage, s.auditDownload},
	}
}

// auditPage is how many entries a page shows.
const auditPageRows = 100

type auditView struct {
	entries []tandem.AuditEntry
	query   query
	after   string
}

func readAuditQuery(values url.Values) tandem.AuditQuery {
	before, err := strconv.ParseInt(values.Get("after"), 10, 64)
	if err != nil {
		before = 0 // from the newest
	}
	return tandem.AuditQuery{Who: values.Get("who"), Action: tandem.AuditAction(values.Get("action")), Before: before}
}

func (s *site) auditList(w http.ResponseWriter, r *http.Request, p *page) error {
	q := readAuditQuery(r.URL.Query())
	q.Limit = auditPageRows
	entries, err := s.Audit.AuditLog(r.Context(), p.account.ID, q)
	if err != nil {
		return err
	}
	v := &auditView{entries: entries, query: query{path: "/audit", values: r.URL.Query()}}
	if len(entries) == auditPageRows {
		v.after = strconv.FormatInt(entries[len(entries)-1].Seq, 10)
	}
	p.title = p.T("nav.audit")
	return render(w, r, http.StatusOK, auditListPage(p, v))
}

// auditDownload writes the entries that a filter picks as a CSV file.
func (s *site) auditDownload(w http.ResponseWriter, r *http.Request, p *page) error {
	q := readAuditQuery(r.URL.Query())
	q.Before, q.Limit = 0, downloadRows
	entries, err := s.Audit.AuditLog(r.Context(), p.account.ID, q)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="audit.csv"`)
	w.Write([]byte("\ufeff")) //nolint:errcheck // the first row tells
	out := csv.NewWriter(w)
	out.UseCRLF = true
	out.Write([]string{"at", "who", "action", "subject", "detail", "address"}) //nolint:errcheck // Flush tells
	for len(entries) > 0 {
		for i := range entries {
			e := &entries[i]
			out.Write([]string{e.At.UTC().Format(time.RFC3339), harmless(e.Who), string(e.Action), harmless(e.Subject), harmless(e.Detail), e.Address}) //nolint:errcheck // Flush tells
		}
		out.Flush()
		if out.Error() != nil {
			return nil //nolint:nilerr // the browser left, and err is of the page before
		}
		q.Before = entries[len(entries)-1].Seq
		if entries, err = s.Audit.AuditLog(r.Context(), p.account.ID, q); err != nil {
			s.quit(r, err)
			panic(http.ErrAbortHandler) // half a file must not look like a whole one
		}
	}
	return nil
}

// actionOptions are the choices of the filter.
func actionOptions(p *page) []option {
	all := []option{{"", p.T("audit.any")}}
	for _, a := range tandem.AuditActions() {
		all = append(all, option{string(a), p.T("audit." + string(a))})
	}
	return all
}
