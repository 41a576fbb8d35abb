package setup

import (
	"strings"

	"tandem/dictionary"
)

// didYouMean returns a hint with the known word nearest to the one written, or
// the whole choice when there are few and none is near.
func didYouMean(word string, known []string) string {
	if hint := dictionary.DidYouMean(word, known); hint != "" {
		return hint
	}
	const few = 24
	if len(known) == 0 || len(known) > few {
		return ""
	}
	return "known here: " + strings.Join(known, ", ")
}
