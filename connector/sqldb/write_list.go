package sqldb

import (
	"strconv"
	"strings"
)

// Updates that are written alike go to the database as one statement, where it
// takes lists as arguments: the rows are a table of their own, numbered, and the
// statement tells the numbers of those it found as they were read. Conditions
// are the same as for a single row and are checked in the same statement.

// listName is the table of the rows; no column of theirs is called like its columns.
const listName = `"tandem rows"`

// listed is the column of argument n.
func listed(n int) string { return `"tandem ` + strconv.Itoa(n) + `"` }

// unit is a statement on its way and the jobs it carries out.
type unit struct {
	statement

	jobs  []*job
	types []string // of the arguments, when they are lists; nil = the statement is for the one job
	args  [][]any  // of each job, then
}

// units sorts jobs into statements. The order of updates among themselves is
// free as long as no row comes twice; all others keep their place.
type units struct {
	all  []*unit
	open map[string]*unit // by text: those that further updates may join
	keys map[string]bool  // of the jobs in open ones
}

// add takes one statement for one job.
func (u *units) add(s statement, j *job) {
	u.open, u.keys = nil, nil
	u.all = append(u.all, &unit{statement: s, jobs: []*job{j}})
}

// join takes a job whose arguments stand in lists.
func (u *units) join(b *builder, j *job) {
	if u.open == nil || u.keys[string(j.Key)] {
		u.open, u.keys = map[string]*unit{}, map[string]bool{}
	}
	u.keys[string(j.Key)] = true
	text := b.text.String()
	to, ok := u.open[text]
	if !ok {
		to = &unit{statement: statement{text: text}, types: b.lists}
		u.open[text] = to
		u.all = append(u.all, to)
	}
	to.jobs = append(to.jobs, j)
	to.args = append(to.args, b.args)
}

// statements completes and returns the statements. An update that nobody joined goes alone.
func (u *units) statements(w *writer) ([]statement, error) {
	all := make([]statement, len(u.all))
	for i, one := range u.all {
		switch {
		case one.types == nil:
		case len(one.jobs) > 1:
			one.complete(w.conn.dialect)
		default:
			alone, err := w.update(one.jobs[0])
			if err != nil {
				return nil, err
			}
			one.statement, one.types = alone, nil
		}
		all[i] = one.statement
	}
	return all, nil
}

// complete puts the table of the rows before a statement, each argument a list.
func (u *unit) complete(d dialect) {
	lists, columns := make([]string, len(u.types)), make([]string, len(u.types), len(u.types)+1)
	values := make([]any, len(u.args))
	for n, typ := range u.types {
		for i, args := range u.args {
			values[i] = args[n]
		}
		u.statement.args = append(u.statement.args, arrayText(values))
		lists[n], columns[n] = d.mark(n+1)+"::"+typ, listed(n+1)
	}
	names := strings.Join(append(columns, listed(0)), ", ")
	u.text = "WITH " + listName + " AS (SELECT " + names + " FROM unnest(" + strings.Join(lists, ", ") + ") WITH ORDINALITY AS l(" + names + ")) " +
		u.text + " RETURNING " + listName + "." + listed(0)
}

// did is what the statement did for each of its jobs.
func (u *unit) did(d done) []done {
	if u.types == nil {
		return []done{d}
	}
	each := make([]done, len(u.jobs))
	for _, row := range d.rows {
		if n, err := strconv.Atoi(string(row[0])); err == nil && n >= 1 && n <= len(each) {
			each[n-1].affected++
		}
	}
	return each
}
