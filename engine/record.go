package engine

import (
	"strconv"
	"strings"

	"tandem"
	"tandem/dictionary"
)

// parseRecord reads "DATA_POINT KEY" as people type it: their key, or #ID for
// one of ours. Parts of a composite key are parted by "/".
func (e *Engine) parseRecord(s *session, text string) (point string, key tandem.Key, id int64, err error) {
	point, rest, ok := strings.Cut(strings.TrimSpace(text), " ")
	if !ok {
		return "", "", 0, tandem.Errorf(tandem.Usage, "a record is named by data point and key").WithHint(`for example "customers 000042", or "customers #17" for one of ours`)
	}
	rest = strings.TrimSpace(rest)
	if strings.HasPrefix(rest, "#") {
		id, err := parseID(rest)
		return point, "", id, err
	}
	p, err := s.point(point)
	if err != nil {
		return "", "", 0, err
	}
	return point, p.parseKey(rest), 0, nil
}

// parseID reads "#17".
func parseID(text string) (int64, error) {
	id, err := strconv.ParseInt(strings.TrimPrefix(text, "#"), 10, 64)
	if err != nil {
		return 0, tandem.Errorf(tandem.Usage, "%q is no id", text)
	}
	return id, nil
}

// parseKey makes a key of what a person typed, by the types of the key fields.
func (p *point) parseKey(text string) tandem.Key {
	parts := []string{text}
	if len(p.view.Key) > 1 {
		parts = strings.SplitN(text, "/", len(p.view.Key))
	}
	values := make([]tandem.Value, len(parts))
	for i, part := range parts {
		values[i] = tandem.TextValue(part)
		if i < len(p.keyTypes) && p.keyTypes[i] == dictionary.Integer { // without a key of their own, keys are texts
			if v, ok := tandem.ParseInteger(part); ok {
				values[i] = v
			}
		}
	}
	return tandem.KeyOf(values...)
}
