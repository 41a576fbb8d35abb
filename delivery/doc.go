// Package delivery carries out triggers: it calls each receiver for every
// change that made a delivery due, judges the answer, and tries again until the
// delivery has arrived or is given up. It never touches a record.
//
// # The laws
//
// At least once. A delivery is a row stored in the transaction of the change
// (Promise 7). It leaves the state of being due in one way only: an answer was
// judged, and that was stored. A crash between the call and the storing repeats
// the call, under the same message id. So no change is forgotten, and what can
// be called for twice is what was under way or not stored yet: a lane has at most
// maxUnsettled of these.
//
// In order, record by record. Whoever changes a record holds it until the
// commit, so the numbers of its deliveries have the order of its changes. A lane
// reads by number and keeps a chain for each record: the second one is not
// called for before it is stored that the first has arrived or was given up. One
// that did not arrive waits as a row in a state of its own, and no reading
// returns a later one of its record as long as there is such a row. Hence a crash,
// too, repeats the first before it goes on to the second. Between records no
// order is promised and calls go out side by side.
//
// Nothing skipped. A lane remembers how far it has read, only to read no row
// twice. On PostgreSQL a row may become visible behind that place, and rows that
// were held back are behind it as well: so whenever a lane has come to the end, when
// what held others back is settled, and once a second in any case, it begins
// from the first due row again. An index holds due rows alone, so this costs what
// waits and not what was.
//
// One caller. Of several nodes one calls a receiver. It has the right as long as
// its own lease lasts (Store.TakeReceiver); whoever takes the right over gets a
// higher fence, and answers are stored only under the present one. The former
// holder learns of it with the next answer it stores, drops what it has read
// and what it was told, and the new one makes these calls again: twice, never not at all.
//
// One lane each (Promise 9). Every receiver has a lane with calls of its own. The
// lanes share a pool that bounds how many calls begin at once, fairly: first
// come, first served. A call that takes longer than slowCall gives its place in
// the pool back and only counts for its own lane. So receivers that hang hold
// their own lanes, and no healthy one waits for them.
//
// # When a receiver fails
//
// Each delivery has its schedule of further calls, with jitter. When downAfter calls
// in a row failed, the circuit breaks: what is due is kept, and a single call now and
// then, with the oldest delivery, probes whether the receiver is back. Warnings
// are given when it breaks, after an hour and after a day. The first answer closes
// the circuit, and everything flows. 429 and Retry-After make the whole lane wait;
// 410 stops it until a person lets it go on.
package delivery
