package setup

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Print writes a configuration as a file that Parse reads back to the same.
// Secrets appear as the references they came from, or as Hidden.
func Print(w io.Writer, f *File) error {
	clean := File{Account: f.Account, Fields: f.Fields, Syncs: f.Syncs, Retention: f.Retention, Settings: f.Settings}
	for _, c := range f.Connections {
		c.Sealed = nil
		clean.Connections = append(clean.Connections, c)
	}
	for _, y := range f.Triggers {
		y.Sealed = nil
		clean.Triggers = append(clean.Triggers, y)
	}
	octets, err := json.Marshal(clean)
	if err != nil {
		return fmt.Errorf("print configuration: %w", err)
	}
	tree, err := decodeTree(json.NewDecoder(bytes.NewReader(octets)))
	if err != nil {
		return fmt.Errorf("print configuration: %w", err)
	}
	var b strings.Builder
	tree.block(&b, 0)
	_, err = io.WriteString(w, b.String())
	return err //nolint:wrapcheck // the writer's own
}

// tree is a JSON value whose keys keep their order: the order of the structs
// is the canonical order of a file.
type tree struct {
	keys   []string // of a table, with one value each
	values []*tree
	list   bool
	text   string // of a scalar, as YAML
}

func (t *tree) isScalar() bool { return t.keys == nil && !t.list }

func decodeTree(d *json.Decoder) (*tree, error) {
	d.UseNumber()
	token, err := d.Token()
	if err != nil {
		return nil, err //nolint:wrapcheck // wrapped by Print
	}
	delimiter, ok := token.(json.Delim)
	if !ok {
		return &tree{text: scalarText(token)}, nil
	}
	t := &tree{list: delimiter == '['}
	if !t.list {
		t.keys = []string{}
	}
	for d.More() {
		if !t.list {
			key, err := d.Token()
			if err != nil {
				return nil, err //nolint:wrapcheck // wrapped by Print
			}
			t.keys = append(t.keys, quoted(fmt.Sprint(key)))
		}
		value, err := decodeTree(d)
		if err != nil {
			return nil, err
		}
		t.values = append(t.values, value)
	}
	_, err = d.Token()
	return t, err //nolint:wrapcheck // wrapped by Print
}

func scalarText(token json.Token) string {
	switch v := token.(type) {
	case string:
		return quoted(v)
	case nil:
		return "null"
	default:
		return fmt.Sprint(v)
	}
}

// block writes a value over several lines, each indented.
func (t *tree) block(b *strings.Builder, indent int) {
	pad := strings.Repeat(" ", indent)
	for i, v := range t.values {
		b.WriteString(pad)
		inner := indent + 2
		if t.list {
			b.WriteString("-")
		} else {
			b.WriteString(t.keys[i] + ":")
		}
		if line := v.flow(); indent > 0 && !v.wantsBlock(len(line)+inner) || v.isScalar() || len(v.values) == 0 {
			b.WriteString(" " + line + "\n")
			continue
		}
		if t.list && !v.list {
			// The first key of an entry stands behind its dash.
			var entry strings.Builder
			v.block(&entry, inner)
			b.WriteString(" " + strings.TrimLeft(entry.String(), " "))
			continue
		}
		b.WriteString("\n")
		v.block(b, inner)
	}
}

// wantsBlock says which values are spread over lines: lists of tables, and
// whatever does not fit a line.
func (t *tree) wantsBlock(width int) bool {
	const longest = 140
	if width > longest {
		return true
	}
	for _, v := range t.values {
		if t.list && !v.isScalar() || v.keys != nil && len(v.values) > 0 && !v.isFlat() || v.list && v.wantsBlock(0) {
			return true
		}
	}
	return false
}

// isFlat reports whether a table holds scalars only.
func (t *tree) isFlat() bool {
	for _, v := range t.values {
		if !v.isScalar() {
			return false
		}
	}
	return true
}

// flow writes a value within one line.
func (t *tree) flow() string {
	if t.isScalar() {
		return t.text
	}
	parts := make([]string, len(t.values))
	for i, v := range t.values {
		parts[i] = v.flow()
		if !t.list {
			parts[i] = t.keys[i] + ": " + parts[i]
		}
	}
	if t.list {
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// quoted writes a text so that every reader of YAML takes it for that text.
func quoted(s string) string {
	if isPlain(s) {
		return s
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// isPlain reports whether a text may stand without quotes: a word that begins
// with a letter and is none of those YAML gives a meaning.
func isPlain(s string) bool {
	if s == "" || !isLetter(s[0]) {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !isLetter(c) && (c < '0' || c > '9') && !strings.ContainsRune("_-./+()", rune(c)) {
			return false
		}
	}
	switch strings.ToLower(s) {
	case "true", "false", "yes", "no", "on", "off", "y", "n", "null":
		return false
	default:
		return true
	}
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
