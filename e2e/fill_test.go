package e2e

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"tandem/sim"
)

// fill URL FIRST LAST makes customers of the shop, numbered and all different.
func fillCommand(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) == 3, "fill URL FIRST LAST")
	first, err := strconv.Atoi(args[1])
	ts.Check(err)
	last, err := strconv.Atoi(args[2])
	ts.Check(err)
	fillShop(worldOf(ts).tb, args[0], first, last)
}

// fillShop writes many rows with few statements.
func fillShop(t testing.TB, address string, first, last int) {
	t.Helper()
	db := open(t, address)
	defer db.Close()
	const batch = 500
	for from := first; from <= last; from += batch {
		var rows []string
		for i := from; i <= min(from+batch-1, last); i++ {
			rows = append(rows, fmt.Sprintf("('%05d', 'Customer %05d', 'CZ%08d', 'c%05d@example.com', 'Brno', %d.50, 1)", i, i, i, i, i))
		}
		mustExec(t, db, "INSERT INTO customers (no, name, vat, email, city, credit, rev) VALUES "+strings.Join(rows, ", "))
	}
}

// m2m URL CUSTOMERS [COMPANY [SCHEMA]] makes a demo ERP, of PostgreSQL in a schema.
func m2mCommand(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) >= 2, "m2m URL CUSTOMERS [COMPANY [SCHEMA]]")
	size := sim.Size{Seed: 1, Company: 1}
	var err error
	size.Customers, err = strconv.Atoi(args[1])
	ts.Check(err)
	if len(args) >= 3 {
		size.Company, err = strconv.Atoi(args[2])
		ts.Check(err)
	}
	ctx := worldOf(ts).tb.Context()
	address := args[0]
	if len(args) == 4 {
		address += map[bool]string{true: "&", false: "?"}[strings.Contains(address, "?")] + "search_path=" + args[3]
	}
	erp, err := sim.OpenERP(ctx, address)
	ts.Check(err)
	ts.Check(errors.Join(erp.Create(ctx, size), erp.Close()))
}

func hexOf(text string) string { return hex.EncodeToString([]byte(text)) }
