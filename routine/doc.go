// Package routine holds the named business operations: what is more than writing
// one record, such as turning a quote into an order or merging two customers.
// Pages, REST, SOAP and the command line all call them here, so that the same
// rules hold everywhere.
//
// A routine is described in the dictionary's words, parameters and results
// alike, and names the right it takes. It writes through the engine's one door,
// in one transaction, and where it can be it is idempotent: called again it finds
// its work done and says so.
package routine
