package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"tandem"
	"tandem/people"
)

// Visitor is who asks for a page, and whose records the page shows.
type Visitor struct {
	Account tandem.Account

	Person   int64  // who signed in; 0 = nobody
	Operator int64  // this person's record in the account; 0 = none
	Name     string // as pages greet them
	Email    string
	Role     tandem.Role

	Language string         // one of the pages' languages; "" = as the browser asks
	Zone     *time.Location // times are shown in it; nil = the server's
	Theme    string         // "light", "dark"; "" = as the browser was told
	Others   int            // how many other accounts this person may change to

	Visit *people.Visit // nil = a program, or nobody
}

// rule says who may ask for a page: whoever holds the right of that name.
type rule tandem.Right

// The rules that need no right.
const (
	signedIn rule = ""       // whoever has signed in
	anyone   rule = "anyone" // nobody need sign in: the sign-in page itself, and what hangs on it
)

func needs(right tandem.Right) rule { return rule(right) }

// admit refuses a visitor whom the rule does not let in.
func (u rule) admit(v *Visitor) error {
	if u == anyone || u == signedIn || v.Role.May(tandem.Right(u)) {
		return nil
	}
	return tandem.Errorf(tandem.Forbidden, "your role does not allow this").WithHint("an administrator of the account can change your role")
}

// may reports whether the page's visitor holds a right; pages leave out what they do not.
func (p *page) may(right tandem.Right) bool { return p.visitor.Role.May(right) }

// actor is who the change log names for what the page's visitor does.
func (p *page) actor() tandem.Actor {
	return tandem.Actor{Origin: tandem.ByPerson, Name: p.visitor.Email, Role: p.visitor.Role}
}

// signInURL is where somebody goes who must sign in first, and comes back from.
func signInURL(r *http.Request) string {
	if r.Method != http.MethodGet || r.URL.Path == "/" {
		return "/sign-in"
	}
	return "/sign-in?" + url.Values{"back": {r.URL.RequestURI()}}.Encode()
}

// initials stand for a person where there is no room for the name.
func initials(name string) string {
	var first, last rune
	for word := range strings.FieldsSeq(name) {
		r, _ := utf8.DecodeRuneInString(word)
		if first == 0 {
			first = r
		} else {
			last = r
		}
	}
	if first == 0 {
		return "–"
	}
	if last == 0 {
		return strings.ToUpper(string(first))
	}
	return strings.ToUpper(string(first) + string(last))
}
