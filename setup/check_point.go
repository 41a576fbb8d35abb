package setup

import (
	"slices"

	"tandem/dictionary"
	"tandem/match"
)

// point checks a data point against our dictionary and its siblings.
func (c *checker) point(p *DataPoint, siblings []DataPoint) {
	object, ok := c.ours.Object(p.Ours)
	if !ok {
		if p.Ours != "" {
			c.problems.addf(p.Places.Of("ours"), didYouMean(p.Ours, objectNames(c.ours)), "we have no object %s", p.Ours)
		}
		return
	}
	if p.Conflict == "newest" && p.ChangedAt == "" {
		c.problems.addf(p.Places.Of("conflict"), "changed_at: THEIR_COLUMN", "conflict: newest needs their column with the time of change")
	}
	if len(p.Fields) == 0 {
		c.problems.addf(p.Places.Of("fields"), "", "data point %s maps no field", p.Name)
	}
	c.with(p, siblings)
	c.match(p, object)
	c.fields(p.Fields, object, siblings)
	c.lines(p, object, siblings)
}

// with checks the data point whose records ours goes along with.
func (c *checker) with(p *DataPoint, siblings []DataPoint) {
	if p.With == "" {
		return
	}
	if !slices.ContainsFunc(p.Fields, func(f Field) bool { return f.Reference == p.With }) {
		c.problems.addf(p.Places.Of("with"), didYouMean(p.With, pointNames(siblings)), "no field of data point %s refers to %s, so none of it can go along", p.Name, p.With)
	}
}

// match checks the match rules over the fields that are mapped. A rule over a
// field of ours that is not mapped finds nobody, which is told but no reason to
// refuse: which fields are mapped changes, and the rules may stay.
func (c *checker) match(p *DataPoint, object *dictionary.Object) {
	if len(p.Match) == 0 {
		return
	}
	mapped := make([]string, len(p.Fields))
	for i := range p.Fields {
		mapped[i] = p.Fields[i].Name()
	}
	at, before := p.Places.Of("match"), len(c.problems)
	matcher, problems := match.Compile(p.Match, mapped)
	for _, problem := range problems {
		switch _, ours := object.Field(problem.Field); {
		case ours:
			c.notices = append(c.notices, problem.Err.At(at))
		case problem.Field == "":
			c.problems = append(c.problems, problem.Err.At(at))
		default:
			c.problems.addf(at, didYouMean(problem.Field, mapped), "match rule %q: %s has no field %q", p.Match[problem.Rule], object.Name, problem.Field)
		}
	}
	if matcher == nil && len(c.problems) == before {
		c.notices.addf(at, "map a field that a rule names", "none of the match rules can find anybody: on first contact nothing is matched, and what is on one side only is created on the other as far as operations say")
	}
}

// fields checks that our fields exist and are named once, and that references
// point at data points that hold the right object.
func (c *checker) fields(fields []Field, object *dictionary.Object, siblings []DataPoint) {
	seen := map[string]bool{}
	for i := range fields {
		f := &fields[i]
		if f.Ours == "" {
			continue
		}
		if seen[f.Ours] {
			c.problems.addf(f.Places.Of("ours"), "", "our field %s is mapped twice", f.Ours)
		}
		seen[f.Ours] = true
		ours, ok := object.Field(f.Ours)
		if !ok {
			c.problems.addf(f.Places.Of("ours"), didYouMean(f.Ours, object.FieldNames()), "%s has no field %s", object.Name, f.Ours)
			continue
		}
		c.reference(f, ours, siblings)
	}
}

func (c *checker) reference(f *Field, ours *dictionary.Field, siblings []DataPoint) {
	if f.Reference == "" {
		return
	}
	at := slices.IndexFunc(siblings, func(p DataPoint) bool { return p.Name == f.Reference })
	switch {
	case at < 0:
		c.problems.addf(f.Places.Of("reference"), didYouMean(f.Reference, pointNames(siblings)), "this sync has no data point %s", f.Reference)
	case ours.Type != dictionary.Reference:
		c.problems.addf(f.Places.Of("reference"), "", "our field %s is %s, not a reference", f.Ours, ours.Type)
	case ours.Target != siblings[at].Ours:
		c.problems.addf(f.Places.Of("reference"), "", "our field %s points at %s, but data point %s holds %s", f.Ours, ours.Target, f.Reference, siblings[at].Ours)
	}
}

func (c *checker) lines(p *DataPoint, object *dictionary.Object, siblings []DataPoint) {
	if p.Lines == nil {
		return
	}
	field, ok := object.Field(p.Lines.Ours)
	if !ok || field.Type != dictionary.Lines || object.Lines == nil {
		c.problems.addf(p.Lines.Places.Of("ours"), "", "%s has no lines in a field %s", object.Name, p.Lines.Ours)
		return
	}
	c.fields(p.Lines.Fields, object.Lines, siblings)
}

func objectNames(d *dictionary.Dictionary) []string {
	names := make([]string, len(d.Objects))
	for i := range d.Objects {
		names[i] = d.Objects[i].Name
	}
	return names
}

func pointNames(points []DataPoint) []string {
	names := make([]string, len(points))
	for i := range points {
		names[i] = points[i].Name
	}
	return names
}
