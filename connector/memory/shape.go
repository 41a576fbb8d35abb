package memory

import (
	"cmp"
	"slices"

	"tandem"
	"tandem/connector"
	"tandem/dictionary"
	"tandem/expr"
)

// shape is a view laid over a table: where each of its fields stands.
type shape struct {
	view  *connector.View
	table *Table
	at    []int // positions in the table of the view's fields
	lines *lineShape
}

// shapeOf lays a view over the tables a profile sees: the view's own or else
// the connection's.
func (s *System) shapeOf(profile string, view *connector.View) (*shape, error) {
	profile = cmp.Or(view.Options[connector.ProfileOption], profile)
	if profile != "" && !s.hasProfile(profile) {
		return nil, tandem.Errorf(tandem.Config, "there is no company %q", profile).At("profile")
	}
	table, err := s.find(profile, view.Object)
	if err != nil {
		return nil, err
	}
	if len(view.Key) > 0 && !slices.Equal(view.Key, table.def.Key) {
		return nil, tandem.Errorf(tandem.Schema, "%s is keyed by %q, not by %q", view.Object, table.def.Key, view.Key)
	}
	if view.Width() > tandem.MaxFields {
		return nil, tandem.Errorf(tandem.Config, "a view has at most %d fields", tandem.MaxFields).At(view.Object)
	}
	p := &shape{view: view, table: table}
	if p.at, err = table.positions(view.Fields); err != nil {
		return nil, err
	}
	if _, err := table.positions(extraFields(view)); err != nil {
		return nil, err
	}
	for _, name := range expr.Fields(view.Filter) {
		if table.def.position(name) < 0 {
			return nil, tandem.Errorf(tandem.Schema, "%s has no field %q to filter by", view.Object, name)
		}
	}
	if view.Lines != nil {
		p.lines, err = s.lineShapeOf(profile, p)
	}
	return p, err
}

// extraFields are the fields a view names besides those it reads.
func extraFields(view *connector.View) []string {
	var names []string
	for _, name := range []string{view.Cursor, view.ExternalID, view.NewKey.Field} {
		if name != "" {
			names = append(names, name)
		}
	}
	for name := range view.Constants {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// positions returns where fields stand.
func (t *Table) positions(names []string) ([]int, error) {
	at := make([]int, len(names))
	for i, name := range names {
		if at[i] = t.def.position(name); at[i] < 0 {
			return nil, tandem.Errorf(tandem.Schema, "%s has no field %q", t.def.Name, name)
		}
	}
	return at, nil
}

// typeAt is the type a view wants at a position, the table's own where it does not say.
func typeAt(types []dictionary.Type, i int, own dictionary.Type) dictionary.Type {
	if i < len(types) && types[i] != "" {
		return types[i]
	}
	return own
}

// fill writes a row as the view shows it. A value that is not what the view
// takes it for is an error, and then dst is absent throughout (Promise 9).
func (p *shape) fill(dst tandem.Record, r *row, families families) error {
	for i, at := range p.at {
		to := typeAt(p.view.Types, i, p.table.def.Fields[at].Type)
		v, ok := convert(r.values[at], to)
		if !ok {
			clear(dst)
			return tandem.Errorf(tandem.Invalid, "%q is not %s", r.values[at], to).At(p.table.def.Name + "." + p.view.Fields[i])
		}
		dst[i] = v
	}
	if p.lines != nil {
		lines, err := p.lines.read(families[p.lines.family(r.values)])
		if err != nil {
			clear(dst)
			return err
		}
		dst[len(p.at)] = lines
	}
	return nil
}

// add appends a row to a page.
func (p *shape) add(page *tandem.Page, r *row, families families) {
	if err := p.fill(page.Add(r.key), r, families); err != nil {
		page.Fault(page.Len()-1, err)
	}
}

// families gathers the lines of all documents, nil where the view has none.
func (p *shape) families() families {
	if p.lines == nil {
		return nil
	}
	return p.lines.gather()
}

// record returns a row as the view shows it, nil when it cannot be shown.
func (p *shape) record(r *row) tandem.Record {
	dst := make(tandem.Record, p.view.Width())
	if p.fill(dst, r, p.families()) != nil {
		return nil
	}
	return dst
}
