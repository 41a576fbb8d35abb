// Package access decides what of an object a role sees and may change: the
// account's rules on fields, on top of what the role may do at large. It is
// pure: rules and a role in, an answer out. Pages, REST and SOAP ask it what to
// show; engine.Write asks it before it writes, so that no face can forget to.
//
// Whatever is made from the dictionary is best made from the one that
// Rules.Dictionary returns: what a role may not see is not in it, so it can be
// neither shown, nor filtered or sorted by, nor mapped to a form.
package access
