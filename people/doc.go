// Package people decides who gets in, and as what: passwords, two-step codes,
// sessions, one-time passes, memberships in accounts, tokens. It never shows a
// page and never speaks SQL.
//
// Whatever is kept of a secret that comes back is a hash: of cookies, passes,
// tokens and recovery codes a fast one, for they are long and random; of
// passwords a slow one. What must be read again (the secret of two-step codes)
// is sealed (Promise 11).
package people
