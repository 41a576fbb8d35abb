package store_test

import (
	"fmt"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"tandem"
	"tandem/store"
)

// The bulk path: a first load of customers of fifteen fields with their links
// and change-log rows, in pages as the engine writes them.
const (
	bulkRows = 100_000
	bulkPage = 5_000
)

var bulkShape = tandem.Shape{Object: "customer", Fields: []string{
	"number", "name", "status", "vat_id", "email", "phone", "street", "city", "postal_code", "country",
	"currency", "payment_days", "credit_limit", "external_number", "notes",
}}

// bulkPages makes the batches of a load; every tenth e-mail is null.
func bulkPages(f *fixture, first int64, rows int) []*tandem.Batch {
	var pages []*tandem.Batch
	set := tandem.AllFields(len(bulkShape.Fields))
	for start := 0; start < rows; start += bulkPage {
		page := &tandem.Batch{Account: f.account, Lane: f.lane, Shape: &bulkShape, Actor: tandem.Actor{Origin: tandem.BySync, Name: "erp", Run: 1}}
		for i := start; i < min(start+bulkPage, rows); i++ {
			number := fmt.Sprintf("C%07d", i)
			email := text(fmt.Sprintf("office%d@firm-%d.example", i, i))
			if i%10 == 0 {
				email = tandem.NullValue()
			}
			page.Rows = append(page.Rows, tandem.Row{
				Write: tandem.RecordWrite{Op: tandem.Create, ID: first + int64(i), Set: set, Values: tandem.Record{
					text(number), text(fmt.Sprintf("Müller & Söhne %d s.r.o.", i)), text("active"), text(fmt.Sprintf("CZ%08d", i)), email,
					text("+420 777 123 456"), text(fmt.Sprintf("Dlouhá \"%d\", dvůr", i%500)), text("Brno"), text("602 00"), text("CZ"),
					text("CZK"), tandem.IntegerValue(14), tandem.DecimalValue(int64(i)*100+55, 2), text(number), text("A note, with commas; and more of the same kind"),
				}},
				Link: tandem.LinkWrite{Op: tandem.PutLink, Link: tandem.Link{Key: tandem.TextKey(number), ID: first + int64(i), Hash: uint64(i) * 0x9E3779B97F4A7C15, Shape: 1}},
			})
		}
		pages = append(pages, page)
	}
	return pages
}

func eachBench(b *testing.B, bench func(b *testing.B, s *store.Store)) {
	for _, name := range []string{"sqlite", "postgres"} {
		b.Run(name, func(b *testing.B) { bench(b, open(b, options(b, name))) })
	}
}

// stopwatch measures the wall and our own processor time of what is timed.
type stopwatch struct{ wall, processor time.Duration }

func (s *stopwatch) time(fn func()) {
	wall, processor := time.Now(), processorTime()
	fn()
	s.wall += time.Since(wall)
	s.processor += processorTime() - processor
}

func (s *stopwatch) report(b *testing.B, rows int) {
	b.Helper()
	b.ReportMetric(float64(rows)/s.wall.Seconds(), "rows/s")
	b.ReportMetric(s.processor.Seconds()/float64(rows)*1e6, "cpu-s/1M")
	b.ReportMetric(0, "ns/op")
}

func processorTime() time.Duration {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func BenchmarkBulkCreate(b *testing.B) {
	eachBench(b, func(b *testing.B, s *store.Store) {
		f := setUp(b, s, "acme")
		total, watch := 0, stopwatch{}
		for b.Loop() {
			lane, err := s.Lane(b.Context(), f.account, fmt.Sprintf("erp%d", total), "customers", "customer")
			check(b, err)
			f.lane = lane
			first, err := s.NextIDs(b.Context(), "customer", bulkRows)
			check(b, err)
			pages := bulkPages(f, first, bulkRows)
			watch.time(func() {
				for _, page := range pages {
					check(b, s.Commit(b.Context(), page))
				}
			})
			total += bulkRows
		}
		watch.report(b, total)
	})
}

// BenchmarkBulk goes through the life of a data point: the first load, a pass
// that finds nothing changed, one that finds everything changed.
func BenchmarkBulk(b *testing.B) {
	eachBench(b, func(b *testing.B, s *store.Store) {
		f := setUp(b, s, "acme")
		first, err := s.NextIDs(b.Context(), "customer", bulkRows)
		check(b, err)
		pages := bulkPages(f, first, bulkRows)
		_, err = s.DeferIndexes(b.Context(), "customer")
		check(b, err)
		measure := func(name string, step func(page *tandem.Batch)) {
			b.Run(name, func(b *testing.B) {
				watch, total := stopwatch{}, 0
				for b.Loop() {
					watch.time(func() {
						for _, page := range pages {
							step(page)
						}
					})
					total += bulkRows
				}
				watch.report(b, total)
			})
		}
		for _, page := range pages {
			check(b, s.Commit(b.Context(), page))
		}
		check(b, s.RestoreIndexes(b.Context()))

		links, keys, ids := make([]tandem.Link, bulkPage), make([]tandem.Key, bulkPage), make([]int64, bulkPage)
		measure("links", func(page *tandem.Batch) {
			for i := range page.Rows {
				keys[i], ids[i] = page.Rows[i].Link.Link.Key, page.Rows[i].Write.ID
			}
			check(b, s.LinksByKey(b.Context(), f.lane, keys[:len(page.Rows)], false, links))
			if links[len(page.Rows)-1].OursVersion == 0 {
				b.Fatal("a link was not found")
			}
		})
		var rows tandem.Rows
		measure("records", func(page *tandem.Batch) {
			for i := range page.Rows {
				ids[i] = page.Rows[i].Write.ID
			}
			check(b, s.Records(b.Context(), f.account, &bulkShape, ids[:len(page.Rows)], &rows))
			if rows.Len() != len(page.Rows) {
				b.Fatal("records are missing")
			}
		})
		measure("unlinked", func(page *tandem.Batch) {
			check(b, s.Unlinked(b.Context(), f.lane, &bulkShape, page.Rows[0].Write.ID-1, 1, &rows))
		})
		version := int64(1)
		measure("update", func(page *tandem.Batch) {
			if page == pages[0] {
				version++
			}
			for i := range page.Rows {
				w := &page.Rows[i].Write
				w.Op, w.Version = tandem.Update, max(w.NewVersion, 1)
				w.Values[6] = text(fmt.Sprintf("Street %d %d", version, i))
			}
			check(b, s.Commit(b.Context(), page))
		})
	})
}

// BenchmarkSmallWrites creates one customer with its link and change-log row
// per commit, from many callers at once.
func BenchmarkSmallWrites(b *testing.B) {
	const callers, each = 64, 50
	eachBench(b, func(b *testing.B, s *store.Store) {
		f := setUp(b, s, "acme")
		watch, total := stopwatch{}, 0
		for b.Loop() {
			first, err := s.NextIDs(b.Context(), "customer", callers*each)
			check(b, err)
			watch.time(func() {
				var group sync.WaitGroup
				for c := range callers {
					group.Go(func() {
						for i := range each {
							id := first + int64(c*each+i)
							batch := f.batch(customer(id, strconv.FormatInt(id, 10)))
							batch.Group = true
							if err := s.Commit(b.Context(), batch); err != nil {
								b.Error(err)
							}
						}
					})
				}
				group.Wait()
			})
			total += callers * each
		}
		watch.report(b, total)
	})
}
