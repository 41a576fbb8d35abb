package mapping

import "tandem/dictionary"

// Compile checks a mapping against both dictionaries and makes a plan of it.
// theirLines describes a line of theirs; nil without Spec.Lines. Where a
// problem is not only a warning, the plan is nil.
func Compile(spec Spec, ours, theirs, theirLines *dictionary.Object) (*Plan, []Problem) {
	return nil, nil
}

type (
	column struct{}
	field  struct{}
	lines  struct{}
)
