package web

import (
	"context"
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
	next := func() ([][]string, error) { return s.nextEntries(r.Context(), p.account.ID, &q) }
	rows, err := next()
	if err != nil {
		return err
	}
	s.download(w, r, "audit", []string{"at", "who", "action", "subject", "detail", "address"}, rows, next)
	return nil
}

// nextEntries reads entries for a file and moves the query behind them.
func (s *site) nextEntries(ctx context.Context, account int64, q *tandem.AuditQuery) ([][]string, error) {
	entries, err := s.Audit.AuditLog(ctx, account, *q)
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	q.Before = entries[len(entries)-1].Seq
	rows := make([][]string, len(entries))
	for i := range entries {
		e := &entries[i]
		rows[i] = []string{e.At.UTC().Format(time.RFC3339), harmless(e.Who), string(e.Action), harmless(e.Subject), harmless(e.Detail), e.Address}
	}
	return rows, nil
}

// actionOptions are the choices of the filter.
func actionOptions(p *page) []option {
	all := []option{{"", p.T("audit.any")}}
	for _, a := range tandem.AuditActions() {
		all = append(all, option{string(a), p.T("audit." + string(a))})
	}
	return all
}
