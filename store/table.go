package store

import (
	"tandem"
	"tandem/dictionary"
)

// table is where the records of an object, or the lines of a document, are kept.
type table struct {
	name    string
	object  *dictionary.Object
	columns []column // system columns first; of lines: none
	index   map[string]int
	lines   *table // documents: where their lines are
	listAt  string // documents: the field that holds them
	layouts layouts
}

// column is a field of a record as its table keeps it.
type column struct {
	name   string
	place  int // within the table's columns
	kind   tandem.Kind
	field  dictionary.Field
	system bool // kept by the store
	custom bool // within the JSON of the column "custom"
}

// The system columns in the order in which a table begins with them.
const (
	columnID = iota
	columnVersion
	columnCreatedAt
	columnUpdatedAt
	columnCreatedBy
	columnUpdatedBy
)

// tableOf makes the table of an object with its custom fields.
func tableOf(o *dictionary.Object) *table {
	t := &table{name: o.Name, object: o, index: map[string]int{}}
	for _, f := range dictionary.SystemFields() {
		t.add(column{name: f.Name, kind: f.Type.Kind(), field: f, system: true})
	}
	t.addFields(o.Fields)
	if o.Lines != nil {
		t.lines = linesOf(o.Lines)
	}
	return t
}

// linesOf makes the table of a document's lines. They have no identity but
// their document and their place in it.
func linesOf(o *dictionary.Object) *table {
	t := &table{name: o.Name, object: o, index: map[string]int{}}
	t.addFields(o.Fields)
	return t
}

func (t *table) addFields(fields []dictionary.Field) {
	for _, f := range fields {
		if f.Type == dictionary.Lines {
			t.listAt = f.Name
			continue
		}
		t.add(column{name: f.Name, kind: f.Type.Kind(), field: f, custom: f.Custom})
	}
}

func (t *table) add(c column) {
	c.place = len(t.columns)
	t.index[c.name] = c.place
	t.columns = append(t.columns, c)
}

// column returns the column of that name.
func (t *table) column(name string) (*column, bool) {
	i, ok := t.index[name]
	if !ok {
		return nil, false
	}
	return &t.columns[i], true
}

// shape returns the shape of whole records: every field that is not the
// system's, and the lines. Large objects stay where they are unless asked for.
func (t *table) shape(withBytes bool) *tandem.Shape {
	s := &tandem.Shape{Object: t.name}
	for i := range t.columns {
		c := &t.columns[i]
		if !c.system && (withBytes || c.kind != tandem.Bytes) {
			s.Fields = append(s.Fields, c.name)
		}
	}
	if t.lines != nil {
		s.Fields = append(s.Fields, t.listAt)
		s.LineFields = t.lines.object.FieldNames()
	}
	return s
}

// tables makes the tables of all objects of a dictionary.
func tables(d *dictionary.Dictionary) map[string]*table {
	all := make(map[string]*table, len(d.Objects))
	for i := range d.Objects {
		all[d.Objects[i].Name] = tableOf(&d.Objects[i])
	}
	return all
}
