package dictionary

import (
	"fmt"

	"tandem"
)

// Problem is what is wrong with one field of a record or of a description.
type Problem struct {
	Code    tandem.Code
	Object  string
	Field   string // "" when it concerns the object as a whole
	Line    int    // the line of a document, from 1; 0 = the record itself
	Part    string // the field of that line
	Message string // one sentence without a full stop
	Hint    string // what to do about it; may be empty
}

// Place names the field: "customer.email", "sales_order.lines[2].quantity".
func (p Problem) Place() string {
	place := p.Object
	if p.Field != "" {
		place += "." + p.Field
	}
	if p.Line > 0 {
		place += fmt.Sprintf("[%d]", p.Line)
	}
	if p.Part != "" {
		place += "." + p.Part
	}
	return place
}

// Err returns the problem as an error.
func (p Problem) Err() *tandem.Error {
	return &tandem.Error{Code: p.Code, Message: p.Message, Place: p.Place(), Hint: p.Hint}
}

// Error returns the first of the problems as an error, nil when there are none.
// The others are counted in the hint.
func Error(problems []Problem) error {
	if len(problems) == 0 {
		return nil
	}
	err := problems[0].Err()
	if more := len(problems) - 1; more > 0 {
		if err.Hint != "" {
			err.Hint += "; "
		}
		err.Hint += fmt.Sprintf("%d more: %s", more, places(problems[1:]))
	}
	return err
}

// places lists where the problems are, up to a handful.
func places(problems []Problem) string {
	s := ""
	for i, p := range problems {
		if i == 5 {
			return s + ", ..."
		}
		if i > 0 {
			s += ", "
		}
		s += p.Place()
	}
	return s
}
