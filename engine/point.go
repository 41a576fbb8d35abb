package engine

import (
	"context"
	"errors"
	"slices"

	"github.com/zeebo/xxh3"

	"tandem"
	"tandem/connector"
	"tandem/dictionary"
	"tandem/expr"
	"tandem/mapping"
	"tandem/match"
	"tandem/merge"
)

// point is a data point ready to run: its definition compiled against both
// dictionaries. It belongs to one run.
type point struct {
	def   *DataPoint
	lane  tandem.Lane
	conn  connector.Connector
	view  *connector.View
	shape *tandem.Shape // of our records: the mapped fields, then those with an initial value
	reads *tandem.Shape // the same, and behind them when a record was changed where the newest edit wins
	plan  *mapping.Plan
	rules *merge.Rules

	checker       *dictionary.Checker
	initial       []initial // what a record made here starts with beside the mapped fields
	keepsBase     bool
	filter        expr.Filter
	matcher       *match.Matcher
	worth         connector.Worth
	seed          uint64
	oursChangedAt int               // where our time of change stands in a record of reads; 0 = nowhere
	changedAt     int               // where their time of change stands in a row; -1 = nowhere
	parents       map[string]*point // by data point name, for references
	names         []string          // of the positions
	keyTypes      []dictionary.Type // of the key fields
	neighbours    []neighbour       // who else keeps our records
	byNumber      []bool            // of the match rules: those that compare numbers of theirs alone
	contested     []int             // positions that a neighbour fills with a number of its own as well
	alone         bool              // no other data point of the connection keeps the same object of ours
}

// width is the number of positions of the normal form.
func (p *point) width() int { return len(p.plan.Positions) }

// takesOver reports whether any field only comes in: the other side fills it
// in records that we create there.
func (p *point) takesOver() bool {
	return slices.ContainsFunc(p.rules.Fields, func(f merge.Field) bool {
		return f.Direction&p.rules.Operations.Update == tandem.In
	})
}

// session is a sync ready to run: the connection open, every data point compiled,
// parents before children.
type session struct {
	sync   *Sync
	conn   connector.Connector
	points []*point
}

func (s *session) close() error { return s.conn.Close() }

// point returns the compiled data point of that name.
func (s *session) point(name string) (*point, error) {
	for _, p := range s.points {
		if p.def.Name == name {
			return p, nil
		}
	}
	_, err := s.sync.point(name)
	return nil, err
}

// open dials a sync's connection, describes what it points at and compiles it.
func (e *Engine) open(ctx context.Context, sync *Sync) (*session, error) {
	conn, err := e.options.Dial(ctx, sync.Account, sync.Connection, sync.Profile)
	if err != nil {
		return nil, reaching(sync, err)
	}
	s := &session{sync: sync, conn: conn}
	if err := e.compile(ctx, s); err != nil {
		return nil, errors.Join(reaching(sync, err), conn.Close())
	}
	return s, nil
}

// reaching names the connection in the error of one that cannot be reached.
func reaching(sync *Sync, err error) error {
	e, ok := asError(err)
	if !ok || e.Code != tandem.Unreached {
		return err
	}
	named := *e
	named.Message = "connection " + sync.Connection + " cannot be reached: " + e.Message
	return &named
}

func (e *Engine) compile(ctx context.Context, s *session) error {
	ours, err := e.options.Dictionary(ctx, s.sync.Account)
	if err != nil {
		return err
	}
	theirs, err := s.conn.Describe(ctx, remoteNames(s.sync)...)
	if err != nil {
		return err
	}
	neighbours, err := e.neighbours(ctx, s.sync)
	if err != nil {
		return err
	}
	keepers, err := e.keepers(ctx, s.sync)
	if err != nil {
		return err
	}
	byName := map[string]*point{}
	for i := range s.sync.Points {
		def := &s.sync.Points[i]
		p, err := compilePoint(def, ours, theirs)
		if err != nil {
			return err
		}
		p.conn = s.conn
		p.neighbours = neighbours[def.Name]
		p.byNumber = def.byNumberAlone(p.view.Key)
		p.contested = p.contestedBy(p.neighbours)
		p.lane = tandem.Lane{Account: s.sync.Account, Point: def.ID, Object: def.Ours}
		if p.worth, err = connector.LastingKey(ctx, s.conn, p.view); err != nil {
			return err
		}
		p.alone = keepers[def.Ours] == 1
		byName[def.Name] = p
		s.points = append(s.points, p)
	}
	for _, p := range s.points {
		p.parents = byName
	}
	s.points, err = parentsFirst(s.points)
	return err
}

// keepers counts the data points of a sync's connection by the object of ours they keep.
func (e *Engine) keepers(ctx context.Context, sync *Sync) (map[string]int, error) {
	syncs, err := e.options.Syncs(ctx, sync.Account)
	if err != nil {
		return nil, err
	}
	count := map[string]int{}
	for _, s := range syncs {
		if s.Connection != sync.Connection {
			continue
		}
		for i := range s.Points {
			count[s.Points[i].Ours]++
		}
	}
	return count, nil
}

// remoteNames lists the remote objects a sync touches, so that Describe need not look at all.
func remoteNames(s *Sync) []string {
	var names []string
	add := func(name string) {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, p := range s.Points {
		add(p.Theirs)
		if p.Lines != nil {
			add(p.Lines.Object)
			for _, j := range p.Lines.Joins {
				add(j.Object)
			}
		}
	}
	return names
}

// compilePoint compiles one data point against both dictionaries.
func compilePoint(def *DataPoint, ours, theirs *dictionary.Dictionary) (*point, error) {
	our, ok := ours.Object(def.Ours)
	if !ok {
		return nil, tandem.Errorf(tandem.Config, "data point %s: we have no object %q", def.Name, def.Ours).At(def.Place)
	}
	their, ok := theirs.Object(def.Theirs)
	if !ok {
		return nil, tandem.Errorf(tandem.Schema, "data point %s: the other side has no table or view %q", def.Name, def.Theirs).At(def.Place).WithHint("tandem describe CONNECTION lists what there is")
	}
	lines, err := remoteLines(def, theirs)
	if err != nil {
		return nil, err
	}
	plan, problems := mapping.Compile(def.Mapping, our, their, lines)
	if errs := mapping.Errors(problems); len(errs) > 0 {
		return nil, errs[0].Err
	}
	p := &point{def: def, plan: plan, changedAt: -1}
	p.rules = mergeRules(def, plan)
	p.keepsBase = p.rules.KeepsBase()
	for i := range plan.Positions {
		p.names = append(p.names, plan.Positions[i].Name)
	}
	p.shape = &tandem.Shape{Object: def.Ours, Fields: slices.Clone(plan.Ours)}
	if err := p.addInitial(our); err != nil {
		return nil, err
	}
	p.checker = dictionary.NewChecker(our, p.shape.Fields)
	if our.Lines != nil {
		p.shape.LineFields = our.Lines.FieldNames()
	}
	p.addChangedAt()
	if def.Filter != "" {
		if p.filter, err = expr.ParseFilter(def.Filter, their); err != nil {
			return nil, tandem.Errorf(tandem.Config, "data point %s: filter", def.Name).At(def.Place).Because(err)
		}
	}
	if err := p.makeView(their, lines); err != nil {
		return nil, err
	}
	if len(def.Match) > 0 {
		matcher, problems := match.Compile(def.Match, p.names)
		for _, problem := range problems {
			if problem.Field == "" {
				return nil, problem.Err.At(def.Place)
			}
		}
		p.matcher = matcher // nil where no rule finds anybody: then nobody is looked for
	}
	p.seed = fingerprint(p)
	return p, nil
}

// addChangedAt reads when our records were changed, for the policy that asks.
func (p *point) addChangedAt() {
	reads := *p.shape
	p.reads = &reads
	newest := p.rules.Policy == tandem.Newest
	for i := range p.rules.Fields {
		newest = newest || p.rules.Fields[i].Policy == tandem.Newest
	}
	if newest {
		p.oursChangedAt = len(reads.Fields)
		reads.Fields = append(slices.Clone(reads.Fields), "updated_at")
	}
}

// initial is the value a field of ours starts with.
type initial struct {
	at    int
	value tandem.Value
}

// addInitial adds the fields that start with a value the mapping does not give.
func (p *point) addInitial(our *dictionary.Object) error {
	for i := range our.Fields {
		f := &our.Fields[i]
		if f.Initial == "" {
			continue
		}
		v, err := dictionary.Parse(f, f.Initial)
		if err != nil {
			return err
		}
		at := slices.Index(p.shape.Fields, f.Name)
		if at < 0 {
			at = len(p.shape.Fields)
			p.shape.Fields = append(p.shape.Fields, f.Name)
		}
		p.initial = append(p.initial, initial{at, v})
	}
	return nil
}

// remoteLines describes the lines of their document: the fields of the lines'
// own table and of the tables joined to it, as one object.
func remoteLines(def *DataPoint, theirs *dictionary.Dictionary) (*dictionary.Object, error) {
	if def.Lines == nil {
		return nil, nil //nolint:nilnil // none is a proper answer
	}
	lines, ok := theirs.Object(def.Lines.Object)
	if !ok {
		return nil, tandem.Errorf(tandem.Schema, "data point %s: the other side has no table %q for the lines", def.Name, def.Lines.Object).At(def.Place)
	}
	all := lines.Clone()
	for _, j := range def.Lines.Joins {
		joined, ok := theirs.Object(j.Object)
		if !ok {
			return nil, tandem.Errorf(tandem.Schema, "data point %s: the other side has no table %q joined to the lines", def.Name, j.Object).At(def.Place)
		}
		for _, f := range joined.Fields {
			if _, twice := all.Field(f.Name); !twice {
				all.Fields = append(all.Fields, f)
			}
		}
	}
	return all, nil
}

// mergeRules takes from definition and mapping what the merge must know.
func mergeRules(def *DataPoint, plan *mapping.Plan) *merge.Rules {
	keeps := map[mapping.Keep]merge.Keep{
		mapping.NeverErase: merge.NeverErase, mapping.OnlyIfEmpty: merge.OnlyIfEmpty, mapping.CreateOnly: merge.CreateOnly,
	}
	rules := &merge.Rules{Operations: def.Operations, Policy: def.Conflict}
	for i := range plan.Positions {
		pos := &plan.Positions[i]
		f := merge.Field{Direction: pos.Direction, Policy: def.Conflict, Keep: keeps[pos.Keep]}
		if pos.Policy != nil {
			f.Policy = *pos.Policy
		}
		rules.Fields = append(rules.Fields, f)
	}
	return rules
}

// makeView says what is read of their object: the mapped fields, those the
// filter asks for and the time of change.
func (p *point) makeView(their, lines *dictionary.Object) error {
	def := p.def
	v := &connector.View{
		Object: def.Theirs, Key: def.Key, Cursor: def.Cursor, Overlap: def.Overlap, ExternalID: def.ExternalID,
		Tombstone: def.Deletes, NewKey: def.NewKey, Writable: def.Writable, Routines: def.Routines,
		Fields: slices.Clone(p.plan.Theirs),
	}
	if len(v.Key) == 0 {
		v.Key = their.Key
	}
	for _, name := range v.Key {
		f, ok := their.Field(name)
		if !ok {
			return tandem.Errorf(tandem.Schema, "data point %s: %s has no key column %q", def.Name, def.Theirs, name).At(def.Place).WithHint(dictionary.DidYouMean(name, their.FieldNames()))
		}
		p.keyTypes = append(p.keyTypes, f.Type)
	}
	extra := func(name string) (int, error) {
		if at, ok := v.Position(name); ok {
			return at, nil
		}
		if _, ok := their.Field(name); !ok {
			return 0, tandem.Errorf(tandem.Schema, "data point %s: %s has no column %q", def.Name, def.Theirs, name).At(def.Place).WithHint(dictionary.DidYouMean(name, their.FieldNames()))
		}
		v.Fields = append(v.Fields, name)
		return len(v.Fields) - 1, nil
	}
	if p.filter != nil {
		for _, name := range expr.Fields(p.filter) {
			if _, err := extra(name); err != nil {
				return err
			}
		}
	}
	if def.ChangedAt != "" {
		at, err := extra(def.ChangedAt)
		if err != nil {
			return err
		}
		p.changedAt = at
	}
	for _, name := range v.Fields {
		f, ok := their.Field(name)
		if !ok {
			return tandem.Errorf(tandem.Schema, "data point %s: %s has no column %q", def.Name, def.Theirs, name).At(def.Place)
		}
		v.Types = append(v.Types, f.Type)
	}
	if def.Lines != nil {
		v.Lines = viewLines(def.Lines, p.plan.LineFields, lines)
	}
	var err error
	if v.Constants, err = constants(def, their); err != nil {
		return err
	}
	holdFilter(p.filter, v.Constants)
	p.view = v
	return nil
}

func viewLines(def *connector.Lines, fields []string, lines *dictionary.Object) *connector.Lines {
	out := *def
	out.Fields = fields
	out.Types = nil
	for _, name := range fields {
		if f, ok := lines.Field(name); ok {
			out.Types = append(out.Types, f.Type)
		}
	}
	return &out
}

// constants reads the constants of a data point by the types of their columns.
func constants(def *DataPoint, their *dictionary.Object) (map[string]tandem.Value, error) {
	values := make(map[string]tandem.Value, len(def.Constants))
	for name, text := range def.Constants {
		f, ok := their.Field(name)
		if !ok {
			return nil, tandem.Errorf(tandem.Schema, "data point %s: constant for a column %q that %s has not", def.Name, name, def.Theirs).At(def.Place).WithHint(dictionary.DidYouMean(name, their.FieldNames()))
		}
		if f.Type == dictionary.Text {
			values[name] = tandem.TextValue(text)
			continue
		}
		v, err := dictionary.Parse(f, text)
		if err != nil {
			return nil, tandem.Errorf(tandem.Config, "data point %s: constant %s", def.Name, name).At(def.Place).Because(err)
		}
		values[name] = v
	}
	return values, nil
}

// holdFilter adds what a filter compares for equality: a row that is created
// there must not be out of sight at once.
func holdFilter(filter expr.Filter, values map[string]tandem.Value) {
	switch f := filter.(type) {
	case expr.And:
		for _, part := range f {
			holdFilter(part, values)
		}
	case expr.Comparison:
		if _, given := values[f.Field]; !given && f.Op == expr.Equal && !f.Value.IsNull() {
			values[f.Field] = f.Value
		}
	default:
	}
}

// fingerprint changes when what is read or how it is mapped changes, so that
// stored hashes of rows read another way are not taken for unchanged.
func fingerprint(p *point) uint64 {
	h := xxh3.New()
	add := func(parts ...string) {
		for _, s := range parts {
			_, _ = h.WriteString(s)
			_, _ = h.Write([]byte{0})
		}
	}
	add(p.view.Object, p.def.Filter)
	add(p.view.Fields...)
	for _, rules := range [][]mapping.Rule{p.def.Mapping.Rules, lineRules(&p.def.Mapping)} {
		for _, r := range rules {
			add(r.Ours, r.Theirs, r.Direction.String(), r.Reference, r.Value, string(r.Keep))
			add(r.Convert...)
			for _, name := range sortedKeys(r.Values) {
				add(name, r.Values[name])
			}
		}
	}
	return h.Sum64()
}

func lineRules(spec *mapping.Spec) []mapping.Rule {
	if spec.Lines == nil {
		return nil
	}
	return spec.Lines.Rules
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// parentsFirst orders data points so that what a reference points at comes
// before it. A cycle is broken at its first data point: its rows wait for
// their parents and are completed when those arrive.
func parentsFirst(points []*point) ([]*point, error) {
	var ordered []*point
	state := map[*point]int{}
	var visit func(p *point) error
	visit = func(p *point) error {
		if state[p] != 0 {
			return nil
		}
		state[p] = 1
		for i := range p.plan.Positions {
			name := p.plan.Positions[i].Reference
			if name == "" || name == p.def.Name {
				continue
			}
			parent, ok := p.parents[name]
			if !ok {
				return tandem.Errorf(tandem.Config, "data point %s: reference to %q, which is no data point of this sync", p.def.Name, name).At(p.plan.Positions[i].Place)
			}
			if err := visit(parent); err != nil {
				return err
			}
		}
		state[p] = 2
		ordered = append(ordered, p)
		return nil
	}
	for _, p := range points {
		if err := visit(p); err != nil {
			return nil, err
		}
	}
	return ordered, nil
}
