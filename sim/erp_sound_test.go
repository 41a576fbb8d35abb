package sim

import (
	"testing"

	"tandem/sim/internal/m2m"
)

// checkSound asks for everything that must not be there: orphans, lines that do not add up, totals that are off.
func checkSound(t *testing.T, e *ERP) {
	t.Helper()
	for what, statement := range map[string]string{
		"contact without customer": `SELECT count(*) FROM syphon c WHERE c.fcs_alias = 'SLCDPM'
			AND NOT EXISTS (SELECT 1 FROM slcdpm s WHERE s.fcustno = c.fcsourceid)`,
		"address without customer": `SELECT count(*) FROM syaddr a WHERE a.fcalias = 'SLCDPM'
			AND NOT EXISTS (SELECT 1 FROM slcdpm s WHERE s.fcustno = a.fcaliaskey)`,
		"customer without its sold-to address": `SELECT count(*) FROM slcdpm s WHERE NOT EXISTS (SELECT 1 FROM syaddr a
			WHERE a.fcalias = 'SLCDPM' AND a.fcaliaskey = s.fcustno AND a.fcaddrtype = 'O' AND a.fcaddrkey = s.fcsoldto)`,
		"customer without its ship-to address": `SELECT count(*) FROM slcdpm s WHERE s.fcshipto <> '' AND NOT EXISTS (SELECT 1
			FROM syaddr a WHERE a.fcalias = 'SLCDPM' AND a.fcaliaskey = s.fcustno AND a.fcaddrtype = 'S' AND a.fcaddrkey = s.fcshipto)`,
		"customer without its first contact": `SELECT count(*) FROM slcdpm s WHERE s."ContactNum" <> '' AND NOT EXISTS (SELECT 1
			FROM syphon c WHERE c.fcs_alias = 'SLCDPM' AND c.fcsourceid = s.fcustno AND c."Number" = s."ContactNum")`,
		"release to an address that is gone": `SELECT count(*) FROM sorels r JOIN somast o ON o.fsono = r.fsono
			WHERE r.fshptoaddr <> '' AND NOT EXISTS (SELECT 1 FROM syaddr a
			WHERE a.fcalias = 'SLCDPM' AND a.fcaliaskey = o.fcustno AND a.fcaddrkey = r.fshptoaddr)`,
		"quote without customer": `SELECT count(*) FROM qtmast d
			WHERE NOT EXISTS (SELECT 1 FROM slcdpm s WHERE s.fcustno = d.fcustno)`,
		"order without customer": `SELECT count(*) FROM somast d
			WHERE NOT EXISTS (SELECT 1 FROM slcdpm s WHERE s.fcustno = d.fcustno)`,
		"invoice without customer": `SELECT count(*) FROM armast d
			WHERE NOT EXISTS (SELECT 1 FROM slcdpm s WHERE s.fcustno = d.fcustno)`,
		"RMA without customer": `SELECT count(*) FROM syrmama d
			WHERE NOT EXISTS (SELECT 1 FROM slcdpm s WHERE s.fcustno = d.fccustno)`,
		"order of a prospect": `SELECT count(*) FROM somast o JOIN slcdpm s ON s.fcustno = o.fcustno WHERE s.ftype <> 'C'`,
		"order without its quote": `SELECT count(*) FROM somast o WHERE o."QuoteNumber" <> ''
			AND NOT EXISTS (SELECT 1 FROM qtitem q WHERE q.fquoteno = o."QuoteNumber" AND q.fsono = o.fsono)`,
		"invoice without its order": `SELECT count(*) FROM armast v
			WHERE NOT EXISTS (SELECT 1 FROM somast o WHERE o.fsono = v.fsono AND o.fcustno = v.fcustno)`,
		"RMA without its order": `SELECT count(*) FROM syrmama m
			WHERE NOT EXISTS (SELECT 1 FROM somast o WHERE o.fsono = m.fcsono AND o.fcustno = m.fccustno)`,
		"quote without lines": `SELECT count(*) FROM qtmast d
			WHERE NOT EXISTS (SELECT 1 FROM qtitem i WHERE i.fquoteno = d.fquoteno)`,
		"order without lines": `SELECT count(*) FROM somast d
			WHERE NOT EXISTS (SELECT 1 FROM soitem i WHERE i.fsono = d.fsono)`,
		"lines without order":   `SELECT count(*) FROM soitem i WHERE NOT EXISTS (SELECT 1 FROM somast d WHERE d.fsono = i.fsono)`,
		"lines without invoice": `SELECT count(*) FROM aritem i WHERE NOT EXISTS (SELECT 1 FROM armast d WHERE d.fcinvoice = i.fcinvoice)`,
		"lines without RMA":     `SELECT count(*) FROM syrmaitm i WHERE NOT EXISTS (SELECT 1 FROM syrmama d WHERE d.fcrmano = i.fcrmano)`,
		"line that is not the sum of its releases": `SELECT count(*) FROM soitem i WHERE i.fquantity <>
			(SELECT coalesce(sum(r.forderqty), -1) FROM sorels r WHERE r.fsono = i.fsono AND r.finumber = i.finumber)`,
		"release whose net is not quantity times price": `SELECT count(*) FROM sorels WHERE abs(fnetprice - forderqty * funetprice) > 0.001`,
		"release with more invoiced than ordered":       `SELECT count(*) FROM sorels WHERE finvqty > forderqty`,
		"closed order with something open": `SELECT count(*) FROM somast o JOIN sorels r ON r.fsono = o.fsono
			WHERE o.fstatus = 'CLOSED' AND r.finvqty <> r.forderqty`,
		"release whose invoices do not add up": `SELECT count(*) FROM sorels r LEFT JOIN
			(SELECT i.fsokey AS k, sum(i.fshipqty) AS q FROM aritem i WHERE i.fcrmakey = '' GROUP BY i.fsokey) v
			ON v.k = concat(r.fsono, r.finumber, r.frelease) WHERE r.finvqty <> coalesce(v.q, 0)`,
		"invoice item whose total is not quantity times price": `SELECT count(*) FROM aritem WHERE abs(ftotprice - fshipqty * fprice) > 0.001`,
		"invoice that is not the sum of its items, tax and freight": `SELECT count(*) FROM armast v WHERE abs(v.fnamount - v.ftaxamt
			- v.ffreight - (SELECT sum(i.ftotprice) FROM aritem i WHERE i.fcinvoice = v.fcinvoice)) > 0.001`,
		"closed RMA without its credit": `SELECT count(*) FROM syrmama m JOIN syrmaitm i ON i.fcrmano = m.fcrmano
			WHERE m.fcstatus = 'CLOSED' AND (i.fnqtyrecd <> i.fnqty OR abs(i.fnitotalcr - i.fnqty * i.funitprice) > 0.001)`,
		"customer whose year to date is off": `SELECT count(*) FROM slcdpm s WHERE abs(s.fytdsamt -
			(SELECT coalesce(sum(v.fnamount - v.ftaxamt - v.ffreight), 0) FROM armast v
			WHERE v.fcustno = s.fcustno AND v.finvdate >= '2026-01-01 00:00:00')) > 0.001`,
		"customer whose backlog is off": `SELECT count(*) FROM slcdpm s WHERE abs(s.fbacklog -
			(SELECT coalesce(sum((r.forderqty - r.finvqty) * r.funetprice), 0) FROM somast o JOIN sorels r ON r.fsono = o.fsono
			WHERE o.fcustno = s.fcustno AND o.fstatus NOT IN ('CLOSED', 'CANCELLED'))) > 0.001`,
	} {
		if n := query[int](t, e, statement); n != 0 {
			t.Errorf("%s: %d", what, n)
		}
	}
	for class := range m2m.Class(m2m.Classes) {
		next := m2m.FormatNumber(query[int](t, e, "SELECT fnumber FROM sysequ WHERE fcclass = ?", class.Name()))
		statement := "SELECT count(*) FROM " + class.TableName() + " WHERE " + quote(class.Column()) + " >= ?"
		if n := query[int](t, e, statement, next); n != 0 {
			t.Errorf("%s: %d rows have the next number %s or a greater one", class.Name(), n, next)
		}
	}
}

func TestSound(t *testing.T) {
	onEveryDatabase(t, func(t *testing.T, url string) {
		checkSound(t, mustCreate(t, url, Size{Customers: 600, Seed: 11}))
	})
}
