// Package xsd is XML Schema as far as messages need it: a model of elements
// and types, a loader that follows includes and imports, and a check of values.
//
// Loading is forgiving. What cannot be found is named, and its place taken by a
// type that says so; everything else can be used. Once made, a Set does not change
// and may be used by many at once.
package xsd
