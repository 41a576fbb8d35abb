package sim_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"tandem/sim"
)

// An ERP of a few customers, and five minutes of its clerks' work.
func Example() {
	events, err := fiveMinutes(context.Background())
	if err != nil {
		fmt.Println(err)
	}
	for _, event := range events {
		fmt.Println(event)
	}
	// Output:
	// 2026-06-30 08:01 syphon 000059 000161 inserted
	// 2026-06-30 08:02 qtmast 000072 inserted
	// 2026-06-30 08:03 syaddr 000024 0001 updated: fmstreet "54 Harbor Drive" -> "70 Harbor Drive", fccity "Cleveland" -> "Portland", fcstate "OH" -> "OR", fczip "44176" -> "97228"
	// 2026-06-30 08:04 somast 000151 inserted
	// 2026-06-30 08:05 syaddr 000061 0002 inserted
}

func fiveMinutes(ctx context.Context) (events []sim.Event, err error) {
	dir, err := os.MkdirTemp("", "erp")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	erp, err := sim.OpenERP(ctx, "sqlite://"+filepath.Join(dir, "m2mdata01.db"))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, erp.Close()) }()
	if err := erp.Create(ctx, sim.Size{Customers: 100, Seed: 1}); err != nil {
		return nil, err
	}
	return erp.Drift(ctx, 1, 5)
}
