package connectortest

import (
	"fmt"
	"sync"

	"tandem"
	"tandem/connector"
)

func concurrencyCases() []testCase {
	return []testCase{
		{
			name:  "many at once",
			why:   "data points and deliveries share one connection; its calls come from several goroutines",
			needs: needsWriting,
			run:   manyAtOnce,
		},
		{
			name: "closing gives everything back",
			why:  "a connection that is paused and set up anew a thousand times must not fill the server",
			run:  closingGivesBack,
		},
	}
}

func manyAtOnce(s *suite) {
	const writers, each = 4, 5
	rows := make([][]Row, writers)
	for w := range rows {
		for range each {
			rows[w] = append(rows[w], s.customer())
		}
	}
	var (
		all    sync.WaitGroup
		mu     sync.Mutex
		wanted = map[tandem.Key]Row{}
	)
	for w := range writers {
		all.Go(func() {
			for i, r := range rows[w] {
				key, err := s.createOne(r, fmt.Sprintf("Writer %d row %d", w, i))
				if err != nil {
					s.Errorf("writer %d: %v", w, err)
					return
				}
				r[s.h.Columns.Name] = tandem.TextValue(fmt.Sprintf("Writer %d row %d", w, i))
				mu.Lock()
				wanted[key] = r
				mu.Unlock()
			}
		})
		all.Go(func() {
			for range each {
				if err := s.readThrough(); err != nil {
					s.Errorf("reader %d: %v", w, err)
				}
			}
		})
	}
	all.Wait()
	s.same("list", wanted, s.list(s.view, ""))
}

// createOne creates a customer and renames it.
func (s *suite) createOne(r Row, name string) (tandem.Key, error) {
	values, set := s.record(s.view, r)
	results, err := s.c.Write(s.ctx, s.view, []connector.Write{{Op: tandem.Create, Values: values, Set: set}})
	if err != nil {
		return "", err
	}
	if results[0].Err != nil {
		return "", results[0].Err
	}
	key := results[0].Key
	values, set = s.record(s.view, s.name(name))
	results, err = s.c.Write(s.ctx, s.view, []connector.Write{{Op: tandem.Update, Key: key, Values: values, Set: set}})
	if err != nil {
		return "", err
	}
	return key, results[0].Err
}

// readThrough reads all pages and looks into them.
func (s *suite) readThrough() error {
	for page, err := range s.c.List(s.ctx, s.view, "") {
		if err != nil {
			return err
		}
		for i := range page.Len() {
			if len(page.Row(i)) != s.view.Width() {
				return tandem.Errorf(tandem.Internal, "row %s has %d values", page.Keys[i], len(page.Row(i)))
			}
		}
	}
	return nil
}

func closingGivesBack(s *suite) {
	s.seed(s.h.rows())
	for range 5 {
		c := s.remote.Open(s)
		for _, err := range c.List(s.ctx, s.view, "") {
			if err != nil {
				s.Fatal(err)
			}
			break
		}
		s.closes(c)
	}
	// Whatever is still running after the case is found by its leak check.
}

func againCases() []testCase {
	return []testCase{{
		name: "do it again",
		why:  "a second run over a quiet system must find nothing to do (law: settles)",
		run:  doItAgain,
	}}
}

func doItAgain(s *suite) {
	s.seedRows(s.valueRows())
	if s.view.Writable {
		s.create(s.customer(), s.customer())
	}
	first := s.list(s.view, "")
	s.same("the second reading", first, s.list(s.view, ""))
	s.c = s.open()
	s.same("the reading of another connection", first, s.list(s.view, ""))
	if s.view.Cursor == "" {
		return
	}
	cursor := s.changes(s.view, "").cursor
	n := s.changes(s.view, cursor)
	for key, r := range n.rows {
		if d := agree(first[key], r); d != "" {
			s.Errorf("row %s came as a change: %s", key, d)
		}
	}
}
