package store_test

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"tandem"
	"tandem/store"
)

func TestNewerSchemaIsRefused(t *testing.T) {
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			o := options(t, name)
			s, err := store.Open(t.Context(), o)
			check(t, err)
			check(t, s.Close())
			driver, address := "pgx", o.URL
			if name == "sqlite" {
				driver, address = "sqlite", filepath.Join(o.Dir, "tandem.db")
			}
			db, err := sql.Open(driver, address)
			check(t, err)
			_, err = db.ExecContext(t.Context(), "insert into schema_version (version_id, is_applied) values (999, true)")
			check(t, err)
			check(t, db.Close())
			if _, err := store.Open(t.Context(), o); tandem.CodeOf(err) != tandem.Newer {
				t.Errorf("opening it gives %v", err)
			}
		})
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	check(t, os.WriteFile(file, []byte("no directory"), 0o600))
	for want, o := range map[tandem.Code]store.Options{
		tandem.Usage:     {},
		tandem.Forbidden: {Dir: filepath.Join(file, "below")},
		tandem.Unreached: {URL: "postgres://nobody:s3cret@127.0.0.1:1/none"},
	} {
		_, err := store.Open(t.Context(), o)
		if tandem.CodeOf(err) != want || strings.Contains(fmt.Sprint(err), "s3cret") {
			t.Errorf("%+v gives %v", o, err)
		}
	}
}

func TestGivenUpRequests(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f := setUp(t, s, "acme")
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.Commit(ctx, f.batch(customer(f.ids(t, 1), "K1"))); tandem.CodeOf(err) != tandem.Cancelled {
			t.Errorf("a cancelled commit gives %v", err)
		}
		if _, err := s.LastSeq(ctx); tandem.CodeOf(err) != tandem.Cancelled {
			t.Errorf("a cancelled read gives %v", err)
		}
		f.fill(t, 1)
	})
}

// A process that is killed at any moment leaves whole batches: every record has
// its link and its row in the change log.
func TestKilledWriterLeavesWholeBatches(t *testing.T) {
	if dir := os.Getenv("STORE_TEST_VICTIM"); dir != "" {
		writeForEver(t, dir)
		return
	}
	if testing.Short() {
		t.Skip("starts processes")
	}
	dir := t.TempDir()
	for kill := range 8 {
		victim := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilledWriterLeavesWholeBatches$")
		victim.Env = append(os.Environ(), "STORE_TEST_VICTIM="+dir)
		output, err := victim.StdoutPipe()
		check(t, err)
		check(t, victim.Start())
		lines := bufio.NewScanner(output)
		for range 3 + kill*5 {
			lines.Scan()
		}
		check(t, victim.Process.Kill())
		_ = victim.Wait() // it was killed
		checkWhole(t, dir)
	}
}

func writeForEver(t *testing.T, dir string) {
	s, err := store.Open(t.Context(), store.Options{Dir: dir})
	check(t, err)
	f := setUp(t, s, "acme")
	for {
		n := []int{1, 50, 500}[f.ids(t, 1)%3]
		first := f.ids(t, n)
		batch := f.batch()
		for i := range int64(n) {
			batch.Rows = append(batch.Rows, customer(first+i, strconv.FormatInt(first+i, 10)))
		}
		check(t, s.Commit(t.Context(), batch))
		_, _ = fmt.Fprintln(os.Stdout, "committed")
	}
}

func checkWhole(t *testing.T, dir string) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Dir: dir})
	check(t, err)
	f := setUp(t, s, "acme")
	records, err := s.Count(t.Context(), f.account, "customer", nil)
	check(t, err)
	links, err := s.CountLinks(t.Context(), f.lane)
	check(t, err)
	changes, _, err := s.Changes(t.Context(), f.account, 0, 1<<30)
	check(t, err)
	if records == 0 || links != records || int64(len(changes)) != records {
		t.Errorf("%d records, %d links, %d changes", records, links, len(changes))
	}
	var rows tandem.Rows
	check(t, s.Unlinked(t.Context(), f.lane, &customers, 0, 10, &rows))
	if rows.Len() != 0 {
		t.Errorf("%d records without a link", rows.Len())
	}
	check(t, s.Close())
}
