package routine

import (
	"context"
	"time"

	"tandem"
	"tandem/dictionary"
)

// Routine is a named business operation.
type Routine struct {
	Name    string // "quote_to_order"
	Label   string // for people, English
	Doc     string
	Right   tandem.Right // whoever calls it needs it; "" = nobody is asked
	Changes bool         // it changes something
	Params  []dictionary.Field
	Lines   *dictionary.Object // what a line looks like, where a parameter takes lines
	Results []dictionary.Field

	do func(ctx context.Context, c *call) (Values, error)
}

// TypeName is the routine's name in SOAP and OpenAPI: "QuoteToOrder".
func (r *Routine) TypeName() string { return dictionary.TypeName(r.Name) }

// Object is the routine's parameters as an object, for everything that reads
// and checks values by the dictionary.
func (r *Routine) Object() *dictionary.Object {
	return &dictionary.Object{Name: r.Name, Label: r.Label, Doc: r.Doc, Fields: r.Params, Lines: r.Lines}
}

// Values are parameters or results by name. What is not there was not said.
type Values map[string]tandem.Value

// Caller is who calls, in which account; the actor's role says what they may do there.
type Caller struct {
	Account tandem.Account
	Actor   tandem.Actor
}

// May returns an error unless the caller has the right.
func (c *Caller) May(right tandem.Right) error {
	if right == "" || c.Actor.Role.May(right) {
		return nil
	}
	return tandem.Errorf(tandem.Forbidden, "%s may not do this", c.Actor.Name).WithHint("it takes the right " + string(right) + "; an administrator gives it")
}

// Options are what routines work with.
type Options struct {
	Records Records
	Writer  Writer
	Runs    Runs
	Syncs   Syncs
	Fields  Fields
	Wake    func(account int64) // tells whoever carries runs out to look; nil = nobody
	Clock   func() time.Time    // nil = time.Now
	Version string              // of the program
}

// Routines are all of them, ready to be called.
type Routines struct {
	options Options
	list    []Routine
}

// New makes the routines.
func New(o Options) *Routines {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Wake == nil {
		o.Wake = func(int64) {}
	}
	return &Routines{options: o, list: all()}
}

// List returns the routines, in the order in which they are shown.
func (r *Routines) List() []Routine { return r.list }

// Find returns the routine of that name.
func (r *Routines) Find(name string) (*Routine, error) {
	names := make([]string, len(r.list))
	for i := range r.list {
		if names[i] = r.list[i].Name; names[i] == name {
			return &r.list[i], nil
		}
	}
	return nil, tandem.Errorf(tandem.NotFound, "there is no routine %q", name).WithHint(dictionary.DidYouMean(name, names))
}

// Run calls a routine.
func (r *Routines) Run(ctx context.Context, caller *Caller, name string, params Values) (Values, error) {
	routine, err := r.Find(name)
	if err != nil {
		return nil, err
	}
	if err := caller.May(routine.Right); err != nil {
		return nil, err
	}
	c := &call{Options: &r.options, caller: caller, account: caller.Account.ID, routine: routine}
	if c.params, err = routine.check(params); err != nil {
		return nil, err
	}
	results, err := routine.do(ctx, c)
	if err != nil {
		return nil, err
	}
	for i := range routine.Results {
		if name := routine.Results[i].Name; results[name].IsAbsent() {
			results[name] = tandem.NullValue()
		}
	}
	return results, nil
}

// check holds parameters to their description.
func (r *Routine) check(params Values) (Values, error) {
	object := r.Object()
	names := object.FieldNames()
	var set tandem.Fields
	record := make(tandem.Record, len(names))
	for name := range params {
		if _, ok := object.Field(name); !ok {
			return nil, tandem.Errorf(tandem.Invalid, "%s has no parameter %q", r.Name, name).At(r.Name + "." + name).WithHint(dictionary.DidYouMean(name, names))
		}
	}
	for i, name := range names {
		if v := params[name]; !v.IsAbsent() {
			set.Add(i)
			record[i] = v
		}
	}
	dictionary.FillInitial(object, names, &set, record)
	if problems := dictionary.Validate(object, names, set, record, true); len(problems) > 0 {
		return nil, dictionary.Error(problems)
	}
	checked := make(Values, len(names))
	for i, name := range names {
		checked[name] = record[i]
	}
	return checked, nil
}

// call is one call of a routine.
type call struct {
	*Options

	caller  *Caller
	account int64
	routine *Routine
	params  Values
}

func (c *call) text(name string) string { return c.params[name].Text() }
func (c *call) int(name string) int64   { return c.params[name].Int() }
func (c *call) now() tandem.Value       { return tandem.InstantOf(c.Clock()) }
func (c *call) today() tandem.Value     { return tandem.DateOf(c.Clock()) }
