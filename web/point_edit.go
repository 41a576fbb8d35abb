package web

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tandem"
	"tandem/dictionary"
	"tandem/engine"
	"tandem/mapping"
	"tandem/setup"
)

// Points is what the pages need to edit the mapping of a data point.
type Points interface {
	// Objects describes both sides of a data point as they are now.
	Objects(ctx context.Context, account int64, s *setup.Sync, point string) (ours, theirs *dictionary.Object, err error)

	// Sample maps the first records of both sides as a sync that need not be stored would.
	Sample(ctx context.Context, account int64, s *setup.Sync, point string) (*engine.Sample, error)
}

// pointEditView is the mapping of a data point as it is edited.
type pointEditView struct {
	*syncSetupView

	Point        *setup.DataPoint
	Ours, Theirs *dictionary.Object
	Rows         []mappingRow
	Sample       *engine.Sample // nil = nobody asked for one
}

// mappingRow is one rule of the mapping.
type mappingRow struct {
	setup.Field

	Suggested bool // proposed, and not saved yet
	Error     string
}

// pointURL is the mapping editor of a data point.
func pointURL(sync, point string) string { return syncURL(sync, "/points/"+url.PathEscape(point)) }

// emptyRows are offered for further rules.
const emptyRows = 2

// pointEdit shows the mapping of a data point.
func (s *site) pointEdit(w http.ResponseWriter, r *http.Request, p *page) error {
	v, err := s.loadPointEdit(r, p)
	if err != nil {
		return err
	}
	for i := range v.Point.Fields {
		v.Rows = append(v.Rows, mappingRow{Field: v.Point.Fields[i]})
	}
	return showPointEdit(w, r, p, v, http.StatusOK)
}

func (s *site) loadPointEdit(r *http.Request, p *page) (*pointEditView, error) {
	sync, err := s.loadSyncSetup(r, p)
	if err != nil {
		return nil, err
	}
	name := r.PathValue("point")
	i := slices.IndexFunc(sync.DataPoints, func(d setup.DataPoint) bool { return d.Name == name })
	if i < 0 {
		return nil, tandem.Errorf(tandem.NotFound, "%s", p.T("point.none", name))
	}
	v := &pointEditView{syncSetupView: sync, Point: &sync.DataPoints[i]}
	v.Ours, v.Theirs, err = s.Points.Objects(r.Context(), p.account.ID, &sync.Sync, name)
	return v, err
}

func showPointEdit(w http.ResponseWriter, r *http.Request, p *page, v *pointEditView, status int) error {
	for range emptyRows {
		v.Rows = append(v.Rows, mappingRow{})
	}
	p.title = p.T("point.title", v.Point.Name)
	return render(w, r, status, pointEditPage(p, v))
}

// pointSave saves the mapping, proposes further rules, or shows what it makes of real records.
func (s *site) pointSave(w http.ResponseWriter, r *http.Request, p *page) error {
	if err := r.ParseForm(); err != nil {
		return tandem.Errorf(tandem.Usage, "%s", p.T("form.broken"))
	}
	v, err := s.loadPointEdit(r, p)
	if err != nil {
		return err
	}
	v.form.typed = r.PostForm
	v.readRows()
	v.takeTyped()
	switch r.PostForm.Get("do") {
	case "suggest":
		for _, found := range setup.SuggestFields(v.Ours, v.Theirs, v.Point.Fields) {
			v.Rows = append(v.Rows, mappingRow{Field: found.Field, Suggested: true})
		}
	case "sample":
		v.Sample, err = s.Points.Sample(r.Context(), p.account.ID, &v.Sync, v.Point.Name)
	default:
		version, _ := strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
		if v.form.ok() {
			_, err = s.Setups.SaveSync(r.Context(), p.account.ID, &v.Sync, version, p.terms(false))
		}
		if err == nil && v.form.ok() {
			lead(w, r, pointURL(v.Name, v.Point.Name))
			return nil
		}
	}
	if err != nil && !v.form.takeEach(err, v.fieldPlaces()...) {
		return err
	}
	status := http.StatusOK
	if v.placeErrors(); !v.form.ok() {
		status = http.StatusUnprocessableEntity
	}
	return showPointEdit(w, r, p, v, status)
}

// readRows reads the rules that were typed; a row without a field of either side is left out.
func (v *pointEditView) readRows() {
	for i := 0; ; i++ {
		at := "f." + strconv.Itoa(i) + "."
		if _, there := v.form.typed[at+"ours"]; !there {
			return
		}
		get := func(name string) string { return strings.TrimSpace(v.form.typed.Get(at + name)) }
		f := setup.Field{
			Ours: get("ours"), Theirs: get("theirs"), Value: get("value"), Convert: splitList(get("convert"), ";"), Values: splitPairs(get("values")),
			Direction: get("direction"), Rule: get("rule"), Reference: get("reference"), Conflict: get("conflict"),
		}
		if f.Ours == "" && f.Theirs == "" {
			continue
		}
		v.Rows = append(v.Rows, mappingRow{Field: f})
	}
}

// takeTyped puts what was typed into the data point.
func (v *pointEditView) takeTyped() {
	v.Point.Fields = nil
	for i := range v.Rows {
		v.Point.Fields = append(v.Point.Fields, v.Rows[i].Field)
	}
	v.Point.Match = splitList(strings.ReplaceAll(v.form.typed.Get("match"), "\n", ";"), ";")
	v.Point.Filter = strings.TrimSpace(v.form.typed.Get("filter"))
	if conflict := v.form.typed.Get("conflict"); conflict != "ask" || v.Point.Conflict != "" { // nothing said means ask
		v.Point.Conflict = conflict
	}
}

// fieldPlaces are the places that problems are told at.
func (v *pointEditView) fieldPlaces() []string {
	names := []string{v.Point.Name + ".match", v.Point.Name + ".filter", v.Point.Name + ".conflict"}
	for i := range v.Rows {
		at := v.Point.Name + ".fields." + strconv.Itoa(i)
		names = append(names, at)
		for _, key := range []string{"ours", "theirs", "value", "convert", "values", "direction", "rule", "reference", "conflict"} {
			names = append(names, at+"."+key)
		}
	}
	return names
}

// placeErrors puts what is wrong with a rule beside its row.
func (v *pointEditView) placeErrors() {
	for i := range v.Rows {
		at := v.Point.Name + ".fields." + strconv.Itoa(i)
		for _, place := range slices.Sorted(maps.Keys(v.form.errors)) {
			if place == at || strings.HasPrefix(place, at+".") {
				v.Rows[i].Error = v.form.errors[place]
			}
		}
	}
}

// pointFields are what a data point has beside its rules.
func (v *pointEditView) pointFields(p *page) []field {
	var policies []option
	for _, word := range []string{"ask", "ours", "theirs", "newest"} {
		policies = append(policies, option{word, p.T("policy." + word)})
	}
	fields := []field{
		{Name: "match", Label: p.T("setup.match"), Help: p.T("point.match.help"), Kind: "textarea", Rows: 3, Value: strings.Join(v.Point.Match, "\n")},
		{Name: "filter", Label: p.T("point.filter"), Help: p.T("point.filter.help"), Value: v.Point.Filter},
		{Name: "conflict", Label: p.T("point.conflict"), Kind: "select", Options: policies, Value: v.Point.Conflict},
	}
	for i := range fields {
		fields[i] = v.form.fill(fields[i])
		fields[i].Error = v.form.errors[v.Point.Name+"."+fields[i].Name]
	}
	return fields
}

// references are the data points that a field may refer to.
func (v *pointEditView) references() []string {
	var names []string
	for i := range v.DataPoints {
		names = append(names, v.DataPoints[i].Name)
	}
	return names
}

// converterNames are the converters there are, for the browser to propose.
func converterNames() []string {
	var names []string
	for _, c := range mapping.Converters() {
		names = append(names, c.Name)
	}
	return slices.Compact(names)
}

func splitList(text, separator string) []string {
	var list []string
	for part := range strings.SplitSeq(text, separator) {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// splitPairs reads a value map: "active = G|*; hold = H".
func splitPairs(text string) map[string]string {
	var pairs map[string]string
	for _, part := range splitList(text, ";") {
		ours, theirs, _ := strings.Cut(part, "=")
		if pairs == nil {
			pairs = map[string]string{}
		}
		pairs[strings.TrimSpace(ours)] = strings.TrimSpace(theirs)
	}
	return pairs
}

// joinPairs is the opposite.
func joinPairs(pairs map[string]string) string {
	var list []string
	for _, ours := range slices.Sorted(maps.Keys(pairs)) {
		list = append(list, ours+" = "+pairs[ours])
	}
	return strings.Join(list, "; ")
}
