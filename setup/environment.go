package setup

import (
	"regexp"
	"slices"
)

// reference is how a setting refers to the environment: ${ERP_URL}.
var reference = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

func hasReference(value string) bool { return reference.MatchString(value) }

// resolve puts the values of the environment in the place of references and
// lists those that are not set.
func resolve(value string, lookup func(string) (string, bool)) (resolved string, missing []string) {
	resolved = reference.ReplaceAllStringFunc(value, func(ref string) string {
		name := ref[2 : len(ref)-1]
		v, ok := lookup(name)
		if !ok && !slices.Contains(missing, name) {
			missing = append(missing, name)
		}
		return v
	})
	return resolved, missing
}
