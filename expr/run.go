package expr

import "tandem"

const (
	// maxSteps bounds the work of one run: elements of lists looked at, functions
	// called, text searched. Loops over lines are the only loops there are.
	maxSteps = 100_000
	// octetsPerStep is how much text is searched in a step.
	octetsPerStep = 1024
	// maxBuilt bounds the text that functions give in one run, in octets.
	maxBuilt = 64 << 20
	// maxText bounds a text that is put together of others.
	maxText = 1 << 20
	// maxNesting is how many conditions over lists may stand in one another.
	maxNesting = 4
)

// run is the state of one execution. The first failure stays; what is computed
// after it is thrown away, so nobody on the way needs to look.
type run struct {
	fields   tandem.Record
	lines    []decoded // of fields that hold lines
	vars     []cell
	items    [maxNesting]cell // what # means, by depth
	args     []tandem.Value   // a stack of arguments
	steps    int
	built    int
	failure  string
	failedAt int
}

// decoded are lines that were read once, however often they are looked at.
type decoded struct {
	done bool
	rows []tandem.Record
}

// cell holds a value of any shape.
type cell struct {
	value tandem.Value
	list  []tandem.Value
	rows  []tandem.Record
	row   tandem.Record
	index int
}

func (r *run) reset() {
	clear(r.fields)
	clear(r.vars)
	clear(r.lines)
	r.items = [maxNesting]cell{}
	clear(r.args[:cap(r.args)])
	r.args = r.args[:0]
	r.steps, r.built, r.failure, r.failedAt = 0, 0, "", 0
}

func (r *run) fail(at int, message string) tandem.Value {
	if r.failure == "" {
		r.failure, r.failedAt = message, at
	}
	return tandem.NullValue()
}

// step counts work and reports whether to go on.
func (r *run) step(at int) bool {
	r.steps++
	if r.steps > maxSteps {
		r.fail(at, "this takes too many steps")
	}
	return r.failure == ""
}

// search counts text that is looked through.
func (r *run) search(at int, v tandem.Value) bool {
	r.steps += len(v.Text()) / octetsPerStep
	return r.step(at)
}

// readLines decodes the lines in a field.
func (r *run) readLines(at, slot int) []tandem.Record {
	d := &r.lines[slot]
	if !d.done {
		rows, err := r.fields[slot].Lines()
		if err != nil {
			r.fail(at, "the lines cannot be read")
		}
		*d = decoded{done: true, rows: rows}
	}
	return d.rows
}

// build counts text that was made.
func (r *run) build(at int, v tandem.Value) tandem.Value {
	if v.Kind() != tandem.Text {
		return v
	}
	r.built += len(v.Text())
	if r.built > maxBuilt {
		return r.fail(at, tooLong)
	}
	return v
}

const tooLong = "the text becomes too long"
