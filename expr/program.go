package expr

import (
	"sync"

	"tandem"
	"tandem/dictionary"
)

// Program is a compiled expression. It may be run by several goroutines at once.
type Program struct {
	source source
	fields []string
	kinds  []tandem.Kind
	vars   int
	result node
	runs   sync.Pool // of *run, so that running allocates nothing
}

// Compile reads an expression that computes a value and checks it against the
// environment. An error has the code Config, line and column as its place, and
// a hint where a name was nearly right. Functions lists what may be called.
func Compile(text string, env Env) (*Program, error) {
	c, n, err := compile(text, env)
	if err != nil {
		return nil, err
	}
	if n.shape != aValue {
		return nil, c.errorAt(0, "the result is %s, not one value", n.describe()).WithHint("join a list, or take its first, sum or count")
	}
	return c.program(n), nil
}

// CompileCondition is Compile for an expression that holds or does not. Where
// it comes out as nil it does not hold.
func CompileCondition(text string, env Env) (*Program, error) {
	c, n, err := compile(text, env)
	if err != nil {
		return nil, err
	}
	if n.shape != aValue || n.kind != tandem.Bool {
		return nil, c.errorAt(0, "the result is %s, not true or false", n.describe()).WithHint("compare it with something")
	}
	return c.program(n), nil
}

// Type returns the type of the results, as a field that takes them would be declared.
func (p *Program) Type() dictionary.Type {
	if p.result.field != nil {
		return p.result.field.Type
	}
	return typeOf(p.result.kind)
}

// Fields lists the fields the program looks at, each once: "city", "old.status", "lines".
func (p *Program) Fields() []string { return append([]string(nil), p.fields...) }

// Run computes the value from the fields get returns. A result of text may
// share memory with them. Errors have the code Invalid: this row cannot be
// computed, another may.
func (p *Program) Run(get func(field string) tandem.Value) (tandem.Value, error) {
	r := p.begin()
	defer p.end(r)
	for i, name := range p.fields {
		r.fields[i] = get(name)
	}
	return p.finish(r)
}

// RunRecord is Run with the values in the order of Fields.
func (p *Program) RunRecord(values tandem.Record) (tandem.Value, error) {
	r := p.begin()
	defer p.end(r)
	copy(r.fields, values)
	return p.finish(r)
}

// Holds runs a condition.
func (p *Program) Holds(get func(field string) tandem.Value) (bool, error) {
	v, err := p.Run(get)
	return v.Bool(), err
}

func (p *Program) begin() *run {
	r, ok := p.runs.Get().(*run)
	if !ok {
		r = &run{
			fields: make(tandem.Record, len(p.fields)),
			lines:  make([]decoded, len(p.fields)),
			vars:   make([]cell, p.vars),
		}
	}
	return r
}

// end gives the run back, holding on to nothing of the row.
func (p *Program) end(r *run) {
	r.reset()
	p.runs.Put(r)
}

func (p *Program) finish(r *run) (tandem.Value, error) {
	for i, v := range r.fields {
		loaded, ok := load(v, p.kinds[i])
		if !ok {
			return tandem.Value{}, tandem.Errorf(tandem.Invalid, "holds %s, not %s", v.Kind(), p.kinds[i]).At(p.fields[i])
		}
		r.fields[i] = loaded
	}
	v := p.result.eval(r)
	if r.failure != "" {
		return tandem.Value{}, tandem.Errorf(tandem.Invalid, "%s", r.failure).At(p.source.place(r.failedAt))
	}
	return v, nil
}

// load brings a field's value into the kind it was declared with. Of what is
// absent nothing is known, which is nil.
func load(v tandem.Value, kind tandem.Kind) (tandem.Value, bool) {
	switch {
	case v.Kind() == kind || v.IsNull():
		return v, true
	case v.IsAbsent():
		return tandem.NullValue(), true
	case kind == tandem.Decimal && v.Kind() == tandem.Integer:
		return tandem.DecimalValue(v.Int(), 0), true
	default:
		return v, false
	}
}
