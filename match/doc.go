// Package match finds out who is who on first contact, before links exist. It
// says "ambiguous" rather than guess. It is pure.
package match
