package engine

import (
	"context"
	"slices"
	"strings"

	"tandem"
	"tandem/connector"
	"tandem/dictionary"
	"tandem/mapping"
)

// Assessment tells, before a data point is used, whether it can work.
type Assessment struct {
	Point, Ours, Theirs string

	Found    bool // their table is there and may be read
	Writes   bool // the operations go out to it ...
	MayWrite bool // ... and it may be written
	Key      []string
	Cursor   string          // "" = everything is read each time
	Worth    connector.Worth // of our lasting key there
	Rows     int64           // theirs, about; 0 = not known
	Links    int64           // pairs that are linked already

	Fields   []AssessedField
	Unmapped []string // fields of ours that nothing maps
	Demanded []string // columns a new row there needs and nothing fills
	Faults   []string // what keeps it from working at all
}

// Works reports whether nothing keeps the data point from working.
func (a *Assessment) Works() bool {
	return a.Found && len(a.Faults) == 0 && (!a.Writes || a.MayWrite) &&
		!slices.ContainsFunc(a.Fields, func(f AssessedField) bool { return f.Verdict == Wrong })
}

// AssessedField is one rule of the mapping.
type AssessedField struct {
	Ours, Theirs string
	Verdict      Verdict
	Note         string
}

// Verdict says whether values of a field arrive.
type Verdict string

// The verdicts on a field.
const (
	Fits      Verdict = "fits"
	MayNotFit Verdict = "may_not_fit" // longer or finer values fail
	Wrong     Verdict = "wrong"
)

// Assess looks at both sides of a sync that need not be stored, without reading their rows.
func (e *Engine) Assess(ctx context.Context, sync *Sync) ([]Assessment, error) {
	conn, err := e.options.Dial(ctx, sync.Account, sync.Connection, sync.Profile)
	if err != nil {
		return nil, reaching(sync, err)
	}
	defer func() { _ = conn.Close() }()
	ours, err := e.options.Dictionary(ctx, sync.Account)
	if err != nil {
		return nil, err
	}
	theirs, err := conn.Describe(ctx, remoteNames(sync)...)
	if err != nil {
		return nil, reaching(sync, err)
	}
	all := make([]Assessment, len(sync.Points))
	for i := range sync.Points {
		def := &sync.Points[i]
		a := &all[i]
		*a = Assessment{Point: def.Name, Ours: def.Ours, Theirs: def.Theirs, Key: def.Key, Cursor: def.Cursor}
		a.look(def, ours, theirs)
		if err := e.assessRows(ctx, a, sync, def, conn, ours, theirs); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// assessRows counts rows and links, and asks what our key is worth there.
func (e *Engine) assessRows(ctx context.Context, a *Assessment, sync *Sync, def *DataPoint, conn connector.Connector, ours, theirs *dictionary.Dictionary) error {
	var err error
	if a.Links, err = e.store.CountLinks(ctx, tandem.Lane{Account: sync.Account, Point: def.ID, Object: def.Ours}); err != nil {
		return err
	}
	p, err := compilePoint(def, ours, theirs)
	if err != nil {
		if len(a.Faults) == 0 && a.Works() {
			a.Faults = append(a.Faults, err.Error())
		}
		return nil
	}
	if a.Rows, err = connector.Count(ctx, conn, p.view); err != nil {
		return err
	}
	a.Worth, err = connector.LastingKey(ctx, conn, p.view)
	return err
}

func (a *Assessment) look(def *DataPoint, ours, theirs *dictionary.Dictionary) {
	our, ok := ours.Object(def.Ours)
	if !ok {
		a.Faults = append(a.Faults, "we have no object "+def.Ours)
		return
	}
	their, ok := theirs.Object(def.Theirs)
	if a.Found = ok; !ok {
		return
	}
	if len(a.Key) == 0 {
		a.Key = their.Key
	}
	o := def.Operations
	a.Writes = (o.Create | o.Update | o.Delete).Has(tandem.Out) || def.FirstOf != ""
	a.MayWrite = !their.ReadOnly || def.Routines != (connector.Routines{})
	a.fields(def, our, their, theirs)
	if (o.Create.Has(tandem.Out) || def.FirstOf != "") && def.Routines.Create == "" {
		a.Demanded = demanded(def, their)
	}
}

// fields judges every rule, and finds our fields that have none.
func (a *Assessment) fields(def *DataPoint, our, their *dictionary.Object, theirs *dictionary.Dictionary) {
	lines, err := remoteLines(def, theirs)
	if err != nil {
		a.Faults = append(a.Faults, err.Error())
		return
	}
	_, problems := mapping.Compile(def.Mapping, our, their, lines)
	rules := def.Mapping.Rules
	mapped := map[string]bool{}
	if def.Mapping.Lines != nil {
		rules = append(slices.Clone(rules), def.Mapping.Lines.Rules...)
		mapped[def.Mapping.Lines.Ours] = true
	}
	for i := range rules {
		r := &rules[i]
		f := AssessedField{Ours: r.Ours, Theirs: r.Theirs, Verdict: Fits}
		for _, p := range problems {
			if p.Err.Place != r.Place || p.Warning && f.Verdict == Wrong {
				continue
			}
			f.Verdict, f.Note = MayNotFit, p.Err.Message
			if !p.Warning {
				f.Verdict = Wrong
			}
		}
		a.Fields = append(a.Fields, f)
		mapped[r.Ours] = true
	}
	for i := range our.Fields {
		if f := &our.Fields[i]; !f.ReadOnly && !mapped[f.Name] {
			a.Unmapped = append(a.Unmapped, f.Name)
		}
	}
}

// demanded are the columns that a new row must have and nothing fills.
func demanded(def *DataPoint, their *dictionary.Object) []string {
	filled := map[string]bool{def.NewKey.Field: true, def.ExternalID: true}
	for name := range def.Constants {
		filled[name] = true
	}
	for i := range def.Mapping.Rules {
		for name := range strings.SplitSeq(def.Mapping.Rules[i].Theirs, "+") {
			filled[strings.TrimSpace(name)] = true
		}
	}
	var names []string
	for i := range their.Fields {
		if f := &their.Fields[i]; !f.Nullable && !f.Default && !f.ReadOnly && !filled[f.Name] {
			names = append(names, f.Name)
		}
	}
	return names
}
