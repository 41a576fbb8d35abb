package setup

import (
	"os"

	"tandem"
)

// File is what one configuration file says.
type File struct {
	Account     string            `json:"account"`
	Fields      CustomFields      `json:"fields,omitempty"`
	Connections []Connection      `json:"connections,omitempty"`
	Syncs       []Sync            `json:"syncs,omitempty"`
	Triggers    []Trigger         `json:"triggers,omitempty"`
	Retention   *tandem.Retention `json:"retention,omitempty"`
	Settings    *ServerSettings   `json:"settings,omitempty"`
	Places      Places            `json:"-"`
}

// ReadFile parses a file of the disk; name is also how places are written.
func ReadFile(name string) (*File, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fileError(name, err)
	}
	return Parse(name, text)
}

// Parse reads the text of a file. The error is Problems: everything wrong with
// the text, each with its place.
func Parse(name string, text []byte) (*File, error) {
	r := &reader{file: name}
	t := r.open(text)
	if t == nil {
		if len(r.problems) == 0 {
			r.problems.addf(name, "", "the file is empty")
		}
		return nil, r.problems
	}
	f := &File{Account: t.text("account"), Places: t.places}
	f.Fields = readCustomFields(t.table("fields"))
	f.Connections = readEach(t, "connections", readConnection)
	f.Syncs = readEach(t, "syncs", readSync)
	f.Triggers = readEach(t, "triggers", readTrigger)
	f.Retention = readRetention(t.table("retention"))
	f.Settings = readServerSettings(t.table("settings"))
	if _, ok := t.get("exports"); ok {
		r.problems.addf(t.places["exports"], "take it out of the file", "exports cannot be configured by file yet")
	}
	t.done()
	return f, r.problems.Err()
}

// ParsePoints reads the data points of a preset: a text whose one key is data_points.
func ParsePoints(name string, text []byte) ([]DataPoint, error) {
	r := &reader{file: name}
	t := r.open(text)
	points := readEach(t, "data_points", readDataPoint)
	t.done()
	return points, r.problems.Err()
}

// readEach reads the entries of a list.
func readEach[T any](t *table, key string, read func(*table) T) []T {
	var list []T
	for _, entry := range t.tables(key) {
		list = append(list, read(entry))
		entry.done()
	}
	return list
}
