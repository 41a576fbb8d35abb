package people

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"tandem"
)

// A code lasts half a minute; clocks may be one code apart.
const (
	codeLasts = 30 * time.Second
	codeSkew  = 1
	issuer    = "Tandem"
)

// recoveryCodes is how many codes a person gets for the day the phone is gone.
const recoveryCodes = 10

// Enrolment is a secret that is not in force yet: the person shows first that
// their device makes the right codes of it.
type Enrolment struct {
	Secret string // to be typed
	URL    string // to be scanned, as a picture
	Sealed string // to come back with the first code
}

// sealedPlace binds a secret to its person.
func sealedPlace(person int64) string { return fmt.Sprintf("person/%d/two-step", person) }

// Enrol makes a new secret for a person.
func (p *People) Enrol(person *tandem.Person) (*Enrolment, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: person.Email, Period: uint(codeLasts / time.Second)})
	if err != nil {
		return nil, tandem.Errorf(tandem.Internal, "no secret could be made").Because(err)
	}
	sealed, err := p.Sealer.Seal(key.Secret(), sealedPlace(person.ID))
	if err != nil {
		return nil, err
	}
	return &Enrolment{Secret: key.Secret(), URL: key.URL(), Sealed: sealed}, nil
}

// Resume gives back an enrolment whose first code was wrong.
func (p *People) Resume(person *tandem.Person, sealed string) (*Enrolment, error) {
	secret, err := p.Sealer.Open(sealed, sealedPlace(person.ID))
	if err != nil {
		return nil, tandem.Errorf(tandem.Invalid, "begin again: this secret was made for somebody else").Because(err)
	}
	url := fmt.Sprintf("otpauth://totp/%s:%s?issuer=%[1]s&secret=%s", issuer, person.Email, secret)
	return &Enrolment{Secret: secret, URL: url, Sealed: sealed}, nil
}

// TwoStepOn puts an enrolment in force and returns the recovery codes, which are
// shown once. Other sessions end: they began without a code.
func (p *People) TwoStepOn(ctx context.Context, v *Visit, sealed, code string, d Device) ([]string, error) {
	if err := p.Store.Attempt(ctx, codeKey(v.Person.ID), triesCode, window); err != nil {
		return nil, err
	}
	secret, err := p.Sealer.Open(sealed, sealedPlace(v.Person.ID))
	if err != nil {
		return nil, tandem.Errorf(tandem.Invalid, "begin again: this secret was made for somebody else").Because(err)
	}
	step, ok := p.stepOf(secret, code)
	if !ok {
		return nil, wrongCode()
	}
	codes := make([]string, recoveryCodes)
	hashes := make([][]byte, recoveryCodes)
	for i := range codes {
		text := strings.ToLower(rand.Text())
		codes[i] = text[:5] + "-" + text[5:10] + "-" + text[10:15]
		hashes[i] = recoveryHash(codes[i])
	}
	if err := p.Store.SetSecret(ctx, v.Person.ID, sealed, step, hashes); err != nil {
		return nil, err
	}
	if _, err := p.Store.EndSessions(ctx, v.Person.ID, v.Session.Hash); err != nil {
		return nil, err
	}
	return codes, p.audit(ctx, &v.Person, tandem.TwoStepOn, "", d)
}

// TwoStepOff switches codes off for who knows the password.
func (p *People) TwoStepOff(ctx context.Context, v *Visit, password string, d Device) error {
	if err := p.confirm(ctx, v, password, d); err != nil {
		return err
	}
	if err := p.Store.SetSecret(ctx, v.Person.ID, "", 0, nil); err != nil {
		return err
	}
	return p.audit(ctx, &v.Person, tandem.TwoStepOff, "", d)
}

// SecondStep completes a half session with a code and returns its new cookie.
func (p *People) SecondStep(ctx context.Context, cookie, code string, d Device) (string, error) {
	x, err := p.HalfSession(ctx, cookie)
	if err != nil {
		return "", err
	}
	person, err := p.Store.Person(ctx, x.Person)
	if err != nil {
		return "", err
	}
	if err := p.Store.Attempt(ctx, codeKey(x.Person), triesCode, window); err != nil {
		return "", err
	}
	good, how, err := p.takeCode(ctx, person.ID, code)
	if err != nil {
		return "", err
	}
	if !good || person.Disabled {
		if err := p.audit(ctx, person, tandem.SignInFailed, "two-step code", d); err != nil {
			return "", err
		}
		return "", wrongCode()
	}
	if err := p.Store.ForgetAttempt(ctx, codeKey(x.Person)); err != nil {
		return "", err
	}
	next, err := p.renew(ctx, x, func(x *tandem.Session) { x.Half, x.Expires = false, p.Clock().Add(lastsFor) })
	if err != nil {
		return "", err
	}
	return next, p.audit(ctx, person, tandem.SignedIn, how, d)
}

// HalfSession finds the session of somebody whose code is still to come.
func (p *People) HalfSession(ctx context.Context, cookie string) (*tandem.Session, error) {
	x, err := p.session(ctx, cookie)
	if err != nil {
		return nil, err
	}
	if x == nil || !x.Half {
		return nil, tandem.Errorf(tandem.NotFound, "begin again with your password")
	}
	return x, nil
}

// takeCode uses up a code of the device, or a recovery code.
func (p *People) takeCode(ctx context.Context, person int64, code string) (good bool, how string, err error) {
	c, err := p.Store.Credentials(ctx, person)
	if err != nil || c.Secret == "" {
		return false, "", err
	}
	secret, err := p.Sealer.Open(c.Secret, sealedPlace(person))
	if err != nil {
		return false, "", err
	}
	if step, ok := p.stepOf(secret, code); ok {
		good, err = p.Store.TakeStep(ctx, person, step)
		return good, "two-step code", err
	}
	good, err = p.Store.TakeRecoveryCode(ctx, person, recoveryHash(code))
	return good, "recovery code", err
}

// stepOf finds the moment that a code belongs to.
func (p *People) stepOf(secret, code string) (int64, bool) {
	code = strings.ReplaceAll(strings.TrimSpace(code), " ", "")
	now := p.Clock().Unix() / int64(codeLasts/time.Second)
	found, at := false, int64(0)
	for step := now - codeSkew; step <= now+codeSkew; step++ {
		want, err := totp.GenerateCodeCustom(secret, time.Unix(step*int64(codeLasts/time.Second), 0), totp.ValidateOpts{
			Period: uint(codeLasts / time.Second), Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1,
		})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found, at = true, step
		}
	}
	return at, found
}

// recoveryHash is what is kept of a recovery code, however it is typed.
func recoveryHash(code string) []byte {
	return hashOf(strings.ToLower(strings.NewReplacer("-", "", " ", "").Replace(strings.TrimSpace(code))))
}

func codeKey(person int64) string { return fmt.Sprintf("code:%d", person) }

func wrongCode() error {
	return tandem.Errorf(tandem.Forbidden, "the code is wrong, or was used already")
}
