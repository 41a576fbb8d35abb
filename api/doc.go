// Package api is the face for programs: REST with its OpenAPI description below
// /api/v1 and SOAP with its WSDL at /soap/v1, made from the dictionary of whoever
// asks, custom fields and routines included; and the change feed, for those who cannot be
// called.
//
// How an account's objects look from outside is its site, made once and again
// when its dictionary changes. What can be done with records stands in record.go,
// page.go, bulk.go and change.go, free of any notation; each notation reads
// requests, calls these, and writes answers.
//
// The room knows no SQL and no rule of the business: it reads through Records and
// writes through the engine's one door and through routines.
package api
