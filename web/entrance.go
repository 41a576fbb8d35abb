package web

import (
	"context"
	"net/http"

	"tandem"
	"tandem/people"
)

// Entrance is what the pages need to let people in.
type Entrance interface {
	SignIn(ctx context.Context, email, password string, d people.Device) (*people.SignedIn, error)
	SecondStep(ctx context.Context, cookie, code string, d people.Device) (string, error)
	SignOut(ctx context.Context, v *people.Visit, d people.Device) error

	Look(ctx context.Context, code string) (*people.Welcome, error)
	Redeem(ctx context.Context, code string, f people.Choice, visit *people.Visit, d people.Device) (*people.SignedIn, error)
	Forgot(ctx context.Context, email string, d people.Device) (code string, person *tandem.Person, err error)

	GoToProvider(ctx context.Context, back string) (url, cookie string, err error)
	BackFromProvider(ctx context.Context, cookie, state, code string, d people.Device) (in *people.SignedIn, back string, err error)
}

// Mailer sends a mail.
type Mailer func(ctx context.Context, to, subject, body string) error

// entranceRoutes are the ways in, and out.
func (s *site) entranceRoutes() []route {
	return []route{
		{"GET /sign-in", anyone, s.signInForm},
		{"POST /sign-in", anyone, s.signIn},
		{"GET /sign-in/code", anyone, s.codeForm},
		{"POST /sign-in/code", anyone, s.codeSend},
		{"GET /sign-in/forgot", anyone, s.forgotForm},
		{"POST /sign-in/forgot", anyone, s.forgot},
		{"GET /sign-in/openid", anyone, s.openIDGo},
		{"GET /sign-in/openid/back", anyone, s.openIDBack},
		{"GET /pass/{code}", anyone, s.passForm},
		{"POST /pass/{code}", anyone, s.pass},
		{"POST /sign-out", signedIn, s.signOut},
	}
}

// notLetIn says in the reader's language why somebody was not let in; false: the
// error is of another kind.
func notLetIn(p *page, err error) (string, bool) {
	known, ok := err.(*tandem.Error) //nolint:errorlint // nothing wraps these
	if !ok {
		return "", false
	}
	switch known.Code {
	case tandem.Throttled:
		return p.T("sign-in.throttled", p.Duration(known.Until.Sub(p.now))), true
	case tandem.Invalid, tandem.Usage:
		return p.T("sign-in.bad." + badPart(known.Place)), true
	default:
		return "", false
	}
}

// badPart is the part of a form that an error is about, among those that have a text.
func badPart(place string) string {
	switch place {
	case "email", "name", "password", "account":
		return place
	default:
		return "form"
	}
}

// enter sends somebody on who has just signed in: to where they wanted to go, or
// first to the second step.
func enter(w http.ResponseWriter, r *http.Request, in *people.SignedIn, back string) {
	setSession(w, r, in.Cookie)
	to := wayBack(back)
	if in.Half {
		to = withBack("/sign-in/code", back)
	}
	http.Redirect(w, r, to, http.StatusSeeOther) //nolint:gosec // wayBack stays on this server
}
