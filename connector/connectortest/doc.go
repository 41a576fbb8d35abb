// Package connectortest is the conformance suite of the connector contract.
//
// A connector's own test makes a Harness (how to reach a fresh remote system,
// how to edit its rows as the people there would) and calls Run. Every case
// says which promise it defends and prints it when it fails, so that a red
// case reads as what would go wrong for a user, not as what a test expected.
//
// Only tests import this package.
package connectortest
