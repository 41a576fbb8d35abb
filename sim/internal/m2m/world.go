package m2m

import (
	"fmt"
	"time"

	"tandem/sim/internal/fake"
)

// MaxCustomers is how many customers a world may have before its documents run out of numbers.
const MaxCustomers = 2_000_000

// A World is a company's whole business, made up from a seed. Every customer and every deal is drawn from a generator of
// its own, so that any of them can be drawn again without the others.
type World struct {
	company, customers int
	seed               uint64
	home               *fake.Country
}

// NewWorld returns the business of the company with that number: 1 for m2mdata01, 2 for m2mdata02. Two companies share
// customer numbers and nothing else.
func NewWorld(company, customers int, seed uint64) (*World, error) {
	if company < 1 || company > 99 {
		return nil, fmt.Errorf("company %d: want 1 to 99", company)
	}
	if customers < 0 || customers > MaxCustomers {
		return nil, fmt.Errorf("%d customers: want 0 to %d", customers, MaxCustomers)
	}
	return &World{company: company, customers: customers, seed: seed, home: Home(company)}, nil
}

// The streams keep customers, deals and the rest from sharing random numbers.
const (
	streamCustomers uint64 = iota + 1
	streamDeals
	streamVendors
	streamSalesReps
)

func (w *World) rand(stream uint64, i int) *fake.Rand {
	return fake.NewRand(w.seed, uint64(w.company), stream, uint64(i))
}

// A Stoppable sink tells when it is pointless to go on.
type Stoppable interface {
	Sink
	Stopped() bool
}

// Write adds all rows of the world, documents first: a customer's totals are known once its documents are drawn.
func (w *World) Write(s Stoppable) {
	var numbers Counters
	WritePopups(s)
	w.writeSalesReps(s)
	totals := make([]Totals, w.customers)
	for i := 0; i < w.deals() && !s.Stopped(); i++ {
		at, deal := w.deal(i, &numbers)
		deal.addTo(&totals[at])
		deal.Write(s)
	}
	for i := 0; i < w.customers && !s.Stopped(); i++ {
		c := w.customer(i)
		c.Totals = totals[i]
		c.Write(s, &numbers)
	}
	for i := 0; i < w.customers/customersPerVendor && !s.Stopped(); i++ {
		w.writeVendor(s, i, &numbers)
	}
	numbers[CustomerNumber] = w.customers
	numbers.Write(s)
}

// twinEvery is how often a customer is entered twice, by clerks who did not look first.
const twinEvery = 200

// customer draws the i-th customer with all it owns.
func (w *World) customer(i int) Customer {
	r := w.rand(streamCustomers, i)
	c := w.profile(r, i)
	c.Populate(r)
	return c
}

// profile draws the part of a customer that documents need to know.
func (w *World) profile(r *fake.Rand, i int) Customer {
	c := NewCustomer(r, w.home, w.since(i))
	if i%twinEvery == twinEvery-1 {
		twin := NewCustomer(w.rand(streamCustomers, i-1), w.home, w.since(i-1))
		c.Company = twin.Company.Respelled(r)
	}
	c.Number = FormatNumber(i + 1)
	return c
}

// since is the day on which the i-th customer was entered: their numbers grow with time.
func (w *World) since(i int) time.Time {
	start := Today().AddDate(-customerYears, 0, 0)
	return day(start.Add(time.Duration(float64(Today().Sub(start)) * float64(i) / float64(w.customers))))
}

// deals is how many pieces of business there are: 1.8 for every customer.
func (w *World) deals() int { return w.customers * 9 / 5 }

// deal draws the i-th deal and returns with it the index of its customer. Deals come in the order of their days.
func (w *World) deal(i int, n Numbers) (int, Deal) {
	r := w.rand(streamDeals, i)
	date := workday(days(Today(), -documentDays+documentDays*i/w.deals()))
	at, c := w.buyer(r, date)
	d := dealer{r: r, home: w.home, numbers: n}
	return at, d.deal(&c, date)
}

// buyer draws one of the customers of that day; old ones buy more often. Prospects are passed over, mostly.
func (w *World) buyer(r *fake.Rand, date time.Time) (int, Customer) {
	start := Today().AddDate(-customerYears, 0, 0)
	known := max(1, int(float64(w.customers)*float64(date.Sub(start))/float64(Today().Sub(start))))
	u := r.Float64()
	at := int(float64(known) * u * (0.7 + 0.3*u))
	for range 3 {
		if c := w.customer(at); c.Type != TypeProspect || fake.OneIn(r, 8) {
			return at, c
		}
		at = (at + 1) % known
	}
	return at, w.customer(at)
}
