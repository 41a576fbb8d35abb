package people

import (
	"net/mail"
	"strings"

	"tandem"
)

// maxEmail is the longest address that mail carries.
const maxEmail = 254

// FoldEmail is an address as people are found by, or an error that says what is
// wrong with it.
func FoldEmail(email string) (string, error) {
	email = strings.ToLower(strings.TrimSpace(email))
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || len(email) > maxEmail || !tandem.IsText(email) {
		return "", tandem.Errorf(tandem.Invalid, "this is no e-mail address").At("email")
	}
	return email, nil
}

// maxName is how long a person's name may be: as long as that of an operator.
const maxName = 200

func checkName(name string) (string, error) {
	name = strings.TrimSpace(name)
	if name == "" || len([]rune(name)) > maxName || !tandem.IsText(name) {
		return "", tandem.Errorf(tandem.Invalid, "a name is needed, of at most %d characters", maxName).At("name")
	}
	return name, nil
}
