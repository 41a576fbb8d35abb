package setup

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tandem/connector"
)

// Hidden stands where a secret was written into a file itself. Read back, it
// means: keep the secret that is stored.
const Hidden = "********"

// wrongSetting says what is wrong with a value, "" when nothing is.
func wrongSetting(s *connector.Setting, value string) string {
	switch s.Kind {
	case connector.SettingNumber:
		if _, err := strconv.ParseFloat(value, 64); err != nil {
			return "must be a number"
		}
	case connector.SettingSwitch:
		if _, err := strconv.ParseBool(value); err != nil {
			return "must be true or false"
		}
	case connector.SettingChoice:
		if !slices.Contains(s.Values, value) {
			return "must be one of " + strings.Join(s.Values, ", ")
		}
	default:
	}
	return ""
}

// isSecret reports whether a value must be sealed: because the connector says
// so, because it came out of the environment, or because it is an address with
// a password in it.
func isSecret(s *connector.Setting, value string) bool {
	return s.Secret || hasReference(value) || holdsPassword(value)
}

func holdsPassword(value string) bool {
	if !strings.Contains(value, "://") {
		return false
	}
	u, err := url.Parse(value)
	if err != nil {
		// It cannot be told apart from one that does.
		return strings.Contains(value, "@")
	}
	_, there := u.User.Password()
	return there
}

// shown is what of a setting is stored in the open and printed.
func shown(value string) string {
	if hasReference(value) {
		return value
	}
	return Hidden
}
