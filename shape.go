package tandem

// Shape is the part of one of our objects that is read or written, by position.
type Shape struct {
	Object     string
	Fields     []string // field names; a Lines field holds a List
	LineFields []string // the fields of each line within the List, when Fields has a Lines field
}

// Rows is a page of our records: row i has id IDs[i] and version Versions[i].
type Rows struct {
	Page     // its Keys stay empty
	IDs      []int64
	Versions []int64
}

// Lane names a data point to the store: its number, the account it belongs to and our object.
type Lane struct {
	Account int64
	Point   int64
	Object  string
}

// Reset empties the page for records of width values.
func (r *Rows) Reset(width int) {
	r.Page.Reset(width)
	r.IDs = r.IDs[:0]
	r.Versions = r.Versions[:0]
}

// Append adds an empty record and returns it to be filled before the next one is added.
func (r *Rows) Append(id, version int64) Record {
	r.IDs = append(r.IDs, id)
	r.Versions = append(r.Versions, version)
	return r.Add("")
}
